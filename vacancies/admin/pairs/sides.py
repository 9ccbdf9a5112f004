"""Two vacancies beside one another: a row for each thing that can tell them apart."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vacancies.links import host_of
from vacancies.models import Vacancy, VacancyPair

EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class Sides:
    """A pair as the pages show it."""

    pair: VacancyPair
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[Vacancy, Vacancy]:
        return self.pair.first, self.pair.second

    @property
    def likely_winner(self) -> Vacancy:
        return likely_winner(self.pair.first, self.pair.second)

    @property
    def can_undo(self) -> bool:
        return self.pair.decision != VacancyPair.Decision.PENDING


def of(pair: VacancyPair) -> Sides:
    return Sides(pair, tuple(_rows(pair.first, pair.second)))


def likely_winner(*vacancies: Vacancy) -> Vacancy:
    """Which one should stay: one that people see, that a person wrote in, the oldest."""
    return min(vacancies, key=lambda v: (not v.is_listed, not v.edited_by_hand, v.pk))


def _rows(left: Vacancy, right: Vacancy) -> Iterator[Row]:
    for label, one, other in zip(_labels(), _facts(left), _facts(right), strict=True):
        if one or other:
            yield Row(label, one, other)


def _labels() -> tuple[str, ...]:
    return (
        _("Título"),
        _("Empresa"),
        _("Lugar"),
        _("Tipo"),
        _("Salário ou bolsa"),
        _("Publicada em"),
        _("Fontes"),
        _("Endereço"),
        _("Situação"),
        _("Descrição"),
    )


def _facts(vacancy: Vacancy) -> tuple[str, ...]:
    names = dict.fromkeys(source.name for source in vacancy.sources())
    text = vacancy.description
    return (
        vacancy.title,
        vacancy.company,
        vacancy.place_label,
        str(vacancy.get_kind_display()),
        vacancy.salary,
        vacancy.posted_on,
        ", ".join(names),
        host_of(vacancy.link),
        _("aparece") if vacancy.is_listed else _("não aparece"),
        f"{text[:EXCERPT].rstrip()}…" if len(text) > EXCERPT else text,
    )
