"""What an ill-meaning hand writes into every field, and what must hold of whatever shows it."""

import unicodedata
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

TRICKS = (
    "<script>alert(1)</script>",
    '"><svg/onload=alert(1)><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    "</title></script><iframe src=//evil.example>",
    "<base href=//evil.example/><meta http-equiv=refresh content=0>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)|cmd|' /C calc'!A0",
    "{{ 7*7 }}{% debug %}{{ settings.SECRET_KEY }}${7*7}#{7*7}%s%(x)s{0}",
    "' OR '1'='1'; DROP TABLE vacancies_vacancy; --",
    "%' OR 1=1 -- _\\",
    "\u202eoãçome\u2066\u2069\u200e\u061c",
    "zero\u200b\u2060\ufeffwidth\u00ad",
    "nul\x00bell\x07\x1b[31mred\x7f\x85",
    "]]></title></item><item><title>x</title><!--",
    "linha\r\nSet-Cookie: a=b\r\n\r\n<b>",
    "../../../../etc/passwd",
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "²٣",
    "\U000e0041\ufffe\ue000",
    "x" * 5_000,
    "Z̸̡̛̺͉̤" * 200,
)
_SAFE = frozenset({"", "http", "https", "mailto"})
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "srcset", "data", "xlink:href")
_NEVER = frozenset({"iframe", "object", "embed", "base", "applet"})
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def hidden_in(text: str) -> set[str]:
    """Characters that nobody sees and that change what is read; line breaks are none."""
    return {c for c in text if unicodedata.category(c) in _HIDDEN and c not in "\n\r\t"}


def faults_of_html(html: str) -> list[str]:
    """All that a browser would run, fetch elsewhere or show turned round; none is as it should."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    hidden = hidden_in(html)
    return [*reader.faults, *([f"hidden {sorted(map(ascii, hidden))}"] if hidden else [])]


class _Reader(HTMLParser):
    """Reads markup as browsers do: scripts to their end, entities as what they stand for."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.data_alone = True  # of a script that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.faults += [f"{tag} {name}" for name in said if name.startswith("on")]
        if tag in _NEVER or "http-equiv" in said:
            self.faults.append(tag)
        if tag == "script":
            self.data_alone = said.get("type") == "application/ld+json"
            if not (self.data_alone or said.get("src", "").startswith("/")):
                self.faults.append(f"script {said}")
        for name in _ADDRESSES:
            if name in said and not _is_harmless(said[name]):
                self.faults.append(f"{tag} {name}={said[name][:60]}")
        if tag == "meta" and said.get("property", "").endswith((":url", ":image")):
            self.faults += [] if _is_harmless(said.get("content", "")) else [f"meta {said}"]

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and not self.data_alone and data.strip():
            self.faults.append(f"script says {data[:60]}")


def _is_harmless(address: str) -> bool:
    try:
        return urlsplit(address.strip()).scheme.lower() in _SAFE
    except ValueError:
        return False


def texts_of(value: Any) -> list[str]:
    """Every text in what JSON gave, the names too."""
    if isinstance(value, dict):
        return [t for pair in value.items() for part in pair for t in texts_of(part)]
    if isinstance(value, list):
        return [t for part in value for t in texts_of(part)]
    return [value] if isinstance(value, str) else []


def is_formula(cell: object) -> bool:
    """Whether a spreadsheet would reckon with it."""
    return isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULAS)
