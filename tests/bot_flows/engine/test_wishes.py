"""What is to be done with a vacancy of the list, as students type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_flows.engine.filters import Filters, read_filters
from bot_flows.engine.folding import fold
from bot_flows.engine.numerals import LAST
from bot_flows.engine.state import Mark
from bot_flows.engine.wishes import Wish, asks_saved, read_wish, undoes
from tests.builders import NURSING, SOFTWARE, a_release

BOT = a_release()
SAVED = [
    ("salvar 2", 2),
    ("Salvar a 2", 2),
    ("slavar 2", 2),
    ("salva a segunda", 2),
    ("salvar2", 2),
    ("quero guardar a vaga 3 por favor", 3),
    ("guarda a última", LAST),
    ("favoritar 1", 1),
    ("salva a vaga número 4", 4),
    ("SALVE A TERCEIRA!!", 3),
    ("salvr 5", 5),
]
OTHERS = [
    ("tirar 2", Mark.SAVED, True, (2,)),
    ("remove a primeira", Mark.SAVED, True, (1,)),
    ("apaga a 3", Mark.SAVED, True, (3,)),
    ("já me candidatei 2", Mark.APPLIED, False, (2,)),
    ("candidatei na 1", Mark.APPLIED, False, (1,)),
    ("me inscrevi na segunda", Mark.APPLIED, False, (2,)),
    ("candidtei na 2", Mark.APPLIED, False, (2,)),
    ("mandei curriculo pra 4", Mark.APPLIED, False, (4,)),
    ("esconder 3", Mark.HIDDEN, False, (3,)),
    ("esonder 3", Mark.HIDDEN, False, (3,)),
    ("não me interessa a 2", Mark.HIDDEN, False, (2,)),
    ("n gostei da 5", Mark.HIDDEN, False, (5,)),
    ("link quebrado 2", Mark.BROKEN, False, (2,)),
    ("o link da 2 tá quebrado", Mark.BROKEN, False, (2,)),
    ("a 2 não abre", Mark.BROKEN, False, (2,)),
    ("2 nao abre", Mark.BROKEN, False, (2,)),
    ("a vaga 2 n abre", Mark.BROKEN, False, (2,)),
    ("a 3 está fora do ar", Mark.BROKEN, False, (3,)),
    ("a 1 não existe mais", Mark.BROKEN, False, (1,)),
    ("a 4 já encerrou", Mark.BROKEN, False, (4,)),
    ("salvar 2 e 3", Mark.SAVED, False, (2, 3)),
    ("salvar 1, 2, 2 e 5", Mark.SAVED, False, (1, 2, 5)),
    ("salvar", Mark.SAVED, False, ()),
]
NONE = (
    "",
    "2",
    "a segunda",
    "mais",
    "mais vagas",
    "outra busca",
    "menu",
    "voltar",
    "não salvar 2",
    "não quero a 2",
    "falar com uma pessoa",
    "estágio em segurança 2",
    "e o currículo?",
    "dados 2",
    "apagar meus dados 1",
    "oi 2",
    "salvar e esconder 2",
    "python",
    "salvador",
    "x" * 1000,
)


@pytest.mark.parametrize(("text", "number"), SAVED)
def test_to_save(text: str, number: int) -> None:
    assert read_wish(text) == Wish(Mark.SAVED, False, (number,))


@pytest.mark.parametrize(("text", "mark", "off", "numbers"), OTHERS)
def test_what_is_wanted(text: str, mark: Mark, off: bool, numbers: tuple[int, ...]) -> None:
    assert read_wish(text) == Wish(mark, off, numbers)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_wish(text: str) -> None:
    assert read_wish(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "minhas vagas",
        "MINHAS VAGAS",
        "quero ver minhas vagas",
        "oi, minhas vagas por favor",
        "minhas vgas",
        "minhas vagas salvas",
        "vagas salvas",
        "as vagas que salvei",
        "cadê minhas vagas?",
    ],
)
def test_what_asks_for_the_saved_ones(text: str) -> None:
    assert asks_saved(fold(text))


@pytest.mark.parametrize(
    "text", ["vagas", "vagas do meu curso", "minhas notas", "vagas de dados", "salvar", "", "mais"]
)
def test_what_does_not(text: str) -> None:
    assert not asks_saved(fold(text))


@pytest.mark.parametrize("text", ["desfazer", "DESFAZER!", "desfaser", "desfaz"])
def test_what_takes_back(text: str) -> None:
    assert undoes(fold(text))


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("Vagas: python", Filters("Vagas: python", "python")),
        ("oi! VAGAS : dados, remotas", Filters("oi! VAGAS : dados, remotas", "dados, remotas")),
        ("vagas：dados", Filters("vagas：dados", "dados")),
        ("vagas do curso enfermagem", Filters(course=NURSING)),
        ("Vagas do curso de eng software", Filters(course=SOFTWARE)),
        ("vagas do curso de astronomia", Filters()),
        (
            "Vagas do curso Enfermagem: “a, b”, remotas",
            Filters(
                "Vagas do curso Enfermagem: “a, b”, remotas", "a, b, remotas · Enfermagem", NURSING
            ),
        ),
        (
            "Vagas do curso Enfermagem: todas",
            Filters("Vagas do curso Enfermagem: todas", "Enfermagem", NURSING),
        ),
        ("vagas", None),
        ("vagas do curso", None),
        ("vagas do meu curso", None),
        ("vagas em curitiba", None),
        ("quais as novidades: vagas?", None),
        ("", None),
    ],
)
def test_a_filter_of_the_site(text: str, filters: Filters | None) -> None:
    assert read_filters(text, BOT) == filters


@given(st.text())
def test_reading_anything_raises_nothing(text: str) -> None:
    read_wish(text)
    asks_saved(fold(text))
    assert read_filters(f"vagas: {text}", BOT) is not None
