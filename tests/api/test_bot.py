"""Flows and releases as the bot has them now, from outside."""

import pytest
from django.test import Client

from bot_flows.api.content import _step
from bot_flows.models import Flow, Release
from tests.factories import a_bot, a_flow, end, publish, say, set_steps

from .asking import ask

pytestmark = pytest.mark.django_db


def test_nothing_is_on_the_air_yet() -> None:
    assert ask(Client(), "flows/")["results"] == []
    assert ask(Client(), "releases/")["results"] == []
    ask(Client(), "flows/x/", 404)
    assert "X-Bot-Release" not in Client().get("/api/v1/flows/").headers


def test_the_flows_are_those_of_the_active_release_and_no_draft() -> None:
    start, first = a_bot(say("Oi, {nome}!"), end())
    set_steps(start, say("Rascunho"), end())
    a_flow("Só rascunho", say("x"), live=False)
    (flow,) = ask(Client(), "flows/")["results"]
    assert (flow["id"], flow["title"], flow["release"]) == (start.reference, "Início", first.number)
    assert [step["step"] for step in flow["steps"]] == ["say", "end"]
    assert flow["steps"][0]["text"] == "Oi, {nome}!"
    publish(start)
    again = ask(Client(), f"flows/{start.reference}/")
    assert again["release"] == first.number + 1
    assert again["steps"][0]["text"] == "Rascunho"


def test_going_back_is_seen_at_once_and_by_the_etag() -> None:
    start, first = a_bot(say("Um"), end())
    tag = Client().get("/api/v1/flows/").headers["ETag"]
    set_steps(start, say("Dois"), end())
    publish(start)
    seen = {"If-None-Match": tag}
    assert Client().get("/api/v1/flows/", headers=seen).status_code == 200
    Release.objects.update(active=False)
    Release.objects.filter(pk=first.pk).update(active=True)
    assert Client().get("/api/v1/flows/", headers=seen).status_code == 304
    assert ask(Client(), "flows/")["results"][0]["steps"][0]["text"] == "Um"


def test_an_unchanged_release_is_not_read(django_assert_num_queries) -> None:
    a_bot()
    tag = Client().get("/api/v1/flows/").headers["ETag"]
    with django_assert_num_queries(2) as asked:
        Client().get("/api/v1/flows/", headers={"If-None-Match": tag})
    assert not any("document" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize("count", [1, 30])
def test_flows_take_the_same_statements(django_assert_num_queries, count: int) -> None:
    for number in range(count - 1):
        a_flow(f"Fluxo {number}", say("x"), end())
    a_bot()
    with django_assert_num_queries(3):
        assert ask(Client(), "flows/", page_size=100)["count"] == count


def test_a_file_is_known_by_its_address_and_not_by_its_place_in_our_storage() -> None:
    media = {"kind": "image", "file": "original_images/x.png", "url": "/media/x.png"}
    assert _step({"step": "say", "media": media})["media"] == {
        "kind": "image",
        "url": "/media/x.png",
    }


def test_releases_say_what_changed_and_nothing_of_who() -> None:
    start, first = a_bot(say("Um"), end())
    later = first.number + 1
    set_steps(start, say("Dois"), end())
    publish(start)
    rows = ask(Client(), "releases/")["results"]
    assert [(row["number"], row["active"]) for row in rows] == [
        (later, True),
        (first.number, False),
    ]
    assert rows[0]["summary"]
    assert not {"document", "reason", "created_by", "overridden_by"} & set(rows[0])
    one = ask(Client(), f"releases/{first.number}/")
    assert one["flows"] == [{"id": Flow.objects.get().reference, "title": "Início"}]
    ask(Client(), "releases/999999999/", 404)


@pytest.mark.parametrize("count", [1, 30])
def test_releases_take_the_same_statements(django_assert_num_queries, count: int) -> None:
    for number in range(count):
        Release.objects.create(document={"flows": []}, digest=str(number))
    with django_assert_num_queries(3):
        assert ask(Client(), "releases/", page_size=100)["count"] == count


@pytest.mark.django_db(transaction=True)
def test_health_is_what_the_probe_says() -> None:
    _start, release = a_bot()
    said = ask(Client(), "health/")
    assert said["status"] == "degraded"  # no worker runs here
    assert said["release"] == release.number
    assert said["checks"]["database"]["ok"] is True
    assert said["checks"]["worker"]["ok"] is False
