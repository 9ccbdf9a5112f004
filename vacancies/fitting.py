"""How a vacancy says a course's term, in its own words. Pure: no database.

A search finds words anywhere; a vacancy fits a course only where the words of a term stand
together, as the title or the text says them. What is found is a piece of the record itself.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from . import words
from .models import VacancyMatch
from .models.vacancy import DESCRIPTION_LIMIT

Strength = VacancyMatch.Strength
BETWEEN = 1  # words that may stand between those of a term
ALIKE = 8  # letters at the beginning of two words that make them one
MOST_SAID = 80  # characters of a record that are shown as a reason
_PLAIN = str.maketrans("áàâãäéèêëíìîïóòôõöúùûüç", "aaaaaeeeeiiiiooooouuuuc")
_END = re.compile(r"[.!?:;\n]")
_TOKEN = re.compile(r"c\+\+|c#|\.net\b|[^\W_]+", re.IGNORECASE)
# Phrases in which a word says nothing of the trade: notices, promises, other trades.
_IDIOMS = re.compile(
    r"\b(?:(?:seus|meus|nossos|teus) dados|dados (?:pessoais|cadastrais|bancarios|de contato)"
    r"|(?:protecao|digitacao|privacidade) d[eo]s? dados|qualidade de vida"
    r"|(?:alta|maxima|melhor|com|de|otima|pela|nossa) qualidade(?! d[aeo])|qualidade n[oa]"
    r"|produtos? de qualidade|qualidade das ligacoes"
    r"|manutencao (?:d[aeo]s? )?(?:ordem|limpeza|carteira|clientes?|jardins?|contas)"
    r"|manutencao (?:evolutiva|d[eo]s? (?:sistemas?|software|codigo|portal|site))"
    r"|qualidade d[ae] (?:energia|software|codigo)"
    r"|laboratorio de analises clinicas|automacao de marketing|design de (?:sobrancelhas|unhas))\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the record, as it is written there, and how much it tells."""

    text: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    folded: str
    start: int
    end: int
    sentence: int


class Record:
    """A vacancy's title and text, read once for all terms."""

    def __init__(self, title: str, description: str) -> None:
        self.title = title
        self.text = description[:DESCRIPTION_LIMIT]
        self._title = _words(title)
        self._text = _words(self.text)
        self._telling = _without_idioms(self.text, self._text)

    def said(self, term: str) -> Said | None:
        """The strongest place where this record says the term, or None."""
        wanted = list(words.significant(term))
        if not wanted:
            return None
        if found := _together(self._title, wanted, max(len(self._title), 1)):
            return Said(_cut(self.title, found), Strength.TITLE)
        if len(wanted) == 1:
            found = _together(self._telling, wanted, 1)
            return Said(_cut(self.text, found), Strength.WORD) if found else None
        if found := _together(self._text, wanted, len(wanted)):
            return Said(_cut(self.text, found), Strength.PHRASE)
        if found := _together(self._text, wanted, len(wanted) + BETWEEN):
            return Said(_cut(self.text, found), Strength.NEAR)
        return None


def _words(text: str) -> list[_Word]:
    """The words that say something, each with its place."""
    found: list[_Word] = []
    sentence, before = 0, 0
    for token in _TOKEN.finditer(text):
        sentence += bool(_END.search(text, before, token.start()))
        before = token.end()
        for stem, folded in _folded(token[0].lower()):
            found.append(_Word(stem, folded, token.start(), token.end(), sentence))
    return found


@lru_cache(maxsize=50_000)
def _folded(token: str) -> tuple[tuple[str, str], ...]:
    """Texts repeat their words: folding each one anew is most of the work."""
    return tuple((words.stem(word), word) for word in words.significant(token[:60]))


def _without_idioms(text: str, found: list[_Word]) -> list[_Word]:
    """The words that do not stand in an idiom."""
    plain = text.lower().translate(_PLAIN)
    idioms = [(idiom.start(), idiom.end()) for idiom in _IDIOMS.finditer(plain)]
    if not idioms:
        return found
    return [w for w in found if not any(start <= w.start < end for start, end in idioms)]


def _together(text: list[_Word], wanted: list[str], within: int) -> tuple[int, int] | None:
    """The first and last character of the first run of ``within`` words that says it.

    In order, and in one sentence: "peças mecânicas para projetos" are no "projetos mecânicos".
    """
    starts = (place for place, word in enumerate(text) if _is_like(word, wanted[0]))
    for first in starts:
        if end := _rest(text[first : first + within], wanted):
            return text[first].start, end
    return None


def _rest(run: list[_Word], wanted: list[str]) -> int:
    """Where the last of the wanted words ends in this run, in which the first one begins; or 0."""
    left = wanted[1:]
    for word in run[1:]:
        if not left or word.sentence != run[0].sentence:
            break
        if _is_like(word, left[0]):
            left, end = left[1:], word.end
    return 0 if left else (end if wanted[1:] else run[0].end)


def _is_like(word: _Word, wanted: str) -> bool:
    """One stem, or the long beginning that "desenvolvimento" and "desenvolvedora" share."""
    if word.stem == words.stem(wanted):
        return True
    return len(wanted) > ALIKE and word.folded[:ALIKE] == wanted[:ALIKE]


def _cut(text: str, place: tuple[int, int]) -> str:
    return " ".join(text[place[0] : place[1]].split())[:MOST_SAID].rstrip()
