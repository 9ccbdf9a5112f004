"""What an ill-meaning hand writes into every field, and what must hold of whatever shows it."""

import unicodedata
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

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
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "srcset", "data", "content")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def hidden_in(text: str) -> set[str]:
    """Characters that nobody sees and that change what is read; line breaks are none."""
    return {c for c in text if unicodedata.category(c) in _HIDDEN and c not in "\n\r\t"}


def faults_of_html(html: str) -> list[str]:
    """All that a browser would run, fetch elsewhere or show turned round; none is as it should."""
    faults = [f"hidden {sorted(map(ascii, found))}" for found in [hidden_in(html)] if found]
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        assert isinstance(tag, Tag)
        faults += _faults_of(tag)
    heads = soup.find_all("title")
    return faults + ([] if len(heads) - len(soup.select("svg title")) <= 1 else ["titles"])


def _faults_of(tag: Tag) -> list[str]:
    found = [f"{tag.name} {name}" for name in tag.attrs if name.lower().startswith("on")]
    if tag.name in {"iframe", "object", "embed", "base"} or tag.get("http-equiv"):
        found.append(tag.name)
    if tag.name == "script":
        is_data = tag.get("type") == "application/ld+json"
        is_ours = str(tag.get("src", "")).startswith("/") and not tag.string
        found += [] if is_data or is_ours else [f"script {tag}"]
    for name in _ADDRESSES:
        if name in tag.attrs and not (name == "content" and tag.name != "meta"):
            found += _faults_of_address(tag, name, str(tag[name]))
    return found


def _faults_of_address(tag: Tag, name: str, value: str) -> list[str]:
    if name == "content" and not value.strip().lower().startswith(("javascript:", "data:")):
        return []
    if name == "content":  # a text, unless it is told to be an address
        said = str(tag.get("property", tag.get("name", "")))
        return [f"meta {said}"] if said.endswith(("url", "image")) else []
    try:
        scheme = urlsplit(value.strip()).scheme.lower()
    except ValueError:
        return [f"{tag.name} {name}={value[:60]}"]
    return [] if scheme in _SAFE else [f"{tag.name} {name}={value[:60]}"]


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
