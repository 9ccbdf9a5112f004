"""Typed input, kind by kind: what is good, what is not, and what comes of the third failure."""

from datetime import date

import pytest

from bot_flows import cities
from bot_flows.engine.answers import Accepted, read
from bot_flows.engine.release import AnswerKind, Release
from bot_flows.engine.state import Phase, State
from bot_flows.engine.wording import Reply
from tests import builders as b

from .talking import after, at, offered, tell, texts

TODAY = date(2026, 3, 2)
K = AnswerKind

GOOD = [
    (K.YES_NO, "sim", "sim"),
    (K.YES_NO, "s", "sim"),
    (K.YES_NO, "claro que sim", "sim"),
    (K.YES_NO, "não, obrigada", "não"),
    (K.YES_NO, "👎", "não"),
    (K.NUMBER, "12", "12"),
    (K.NUMBER, "R$ 1.200,50", "1200.5"),
    (K.NUMBER, "dois mil", "2000"),
    (K.EMAIL, "ana@exemplo.com.br", "ana@exemplo.com.br"),
    (K.EMAIL, "meu e-mail é Ana.Souza@UTFPR.edu.br!", "ana.souza@utfpr.edu.br"),
    (K.EMAIL, "ana @ exemplo.com", "ana@exemplo.com"),
    (K.RA, "1234567", "1234567"),
    (K.RA, "a1234567", "1234567"),
    (K.RA, "A1234567", "1234567"),
    (K.RA, "12345", "12345"),
    (K.RA, "0012345678", "0012345678"),
    (K.RA, "RA: 1.234.567", "1234567"),
    (K.RA, "ra1234567", "1234567"),
    (K.RA, "meu RA é a1234567, obrigada", "1234567"),
    (K.RA, "1234567-8", "12345678"),
    (K.DATE, "25/12/2026", "2026-12-25"),
    (K.DATE, "25 de dezembro", "2026-12-25"),
    (K.DATE, "amanhã", "2026-03-03"),
    (K.PERIOD, "3º", "3"),
    (K.PERIOD, "terceiro", "3"),
    (K.PERIOD, "3", "3"),
    (K.PERIOD, "terceiro período", "3"),
    (K.PERIOD, "3o periodo", "3"),
    (K.PERIOD, "Tô no 3° semestre", "3"),
    (K.PERIOD, "3º período de Engenharia de Software", "3"),
    (K.PERIOD, "primeira", "1"),
    (K.PERIOD, "décimo primeiro", "11"),
    (K.PERIOD, "vigésimo", "20"),
    (K.PERIOD, "período 8", "8"),
    (K.CITY, "Curitiba", "Curitiba/PR"),
    (K.CITY, "moro em londrina", "Londrina/PR"),
    (K.CITY, "Cascavel - PR", "Cascavel/PR"),
    (K.PHONE, "41 99999-8888", "+5541999998888"),
    (K.PHONE, "+55 (41) 3310-4545", "+554133104545"),
    (K.TEXT, "desenvolvimento web", "desenvolvimento web"),
    (K.TEXT, "TI", "TI"),
]
BAD = [
    (K.YES_NO, "talvez"),
    (K.YES_NO, "sim ou não?"),
    (K.NUMBER, "muitos"),
    (K.NUMBER, "de 3 a 5"),
    (K.NUMBER, "½"),
    (K.EMAIL, "ana@exemplo"),
    (K.EMAIL, "ana.exemplo.com"),
    (K.EMAIL, "a@b.com e c@d.com"),
    (K.RA, "1234"),
    (K.RA, "12345678901"),
    (K.RA, "b1234567"),
    (K.RA, "não sei"),
    (K.RA, "12345 ou 54321"),
    (K.RA, "tenho 12345 reais"),
    (K.RA, "41 99999-8888"),
    (K.RA, "12/03/2026"),
    (K.RA, "①②③④⑤"),
    (K.DATE, "31/02/2026"),
    (K.DATE, "um dia desses"),
    (K.PERIOD, "0"),
    (K.PERIOD, "21"),
    (K.PERIOD, "-3"),
    (K.PERIOD, "2,5"),
    (K.PERIOD, "3 ou 4"),
    (K.PERIOD, "último"),
    (K.PERIOD, "faltam 2 períodos"),
    (K.PERIOD, "não estou no 3º período"),
    (K.PERIOD, "calouro"),
    (K.CITY, "Paraná"),
    (K.CITY, "na lua"),
    (K.PHONE, "99999-8888"),
    (K.PHONE, "20 98765-4321"),
    (K.TEXT, "..."),
    (K.OPTION, "qualquer coisa"),
]


@pytest.mark.parametrize(("kind", "typed", "value"), GOOD)
def test_what_serves_is_kept_in_one_form(kind: AnswerKind, typed: str, value: str) -> None:
    answer = read(typed, kind, courses=b.COURSES, cities=cities.known(), today=TODAY)
    assert isinstance(answer, Accepted)
    assert answer.value == value


@pytest.mark.parametrize(("kind", "typed"), BAD)
def test_what_does_not_serve_is_asked_again(kind: AnswerKind, typed: str) -> None:
    answer = read(typed, kind, courses=b.COURSES, cities=cities.known(), today=TODAY)
    assert not isinstance(answer, Accepted)


def test_a_period_is_shown_as_an_ordinal() -> None:
    answer = read("terceiro", K.PERIOD, courses=(), cities={}, today=TODAY)
    assert answer == Accepted("3", "3º")


# In the conversation


def asking(kind: AnswerKind, **more: object) -> Release:
    start = b.a_flow(
        "Início",
        b.ask("Diga:", "dado", kind, **more),
        b.menu("E agora?", b.choice("De novo", to="inicio"), b.choice("Fim", to="fim")),
    )
    person = b.a_flow("Pessoa", b.handoff("Uma pessoa vai responder."))
    return b.a_release(start, b.a_flow("Fim", b.end("Até logo!")), person)


TYPED_KINDS = [kind for kind in AnswerKind if kind is not AnswerKind.COURSE]


@pytest.mark.parametrize("kind", TYPED_KINDS)
def test_each_kind_has_wording_of_its_own_for_what_does_not_serve(kind: AnswerKind) -> None:
    release = asking(kind, options=("Dia", "Noite") if kind is AnswerKind.OPTION else ())
    said = texts(tell(release, after("oi", release=release), "..."))
    wording = b.REPLIES[Reply(f"error_{kind}")].format(resposta="...")
    assert said[0] == wording


@pytest.mark.parametrize("kind", TYPED_KINDS)
def test_the_third_failure_offers_the_menu_a_person_or_to_go_on(kind: AnswerKind) -> None:
    release = asking(kind)
    turn = tell(release, after("oi", "...", "…", release=release), "?!")
    assert at(turn.state) == ("inicio", "ask-1", Phase.RESCUE)
    assert offered(turn) == ("Continuar", "Voltar ao menu", "Falar com uma pessoa")


@pytest.mark.parametrize("tries", range(1, 6))
def test_a_step_says_itself_how_often_it_asks(tries: int) -> None:
    release = asking(AnswerKind.RA, tries=tries)
    place = after("oi", release=release)
    for number in range(1, tries + 1):
        assert at(place) == ("inicio", "ask-1", Phase.ANSWER), number
        place = tell(release, place, "xyz").state
    assert at(place) == ("inicio", "ask-1", Phase.RESCUE)


def test_who_tries_again_gets_as_many_tries_again_and_then_the_way_out() -> None:
    release = asking(AnswerKind.RA, tries=2)
    place = after("oi", "xyz", "xyz", "continuar", release=release)
    assert at(place) == ("inicio", "ask-1", Phase.ANSWER)
    assert at(tell(release, place, "xyz", "xyz").state) == ("inicio", "ask-1", Phase.RESCUE)


def test_the_steps_own_error_goes_before_the_kinds() -> None:
    release = asking(AnswerKind.RA, error="O RA está na carteirinha.")
    assert texts(tell(release, after("oi", release=release), "xyz")) == [
        "O RA está na carteirinha."
    ]


@pytest.mark.parametrize("typed", ["2", "dois", "a segunda", "Noite", "noite", "estudo à noite"])
def test_an_option_is_picked_like_those_of_a_menu(typed: str) -> None:
    release = asking(AnswerKind.OPTION, options=("Manhã", "Noite", "Tanto faz"))
    turn = tell(release, after("oi", release=release), typed)
    assert turn.state.slots["dado"] == "Noite"


def test_an_option_that_is_refused_is_not_picked() -> None:
    release = asking(AnswerKind.OPTION, options=("Manhã", "Noite"))
    assert (
        "dado" not in tell(release, after("oi", release=release), "não posso à noite").state.slots
    )


def test_options_are_shown_with_the_question_and_again_after_a_failure() -> None:
    release = asking(AnswerKind.OPTION, options=("Manhã", "Noite"))
    first = tell(release, State(), "oi")
    assert offered(first) == ("Manhã", "Noite")
    assert offered(tell(release, first.state, "xyz")) == ("Manhã", "Noite")
