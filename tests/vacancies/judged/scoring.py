"""How good the answers are: nDCG@10, and how often there is none."""

from dataclasses import dataclass
from math import log2

from vacancies.search import Criteria, find

from .collection import Judged

AT = 10


@dataclass(frozen=True, slots=True)
class Score:
    """``gain`` is nDCG@10 from 0 to 1; for what rightly finds nothing, 1 where nothing came."""

    asked: Judged
    answers: tuple[str, ...]
    gain: float
    corrected: str


def score(asked: Judged, names: dict[int, str]) -> Score:
    found = find(Criteria(text=asked.text), limit=AT)
    answers = tuple(names[vacancy.pk] for vacancy in found.vacancies)
    if not asked.grades:
        return Score(asked, answers, float(not answers), found.corrected)
    best = _gain(sorted(asked.grades.values(), reverse=True)[:AT])
    own = _gain([asked.grades.get(name, 0) for name in answers])
    return Score(asked, answers, own / best, found.corrected)


def mean_gain(scores: list[Score]) -> float:
    """The mean nDCG@10 of the searches that have answers."""
    gains = [item.gain for item in scores if item.asked.grades]
    return sum(gains) / len(gains)


def zero_rate(scores: list[Score]) -> float:
    """The share of searches with answers that found none at all."""
    answerable = [item for item in scores if item.asked.grades]
    return sum(not item.answers for item in answerable) / len(answerable)


def silence_rate(scores: list[Score]) -> float:
    """The share of searches without answers that rightly found none."""
    silent = [item.gain for item in scores if not item.asked.grades]
    return sum(silent) / len(silent)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
