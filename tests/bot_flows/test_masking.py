"""Personal data gives way to samples before a conversation is kept."""

import pytest

from bot_flows.masking import CPF, EMAIL, PHONE, RECORD, mask

GOES = [
    ("meu email é bruno.lima+vagas@gmail.com.br, ok?", f"meu email é {EMAIL}, ok?"),
    ("BRUNO@ALUNOS.UTFPR.EDU.BR", EMAIL),
    ("me liga: (41) 99876-5432", f"me liga: {PHONE}"),
    ("41998765432", PHONE),
    ("+55 41 99876-5432", PHONE),
    ("+5541998765432", PHONE),
    ("3333-4444", PHONE),
    ("meu cpf é 123.456.789-09", f"meu cpf é {CPF}"),
    ("cpf 12345678909", f"cpf {CPF}"),
    ("ra 2345678", RECORD),
    ("RA: 2345678", RECORD),
    ("a2345678", RECORD),
    ("sou do a2345678 e quero vaga", f"sou do {RECORD} e quero vaga"),
    ("meu número é 2345678", "meu número é 000000"),
    ("nasci em 12/05/2003", "nasci em 01/01/2000"),
    ("moro no 80230-901", "moro no 80000-000"),
    ("https://linkedin.com/in/bruno", "https://exemplo.com.br"),
    ("www.linkedin.com/in/bruno", "https://exemplo.com.br"),
    ("meu insta é @bruno.lima", "meu insta é @ana"),
    ("5541998765432@c.us", "000000"),
    ("Meu nome é Carla Dias", "Meu nome é Ana Souza"),
    ("me chamo carla e quero vagas", "me chamo Ana Souza e quero vagas"),
    ("Oi, sou a Carla da Silva", "Oi, sou a Ana Souza"),
    ("aqui é o Pedro", "aqui é o Ana Souza"),
    ("Bruno Lima aqui", "Ana Souza aqui"),
    ("sou bruno", "sou Ana"),
    ("o BRUNO quer vaga em Lima", "o Ana quer vaga em Ana"),
]
STAYS = [
    "oi",
    "3",
    "12",
    "mais vagas",
    "semestre 8",
    "quero ganhar R$ 1.200,00",
    "R$ 1.500",
    "das 9h às 18h",
    "estágio em 2026",
    "30 horas por semana",
    "engenharia de software",
    "sou a favor",
    "sou de curitiba",
    "vagas em São Paulo",
    "não quero mais",
    "C++ e C#",
    "10/2026",
    "a 1",
    "brunoro",
]


@pytest.mark.parametrize(("said", "kept"), GOES)
def test_what_is_personal_goes(said: str, kept: str) -> None:
    assert mask(said, ["Bruno Lima"]) == kept


@pytest.mark.parametrize("said", STAYS)
def test_what_is_not_stays(said: str) -> None:
    assert mask(said, ["Bruno Lima", ""]) == said


@pytest.mark.parametrize(("said", "_kept"), GOES)
def test_masking_twice_changes_nothing_more(said: str, _kept: str) -> None:
    once = mask(said, ["Bruno Lima"])
    assert mask(once, ["Bruno Lima"]) == once


@pytest.mark.parametrize(
    ("name", "said"),
    [("José dos Santos", "jose"), ("Jose", "José"), ("Conceição", "CONCEICAO"), ("D'Ávila", "oi")],
)
def test_names_are_found_with_and_without_accents(name: str, said: str) -> None:
    assert mask(said, [name]) in ("Ana", "oi")


def test_particles_of_names_are_words_too() -> None:
    assert mask("vagas dos cursos das tardes", ["José dos Santos das Neves"]) == (
        "vagas dos cursos das tardes"
    )


@pytest.mark.parametrize("text", ["", "9" * 5000, "@" * 3000, "1 " * 3000, "a." * 3000])
def test_a_hostile_text_is_masked_quickly(text: str) -> None:
    assert isinstance(mask(text, ["Bruno Lima"]), str)
