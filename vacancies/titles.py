"""Titles and companies as they are compared: abbreviations, forms and ornaments off. Pure.

``Desenvolvedor(a) Python Jr. - Vaga afirmativa (Curitiba/PR)`` and ``Dev Python Júnior`` have
the same core; level, kind, requisition numbers and the rest that tells two positions apart
stand beside it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .places import STATES, city_key
from .title_words import (
    AGENCIES,
    COMPANY_NOISE,
    EXPANSIONS,
    HIDDEN_COMPANIES,
    KINDS,
    LEVELS,
    MARKS,
    NOISE,
    SAYINGS,
    STEMS,
)
from .words import fold, stem

_FORMS = re.compile(
    r"(?<=\w)\s*\(\s*(?:[oae]|[oa]s|ora|oras|eira|[oae]\s*/\s*[oae]|[oa]/[oa]/e|@|x)\s*\)"
    r"|(?<=\w)/(?:a|as|ora|oras|eira)\b"
    r"|\(\s*(?:[mfhx]\s*/\s*){1,3}[mfhxdn]\s*\)"
)
_VACANCIES = re.compile(r"\b\d{1,3}\s+(?:vagas?|posicoes|oportunidades)\b")
_CODE = re.compile(
    r"(?:\b(?:req(?:uisicao)?|cod(?:igo)?|ref(?:erencia)?|vaga|job|id|processo|edital|psd?)\b"
    r"\s*[.:#nº°]*\s*[-:#]?\s*|#\s*|\b(?:jr|req|r|bra?|id)[-_ ]?(?=\d{4}))"
    r"([a-z]{0,4}[-_]?\d[\d/.-]*\d)"
    r"|\b(20\d\d(?:[./][12])?)\b(?!\s*h)|\b(\d{4,})\b"
)
_DIGIT = re.compile(r"\d")
_SPLIT = re.compile(r"\s[-–—|•·]+\s?|[|•·()\[\]{}:,;]|\s[-–—]|[-–—]\s")
_SIGNS = (("c++", " cpp "), ("c#", " csharp "), (".net", " dotnet "), ("node.js", " nodejs "))
_EIRO = re.compile(r"eir[oa]s?$")
_WORD = re.compile(r"[0-9a-z]+")
_CITY_FORMS = {"s": "sao", "sta": "santa", "sto": "santo", "jd": "jardim"}
_AGENCY = re.compile(rf"\b(?:{'|'.join(sorted(AGENCIES))})\b")
_STATE_WORDS = frozenset(word for name in STATES.values() for word in fold(name).split())
_STATE_CODES = frozenset(code.lower() for code in STATES)
_AROUND = frozenset(("e", "em", "de", "da", "do", "na", "no", "regiao", "brasil", "brazil", "br"))


_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Title:
    """``core`` the stems that name the position; ``marks`` what else tells positions apart.

    ``named`` is the core as one text: equal where the cores are. ``bare`` are all words, kept
    where no core is left to go by.
    """

    core: frozenset[str]
    levels: frozenset[str]
    kinds: frozenset[str]
    codes: frozenset[str]
    marks: frozenset[str]
    named: str = ""
    bare: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """``words`` without legal forms; ``hidden`` where the employer is not named."""

    words: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A title before it is known whose it is, and where: its pieces, written out in full."""

    pieces: tuple[tuple[str, ...], ...]
    codes: frozenset[str]
    bare: str
    truncated: bool


@lru_cache(maxsize=16_384)
def read_title(text: str, company: str = "", city: str = "") -> Title:
    """A title's parts. Pieces that only repeat the company or the city are left out.

    Titles repeat, and most have no such piece: what they say is remembered by their text alone.
    """
    known = frozenset((*read_company(company).words, *read_city(city).split()))
    pieces = enumerate(_parsed(text).pieces)
    return _title(text, tuple([n for n, p in pieces if not _is_place_or_company(p, known)]))


@lru_cache(maxsize=16_384)
def _title(text: str, telling: tuple[int, ...]) -> Title:
    """Of the pieces that tell something; of all of them where none does."""
    parsed = _parsed(text)
    said, marks = _core([parsed.pieces[n] for n in telling] or parsed.pieces)
    core = frozenset(map(stem_of, said))
    return Title(
        core=core,
        levels=_meant(LEVELS, marks),
        kinds=_meant(KINDS, marks),
        codes=parsed.codes,
        marks=_meant(MARKS, marks),
        named=" ".join(sorted(core)),
        bare="" if core else parsed.bare,
        truncated=parsed.truncated,
    )


@lru_cache(maxsize=16_384)
def _parsed(text: str) -> _Parsed:
    plain = _plain(text)
    truncated = plain.rstrip().endswith("...")
    if "(" in plain or "/" in plain:
        plain = _FORMS.sub("", plain)
    codes: list[str] = []
    if _DIGIT.search(plain):
        plain = _CODE.sub(lambda found: _keep_code(found, codes), _VACANCIES.sub(" ", plain))
    pieces = tuple([tuple(_words(piece)) for piece in _SPLIT.split(plain)])
    return _Parsed(pieces, frozenset(codes), " ".join(_WORD.findall(plain)), truncated)


def _meant(table: Mapping[str, str], said: list[str]) -> frozenset[str]:
    return frozenset([table[word] for word in said if word in table]) if said else _NOTHING


@lru_cache(maxsize=16_384)
def read_company(text: str) -> Company:
    """A company's name: ``Grupo Mirante Dados S/A`` is ``mirante dados``."""
    folded = fold(text)
    if not folded or HIDDEN_COMPANIES.search(folded):
        return Company((), hidden=True)
    said = tuple(folded.removesuffix(" s a").removesuffix(" sa").split())
    kept = tuple(word for word in said if word not in COMPANY_NOISE) or said
    return Company(kept, hidden=bool(_AGENCY.search(" ".join(kept))))


@lru_cache(maxsize=16_384)
def read_city(text: str) -> str:
    """A city as it is compared: ``S. J. dos Pinhais`` keeps its initials, ``Sta`` is Santa."""
    return " ".join(_CITY_FORMS.get(word, word) for word in city_key(text).split())


@lru_cache(maxsize=16_384)
def stem_of(word: str) -> str:
    """The part of a word of a title that its forms share."""
    if word in STEMS or not word.isalpha():
        return STEMS.get(word, word)
    return stem(_EIRO.sub("eira", word))


def _plain(text: str) -> str:
    """In lower case, without accents, the marks between words kept."""
    lowered = text.lower()
    for sign, word in _SIGNS:
        if sign in lowered:
            lowered = lowered.replace(sign, word)
    if lowered.isascii():
        return lowered
    lowered = lowered.replace("…", "...").replace("–", "-").replace("—", "-")
    lowered = lowered.replace("•", "|").replace("·", "|").replace("º", "").replace("ª", "")
    return unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()


def _keep_code(found: re.Match[str], codes: list[str]) -> str:
    codes.append(next(group for group in found.groups() if group).strip("/.-_"))
    return " "


def _core(pieces: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """The words that name the position, and those that say level, kind or a mark."""
    core: list[str] = []
    marks: list[str] = []
    for words in pieces:
        for word in words:
            if word in LEVELS or word in KINDS or word in MARKS:
                marks.append(word)
            elif word not in NOISE:
                core.append(word)
    return core, marks


def _words(piece: str) -> list[str]:
    """The words of a piece, written out in full, sayings as one word."""
    said = _WORD.findall(piece)
    found: list[str] = []
    at = 0
    while at < len(said):
        word, step = said[at], 1
        for phrase, meant in SAYINGS.get(word, ()):
            if said[at : at + len(phrase)] == phrase:
                found += meant
                step = len(phrase)
                break
        else:
            found += EXPANSIONS[word].split() if word in EXPANSIONS else [word]
        at += step
    return found


def _is_place_or_company(words: Sequence[str], known: frozenset[str]) -> bool:
    """A piece that says only where, or whose, and nothing that was not known."""
    said = [word for word in words if word not in _AROUND and word not in _STATE_CODES]
    if all(word in known for word in said):
        return True
    return all(word in _STATE_WORDS or word in known for word in said) and len(said) <= 4
