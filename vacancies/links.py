"""Addresses as they are compared: two that lead to one page have one key. Pure.

Left out: the scheme, ``www.`` and mobile hosts, fragments, a slash at the end, the order of
the parameters, and the parameters that only say where somebody came from. Sites that show one
vacancy at many addresses are known by the vacancy's own number there.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from .words import digest

_TRACKING = frozenset(
    [
        "_ga",
        "adid",
        "campaignid",
        "dclid",
        "ebp",
        "fbclid",
        "fccid",
        "fonte",
        "from",
        "gclid",
        "gh_src",
        "hl",
        "igshid",
        "jobboardsource",
        "lang",
        "lever-origin",
        "lever-source",
        "lipi",
        "mc_cid",
        "mc_eid",
        "midia",
        "msclkid",
        "mkt_tok",
        "original_referer",
        "origem",
        "originalsubdomain",
        "pagenum",
        "position",
        "pos",
        "ref",
        "referer",
        "referral",
        "referrer",
        "refid",
        "rcm",
        "sessid",
        "sessionid",
        "share",
        "source",
        "sponsored",
        "spa",
        "src",
        "tk",
        "trackid",
        "trackingid",
        "trk",
        "trkinfo",
        "vjs",
        "xkcb",
        "yclid",
        "yptr",
    ]
)
_PREFIX = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+")
_LINKEDIN = re.compile(r"/jobs/view/(?:[^/]*-)?(\d{6,})$")
_NUMBERED = {  # how a site's path holds the vacancy's number there
    "vagas.com.br": re.compile(r"/vagas/v(\d+)"),
    "catho.com.br": re.compile(r"/vagas/.*?(\d{6,})$"),
    "infojobs.com.br": re.compile(r"__(\d{6,})\.aspx$"),
    "gupy.io": re.compile(r"/jobs?/([\w=%]+)"),
    "ciee.org.br": re.compile(r"/(\d{5,})$"),
}
_BOARDS = frozenset(
    [
        "indeed.com",
        "linkedin.com",
        "glassdoor.com",
        "glassdoor.com.br",
        "vagas.com.br",
        "catho.com.br",
        "infojobs.com.br",
        "trabalhabrasil.com.br",
        "bne.com.br",
        "jooble.org",
        "talent.com",
        "ciee.org.br",
        "google.com",
        "adzuna.com.br",
        "empregos.com.br",
    ]
)
_NUMBER = re.compile(r"\d{4,}|[0-9a-f]{8}-[0-9a-f]{4}-")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@lru_cache(maxsize=4096)
def link_key_of(link: str) -> str:
    """32 characters, the same for two addresses of one page; empty for what is no address."""
    try:
        parts = urlsplit(link.strip())
        host = _host(parts)
    except ValueError:
        return ""
    return digest(*(_known(host, parts) or _plain(host, parts))) if host else ""


@lru_cache(maxsize=8192)
def is_board(link: str) -> bool:
    """Whether the page is one of a job site, where one position may stand many times."""
    host = _safe_host(link)
    return any(host == board or host.endswith(f".{board}") for board in _BOARDS)


@lru_cache(maxsize=8192)
def host_of(link: str) -> str:
    """The host as it is compared, or empty."""
    return _safe_host(link)


def is_web(link: str) -> bool:
    """Whether a page may link to it: http or https, and a host."""
    return link.startswith(("http://", "https://")) and bool(host_of(link))


def is_numbered(link: str) -> bool:
    """Whether the address names one vacancy: a year alone does not."""
    _scheme, _sign, rest = link.partition("://")
    return bool(_NUMBER.search(_YEAR.sub("", rest.partition("/")[2])))


def _safe_host(link: str) -> str:
    try:
        return _host(urlsplit(link.strip()))
    except ValueError:
        return ""


def _host(parts: SplitResult) -> str:
    if not parts.netloc:
        return ""
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    return _PREFIX.sub("", (parts.hostname or "").rstrip(".")) + port


def _known(host: str, parts: SplitResult) -> tuple[str, str] | None:
    """The site and the vacancy's number there, where the address says it."""
    path = parts.path.rstrip("/")
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        found = _LINKEDIN.search(path)
        number = found[1] if found else _asked(parts, "currentjobid")
        return ("linkedin", number) if number else None
    if host == "indeed.com" or host.endswith(".indeed.com"):
        number = _asked(parts, "jk") or _asked(parts, "vjk")
        return ("indeed", number) if number else None
    if host.startswith("glassdoor.com"):
        number = _asked(parts, "jl") or _asked(parts, "joblistingid")
        return ("glassdoor", number) if number else None
    for site, pattern in _NUMBERED.items():
        if (host == site or host.endswith(f".{site}")) and (found := pattern.search(path)):
            return (host, found[1])
    return None


def _asked(parts: SplitResult, name: str) -> str:
    said = (v for k, v in parse_qsl(parts.query) if k.lower() == name)
    return next(said, "").strip().lower()


def _plain(host: str, parts: SplitResult) -> tuple[str, str, str]:
    path = re.sub(r"/{2,}", "/", unquote(parts.path)).rstrip("/")
    if parts.fragment.startswith(("/", "!/")):  # an application's own pages
        path += f"#{parts.fragment.rstrip('/')}"
    if not parts.query:
        return host, path, ""
    pairs = [(k, v) for k, v in parse_qsl(parts.query) if not _is_tracking(k)]
    return host, path, urlencode(sorted(pairs))


def _is_tracking(name: str) -> bool:
    return name.lower() in _TRACKING or name.lower().startswith("utm_")
