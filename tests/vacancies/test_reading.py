"""Reading a posting's kind, place and words."""

import pytest

from vacancies import words
from vacancies.places import Place, location, parse
from vacancies.reading import kind_of


@pytest.mark.parametrize(
    ("title", "description", "kind"),
    [
        ("Estágio em Dados", "", "estagio"),
        ("ESTAGIÁRIA de Design", "", "estagio"),
        ("Software Engineer Intern", "", "estagio"),
        ("Analista interno de sistemas", "", "emprego"),
        ("Programa Trainee 2027", "", "trainee"),
        ("Jovem Aprendiz", "", "aprendiz"),
        ("Aprendiz de mecânica", "Bolsa estágio", "aprendiz"),
        ("Assistente de TI", "Vaga de estágio para quem cursa TI", "estagio"),
        ("Assistente", "Oferecemos bolsa-auxílio de R$ 900", "estagio"),
        ("Coordenador", "Vai supervisionar estagiários e ter experiência de estágio", "emprego"),
        ("Consultor", "Nosso programa de trainee abre em março", "trainee"),
        ("Ajudante", "contratação como jovem aprendiz", "aprendiz"),
        ("Engenheiro", "", "emprego"),
    ],
)
def test_kind(title: str, description: str, kind: str) -> None:
    assert kind_of(title, description) == kind


def test_kind_as_the_site_says() -> None:
    assert kind_of("Assistente", "", "fulltime, internship") == "estagio"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Curitiba, PR, Brazil", Place("Curitiba", "PR")),
        ("Curitiba, Paraná, Brazil", Place("Curitiba", "PR")),
        ("Curitiba/PR", Place("Curitiba", "PR")),
        ("São Paulo", Place("São Paulo", "")),
        ("São Paulo, São Paulo, Brasil", Place("São Paulo", "SP")),
        ("Paraná, Brazil", Place("", "PR")),
        ("Brasil", Place()),
        ("Remoto", Place(remote=True)),
        ("", Place()),
    ],
)
def test_place(text: str, place: Place) -> None:
    assert parse(text) == place


@pytest.mark.parametrize(
    ("place", "site", "said"),
    [
        ("Brasil", "indeed", None),
        ("Brasil", "linkedin", "Brazil"),
        ("Curitiba/PR", "indeed", "Curitiba, PR"),
        ("Curitiba/PR", "linkedin", "Curitiba, Paraná, Brazil"),
    ],
)
def test_a_place_is_said_to_each_site_in_its_words(place: str, site: str, said: str | None) -> None:
    assert location(place, site) == said


def test_folding_keeps_the_signs_that_name_languages() -> None:
    assert words.fold("  C++, C# e .NET – UX/UI  Ç ") == "cpp csharp e dotnet ux ui c"


@pytest.mark.parametrize(
    "forms",
    [
        ["desenvolvedor", "desenvolvedora", "desenvolvedores"],
        ["mecanico", "mecanica", "mecanicos"],
        ["dado", "dados"],
        ["engenheira", "engenheiros"],
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: list[str]) -> None:
    assert len({words.stem(form) for form in forms}) == 1


def test_plain_text_of_markup_that_never_ends() -> None:
    assert words.plain("<p>a<br>b</p><style>x") == "\na\nb\n"
    assert words.plain("1 < 2") == "1 < 2"
