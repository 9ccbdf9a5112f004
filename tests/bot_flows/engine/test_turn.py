"""The rules of a turn that a transcript does not show well."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot_flows.engine.effects import OptOut
from bot_flows.engine.events import (
    MediaKind,
    MediaReceived,
    SearchFinished,
    StaffSpoke,
    TextReceived,
    VacanciesFound,
)
from bot_flows.engine.release import Flow, Menu, Release
from bot_flows.engine.run import HISTORY_LIMIT
from bot_flows.engine.state import Phase, Place, State
from bot_flows.engine.turn import Turn, may_move
from bot_flows.engine.wording import Reply
from tests import builders as b

from .talking import BOT, LATE, NOW, after, at, offered, tell, texts

# Which release answers


def test_a_conversation_at_rest_or_at_a_menu_may_move_to_a_newer_release() -> None:
    said = TextReceived("1")
    assert may_move(BOT, State(), said, NOW)
    assert may_move(BOT, after("oi"), said, NOW)
    assert may_move(BOT, after("oi", "1", "es", "1"), said, NOW)


def test_a_question_is_answered_by_the_release_that_put_it() -> None:
    asked = after("oi", "2")
    assert not may_move(BOT, asked, TextReceived("dados"), NOW)
    assert not may_move(BOT, asked, MediaReceived(MediaKind.AUDIO), NOW)
    assert not may_move(BOT, asked, SearchFinished("dados@"), NOW)


def test_a_word_that_leads_out_of_the_question_or_a_long_pause_may_move() -> None:
    asked = after("oi", "2")
    assert may_move(BOT, asked, TextReceived("menu"), NOW)
    assert may_move(BOT, asked, TextReceived("dados"), LATE)


def test_a_question_that_its_release_has_no_more_may_move() -> None:
    asked = replace(after("oi", "2"), at=Place("vagas", "ask-9"))
    assert may_move(BOT, asked, TextReceived("dados"), NOW)


@pytest.mark.parametrize("phase", [Phase.SEARCH, Phase.NEWS])
def test_the_answer_to_a_search_stays_on_its_release(phase: Phase) -> None:
    searching = State(at=Place("vagas", "vacancies-3", phase))
    assert not may_move(BOT, searching, VacanciesFound((), 0), NOW)


# What the person saw is what they choose from


def reordered(release: Release) -> Release:
    flow = release.flows["inicio"]
    steps = tuple(
        replace(step, choices=step.choices[::-1]) if isinstance(step, Menu) else step
        for step in flow.steps
    )
    return replace(release, flows={**release.flows, "inicio": replace(flow, steps=steps)})


def test_a_number_means_what_was_shown_even_after_the_menu_was_reordered() -> None:
    turn = tell(reordered(BOT), after("oi"), "1")
    assert at(turn.state) == ("cursos", "courses-1", Phase.ANSWER)


def test_an_error_after_the_menu_was_reordered_shows_the_new_order() -> None:
    turn = tell(reordered(BOT), after("oi"), "zzz")
    assert offered(turn)[0] == "Encerrar"
    assert at(tell(reordered(BOT), turn.state, "1").state) is None


def test_a_choice_whose_flow_is_gone_lands_softly_at_the_menu() -> None:
    flows = {key: flow for key, flow in BOT.flows.items() if key != "cursos"}
    turn = tell(replace(BOT, flows=flows), after("oi"), "1")
    assert texts(turn)[0] == b.REPLIES[Reply.STEP_GONE]
    assert at(turn.state) == ("inicio", "menu-1", Phase.ANSWER)


# The way back


def test_back_over_several_steps_keeps_the_answers() -> None:
    asked = after("oi", "2", "dados", "voltar", "voltar")
    assert at(asked) == ("inicio", "menu-1", Phase.ANSWER)
    assert asked.slots["termo"] == "dados"
    assert asked.history == ()


def test_back_with_nothing_before_says_so_and_shows_the_menu() -> None:
    turn = tell(BOT, after("oi"), "voltar")
    assert texts(turn)[0] == b.REPLIES[Reply.NOTHING_BEFORE]
    assert at(turn.state) == ("inicio", "menu-1", Phase.ANSWER)


def test_back_to_a_step_that_is_gone_lands_at_the_menu() -> None:
    asked = replace(after("oi", "2", "dados"), history=(Place("vagas", "ask-9"),))
    turn = tell(BOT, asked, "voltar")
    assert texts(turn)[0] == b.REPLIES[Reply.STEP_GONE]
    assert at(turn.state) == ("inicio", "menu-1", Phase.ANSWER)


def test_the_way_back_is_bounded() -> None:
    """Two menus that lead to each other, for ever."""
    ping = b.a_flow("Ping", b.menu("Ping?", b.choice("Pong", to="pong")))
    pong = b.a_flow("Pong", b.menu("Pong?", b.choice("Outro", to="outro")))
    other = b.a_flow("Outro", b.menu("Outro?", b.choice("Ping", to="ping")))
    release = b.a_release(ping, pong, other)
    place = after("oi", *["1"] * (HISTORY_LIMIT * 3), release=release)
    assert len(place.history) == HISTORY_LIMIT


# The ways out


LOST = ("zzz", "yyy", "xxx")


def test_after_three_misunderstandings_going_on_puts_the_same_question() -> None:
    lost = tell(BOT, after("oi", "1"), *LOST)
    assert at(lost.state) == ("cursos", "courses-1", Phase.RESCUE)
    assert offered(lost) == ("Continuar", "Voltar ao menu", "Falar com uma pessoa")
    back = tell(BOT, lost.state, "1")
    assert at(back.state) == ("cursos", "courses-1", Phase.ANSWER)
    assert back.state.misses == 0
    assert at(tell(BOT, back.state, "voltar").state) == ("inicio", "menu-1", Phase.ANSWER)


def test_the_menu_is_not_offered_twice_by_two_names() -> None:
    assert offered(tell(BOT, after("oi"), *LOST)) == ("Voltar ao menu", "Falar com uma pessoa")


def test_without_a_flow_of_a_person_none_is_offered() -> None:
    release = replace(BOT, settings=replace(BOT.settings, person=None))
    assert offered(tell(release, after("oi", "1"), *LOST)) == ("Continuar", "Voltar ao menu")


def test_an_answer_to_the_question_is_still_heard_at_the_way_out() -> None:
    lost = tell(BOT, after("oi", "1"), *LOST)
    turn = tell(BOT, lost.state, "enfermagem")
    assert turn.state.slots["curso"] == "Enfermagem"
    assert turn.state.misses == 0


def test_a_free_text_does_not_swallow_what_is_said_at_the_way_out() -> None:
    lost = tell(BOT, after("oi", "2"), "\u200b", "...", "\u200b")
    turn = tell(BOT, lost.state, "não sei")
    assert at(turn.state) == ("vagas", "ask-1", Phase.RESCUE)
    assert "termo" not in turn.state.slots


@pytest.mark.parametrize("said", ["hmm", "zzz"])
def test_who_comes_back_is_asked_once_and_never_in_a_loop(said: str) -> None:
    late = tell(BOT, after("oi", "1"), said, now=LATE)
    assert at(late.state) == ("cursos", "courses-1", Phase.RESUME)
    again = tell(BOT, late.state, said, now=LATE + timedelta(hours=13))
    assert at(again.state) == ("inicio", "menu-1", Phase.ANSWER)


def test_who_comes_back_to_a_list_goes_on_with_the_list() -> None:
    late = tell(BOT, after("oi", "1", "es", "1"), "hmm", now=LATE)
    listed = tell(BOT, late.state, "sim", now=LATE)
    assert at(listed.state) == ("cursos", "vacancies-3", Phase.LIST)
    more = tell(BOT, listed.state, "mais", now=LATE)
    assert "*Vaga 6*" in texts(more)[0]


def test_who_comes_back_and_says_no_gets_the_menu() -> None:
    late = tell(BOT, after("oi", "1"), "hmm", now=LATE)
    assert at(tell(BOT, late.state, "não", now=LATE).state) == ("inicio", "menu-1", Phase.ANSWER)


# Help


@pytest.mark.parametrize("said", [("oi",), ("oi", "1"), ("oi", "2"), ("oi", "1", "es")])
def test_help_comes_back_to_the_question(said: tuple[str, ...]) -> None:
    asked = after(*said)
    turn = tell(BOT, asked, "ajuda")
    assert texts(turn)[0] == "Responda com o número de uma opção."
    assert replace(turn.state, misses=0) == replace(asked, misses=0)


def test_help_in_a_list_keeps_what_was_offered() -> None:
    listed = after("oi", "1", "es", "1")
    assert tell(BOT, listed, "ajuda").state == listed


def test_help_at_the_way_out_comes_back_to_the_question() -> None:
    lost = tell(BOT, after("oi", "1"), *LOST)
    assert at(tell(BOT, lost.state, "ajuda").state) == ("cursos", "courses-1", Phase.ANSWER)


def test_help_without_a_flow_is_a_reply() -> None:
    release = replace(BOT, settings=replace(BOT.settings, help=None))
    turn = tell(release, after("oi", "2"), "ajuda")
    assert texts(turn) == [b.REPLIES[Reply.HELP], "Que tipo de vaga?"]


def test_help_that_asks_something_waits_there() -> None:
    question = b.menu("Sobre o quê?", b.choice("Vagas", to="vagas"))
    release = replace(BOT, flows={**BOT.flows, "ajuda": b.a_flow("Ajuda", question)})
    assert at(tell(release, after("oi", "2"), "ajuda").state) == ("ajuda", "menu-1", Phase.ANSWER)


# Silence, and its ends


def test_opting_out_ends_a_silence_and_the_next_word_is_answered() -> None:
    silent = tell(BOT, after("oi"), "falar com alguém").state
    assert tell(BOT, silent, "oi").effects == ()
    stopped = tell(BOT, silent, "parar")
    assert OptOut() in stopped.effects
    assert stopped.state.stopped
    back = tell(BOT, stopped.state, "oi")
    assert at(back.state) == ("inicio", "menu-1", Phase.ANSWER)
    assert not back.state.stopped


def test_the_teams_word_outside_a_silence_does_nothing() -> None:
    place = after("oi")
    assert tell(BOT, place, StaffSpoke("#bot")) == Turn(place, ())


# Nothing leads nowhere


def dead_end(*steps: object) -> Release:
    flow = Flow("fim", "Fim", ())
    start = b.a_flow("Início", b.menu("O quê?", b.choice("Fim", to="fim")))
    return b.a_release(start, replace(flow, steps=tuple(steps)))  # type: ignore[arg-type]


def test_a_flow_without_a_word_ends_at_the_menu() -> None:
    turn = tell(dead_end(), after("oi", release=dead_end()), "1")
    assert texts(turn) == ["O quê?"]
    assert at(turn.state) == ("inicio", "menu-1", Phase.ANSWER)


def test_after_a_flow_that_stops_with_a_word_the_next_message_starts_anew() -> None:
    release = dead_end(b.say("É isso."))
    turn = tell(release, after("oi", release=release), "1")
    assert texts(turn) == ["É isso."]
    assert texts(tell(release, turn.state, "e os horários?")) == ["O quê?"]


def test_flows_that_jump_in_a_circle_end() -> None:
    release = b.a_release(b.a_flow("A", b.go_to("b")), b.a_flow("B", b.go_to("a")))
    assert texts(tell(release, State(), "oi")) == ["Olá, Ana! Sou o assistente de testes."]
    assert texts(tell(release, after("oi", release=release), "zzz"))
