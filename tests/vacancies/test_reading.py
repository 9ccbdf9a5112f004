"""Reading a posting's kind, place and words."""

import pytest

from vacancies import words
from vacancies.kinds import kind_of
from vacancies.places import Place, location, parse


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
        ("Consultor", "Nosso programa de trainee abre em março", "emprego"),
        ("Consultor", "Vagas de trainee para recém-formados", "trainee"),
        ("Ajudante", "contratação como jovem aprendiz", "aprendiz"),
        ("Analista de estágio e trainees", "", "emprego"),
        ("Coordenador(a) do programa de estágio", "", "emprego"),
        ("Supervisora de estágio em enfermagem", "", "emprego"),
        ("Analista de RH (Estágio e Aprendizagem)", "", "emprego"),
        ("Analista júnior (egressos do programa de estágio)", "", "emprego"),
        ("Instrutor de Jovem Aprendiz", "", "emprego"),
        ("Internship Program Manager", "", "emprego"),
        ("Assistente de RH (estágio)", "", "estagio"),
        ("Estagiário(a) de Marketing", "", "estagio"),
        ("Supervisor Trainee", "", "trainee"),
        ("Programa de Estágio 2027", "Coordenar? Não: aprender.", "estagio"),
        ("Assistente", "Atuar no programa de estágio da companhia", "emprego"),
        ("Bolsista de iniciação científica", "Bolsa-auxílio de R$ 700", "emprego"),
        ("Engenheiro", "", "emprego"),
    ],
)
def test_kind(title: str, description: str, kind: str) -> None:
    assert kind_of(title, description) == kind


@pytest.mark.parametrize(
    ("title", "description", "kind"),
    [
        ("Assistente", "", "emprego"),
        ("Engenheiro sênior", "Dez anos de experiência.", "emprego"),
        ("Coordenador", "Vai supervisionar estagiários.", "emprego"),
        ("Assistente", "O estágio dura um ano.", "estagio"),
        ("Trainee", "O estágio dura um ano.", "trainee"),
    ],
)
def test_a_sites_flag_only_confirms_what_words_allow(
    title: str, description: str, kind: str
) -> None:
    assert kind_of(title, description, "fulltime, internship") == kind


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
