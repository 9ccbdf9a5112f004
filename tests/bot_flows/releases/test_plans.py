"""Plans: a version goes on the air at its hour, and leaves it again."""

import json
import threading
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection

from bot_flows import planning
from bot_flows.models import ConversationTest, Flow, Release, ReleasePlan
from bot_flows.models.release import load
from tests.bot_flows.test_planning import A_MINUTE, NOON, TEN, actions, active, schedule
from tests.factories import a_bot, a_flow, end, publish, say, step

pytestmark = pytest.mark.django_db


def two_releases() -> tuple[Release, Release]:
    """An older one, and the one on the air."""
    start, first = a_bot(say("Primeira"), end())
    start.steps = json.dumps([say("Segunda"), end()])
    publish(start)
    return first, active()


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("editora")


def test_a_plan_puts_a_release_on_the_air_and_takes_it_off(editor: User) -> None:
    first, second = two_releases()
    made = planning.plan(first, TEN, NOON, editor)
    planning.run_due(TEN - A_MINUTE)
    assert active() == second
    planning.run_due(TEN)
    assert active() == first
    planning.run_due(TEN + A_MINUTE)
    assert active() == first
    planning.run_due(NOON)
    assert active() == second
    made.refresh_from_db()
    assert (made.outcome, made.detail) == ("done", f"A {second} voltou ao ar.")
    assert (made.started_at, made.returned_at) == (TEN, NOON)
    assert actions(first) == ["bot_flows.plan", "bot_flows.activate_planned"]
    assert actions(second)[-1] == "bot_flows.activate_planned"


def test_a_plan_without_an_end_is_done_when_it_begins(editor: User) -> None:
    first, _second = two_releases()
    made = planning.plan(first, TEN, None, editor)
    planning.run_due(TEN)
    planning.run_due(NOON)
    made.refresh_from_db()
    assert (active(), made.outcome, made.detail) == (first, "done", "")


def test_a_plan_keeps_what_somebody_published_since(editor: User) -> None:
    first, _second = two_releases()
    made = planning.plan(first, TEN, NOON, editor)
    planning.run_due(TEN)
    start = Flow.objects.get()
    start.steps = json.dumps([say("Terceira"), end()])
    publish(start)
    third = active()
    planning.run_due(NOON)
    made.refresh_from_db()
    assert active() == third
    assert made.detail == f"Não voltou: a {third} foi posta no ar depois e continua nele."


def test_a_plan_runs_late_after_the_worker_was_down_and_says_so(editor: User) -> None:
    first, _second = two_releases()
    made = planning.plan(first, TEN, None, editor)
    planning.run_due(TEN + timedelta(minutes=47))
    made.refresh_from_db()
    assert active() == first
    assert made.detail == (
        "Com atraso, às 24/12/2030 10:47: o servidor estava parado na hora marcada."
    )


def test_a_plan_that_is_over_before_the_worker_is_back_is_not_begun(editor: User) -> None:
    first, second = two_releases()
    made = planning.plan(first, TEN, NOON, editor)
    planning.run_due(NOON + A_MINUTE)
    made.refresh_from_db()
    assert (active(), made.outcome) == (second, "refused")
    assert "enquanto o servidor estava parado" in made.detail


def test_a_plan_that_would_break_the_bot_is_refused_once_with_its_reasons(editor: User) -> None:
    first, second = two_releases()
    Release.objects.filter(pk=first.pk).update(document={**first.document, "flows": []})
    load.cache_clear()
    made = planning.plan(first, TEN, NOON, editor)
    planning.run_due(TEN)
    planning.run_due(TEN + A_MINUTE)
    planning.run_due(NOON)
    made.refresh_from_db()
    assert (active(), made.outcome) == (second, "refused")
    assert "O fluxo inicial não foi escolhido" in made.detail
    assert actions(first) == ["bot_flows.plan", "bot_flows.refuse_plan"]


def test_a_plan_of_a_release_that_cannot_be_read_is_refused_in_words(editor: User) -> None:
    first, second = two_releases()
    Release.objects.filter(pk=first.pk).update(document={"format": 0})
    load.cache_clear()
    made = planning.plan(first, TEN, None, editor)
    planning.run_due(TEN)
    made.refresh_from_db()
    assert (active(), made.outcome) == (second, "refused")
    assert "formato" in made.detail


def test_a_cancelled_plan_does_nothing(editor: User) -> None:
    first, second = two_releases()
    made = planning.plan(first, TEN, NOON, editor)
    assert planning.cancel(made.pk, editor)
    assert planning.cancel(made.pk, editor) is None
    planning.run_due(TEN)
    made.refresh_from_db()
    assert (active(), made.outcome, made.detail) == (second, "cancelled", "Cancelado por editora.")
    assert actions(first) == ["bot_flows.plan", "bot_flows.cancel_plan"]


def test_the_way_back_alone_can_be_cancelled(editor: User) -> None:
    first, _second = two_releases()
    made = planning.plan(first, TEN, NOON, editor)
    planning.run_due(TEN)
    planning.cancel(made.pk, editor)
    planning.run_due(NOON)
    made.refresh_from_db()
    assert (active(), made.outcome) == (first, "done")
    assert "A volta foi cancelada" in made.detail


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (TEN, NOON),
        (TEN + A_MINUTE, None),
        (TEN - A_MINUTE, TEN + A_MINUTE),
        (NOON - A_MINUTE, NOON + A_MINUTE),
        (TEN - A_MINUTE, NOON + A_MINUTE),
    ],
)
def test_two_plans_never_cross(editor: User, start: datetime, until: datetime | None) -> None:
    first, second = two_releases()
    planning.plan(first, TEN, NOON, editor)
    with pytest.raises(planning.PlanRefused, match="24/12/2030 10:00 a 24/12/2030 12:00"):
        planning.plan(second, start, until, editor)
    planning.plan(second, TEN - timedelta(hours=1), TEN - A_MINUTE, editor)
    planning.plan(second, NOON + A_MINUTE, None, editor)


def test_a_broken_test_of_a_conversation_refuses_a_plan(editor: User) -> None:
    """The tests that hold for the release on the air must hold for the planned one."""
    first, second = two_releases()
    script = [
        step("says", text="oi"),
        step("expects", text="Segunda", how="contains"),
    ]
    ConversationTest.objects.create(title="Diz segunda", script=json.dumps(script))
    made = planning.plan(first, TEN, None, editor)
    planning.run_due(TEN)
    made.refresh_from_db()
    assert (active(), made.outcome) == (second, "refused")
    assert made.detail == "O teste “Diz segunda” falharia."


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_start_a_plan_and_a_piece_once() -> None:
    first, _second = two_releases()
    planning.plan(first, TEN, None, None)
    about = a_flow("Sobre", live=False, triggers="sobre")
    schedule(about, say("Sobre"), end(), until=None)
    ready, failures = threading.Barrier(2), []

    def work() -> None:
        try:
            ready.wait(5)
            planning.run_due(TEN)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert active() == first
    assert ReleasePlan.objects.get().outcome == "done"
    assert actions(first).count("bot_flows.activate_planned") == 1
    assert actions(about).count("wagtail.publish.scheduled") == 1
