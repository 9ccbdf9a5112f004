"""E3: what the agenda foresees is what happens when the worker's clock gets there."""

import json
import random
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bot_flows import planning
from bot_flows.engine.release import Release as Bot
from bot_flows.engine.wording import Reply
from bot_flows.models import Flow, Release, ReplyTemplate
from bot_flows.models.release import load
from bot_flows.simulator.agenda import Agenda, Coming
from tests.factories import a_bot, a_flow, end, go_to, publish, say, set_steps

from .talking import rows

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now() + timedelta(minutes=1)


def schedule(flow: Flow, text: str, start: datetime, until: datetime | None = None) -> None:
    flow = Flow.objects.get(pk=flow.pk)
    flow.steps = json.dumps([say(text), end()])
    flow.go_live_at, flow.expire_at = start, until
    flow.save_revision().publish()


def said(bot: Bot) -> dict[str, str]:
    """The first words of every flow, by title."""
    return {flow.title: getattr(flow.steps[0], "text", "") for flow in bot.flows.values()}


def on_air() -> dict[str, str]:
    return said(load(Release.objects.values_list("number", flat=True).get(active=True)))


def real_bot() -> Flow:
    start = a_bot()[0]
    publish(start)
    return start


def happen(times: list[datetime]) -> dict[datetime, dict[str, str]]:
    """What is really on the air at each of these times: the worker does what is due by then."""
    found = {}
    for at in times:
        planning.run_due(at)
        found[at] = on_air()
    return found


def foresee(now: datetime, times: list[datetime]) -> dict[datetime, dict[str, str]]:
    agenda = Agenda(now)
    return {at: said(agenda.release_at(at)) for at in times}


def hours(now: datetime, count: int) -> list[datetime]:
    return [now + HOUR * number for number in range(count)]


def test_a_piece_with_an_end_gives_way_to_what_was(now: datetime) -> None:
    start = real_bot()
    schedule(start, "Matrículas", now + 2 * HOUR, now + 4 * HOUR)
    times = hours(now, 6)
    seen = foresee(now, times)
    assert [seen[at]["Início"] for at in times] == [
        "Oi, {nome}!",
        "Oi, {nome}!",
        "Matrículas",
        "Matrículas",
        "Oi, {nome}!",
        "Oi, {nome}!",
    ]
    assert happen(times) == seen


def test_a_flow_that_ends_leaves_the_bot(now: datetime) -> None:
    real_bot()
    extra = a_flow("Campanha", end("Só hoje"), triggers="campanha", live=False)
    extra.expire_at = now + HOUR
    extra.save_revision().publish()
    times = hours(now, 3)
    seen = foresee(now, times)
    assert ["Campanha" in seen[at] for at in times] == [True, False, False]
    assert happen(times) == seen


def test_what_would_break_the_bot_does_not_happen(now: datetime) -> None:
    start = real_bot()
    gone = a_flow("Nunca publicado", end(), live=False)
    start = Flow.objects.get(pk=start.pk)
    start.steps = json.dumps([go_to(gone)])
    start.go_live_at = now + HOUR
    start.save_revision(approved_go_live_at=start.go_live_at)
    times = hours(now, 3)
    seen = foresee(now, times)
    assert [change.what for change in Agenda(now).coming()] == [Coming.REFUSED]
    assert happen(times) == seen


def test_a_release_that_is_planned_comes_and_goes(now: datetime) -> None:
    start = real_bot()
    old = Release.objects.get(active=True)
    set_steps(start, say("Depois"), end())
    publish(start)
    planning.plan(old, now + HOUR, now + 3 * HOUR, None)
    times = hours(now, 5)
    seen = foresee(now, times)
    texts = [seen[at]["Início"] for at in times]
    assert texts == ["Depois", "Oi, {nome}!", "Oi, {nome}!", "Depois", "Depois"]
    assert happen(times) == seen


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_scheduled_comes_as_it_was_foreseen(seed: int, now: datetime) -> None:
    dice = random.Random(seed)
    flows = [
        real_bot(),
        *(a_flow(f"Fluxo {number}", end(), triggers=f"w{number}") for number in "ab"),
    ]
    for flow in flows[1:]:
        publish(flow)
    for flow in flows:
        if dice.random() < 0.8:
            begins = dice.randint(1, 5)
            lasts = dice.choice((None, dice.randint(1, 4)))
            until = None if lasts is None else now + HOUR * (begins + lasts)
            schedule(flow, f"novo em {flow.title}", now + HOUR * begins, until)
    times = hours(now, 11)
    seen = foresee(now, times)
    assert happen(times) == seen


def test_looking_ahead_writes_nothing_and_costs_the_same(now: datetime) -> None:
    start = real_bot()
    schedule(start, "Um", now + HOUR, now + 2 * HOUR)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            Agenda(now).coming()
        return len(captured)

    Agenda(now).coming()
    few, before = statements(), rows()
    for number in range(4):
        flow = a_flow(f"Fluxo {number}", end(), triggers=f"w{number}")
        publish(flow)
        schedule(flow, "novo", now + HOUR * (2 + number))
    before = rows()
    Agenda(now).coming()
    assert statements() <= few + 1
    assert rows() == before


def test_a_reply_is_scheduled_too(now: datetime) -> None:
    real_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    reply.text, reply.go_live_at = "Boas festas!", now + HOUR
    reply.save_revision().publish()
    agenda = Agenda(now)
    assert agenda.release_at(now).reply(Reply.GOODBYE) != "Boas festas!"
    assert agenda.release_at(now + HOUR).reply(Reply.GOODBYE) == "Boas festas!"


def test_the_past_is_what_is_on_the_air_now(now: datetime) -> None:
    start = real_bot()
    schedule(start, "Depois", now + HOUR)
    assert said(Agenda(now).release_at(now - 100 * HOUR)) == on_air()
