"""What Ask accepts, kind by kind. Most forms are lines of corpus_reading.tsv."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot_flows import cities
from bot_flows.engine.answers import Accepted, Answer, Choose, Rejected, read
from bot_flows.engine.release import AnswerKind, Course
from bot_flows.engine.state import Option

from .corpus import COURSES, TODAY

QUICK = settings(max_examples=40, deadline=None)


def _read(text: str, kind: AnswerKind, today: date = TODAY) -> Answer:
    return read(text, kind, courses=COURSES, cities=cities.known(), today=today)


@pytest.mark.parametrize(
    ("text", "kind", "value", "shown"),
    [
        ("  estágio\nem TI ", AnswerKind.TEXT, "estágio em TI", "estágio em TI"),
        ("👍🏽", AnswerKind.YES_NO, "sim", "sim"),
        ("n", AnswerKind.YES_NO, "não", "não"),
        ("R$ 1.200,50", AnswerKind.NUMBER, "1200.5", "1200,5"),
        ("mil", AnswerKind.NUMBER, "1000", "1000"),
        ("-0", AnswerKind.NUMBER, "0", "0"),
        ("Ana@Alunos.UTFPR.edu.br", AnswerKind.EMAIL, *["ana@alunos.utfpr.edu.br"] * 2),
        ("41 9999-8888", AnswerKind.PHONE, "+5541999998888", "(41) 99999-8888"),
        ("(41) 3310-4545", AnswerKind.PHONE, "+554133104545", "(41) 3310-4545"),
        ("25 de dez", AnswerKind.DATE, "2026-12-25", "25/12/2026"),
        ("ctba", AnswerKind.CITY, "Curitiba/PR", "Curitiba/PR"),
        ("engenharia de sofware", AnswerKind.COURSE, "es", "Engenharia de Software"),
    ],
)
def test_accepted(text: str, kind: AnswerKind, value: str, shown: str) -> None:
    assert _read(text, kind) == Accepted(value, shown)


@pytest.mark.parametrize("kind", AnswerKind)
@pytest.mark.parametrize("text", ["", " ", "\u200b\u202e", "...", "\x00\x07", "🦫"])
def test_what_says_nothing_is_rejected_by_every_kind(text: str, kind: AnswerKind) -> None:
    assert _read(text, kind) == Rejected()


def test_a_text_is_cut_at_three_hundred_characters_and_carries_nothing_unseen() -> None:
    answer = _read("a\u202eb\x00" + "c" * 65_536, AnswerKind.TEXT)
    assert isinstance(answer, Accepted)
    assert answer.value.startswith("abcc")
    assert len(answer.value) == 300


@pytest.mark.parametrize("text", ["²", "½", "2²", "①"])
@pytest.mark.parametrize("kind", [AnswerKind.NUMBER, AnswerKind.DATE, AnswerKind.PHONE])
def test_drawn_digits_are_no_digits(text: str, kind: AnswerKind) -> None:
    assert _read(f"{text}5/12/2026" if kind is AnswerKind.DATE else text, kind) == Rejected()


# Dates


@QUICK
@given(st.dates(date(1930, 1, 1), date(2040, 12, 31)))
def test_a_date_in_full_is_that_date(day: date) -> None:
    for form in (f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat()):
        assert _read(form, AnswerKind.DATE) == Accepted(day.isoformat(), f"{day:%d/%m/%Y}")


@pytest.mark.parametrize(
    ("today", "text", "value"),
    [
        (date(2026, 6, 1), "25/12", "2026-12-25"),
        (date(2026, 12, 31), "25/12", "2026-12-25"),
        (date(2026, 11, 22), "10/01", "2027-01-10"),
        (date(2026, 3, 1), "10/01", "2026-01-10"),
        (date(2026, 12, 31), "amanhã", "2027-01-01"),
        (date(2028, 1, 5), "29/02", "2028-02-29"),
        (date(2026, 1, 1), "1/1/46", "2046-01-01"),
        (date(2026, 1, 1), "1/1/47", "1947-01-01"),
    ],
)
def test_the_year_that_was_meant(today: date, text: str, value: str) -> None:
    answer = _read(text, AnswerKind.DATE, today)
    assert isinstance(answer, Accepted)
    assert answer.value == value


@pytest.mark.parametrize("text", ["hoje", "ontem", "depois de amanhã", "1/1"])
def test_the_ends_of_the_calendar_do_no_harm(text: str) -> None:
    for today in (date.min, date.max):
        assert isinstance(_read(text, AnswerKind.DATE, today), Accepted | Rejected)


# Phones


@pytest.mark.parametrize("area", ["11", "41", "55", "99"])
def test_every_way_to_write_a_mobile_is_the_same_number(area: str) -> None:
    forms = [
        f"+55 ({area}) 98765-4321",
        f"55{area}987654321",
        f"0{area} 98765 4321",
        f"{area} 8765-4321",
        f"meu zap: {area}-98765-4321",
    ]
    expected = Accepted(f"+55{area}987654321", f"({area}) 98765-4321")
    assert [_read(form, AnswerKind.PHONE) for form in forms] == [expected] * len(forms)


@pytest.mark.parametrize("area", ["10", "20", "23", "36", "50", "52", "90"])
def test_areas_that_do_not_exist(area: str) -> None:
    assert _read(f"{area} 98765-4321", AnswerKind.PHONE) == Rejected()


# Cities


def test_namesakes_are_offered_with_their_state() -> None:
    options = (Option("Cascavel/CE", "Cascavel/CE"), Option("Cascavel/PR", "Cascavel/PR"))
    assert _read("cascavel", AnswerKind.CITY) == Choose(options)
    assert _read("casvavel", AnswerKind.CITY) == Choose(options)
    assert _read("Cascavel - PR", AnswerKind.CITY) == Accepted("Cascavel/PR", "Cascavel/PR")


def test_a_city_that_is_not_in_that_state_is_asked_back() -> None:
    assert _read("curitiba sp", AnswerKind.CITY) == Choose((Option(*["Curitiba/PR"] * 2),))


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Tocantins - MG", "Tocantins/MG"),
        ("bom dia, Bom Progresso/RS", "Bom Progresso/RS"),
        ("Não-Me-Toque", "Não-Me-Toque/RS"),
        ("moro em Boa Vista, em Roraima", "Boa Vista/RR"),
        ("belém do pará", "Belém/PA"),
    ],
)
def test_names_of_common_words_and_of_states(text: str, city: str) -> None:
    assert _read(text, AnswerKind.CITY) == Accepted(city, city)


@pytest.mark.parametrize("state", ["Paraná", "Tocantins", "rio grande do sul", "pr", "SP"])
def test_a_state_is_no_city(state: str) -> None:
    assert _read(state, AnswerKind.CITY) == Rejected()


def test_typing_errors_hardly_ever_lead_to_another_city() -> None:
    """One error within the name, for a few hundred names: it may be asked for, but not guessed."""
    draw = random.Random(20261122)
    table = cities.known()
    names = draw.sample([name for name in table if len(name) >= 6], 300)
    heard = [(name, _read(_with_error(name, draw), AnswerKind.CITY)) for name in names]
    right = [name for name, said in heard if _spellings(said) & set(table[name])]
    wrong = [
        (name, said)
        for name, said in heard
        if isinstance(said, Accepted) and said.value not in table[name]
    ]
    assert len(right) >= 0.92 * len(names)
    assert len(wrong) <= 0.01 * len(names), wrong


def _with_error(name: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(name) - 1)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    swapped = after[0] + letter + after[1:]
    return before + draw.choice([after, letter + letter + after, "e" + after, swapped])


def test_too_many_cities_are_not_offered() -> None:
    assert _read("santa", AnswerKind.CITY) == Rejected()
    table = {"vila nova": tuple(f"Vila Nova/{number}" for number in range(9))}
    answer = read("vila nova", AnswerKind.CITY, courses=(), cities=table, today=TODAY)
    assert answer == Rejected()


def test_every_city_is_found_by_its_own_name() -> None:
    table = cities.known()
    lost = {
        spelling
        for spellings in list(table.values())[::11]
        for spelling in spellings
        if _spellings(_read(spelling.replace("/", " "), AnswerKind.CITY)) != {spelling}
    }
    assert lost == set()


def _spellings(answer: Answer) -> set[str]:
    if isinstance(answer, Accepted):
        return {answer.value}
    return {option.key for option in answer.options} if isinstance(answer, Choose) else set()


def test_without_a_table_no_city_is_known() -> None:
    assert read("curitiba", AnswerKind.CITY, courses=(), cities={}, today=TODAY) == Rejected()


# Courses


def test_courses_that_fit_equally_are_offered() -> None:
    answer = _read("engenharia", AnswerKind.COURSE)
    assert isinstance(answer, Choose)
    assert [option.key for option in answer.options] == ["es", "em", "ec"]
    assert answer.options[0].label == "Engenharia de Software"


def test_more_than_eight_courses_are_not_offered() -> None:
    def ask(count: int) -> Answer:
        names = [
            "Redes",
            "Solos",
            "Mecânica",
            "Química",
            "Design",
            "Alimentos",
            "Edificações",
            "Moda",
            "Têxtil",
        ]
        many = [Course(name, f"Técnico em {name}") for name in names[:count]]
        return read("técnico", AnswerKind.COURSE, courses=many, cities={}, today=TODAY)

    assert isinstance(ask(8), Choose)
    assert ask(9) == Rejected()


def test_a_number_names_no_course() -> None:
    assert _read("1", AnswerKind.COURSE) == Rejected()
    assert read("design", AnswerKind.COURSE, courses=(), cities={}, today=TODAY) == Rejected()
