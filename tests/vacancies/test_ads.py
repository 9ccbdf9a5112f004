"""How well the facts of an advertisement are read: floors, on what was written to measure it."""

import time
from datetime import date
from decimal import Decimal

import pytest

from vacancies.factual import FactsRead, read_facts
from vacancies.kinds import kind_of

from .ads import corpus

ON = date(2026, 11, 20)


def test_there_are_enough_advertisements() -> None:
    known, unseen = (corpus.load(name) for name in corpus.FILES)
    assert len(known) + len(unseen) >= 110
    assert len(unseen) * 2 >= len(known)
    assert len({(ad.title, ad.text) for ad in known + unseen}) == len(known + unseen)


@pytest.mark.parametrize("name", corpus.FIELDS)
@pytest.mark.parametrize("sets", [("known", "unseen"), ("unseen",)], ids=["all", "unseen"])
def test_each_field_is_read_well_enough(sets: tuple[str, ...], name: str) -> None:
    mark = corpus.marks([ad for item in sets for ad in corpus.load(item)])[name]
    assert mark.accuracy >= 0.95, mark
    assert len(mark.wrong) <= max(1, 0.02 * mark.total), mark.wrong


@pytest.mark.parametrize(
    "text",
    [
        "Bolsa: a combinar.",
        "Concorra a até R$ 50.000 em prêmios!",
        "Ajuda de custo de R$ 900,00.",
        "Faturamos R$ 200 milhões por ano.",
        "Bolsa de R$ 900 para técnicos. Bolsa de R$ 1.200 para superiores.",
        "Salário: R$ 0,01",
        "Salário: R$ 99999999999999999999999999,00",
        "6 horas diárias.",
        "8h às 18h, de segunda a sexta.",
        "Presencial ou remoto.",
        "Não é remoto.",
        "Curso de 40 horas oferecido pela empresa.",
        "Início no 1º semestre de 2027.",
        "Formatura a partir de 12/2027.",
        "A partir do 3º período para uns. A partir do 5º período para outros.",
        "Inscrições até 31/02/2027.",
        "Inscrições até 10/11/2026.",
        "Inscrições até 10/12/2036.",
        "Vender plano de saúde e seguro de vida.",
        "Não oferecemos vale-refeição.",
        "Desenvolver jogos em VR com Unity.",
        "",
    ],
)
def test_what_is_not_said_plainly_stays_blank(text: str) -> None:
    assert read_facts("Vaga", text, on=ON) == FactsRead()


def test_a_deadline_without_a_year_is_the_next_one() -> None:
    said = "Inscrições até 15/01."
    assert read_facts("x", said, on=ON).apply_by == date(2027, 1, 15)
    assert read_facts("x", said, on=None).apply_by is None
    assert read_facts("x", "Inscrições até 15/12.", on=ON).apply_by == date(2026, 12, 15)


def test_the_sources_own_pay_counts_where_the_text_does_not_contradict_it() -> None:
    given = {"min_amount": 1200, "max_amount": 1200.0, "interval": "monthly", "currency": "BRL"}
    assert read_facts("x", "Sem mais.", given=given).pay_min == Decimal(1200)
    assert read_facts("x", "Bolsa de R$ 1.200", given=given).pay_max == Decimal(1200)
    assert read_facts("x", "Bolsa de R$ 900", given=given).pay_min is None
    assert read_facts("x", "", given={**given, "currency": "USD"}).pay_min is None
    for wild in (float("nan"), "1e99", -5, None, "x"):
        assert read_facts("x", "", given={**given, "min_amount": wild, "max_amount": wild}) == (
            FactsRead()
        )


_PARTS = (
    "r$ 1.", "1.000", "R$ ", "a ", "segunda a ", "home office ", "presencial ", "remoto ou ",
    "30 h", "bolsa ", "não ", "(", "plano de saúde ", "1/1/", "\n", " ", "9", "de ", "0h ",
    "analista de ", "hibrido 2x ", "do 1 ao ", "aulas aaaa ", "conclui ", "\0", "\u202e", "\t",
)  # fmt: skip


@pytest.mark.parametrize("part", _PARTS)
def test_ten_megabytes_of_anything_are_read_in_a_moment(part: str) -> None:
    text = part * (10_000_000 // len(part))
    started = time.process_time()
    read_facts(text[:200], text, on=ON)
    kind_of(text[:200], text)
    assert time.process_time() - started < 1


def test_control_and_direction_characters_hide_nothing_and_break_nothing() -> None:
    text = "Bolsa\0: R$ \u202e1.200\u202c,00\nHíbrido\u200b. 30h\u00a0semanais"
    facts = read_facts("Est\u200bágio", text, on=ON)
    assert (facts.pay_min, facts.modality, facts.hours_week) == (Decimal(1200), "hibrido", 30)
