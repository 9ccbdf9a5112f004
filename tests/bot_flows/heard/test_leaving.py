"""Where people leave: every entry of a step has become of something, and is counted once."""

import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from bot_flows import conversations, inbox, leaving, publishing
from bot_flows.engine import state
from bot_flows.engine.state import State
from bot_flows.models import BotSettings, Conversation, InboundEvent
from tests.bot_flows.incoming import incoming

from . import chats

pytestmark = pytest.mark.django_db
MENU = ("inicio", "menu-1")
MULTIPLY = """
    WITH RECURSIVE copies (number) AS
        (SELECT 1 UNION ALL SELECT number + 1 FROM copies WHERE number < %s)
    INSERT INTO bot_flows_inboundevent (session, key, contact_id, kind, chat_id, text, sent_at,
        received_at, answered_at, attempts, error, release_number, flow, step, outcome)
    SELECT session, key || ':' || number, contact_id, kind, chat_id, text, sent_at, received_at,
        answered_at, attempts, error, release_number, flow, step, outcome
    FROM bot_flows_inboundevent CROSS JOIN copies
"""


def by_step(rows: list[leaving.Row]) -> dict[tuple[str, str], leaving.Row]:
    return {(row.flow, row.step): row for row in rows}


def test_the_exits_of_a_thousand_conversations_sum_to_the_entries_of_each_step() -> None:
    bot = chats.a_bot()
    seeded = chats.seed(bot, chats.on_air(bot), chats.random_scripts(1_000))
    rows = leaving.table()
    assert {(row.flow, row.step): row.entries for row in rows} == dict(seeded.begun)
    assert {(row.flow, row.step): row.waiting for row in rows if row.waiting} == dict(
        seeded.waiting
    )
    for row in rows:
        exits = (row.answered, row.not_understood, row.timed_out, row.handed_over)
        others = (row.opted_out, row.stopped, row.detoured, row.waiting)
        assert sum(exits) + sum(others) == row.entries
    menu = by_step(rows)[MENU]
    assert all((menu.answered, menu.not_understood, menu.handed_over, menu.stopped))


def test_the_message_path_counts_as_the_engine_does() -> None:
    bot = chats.a_bot()
    release = chats.on_air(bot)
    scripts = chats.random_scripts(25, seed=3)
    for number, script in enumerate(scripts):
        for text in script:
            with transaction.atomic():
                chat = f"55419{number:08d}@c.us"
                contact = inbox.receive(incoming(text, chat=chat))
                assert contact is not None
                conversations.answer(contact)
    lived = leaving.table()
    InboundEvent.objects.all().delete()
    Conversation.objects.all().delete()
    chats.seed(bot, release, scripts)
    assert lived == leaving.table()
    assert sum(row.entries for row in lived) > 40


def test_each_kind_of_exit_has_its_column() -> None:
    bot = chats.a_bot()
    scripts = [
        ["oi", "1"],
        ["oi", "xyzzy", "sair"],
        ["oi", "3"],
        ["oi", "parar"],
        ["oi", "sair"],
        ["oi", "dados"],
        ["oi"],
        ["oi", "xyzzy"],
    ]
    chats.seed(bot, chats.on_air(bot), scripts)
    assert by_step(leaving.table())[MENU] == leaving.Row(
        *MENU,
        answered=1,
        not_understood=1,
        handed_over=1,
        opted_out=1,
        stopped=1,
        detoured=1,
        waiting=2,
    )


def test_who_waits_too_long_did_not_come_back_or_was_not_understood() -> None:
    bot, end = chats.a_bot(), timezone.now() - chats.PAUSE - timedelta(minutes=1)
    chats.seed(bot, chats.on_air(bot), [["oi"], ["oi"], ["oi", "xyzzy"]], end=end)
    row = by_step(leaving.table())[MENU]
    assert (row.timed_out, row.not_understood, row.waiting, row.entries) == (2, 1, 0, 3)


def test_the_pause_is_that_of_the_settings() -> None:
    bot, end = chats.a_bot(), timezone.now() - timedelta(minutes=30)
    chats.seed(bot, chats.on_air(bot), [["oi"]], end=end)
    assert by_step(leaving.table())[MENU].waiting == 1
    with publishing.held():
        BotSettings.objects.create(idle_minutes=20)
    assert by_step(leaving.table())[MENU].timed_out == 1


def test_who_comes_back_late_left_once() -> None:
    bot = chats.a_bot()
    release = chats.on_air(bot)
    chats.seed(bot, release, [["oi", "dados"]])
    row = Conversation.objects.get()
    place: State = state.from_json(row.state)
    assert place.at is not None
    back = replace(place, at=replace(place.at, phase=state.Phase.RESUME))
    row.state = state.to_json(back)
    row.save()
    assert ("dados", "ask-1") not in by_step(leaving.table())


def test_a_visit_belongs_to_the_release_that_asked() -> None:
    bot = chats.a_bot()
    first = chats.on_air(bot)
    with transaction.atomic():
        conversations.answer(inbox.receive(incoming("oi")) or 0)
    second = chats.on_air(bot)
    with transaction.atomic():
        conversations.answer(inbox.receive(incoming("2")) or 0)
    rows = {(row.release, row.step): row for row in leaving.table(by_release=True)}
    assert rows[first.pk, "menu-1"].answered == 1
    assert rows[second.pk, "ask-1"].waiting == 1
    assert [row.step for row in leaving.table(second.pk)] == ["ask-1"]


def test_only_the_days_that_are_asked_for() -> None:
    bot = chats.a_bot()
    release, now = chats.on_air(bot), timezone.now()
    chats.seed(bot, release, [["oi", "1"]], end=now - timedelta(days=10))
    chats.seed(bot, release, [["oi", "1"], ["oi", "1"]], end=now)
    assert by_step(leaving.table(since=now - timedelta(days=1)))[MENU].answered == 2
    assert by_step(leaving.table(until=now - timedelta(days=1)))[MENU].answered == 1
    assert by_step(leaving.table())[MENU].answered == 3


def test_an_old_message_that_is_left_alone_is_no_exit() -> None:
    bot = chats.a_bot()
    chats.on_air(bot)
    for at in (None, timezone.now() - timedelta(days=2)):
        with transaction.atomic():
            conversations.answer(inbox.receive(incoming("oi", at=at)) or 0)
    assert [row.entries for row in leaving.table()] == [1]


def test_what_was_typed_last_is_the_most_frequent_first() -> None:
    texts = ["trampo", "trampo", "bico", "freela", "freela", "freela", "x", "y"]
    chats.missed(texts, flow="inicio", step="menu-1")
    assert leaving.last_typed() == {MENU: ["freela", "trampo", "bico"]}


def test_a_score_is_the_share_that_was_understood() -> None:
    bot = chats.a_bot()
    release = chats.on_air(bot)
    chats.seed(bot, release, [["oi", "1", "1"], ["oi", "xyzzy", "1"]])
    (score,) = leaving.scores()
    assert (score.release, score.heard, score.missed) == (release.pk, 4, 1)
    assert score.share == 0.75


@pytest.mark.parametrize("count", [1, 40])
def test_the_statements_do_not_grow(count: int, django_assert_num_queries) -> None:
    bot = chats.a_bot()
    chats.seed(bot, chats.on_air(bot), chats.random_scripts(count))
    with django_assert_num_queries(5):
        leaving.table()
        leaving.last_typed()
        leaving.scores()


def test_a_hundred_thousand_events_take_under_two_seconds() -> None:
    bot = chats.a_bot()
    release = chats.on_air(bot)
    seeded = chats.seed(bot, release, chats.random_scripts(500))
    with connection.cursor() as cursor:
        cursor.execute(MULTIPLY, [100_000 // len(seeded.events)])
    since = timezone.now() - timedelta(days=30)
    took = []
    for _attempt in range(3):
        began = time.perf_counter()
        rows = leaving.table(since=since)
        leaving.last_typed(since=since)
        leaving.scores(since)
        took.append(time.perf_counter() - began)
    assert InboundEvent.objects.count() >= 100_000
    print(f"leaving: 100,000 events in {min(took):.2f} s")
    assert min(took) < 2
    assert sum((Counter({row.step: row.entries}) for row in rows), Counter())
