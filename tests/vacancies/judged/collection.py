"""The vacancies and the judgements, as they stand in the two files beside this one."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from vacancies.models import Vacancy

HERE = Path(__file__).parent
KINDS = {"E": "estagio", "J": "emprego", "T": "trainee", "A": "aprendiz"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What is typed, and how good each vacancy is as an answer: 3, 2, 1. Empty: rightly nothing."""

    text: str
    grades: dict[str, int]


def load() -> dict[int, str]:
    """Store the collection; gives each vacancy's id in the file by its primary key."""
    names, rows = [], []
    for line in _lines("vacancies.txt"):
        name, days, kind, title, company, place, description = line.split("|")
        city, _slash, state = (
            place.removesuffix(" R").partition("/") if place != "R" else ("", "", "")
        )
        names.append(name)
        rows.append(
            Vacancy(
                title=title,
                company=company,
                city=city,
                state=state,
                remote=place.split()[-1] == "R",
                kind=KINDS[kind],
                description=description,
                posted_at=timezone.localdate() - timedelta(int(days)),
            )
        )
        rows[-1].derive()
    stored = Vacancy.objects.bulk_create(rows)
    return {row.pk: name for row, name in zip(stored, names, strict=True)}


def queries() -> list[Judged]:
    return [_judged(*line.split("=>")) for line in _lines("queries.txt")]


def _judged(text: str, said: str) -> Judged:
    pairs = (grade.split(":") for grade in said.split() if grade != "-")
    return Judged(text.strip(), {name: int(grade) for name, grade in pairs if int(grade)})


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]
