"""How many people would go each way of a Branch: counts only, and never a small one."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bot_flows import audience
from bot_flows.engine.release import Condition, Operator, Rule
from bot_flows.models import Contact, Conversation
from tests.factories import a_flow, branch, end, say

from .people import editor, loads

pytestmark = pytest.mark.django_db
URL = "bot_audience"


def people(*slots: dict[str, str], at: datetime | None = None) -> None:
    contacts = Contact.objects.bulk_create([Contact() for _ in slots])
    Conversation.objects.bulk_create(
        (
            Conversation(
                contact=contact,
                state={"slots": known} if known else {},
                updated_at=at or timezone.now(),
                chat_id="x",
            )
            for contact, known in zip(contacts, slots, strict=True)
        ),
        batch_size=2_000,
    )


def rule(slot: str, operator: Operator = Operator.IS_FILLED, value: str = "") -> Rule:
    return Rule((Condition(slot, operator, value),), "")


def test_the_first_rule_that_holds_has_the_person() -> None:
    people({"semestre": "3"}, {"semestre": "8", "curso": "ES"}, {"curso": "ES"}, {}, {})
    (found,) = audience.count([[rule("semestre"), rule("curso")]])
    assert found.ways == {0: 2, 1: 1, audience.OTHERWISE: 2}
    assert found.people == 5


def test_several_branches_in_one_look(django_assert_num_queries) -> None:
    people({"semestre": "3"}, {})
    with django_assert_num_queries(1):
        first, second = audience.count([[rule("semestre")], [rule("curso")]])
    assert (first.ways[0], second.ways[0]) == (1, 0)


def test_only_who_talked_lately() -> None:
    people({"semestre": "3"}, at=timezone.now() - timedelta(days=31))
    people({"semestre": "3"})
    assert audience.count([[rule("semestre")]])[0].people == 1


def test_the_hour_is_that_of_the_last_message() -> None:
    noon = timezone.now().astimezone(UTC).replace(hour=15) - timedelta(days=2)
    people({}, at=noon)
    (found,) = audience.count([[rule("hora", Operator.IS, "12")]])
    assert found.ways[0] == 1


def test_small_counts_are_not_told() -> None:
    people(*[{"semestre": "3"}] * 2, *[{"curso": "ES"}] * 5)
    (found,) = audience.count([[rule("semestre"), rule("curso")]])
    assert found.say(0) == "menos de 3 de 7 pessoas que conversaram nos últimos 30 dias"
    assert found.say(1) == "5 de 7 pessoas que conversaram nos últimos 30 dias"


def test_nobody_yet() -> None:
    (found,) = audience.count([[rule("semestre")]])
    assert found.say(0) == "Ninguém conversou nos últimos 30 dias."


@pytest.mark.drill
@pytest.mark.timeout(300)
def test_fifty_thousand_are_enough() -> None:
    people(*[{"semestre": "3"}] * (audience.MOST_PEOPLE + 10))
    began = time.process_time()
    (found,) = audience.count([[rule("semestre", Operator.AT_LEAST, "2")]])
    print(f"audience: 50,000 people in {time.process_time() - began:.2f} s of CPU")
    assert found.say(0).startswith("50000 de mais de 50000 pessoas")


def test_asked_with_conditions() -> None:
    people(*[{"semestre": "3"}] * 4, {})
    asked = {"ramos": json.dumps({"steps-0": [[["semestre", "at_least", "2"]]]})}
    found = loads(editor("change_flow").post(reverse(URL), asked).content)
    said = "4 de 5 pessoas que conversaram nos últimos 30 dias"
    few = "menos de 3 de 5 pessoas que conversaram nos últimos 30 dias"
    assert found == {"ramos": {"steps-0": {"regras": [said], "senao": few}}}


def test_asked_with_a_flow() -> None:
    people(*[{"semestre": "3"}] * 3)
    target = a_flow("Alvo", say("Oi"), end())
    flow = a_flow("Ramo", branch("semestre", "3", target), end())
    found = loads(editor("see_reports").get(reverse(URL), {"fluxo": flow.reference}).content)
    (answer,) = found["ramos"].values()  # type: ignore[attr-defined]
    assert answer["regras"] == ["3 de 3 pessoas que conversaram nos últimos 30 dias"]


@pytest.mark.parametrize(
    "ramos",
    [
        "",
        "x",
        "[]",
        "7",
        '{"a": 7}',
        '{"a": [[["x"]]]}',
        '{"a": [[["x", "nada", "y"]]]}',
        '{"a": [7]}',
        '{"a": [[{"slot": 1}]]}',
        "[" * 20_000,
    ],
)
def test_what_is_no_condition_is_told_so(ramos: str) -> None:
    response = editor("change_flow").post(reverse(URL), {"ramos": ramos})
    assert response.status_code == 400
    assert loads(response.content) == {"erro": "Não entendi estas condições."}


@pytest.mark.parametrize("flow", ["x", "00000000-0000-0000-0000-000000000000", "\0"])
def test_a_flow_that_is_not_there_is_told_so(flow: str) -> None:
    assert editor("change_flow").get(reverse(URL), {"fluxo": flow}).status_code == 400


def test_who_may_neither_write_nor_see_reports_is_told_nothing() -> None:
    assert editor("read_messages").get(reverse(URL)).status_code in (302, 403)


def test_the_script_stands_in_the_editor_of_a_flow(client: Client) -> None:
    flow = a_flow("Ramo", say("Oi"), end())
    page = editor("change_flow", "view_flow").get(
        reverse("wagtailsnippets_bot_flows_flow:edit", args=[flow.pk])
    )
    assert (
        'bot_flows/heard/audience.js" data-address="/dashboard/bot/quantos/"'
        in page.content.decode()
    )
