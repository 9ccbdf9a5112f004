"""Numbers of options, and amounts."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_flows.engine.numerals import LAST, amount, chosen

QUICK = settings(max_examples=40, deadline=None)


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "2.",
        "2)",
        "02",
        "2️⃣",
        "２",
        "*2*",
        "dois",
        "duas",
        "DUAS",
        "a segunda",
        "o segundo",
        "2ª",
        "2o",
        "opção 2",
        "opcao dois",
        "op2",
        "numero 2",
        "nº 2",
        "n 2",
        "quero a 2",
        "qro a 2 pfv",
        "acho q a 2",
        "bom dia, 2",
        "2 por favor",
        "eh a 2",
        "vou de 2",
        "#2",
    ],
)
def test_two_in_many_forms(text: str) -> None:
    assert chosen(text) == (2,)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("um", (1,)),
        ("a opção um", (1,)),
        ("onze", (11,)),
        ("vinte e um", (21,)),
        ("décima segunda", (12,)),
        ("a última", (LAST,)),
        ("1 e 2", (1, 2)),
        ("2 ou 3?", (2, 3)),
        ("2 2", (2,)),
        ("0", (0,)),
        ("1234", (1234,)),
    ],
)
def test_other_numbers_of_options(text: str, numbers: tuple[int, ...]) -> None:
    assert chosen(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "oi",
        "²",
        "½",
        "①",
        "2.5",
        "2,5",
        "3 vagas em 2 cidades",
        "3 vagas",
        "os dois",
        "as duas",
        "as 3",
        "quero um",
        "uma vaga",
        "não 2",
        "n quero a 2",
        "tenho 2",
        "faltam 2",
        "dia 2",
        "dois mil",
        "segunda feira",
        "na segunda eu vou ai",
        "12345",
        "a2b",
        "2h",
        "R$ 2",
        "primeira vez",
    ],
)
def test_what_names_no_option(text: str) -> None:
    assert chosen(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "3"),
        ("03", "3"),
        ("1.200", "1200"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1200.5", "1200.5"),
        ("1.20", "1.20"),
        ("R$ 1.200,00.", "1200.00"),
        ("r$1200", "1200"),
        ("-5", "-5"),
        ("10%", "10"),
        ("2 mil", "2000"),
        ("1,5k", "1500.0"),
        ("3mil", "3000"),
        ("uns 20", "20"),
        ("5º período", "5"),
        ("18anos", "18"),
        ("três", "3"),
        ("zero", "0"),
        ("mil e quinhentos reais", "1500"),
        ("dois mil cento e vinte e um", "2121"),
        ("novecentos e noventa e nove mil", "999000"),
        ("tenho dezoito anos", "18"),
        ("٣", "3"),
    ],
)
def test_amounts(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "²",
        "2²",
        "½",
        "oi",
        "1.2.3",
        "1..2",
        "1e5",
        "nan",
        "inf",
        "3 vagas em 2 cidades",
        "2 ou 3",
        "10-12",
        "25/12",
        "3 não",
        "um vinte",
        "vinte onze",
        "dois tres",
        "dez ou onze",
        "vinte mil mil",
        "1234567890123456",
        "muito",
        "não sei",
        "a1",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert amount(text) is None


@QUICK
@given(st.integers(0, 10**12), st.integers(0, 99))
def test_what_brazil_writes_is_what_is_read(whole: int, cents: int) -> None:
    grouped = f"{whole:,}".replace(",", ".")
    assert amount(f"R$ {grouped},{cents:02}") == Decimal(f"{whole}.{cents:02}")
