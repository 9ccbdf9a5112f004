"""Whether two advertisements are one vacancy: sure, unsure, or not, and why. Pure.

Sure only where nothing speaks against it: the machine acts on SAME alone. Another level,
kind, city or requisition number is never SAME, whatever else agrees.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from . import links
from .title_words import COMMON_BEGINNINGS
from .titles import Company, Title, read_city, read_company, read_title
from .words import digest

WINDOW = 30
LONG_TITLE = 3  # words that make a title telling without its company
_ASK = 0.6
_CUT = "…"
_TINY = 1e-9
_SCALES = (frozenset(("junior", "pleno", "senior", "especialista")), frozenset("123"))
_EXCLUSIVE = ({"remoto", "presencial", "hibrido"}, {"clt", "pj", "freelancer"})


class Verdict(StrEnum):
    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


class Reason(StrEnum):
    """What was seen; the first ones speak for one vacancy, the others against it."""

    LINK = "link"
    TITLE = "title"
    COMPANY = "company"
    PLACE = "place"
    TITLE_TYPO = "title_typo"
    TITLE_ALIKE = "title_alike"
    TITLE_CUT = "title_cut"
    COMPANY_ALIKE = "company_alike"
    COMPANY_HIDDEN = "company_hidden"
    PLACE_UNSAID = "place_unsaid"
    LEVEL_UNSAID = "level_unsaid"
    KIND_UNSAID = "kind_unsaid"
    MARKS = "marks"
    OTHER_PAGE = "other_page"
    OTHER_TITLE = "other_title"
    OTHER_COMPANY = "other_company"
    OTHER_PLACE = "other_place"
    OTHER_LEVEL = "other_level"
    OTHER_KIND = "other_kind"
    OTHER_CODE = "other_code"
    OTHER_TERMS = "other_terms"
    OTHER_TIME = "other_time"


FOR = frozenset((Reason.LINK, Reason.TITLE, Reason.TITLE_TYPO, Reason.COMPANY, Reason.PLACE))
_NEVER = frozenset(
    (
        Reason.OTHER_TITLE,
        Reason.OTHER_COMPANY,
        Reason.OTHER_PLACE,
        Reason.OTHER_LEVEL,
        Reason.OTHER_KIND,
        Reason.OTHER_CODE,
        Reason.OTHER_TERMS,
        Reason.OTHER_TIME,
    )
)


@dataclass(frozen=True, slots=True)
class Ad:
    """What is compared. ``kind`` as Vacancy.Kind; ``seen`` the day it was seen, where known."""

    title: str
    company: str = ""
    city: str = ""
    state: str = ""
    remote: bool = False
    kind: str = ""
    link: str = ""
    seen: date | None = None

    @property
    def read(self) -> Title:
        return read_title(self.title, self.company, self.city)


@dataclass(frozen=True, slots=True)
class Likeness:
    """``score`` from 0 to 1: how much of the titles agrees."""

    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...] = field(default=())


def compare(one: Ad, other: Ad, *, window: int = WINDOW) -> Likeness:
    """Are these two one vacancy? ``window`` in days, for those without a common link."""
    score, title = _titles(one.read, other.read)
    facts = [_company(one, other), _place(one, other), *_rest(one, other)]
    against = {reason for reason in facts if reason not in FOR}
    if one.link and links.link_key_of(one.link) == links.link_key_of(other.link) != "":
        return _same_page(one.link, score, title, facts, against)
    if _days_between(one, other) > window:
        facts.append(Reason.OTHER_TIME)
    if _is_other_page(one.link, other.link):
        facts.append(Reason.OTHER_PAGE)
    reasons = tuple(dict.fromkeys((title, *facts)))
    if _NEVER & set(reasons):
        return Likeness(Verdict.DIFFERENT, score, reasons)
    sure = all(reason in FOR for reason in reasons)
    return Likeness(Verdict.SAME if sure else Verdict.UNSURE, score, reasons)


def keys(ad: Ad) -> tuple[str, int | None, int | None]:
    """Where those that may be the same are looked for: the title's words at a company in a
    place (32 characters, or empty), a company in a place, a long title in a place."""
    title, company = ad.read, read_company(ad.company)
    place = read_city(ad.city) or "remoto" * ad.remote
    if not place:
        return "", None, None
    first = "" if company.hidden else _beginning(company.words)
    match = digest(title.named or title.bare, " ".join(company.words), place) if first else ""
    long = len(title.core) >= LONG_TITLE
    return (
        match,
        _number(first, place) if first else None,
        _number(title.named, place, "") if long else None,
    )


def _beginning(words: tuple[str, ...]) -> str:
    """The first word of a company's name; the first two where one alone names nobody."""
    return " ".join(words[: 2 if words[0] in COMMON_BEGINNINGS else 1])


def core_of(ad: Ad) -> str:
    """What ``may_be_alike`` needs of a title: its core, and a sign where it was cut."""
    title = ad.read
    return f"{title.named} {_CUT}" if title.truncated else title.named


def may_be_alike(one: str, other: str) -> bool:
    """Whether ``compare`` could find two titles alike, by their cores alone: so cheap that it is
    asked of many. Never no where ``compare`` says yes; an empty core is one that nobody knows."""
    if one == other or not (one and other) or one.endswith(_CUT) or other.endswith(_CUT):
        return True
    left, said = _core_words(one), other.split()
    common = sum(map(left.__contains__, said))
    if not common and min(len(left), len(said)) > 1:
        return False
    missing = _ASK * (len(left) + len(said)) / 2 - common  # words that must be slips of a finger
    if missing < _TINY:
        return True
    right = frozenset(said)
    return _typos(left - right, right - left) > missing - _TINY


@lru_cache(maxsize=1024)
def _core_words(core: str) -> frozenset[str]:
    return frozenset(core.split())


@lru_cache(maxsize=16_384)
def may_be_one_company(one: str, other: str) -> bool:
    """Whether ``compare`` could find two companies to be one, or one of them is not named."""
    left, right = read_company(one), read_company(other)
    return left.hidden or right.hidden or _named(left, right) != Reason.OTHER_COMPANY


def may_be(score: float) -> bool:
    return score >= _ASK


def _number(*parts: str) -> int:
    """64 bits with a sign, as databases keep them."""
    return int(digest(*parts)[:16], 16) - 2**63


def _same_page(
    link: str, score: float, title: Reason, facts: list[Reason], against: set[Reason]
) -> Likeness:
    """One address: one vacancy, unless it is a page of many or the words contradict."""
    reasons = (Reason.LINK, *dict.fromkeys((title, *facts)))
    hard = against & (_NEVER - {Reason.OTHER_COMPANY})
    vague = not (links.is_numbered(link) or links.is_board(link)) and not may_be(score)
    return Likeness(Verdict.UNSURE if hard or vague else Verdict.SAME, score, reasons)


def _titles(one: Title, other: Title) -> tuple[float, Reason]:
    if one.core == other.core:
        if one.core or one.bare == other.bare:
            cut = one.truncated != other.truncated
            return 1.0, Reason.TITLE_CUT if cut else Reason.TITLE
        return 0.5, Reason.TITLE_ALIKE
    if not (one.core and other.core):
        return 0.0, Reason.OTHER_TITLE
    left, right = one.core - other.core, other.core - one.core
    common = len(one.core) - len(left)
    most = (2 * (common + min(len(left), len(right)))) / (len(one.core) + len(other.core))
    if most < _ASK or (not common and len(left) > 1):
        return common / max(len(one.core), len(other.core)), Reason.OTHER_TITLE
    typos = _typos(left, right)
    score = 2 * (common + typos) / (len(one.core) + len(other.core))
    if typos == len(left) == len(right):
        return score - 0.01 * typos, Reason.TITLE_TYPO
    if (one.truncated or other.truncated) and _is_start(one, other):
        return max(score, _ASK), Reason.TITLE_CUT
    return score, Reason.TITLE_ALIKE if may_be(score) else Reason.OTHER_TITLE


def _typos(left: frozenset[str], right: frozenset[str]) -> int:
    """How many words of one are a word of the other with a slip of the finger."""
    return sum(
        any(_is_slip(word, other) for other in right if -2 < len(word) - len(other) < 2)
        for word in left
    )


@lru_cache(maxsize=16_384)
def _is_slip(one: str, other: str) -> bool:
    """One letter more, less, changed or swapped, in words of five letters or more."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 5 or len(long) - len(short) > 1 or not (one + other).isalpha():
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return start > 0
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return swapped and short[start + 2 :] == long[start + 2 :]


def _is_start(one: Title, other: Title) -> bool:
    cut, whole = (one, other) if one.truncated else (other, one)
    missing = cut.core - whole.core
    if len(missing) > 1:
        return False
    return all(any(word.startswith(part) for word in whole.core) for part in missing)


def _company(one: Ad, other: Ad) -> Reason:
    left, right = read_company(one.company), read_company(other.company)
    if left.words == right.words and left.words:
        return Reason.COMPANY
    if left.hidden or right.hidden:
        telling = min(len(one.read.core), len(other.read.core)) >= LONG_TITLE
        return Reason.COMPANY_HIDDEN if telling else Reason.OTHER_COMPANY
    return _named(left, right)


def _named(left: Company, right: Company) -> Reason:
    """Of two companies that are named."""
    if "".join(left.words) == "".join(right.words):
        return Reason.COMPANY
    if len("".join(left.words)) > 6 and _is_slip("".join(left.words), "".join(right.words)):
        return Reason.COMPANY
    return Reason.COMPANY_ALIKE if _is_part(left, right) else Reason.OTHER_COMPANY


def _is_part(left: Company, right: Company) -> bool:
    """``Itaú`` and ``Itaú Unibanco``, ``Hospital Santa Cruz`` and ``Santa Cruz``."""
    short, long = sorted((left.words, right.words), key=len)
    return set(short) <= set(long) and len("".join(short)) > 2


def _place(one: Ad, other: Ad) -> Reason:
    left, right = read_city(one.city), read_city(other.city)
    if one.state and other.state and one.state != other.state and not (one.remote and other.remote):
        return Reason.OTHER_PLACE
    if left and right:
        if left == right:
            return Reason.PLACE
        return Reason.PLACE_UNSAID if one.remote and other.remote else Reason.OTHER_PLACE
    if one.remote and other.remote:
        return Reason.PLACE
    return Reason.PLACE_UNSAID


def _rest(one: Ad, other: Ad) -> list[Reason]:
    """What can tell two positions of one name apart, where it was said."""
    left, right = one.read, other.read
    found = (
        _levels(left.levels, right.levels),
        _kinds(one, other),
        _codes(left.codes, right.codes),
        _marks(left.marks, right.marks),
    )
    return [reason for reason in found if reason]


def _levels(left: frozenset[str], right: frozenset[str]) -> Reason | None:
    if left == right:
        return None
    if left and right and not left & right and any(left | right <= scale for scale in _SCALES):
        return Reason.OTHER_LEVEL
    return Reason.LEVEL_UNSAID


def _kinds(one: Ad, other: Ad) -> Reason | None:
    """``emprego`` is also what a site says that knows no other kind."""
    left, right = _kind(one), _kind(other)
    if left == right:
        return None
    said = bool(one.read.kinds) == bool(other.read.kinds)
    return Reason.OTHER_KIND if (left and right) or said else Reason.KIND_UNSAID


def _kind(ad: Ad) -> str:
    said = ad.read.kinds
    return min(said) if said else "" if ad.kind == "emprego" else ad.kind


def _codes(left: frozenset[str], right: frozenset[str]) -> Reason | None:
    """``2026`` and ``2026.1`` do not contradict each other."""
    if not (left and right):
        return None
    agree = any(
        f"{a}.".startswith(f"{b}.") or f"{b}.".startswith(f"{a}.") for a in left for b in right
    )
    return None if agree else Reason.OTHER_CODE


def _marks(left: frozenset[str], right: frozenset[str]) -> Reason | None:
    """Where the work is done is also a field of its own: said once is enough, twice is not."""
    if left == right:
        return None
    for group in _EXCLUSIVE:
        if left & group and right & group and not left & right & group:
            return Reason.OTHER_TERMS
    where = _EXCLUSIVE[0] | {"clt", "integral"}
    return Reason.MARKS if (left - where) != (right - where) else None


def _is_other_page(one: str, other: str) -> bool:
    """Two numbered pages of one employer are two of its requisitions, as far as we can know."""
    if not (one and other) or links.host_of(one) != links.host_of(other):
        return False
    if links.is_board(one) or not (links.is_numbered(one) and links.is_numbered(other)):
        return False
    return links.link_key_of(one) != links.link_key_of(other)


def _days_between(one: Ad, other: Ad) -> int:
    return abs((one.seen - other.seen).days) if one.seen and other.seen else 0
