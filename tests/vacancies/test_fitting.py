"""How a vacancy says a course's term; and how well that tells who fits, on a labelled list."""

import time

import pytest

from courses.demo_texts import COURSES
from vacancies.fitting import MOST_SAID, Record

from .ads import fits


@pytest.mark.parametrize(
    ("title", "text", "term", "said", "strength"),
    [
        ("Estágio em Desenvolvimento Web", "", "desenvolvimento web", "Desenvolvimento Web", 4),
        ("Pessoa desenvolvedora web", "", "desenvolvimento web", "desenvolvedora web", 4),
        ("Vaga", "Fazer testes de software.", "testes de software", "testes de software", 3),
        ("Vaga", "Testes automatizados de software", "testes de software", None, 2),
        ("Vaga", "Programar em Python.", "python", "Python", 1),
        ("Vaga", "Domínio de C++ e C#.", "c++", "C++", 1),
        ("Vaga", "Noções de UX/UI.", "UX/UI", "UX/UI", 3),
        ("Projetista", "Projetos\n mecânicos", "projetos mecânicos", None, None),
    ],
)
def test_the_reason_is_a_piece_of_the_record(
    title: str, text: str, term: str, said: str | None, strength: int | None
) -> None:
    found = Record(title, text).said(term)
    assert (found and found.strength) == strength
    if found:
        assert found.text in f"{title}\n{text}"
        assert said in (None, found.text)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Seus dados pessoais ficam conosco.", "dados"),
        ("Aplicar testes. O software é ensinado.", "testes de software"),
        ("Peças mecânicas para projetos", "projetos mecânicos"),
        ("Qualidade de vida", "qualidade"),
        ("Automação de marketing", "automação"),
        ("", "dados"),
        ("dados", ""),
        ("dados", "de"),
    ],
)
def test_words_that_say_something_else_are_no_reason(text: str, term: str) -> None:
    assert Record("Vaga", text).said(term) is None


def test_a_long_reason_is_cut_and_an_endless_text_read_in_a_moment() -> None:
    title = f"Dados {'muito ' * 40}abertos"
    found = Record(title, "").said("dados")
    assert found is not None
    assert len(found.text) <= MOST_SAID
    started = time.process_time()
    for part in ("dados pessoais ", "testes ", "a", ".", "seus ", "desenvolvimento "):
        Record("x", part * (10_000_000 // len(part))).said("testes de software")
    assert time.process_time() - started < 6


@pytest.mark.parametrize("code", fits.CODES.values())
def test_who_fits_each_course_of_the_demonstration(code: str) -> None:
    score = fits.score(code)
    assert score.fit >= 8
    assert score.other >= 8
    assert score.precision >= 0.9, score.false
    assert score.recall >= 0.8, score.lost


def test_each_shown_reason_is_in_its_record() -> None:
    shown = [
        (found.text, f"{row.title}\n{row.text}")
        for row in fits.load()
        for course in COURSES
        for term in course.terms
        if (found := Record(row.title, row.text).said(term))
    ]
    assert len(shown) > 40
    assert not [said for said, record in shown if said not in " ".join(record.split())]
