"""``python -m tests.vacancies.ads.fits``: which course a vacancy fits, against a labelled list."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capyvagas.settings.test")
    sys.path[:0] = ["site"]
    django.setup()

from courses.demo_texts import COURSES
from vacancies.fitting import Record

CODES = {"SW": "ENG-SW", "SI": "SIS-INF", "EE": "ENG-EL", "EM": "ENG-MEC", "QU": "ENG-QUI"}
CODES["DG"] = "DES"


@dataclass(frozen=True)
class Labelled:
    fits: frozenset[str]
    title: str
    text: str


@dataclass(frozen=True)
class Score:
    """``false`` were said to fit and do not; ``lost`` fit and were not found."""

    fit: int
    other: int
    found: int
    false: list[str]
    lost: list[str]

    @property
    def precision(self) -> float:
        return (self.found - len(self.false)) / self.found

    @property
    def recall(self) -> float:
        return (self.fit - len(self.lost)) / self.fit


def load() -> list[Labelled]:
    lines = Path(__file__).with_name("fitting.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return [
        Labelled(frozenset(CODES[c] for c in fits.split(",") if c != "-"), title, text)
        for fits, title, text in rows
    ]


def score(code: str) -> Score:
    terms = next(course.terms for course in COURSES if course.code == code)
    rows = load()
    found = {r for r in rows if any(Record(r.title, r.text).said(term) for term in terms)}
    fit = {row for row in rows if code in row.fits}
    names = [sorted(row.title for row in part) for part in (found - fit, fit - found)]
    return Score(len(fit), len(rows) - len(fit), len(found), *names)


def main() -> None:
    print(f"{'course':8} {'fit':>4} {'other':>5} {'precision':>9} {'recall':>6}")
    for code in CODES.values():
        got = score(code)
        print(f"{code:8} {got.fit:4} {got.other:5} {got.precision:9.3f} {got.recall:6.3f}")
        print("".join(f"    false {title}\n" for title in got.false), end="")
        print("".join(f"    lost  {title}\n" for title in got.lost), end="")


if __name__ == "__main__":
    main()
