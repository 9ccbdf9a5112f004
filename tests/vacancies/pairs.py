"""The labelled pairs of advertisements: pairs.tsv, and what the comparison makes of them.

``dev`` was there while the rules were written; ``held`` was written afterwards and the rules
were not changed for it. ``=`` repeats the first advertisement. A pair that is left to an editor
counts as missed where the two are one, and never as right.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from vacancies.likeness import Ad, Likeness, Verdict, compare
from vacancies.places import parse
from vacancies.titles import read_title

SEEN = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Pair:
    held: bool
    same: bool
    about: str
    one: Ad
    other: Ad

    def judged(self) -> Likeness:
        return compare(self.one, self.other)


@dataclass(frozen=True, slots=True)
class Score:
    """``asked``: pairs left to an editor, in all and those that are one vacancy."""

    pairs: int
    said: int
    right: int
    there: int
    asked: int
    asked_right: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there

    @property
    def found(self) -> float:
        """The share of what is one that was merged or shown to an editor."""
        return (self.right + self.asked_right) / self.there


def load() -> tuple[Pair, ...]:
    text = Path(__file__).with_name("pairs.tsv").read_text(encoding="utf-8")
    return tuple(_pair(line.split("\t")) for line in text.splitlines()[1:] if line.strip())


def score(pairs: tuple[Pair, ...]) -> Score:
    judged = [(pair, pair.judged().verdict) for pair in pairs]
    said = [pair for pair, verdict in judged if verdict == Verdict.SAME]
    asked = [pair for pair, verdict in judged if verdict == Verdict.UNSURE]
    return Score(
        pairs=len(pairs),
        said=len(said),
        right=sum(pair.same for pair in said),
        there=sum(pair.same for pair in pairs),
        asked=len(asked),
        asked_right=sum(pair.same for pair in asked),
    )


def _pair(row: list[str]) -> Pair:
    part, truth, about, *fields, days = row
    first, second = fields[:4], fields[4:]
    second = [was if said == "=" else said for was, said in zip(first, second, strict=True)]
    one, other = _ad(first, SEEN), _ad(second, SEEN + timedelta(days=int(days)))
    return Pair(part == "held", truth == "same", about, one, other)


def _ad(row: list[str], seen: date) -> Ad:
    title, company, where, link = row
    place = parse(where.replace("(", "/").replace(")", ""))
    kind = min(read_title(title).kinds, default="emprego")
    return Ad(title, company, place.city, place.state, place.remote, kind, link, seen)


def _line(name: str, pairs: tuple[Pair, ...]) -> str:
    got = score(pairs)
    return (
        f"{name}: {got.pairs} pairs, {got.there} are one vacancy; merged {got.said}, "
        f"precision {got.precision:.1%}, recall {got.recall:.1%}; left to an editor {got.asked}, "
        f"merged or shown {got.found:.1%}"
    )


def main() -> None:
    """Print every pair that is merged wrongly or missed, and the scores."""
    pairs = load()
    for pair in pairs:
        got = pair.judged()
        if (got.verdict == Verdict.SAME) != pair.same and not (
            got.verdict == Verdict.UNSURE and not pair.same
        ):
            fault = "WRONG" if not pair.same else "asked" if got.verdict == "unsure" else "missed"
            said = f"{pair.one.title} <> {pair.other.title}"
            print(fault, pair.about, said, f"{got.score:.2f}", ",".join(got.reasons), sep="\t")
    print(_line("dev", tuple(pair for pair in pairs if not pair.held)))
    print(_line("held", tuple(pair for pair in pairs if pair.held)))
    print(_line("all", pairs))


if __name__ == "__main__":
    main()
