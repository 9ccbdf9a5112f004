"""A filter as a sentence, and back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vacancies.models import Vacancy
from vacancies.phrases import LONGEST, Asked, read, say, tidy
from vacancies.places import STATES
from vacancies.search import Criteria

EVERYTHING = Criteria(
    text="python",
    city="Curitiba/PR",
    state="PR",
    kind="estagio",
    remote=True,
    hours=30,
    semester=3,
    posted_since=date(2026, 11, 1),
)
LIKE_CLAUSES = """
    python em de do curso vagas vaga : , estágio remotas presencial até 30 h 3º semestre desde
    01/11/2026 estado PR todas Curitiba Curitiba/PR “ ” " ; jovem aprendiz home office
    """
WORDS = st.sampled_from(LIKE_CLAUSES.split())
VALUES = st.one_of(
    st.text(max_size=100),
    st.lists(WORDS, max_size=8).map(" ".join),
    st.sampled_from(["", "C++", "c#", "analista de dados", "São José dos Pinhais/PR", "Remoto"]),
)
CRITERIA = st.builds(
    Criteria,
    text=VALUES,
    city=VALUES,
    state=st.sampled_from(["", *STATES]),
    remote=st.sampled_from([None, True, False]),
    kind=st.sampled_from(["", *Vacancy.Kind.values]),
    posted_since=st.none() | st.dates(),
    hours=st.none() | st.integers(1, 60),
    semester=st.none() | st.integers(1, 12),
)


@given(CRITERIA, VALUES)
@example(Criteria(text="todas"), "")
@example(Criteria(text="em dados"), "")
@example(Criteria(city="Curitiba, PR"), "de Design: UX/UI")
@example(Criteria(text="vagas: python"), "Vagas: x")
@example(Criteria(text="a", city="em"), "")
def test_what_is_said_is_read_back(criteria: Criteria, course: str) -> None:
    sentence = say(criteria, course)
    tidied = replace(criteria, text=tidy(criteria.text), city=tidy(criteria.city))
    name = tidy(course.replace(":", " "), 200)
    assert read(sentence) == Asked(tidied, name)
    assert sentence.isprintable()
    assert len(sentence) < LONGEST


@given(CRITERIA)
def test_a_filter_of_usual_length_is_a_short_sentence(criteria: Criteria) -> None:
    usual = replace(criteria, text=criteria.text[:35], city=criteria.city[:33])
    assert len(say(usual, "Tecnologia em Análise de Sistemas")) <= 200


@given(st.text())
def test_reading_anything_raises_nothing(text: str) -> None:
    read(text)
    assert read("vagas: " + text) is not None


@pytest.mark.parametrize(
    ("criteria", "course", "sentence"),
    [
        (Criteria(), "", "Vagas: todas"),
        (
            EVERYTHING,
            "",
            "Vagas: python, em Curitiba/PR, estado PR, estágio, remotas, até 30 h, 3º semestre, "
            "desde 01/11/2026",
        ),
        (Criteria(), "Engenharia de Software", "Vagas do curso Engenharia de Software"),
        (
            Criteria(kind="aprendiz", remote=False),
            "Design: UX/UI",
            "Vagas do curso Design UX/UI: aprendiz, presenciais",
        ),
        (Criteria(text="curso de inglês"), "", "Vagas: curso de inglês"),
        (Criteria(text="estágio em dados"), "", "Vagas: “estágio em dados”"),
        (Criteria(text="a, b", city="Curitiba, PR"), "", "Vagas: “a, b”, em “Curitiba, PR”"),
        (Criteria(text='x", remotas, "y'), "", "Vagas: “x , remotas, y”"),
        (Criteria(text="dados\nremotas\u202e"), "", "Vagas: “dados remotas”"),
    ],
)
def test_how_it_is_said(criteria: Criteria, course: str, sentence: str) -> None:
    assert say(criteria, course) == sentence


@pytest.mark.parametrize(
    ("text", "criteria"),
    [
        ("VAGAS: PYTHON", Criteria(text="PYTHON")),
        ("  vaga :  python ,em curitiba", Criteria(text="python", city="curitiba")),
        ("Oi! Vagas: python", Criteria(text="python")),
        ("vagas: python em curitiba", Criteria(text="python", city="curitiba")),
        ("vagas: python em Curitiba PR", Criteria(text="python", city="Curitiba/PR")),
        ("vagas: desenvolvimento em java", Criteria(text="desenvolvimento em java")),
        ("vagas: estagio em dados", Criteria(text="dados", kind="estagio")),
        ("vagas: ESTÁGIOS remotos", Criteria(kind="estagio", remote=True)),
        ("vagas: home office, trainee", Criteria(remote=True, kind="trainee")),
        ("vagas: ate 30h", Criteria(hours=30)),
        ("vagas: até 20 horas por semana", Criteria(hours=20)),
        ("vagas: 3o semestre", Criteria(semester=3)),
        ("vagas: 5 período", Criteria(semester=5)),
        ("vagas: desde 1/11/2026", Criteria(posted_since=date(2026, 11, 1))),
        ("vagas: desde 31/02/2026", Criteria(text="desde 31/02/2026")),
        ("vagas: no estado do Paraná", Criteria(state="PR")),
        ("vagas: estado são paulo", Criteria(state="SP")),
        ("vagas: estado de sitio", Criteria(text="estado de sitio")),
        (
            "vagas python".replace(" ", ": ")
            + " em curitiba/pr estagio remotas ate 30h 3o semestre",
            Criteria(
                text="python",
                city="curitiba/PR",
                kind="estagio",
                remote=True,
                hours=30,
                semester=3,
            ),
        ),
        ("vagas:", Criteria()),
        ("vagas: todas", Criteria()),
        ("vagas: “todas”", Criteria(text="todas")),
        ("vagas: “python, em Curitiba", Criteria(text="python, em Curitiba")),
    ],
)
def test_as_a_hurried_student_types_it(text: str, criteria: Criteria) -> None:
    assert read(text) == Asked(criteria)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("vagas do curso ads", Asked(Criteria(), "ads")),
        ("Vagas do Curso ADS: remotas", Asked(Criteria(remote=True), "ADS")),
        ("oi, vagas do curso: python", Asked(Criteria(text="python"), "")),
    ],
)
def test_with_a_course(text: str, asked: Asked) -> None:
    assert read(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "vagas",
        "oi",
        "vagas em curitiba",
        "tem vagas?",
        "quais as novidades: vagas?",
        "nas vagas: x",
        "vagas do curso",
        "vagabundo: x",
        "menu",
        "\0",
        "x" * 10_000_000,
    ],
)
def test_what_is_no_such_sentence(text: str) -> None:
    assert read(text) is None
