"""Why a message was read as it was: what is put down agrees with what the bot did."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from bot_flows import cities, samples, transcript
from bot_flows.engine import codec
from bot_flows.engine.courtesy import is_courtesy
from bot_flows.engine.effects import Missed, Offer, Say, Source
from bot_flows.engine.events import (
    Event,
    MediaKind,
    MediaReceived,
    StaffSpoke,
    TextReceived,
    VacanciesFound,
)
from bot_flows.engine.heard import Heard, How
from bot_flows.engine.reading import Picked, pick, trigger, word
from bot_flows.engine.release import Release, SearchSource
from bot_flows.engine.run import WAYS_OUT
from bot_flows.engine.state import Phase, Place, State
from bot_flows.engine.turn import Turn, begin, play, settle
from bot_flows.engine.wording import Reply
from bot_flows.transcript import duration
from tests.builders import a_flow, a_release, ask, branch, choice, end, menu, say, vacancies, when
from tests.transcripts.player import MEDIA

TRANSCRIPTS = Path(__file__).parents[2] / "transcripts"
NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
PICKED = {How.NUMBER, How.LABEL, How.SYNONYM, How.WORDS, How.TYPO}
SEARCH = samples.search(samples.World.SOME)
JUNK = ("xyzw", "👍", "", " ", "1️⃣", "2 ou 3", "não sei", "<b>", "{nome}", "a" * 500)


@cache
def demo() -> Release:
    document = json.loads((TRANSCRIPTS / "demo_release.json").read_text(encoding="utf-8"))
    return codec.from_json(document, number=1, cities=cities.known())


def look_up(effect: Any, now: datetime = NOW) -> VacanciesFound:
    return SEARCH(effect, now)


def talks() -> Iterator[list[tuple[timedelta, Event]]]:
    """The person's side of every golden transcript."""
    for path in sorted(TRANSCRIPTS.glob("*.txt")):
        yield list(_events(transcript.parse(path.read_text(encoding="utf-8"))))


def _events(lines: list[transcript.Line]) -> Iterator[tuple[timedelta, Event]]:
    waited = timedelta()
    for line in lines:
        if line.mark == "@":
            waited += duration(line.text)
        elif line.mark == ">":
            yield waited, TextReceived(line.text, "Ana Souza")
        elif line.mark == "!" and line.text in MEDIA:
            yield waited, MediaReceived(MEDIA[line.text], "Ana Souza")
        elif line.mark == "!" and line.text.startswith("atendente: "):
            yield waited, StaffSpoke(line.text.removeprefix("atendente: "))


def agrees(state: State, event: Event, turn: Turn, now: datetime) -> How | None:
    """Hold what was put down against the functions that read messages, and against the turn."""
    heard, release = turn.heard, demo()
    if isinstance(event, StaffSpoke):
        assert heard is None
        return None
    assert heard is not None
    if isinstance(event, MediaReceived):
        assert heard.how is (How.SILENCE if _is_silent(state, now) else How.MEDIA)
        return heard.how
    missed = any(isinstance(effect, Missed) for effect in turn.effects)
    assert missed <= (heard.how in (How.NOTHING, How.UNSURE))
    assert (heard.how is How.NOTHING) <= missed
    _agrees_with_reading(heard, state, event.text, release, now)
    return heard.how


def _agrees_with_reading(
    heard: Heard, state: State, text: str, release: Release, now: datetime
) -> None:
    reopened = state.at is not None and state.at.phase in WAYS_OUT
    match heard.how:
        case how if how in PICKED:
            for number, label in zip(heard.numbers, heard.what, strict=True):
                if not reopened:
                    assert pick(text, state.offered) == Picked(state.offered[number - 1].key, how)
                    assert state.offered[number - 1].label == label
        case How.WORD:
            assert word(text, release.settings.words) == heard.what[0]
        case How.TRIGGER:
            assert trigger(text, release.triggers) == heard.what[0]
        case How.COURTESY:
            assert is_courtesy(text)
        case How.SILENCE:
            assert _is_silent(state, now)
        case How.START:
            assert state.at is None
        case How.LATE:
            assert state.at is not None
            assert state.last_at is not None
            assert now - state.last_at > timedelta(minutes=release.settings.idle_minutes)


def _is_silent(state: State, now: datetime) -> bool:
    return state.silent_until is not None and state.silent_until > now


def play_all(events: list[tuple[timedelta, Event]]) -> Counter[How | None]:
    seen: Counter[How | None] = Counter()
    state = State()
    for waited, event in events:
        now = NOW + waited
        turn = play(demo(), state, event, now, partial(look_up, now=now))
        seen[agrees(state, event, turn, now)] += 1
        state = turn.state
    return seen


def test_it_agrees_in_every_golden_transcript() -> None:
    seen = sum((play_all(events) for events in talks()), Counter())
    assert set(How) - set(seen) <= {How.MORE}


def test_it_agrees_in_random_talks() -> None:
    said = [event.text for talk in talks() for _, event in talk if isinstance(event, TextReceived)]
    dice = random.Random(5)
    for _ in range(300):
        events: list[tuple[timedelta, Event]] = []
        waited = timedelta()
        for _ in range(dice.randint(1, 15)):
            waited += timedelta(hours=dice.choice((0, 0, 0, 0, 1, 13)))
            chance = dice.random()
            if chance < 0.1:
                events.append((waited, MediaReceived(dice.choice(list(MediaKind)), "Ana")))
            else:
                text = dice.choice(JUNK) if chance < 0.25 else dice.choice(said)
                events.append((waited, TextReceived(text, "Ana")))
        play_all(events)


# Where words come from


def test_words_say_which_step_and_which_reply_they_are_from() -> None:
    bot = a_release(
        a_flow("Início", say("Oi"), menu("E aí?", choice("Vagas", to="vagas"), choice("Sair"))),
        a_flow("Vagas", ask("Que vaga?", "termo"), vacancies(SearchSource.TYPED)),
    )
    first = play(bot, State(), TextReceived("oi"), NOW, look_up)
    assert [item.source for item in first.effects if isinstance(item, Say | Offer)] == [
        Source(reply=Reply.FIRST_CONTACT),
        Source("inicio", "say-1"),
        Source("inicio", "menu-2"),
    ]
    lost = play(bot, first.state, TextReceived("xyzw"), NOW, look_up)
    assert lost.effects[-2].source == Source("inicio", "menu-2", Reply.NOT_UNDERSTOOD)
    state = play(bot, lost.state, TextReceived("1"), NOW, look_up).state
    found = play(bot, state, TextReceived("python"), NOW, look_up)
    sources = [item.source for item in found.effects if isinstance(item, Say | Offer)]
    assert sources == [
        Source("vagas", "vacancies-2", Reply.FOUND),
        Source("vagas", "vacancies-2", Reply.VACANCIES_NEXT),
    ]


def test_where_words_come_from_changes_nothing() -> None:
    assert Say("Oi", source=Source("a", "b")) == Say("Oi")
    assert repr(Offer("?", ("a",), Source("a", "b"))) == repr(Offer("?", ("a",)))


# Beginning anywhere


BOT = a_release(
    a_flow("Início", say("Oi"), menu("E aí?", choice("Ir", to="vagas"), choice("Sair"))),
    a_flow("Vagas", say("Vamos lá, {nome}."), vacancies(SearchSource.TYPED)),
    a_flow("Hora", branch(when("hora", to="vagas")), end("Fim")),
)


def test_a_conversation_begins_at_a_step_as_if_it_had_come_there() -> None:
    turn = begin(BOT, State(greeted=True), "inicio", "menu-2", NOW)
    assert turn.state.at == Place("inicio", "menu-2")
    assert [type(item) for item in turn.effects] == [Offer]
    after = play(BOT, turn.state, TextReceived("ir"), NOW, look_up)
    assert after.heard == Heard(How.LABEL, ("Ir",), (1,))


def test_without_a_step_it_begins_at_the_first() -> None:
    turn = begin(BOT, State(), "inicio", "", NOW)
    assert [getattr(item, "text", "") for item in turn.effects] == ["Oi", "E aí?"]


def test_a_step_that_is_gone_is_the_first_one() -> None:
    assert begin(BOT, State(), "inicio", "gone", NOW) == begin(BOT, State(), "inicio", "", NOW)


def test_a_flow_that_is_gone_lands_softly_at_the_menu() -> None:
    turn = begin(BOT, State(greeted=True), "nada", "gone", NOW)
    assert turn.state.at == Place("inicio", "menu-2")
    assert turn.effects[0] == Say(BOT.reply(Reply.STEP_GONE))


def test_a_beginning_that_searches_is_settled() -> None:
    state = State(slots={"nome": "Bia", "termo": "python"}, greeted=True)
    turn = begin(BOT, state, "vagas", "vacancies-2", NOW)
    assert turn.state.at == Place("vagas", "vacancies-2", Phase.SEARCH)
    settled = settle(BOT, turn, NOW, look_up)
    assert settled.state.at == Place("vagas", "vacancies-2", Phase.LIST)
    assert isinstance(settled.effects[-1], Offer)
