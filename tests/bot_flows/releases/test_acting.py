"""Going back to a version, planning one, moving conversations: what each asks, does, refuses
and writes down, and who may."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows import planning
from bot_flows.models import ConversationTest, Flow, Release, ReleasePlan
from bot_flows.models.release import load
from tests.factories import a_flow, edit_url, end, go_to, step

from .conftest import edit

pytestmark = pytest.mark.django_db

INDEX = "/dashboard/bot/versoes/"
LATER = "24/12/2090 10:00"
LATER_STILL = "24/12/2090 12:00"
ANYHOW = {"override_tests": "1", "override_reason": "É urgente."}


def url(name: str, pk: int | None = None) -> str:
    return reverse(f"bot_releases:{name}", args=[pk] if pk else [])


def on_air() -> Release:
    return Release.objects.get(active=True)


def actions(release: Release) -> list[str]:
    entries = ModelLogEntry.objects.for_instance(release).order_by("timestamp", "pk")
    return list(entries.values_list("action", flat=True))


def page(response: Any) -> str:
    return response.content.decode()


def a_test(text: str) -> ConversationTest:
    """A conversation test that wants the bot to say this to whoever says oi."""
    script = [step("says", text="oi"), step("expects", text=text, how="contains")]
    return ConversationTest.objects.create(title=f"Diz {text}", script=json.dumps(script))


def test_before_going_back_one_reads_what_people_will_read_differently(
    editor: Client, two: tuple[Release, Release]
) -> None:
    html = page(editor.get(url("activate", two[0].pk)))
    assert "O que as pessoas vão ler de diferente" in html
    assert "<del>poucas</del>" in html
    assert "<ins>muitas</ins>" in html
    assert on_air() == two[1]


def test_three_versions_and_back_to_the_first_in_one_action_and_it_is_logged(
    editor: Client, two: tuple[Release, Release]
) -> None:
    first, _second = two
    edit(Flow.objects.get(), "Terceira")
    assert editor.post(url("activate", first.pk)).status_code == 302
    assert on_air() == first
    assert actions(first) == ["bot_flows.activate"]
    assert "Voltou a esta versão" in page(editor.get(url("release", first.pk)))


def test_the_version_on_the_air_is_not_activated_again(
    editor: Client, two: tuple[Release, Release]
) -> None:
    assert editor.post(url("activate", two[1].pk)).status_code == 302
    assert actions(two[1]) == []


def test_a_version_that_breaks_the_rules_of_today_is_refused_with_its_reasons(
    editor: Client, two: tuple[Release, Release]
) -> None:
    first, second = two
    Release.objects.filter(pk=first.pk).update(document={**first.document, "replies": {}})
    load.cache_clear()
    response = editor.post(url("activate", first.pk))
    assert response.status_code == 409
    assert "Pelas regras de hoje, esta versão não pode ir ao ar:" in page(response)
    assert "o bot não teria o que dizer" in page(response)
    assert "Sim, pôr no ar" not in page(response)
    assert (on_air(), actions(first)) == (second, [])


def test_a_version_that_breaks_a_conversation_is_refused_with_both_bubbles(
    two: tuple[Release, Release], somebody: Any
) -> None:
    first, second = two
    a_test("poucas")
    client = somebody("publish_flow", "change_flow")
    html = page(client.post(url("activate", first.pk)))
    assert f"Pôr no ar a {first} quebraria conversas" in html
    assert "Diz poucas" in html
    assert "Temos muitas vagas" in html.replace("<strong>", "").replace("</strong>", "")
    assert "Você não pode publicar com testes falhando." in html
    client.post(url("activate", first.pk), ANYHOW)
    assert (on_air(), actions(first)) == (second, [])


def test_with_the_right_the_tests_are_overridden_and_that_is_logged(
    editor: Client, two: tuple[Release, Release]
) -> None:
    first, second = two
    a_test("poucas")
    assert "Publicar mesmo assim" in page(editor.post(url("activate", first.pk)))
    editor.post(url("activate", first.pk), {**ANYHOW, "override_reason": " "})
    assert on_air() == second
    assert editor.post(url("activate", first.pk), ANYHOW).status_code == 302
    assert on_air() == first
    assert sorted(actions(first)) == ["bot_flows.activate", "bot_flows.override"]
    assert "publicada apesar de 1 teste, por editora" in page(editor.get(INDEX))


def test_a_plan_is_made_listed_and_cancelled(editor: Client, two: tuple[Release, Release]) -> None:
    first, _second = two
    data = {"starts_at": LATER, "ends_at": LATER_STILL}
    assert editor.post(url("plan", first.pk), data).status_code == 302
    html = page(editor.get(INDEX))
    assert "Próximos agendamentos" in html
    assert f"de {LATER} a {LATER_STILL}" in html
    made = ReleasePlan.objects.get()
    assert url("cancel_plan", made.pk) in html
    assert "Sim, cancelar" in page(editor.get(url("cancel_plan", made.pk)))
    assert editor.post(url("cancel_plan", made.pk)).status_code == 302
    made.refresh_from_db()
    assert made.outcome == "cancelled"
    assert "Cancelado por editora." in page(editor.get(INDEX))
    assert actions(first) == ["bot_flows.plan", "bot_flows.cancel_plan"]
    assert "já terminou" in page(editor.get(url("cancel_plan", made.pk)))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "obrigatório"),
        ({"starts_at": "amanhã"}, "data/hora válida"),
        ({"starts_at": "24/12/2020 10:00"}, "Essa hora já passou."),
        ({"starts_at": LATER, "ends_at": LATER}, "A volta precisa ser depois da entrada."),
        ({"starts_at": LATER_STILL, "ends_at": LATER}, "A volta precisa ser depois da entrada."),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_at_its_field(
    editor: Client, two: tuple[Release, Release], data: dict[str, str], sentence: str
) -> None:
    response = editor.post(url("plan", two[0].pk), data)
    assert sentence in page(response)
    assert not ReleasePlan.objects.exists()


def test_a_plan_that_crosses_another_names_it(editor: Client, two: tuple[Release, Release]) -> None:
    data = {"starts_at": LATER, "ends_at": LATER_STILL}
    editor.post(url("plan", two[0].pk), data)
    html = page(editor.post(url("plan", two[1].pk), data))
    assert f"Nessa hora já há um agendamento: {two[0]}, de {LATER} a {LATER_STILL}." in html
    assert ReleasePlan.objects.count() == 1


def test_a_version_with_errors_is_not_planned(editor: Client, two: tuple[Release, Release]) -> None:
    first, _second = two
    Release.objects.filter(pk=first.pk).update(document={**first.document, "replies": {}})
    load.cache_clear()
    html = page(editor.post(url("plan", first.pk), {"starts_at": LATER}))
    assert "Esta versão não pode ir ao ar" in html
    assert not ReleasePlan.objects.exists()


def test_a_refused_plan_is_shown_with_its_reason(
    editor: Client, two: tuple[Release, Release]
) -> None:
    first, _second = two
    now = timezone.now()
    planning.plan(first, now + timedelta(hours=1), None, None)
    Release.objects.filter(pk=first.pk).update(document={"format": 0})
    load.cache_clear()
    planning.run_due(now + timedelta(hours=1))
    html = page(editor.get(INDEX))
    assert "Agendamentos que terminaram" in html
    assert "Não foi cumprido." in html
    assert "num formato que o sistema não lê mais" in html


ACTS = ("activate", "plan", "move_from")


@pytest.mark.parametrize("rights", [("view_release",), ("change_flow",)])
def test_whoever_may_look_looks_and_does_nothing(
    two: tuple[Release, Release], somebody: Any, rights: tuple[str, ...]
) -> None:
    first, second = two
    made = planning.plan(first, timezone.now() + timedelta(days=1), None, None)
    client = somebody(*rights)
    html = page(client.get(INDEX))
    assert client.get(url("release", first.pk)).status_code == 200
    places = [url(name, first.pk) for name in ACTS] + [url("cancel_plan", made.pk), url("move")]
    for place in places:
        assert place not in html
        assert client.get(place).status_code in (302, 403)
        assert client.post(place, {"starts_at": LATER}).status_code in (302, 403)
    made.refresh_from_db()
    assert (on_air(), made.outcome, ReleasePlan.objects.count()) == (second, "", 1)


def test_whoever_may_not_look_sees_nothing(two: tuple[Release, Release], somebody: Any) -> None:
    client = somebody("see_reports")
    for place in (INDEX, url("release", two[0].pk), url("activate", two[0].pk)):
        assert client.get(place).status_code in (302, 403)
        assert client.post(place).status_code in (302, 403, 405)
    assert on_air() == two[1]


def test_whoever_publishes_does_it_all(two: tuple[Release, Release], somebody: Any) -> None:
    client = somebody("publish_flow")
    for name in ACTS:
        assert client.get(url(name, two[0].pk)).status_code == 200
    assert client.post(url("activate", two[0].pk)).status_code == 302
    assert on_air() == two[0]
    assert on_air().pk != two[1].pk
    assert User.objects.get(username="pessoa")


def test_a_refused_schedule_is_told_at_the_piece_until_it_is_saved_again(
    editor: Client, two: tuple[Release, Release]
) -> None:
    start = Flow.objects.get()
    draft = a_flow("Rascunho", end(), live=False)
    start.steps = json.dumps([go_to(draft)])
    start.go_live_at = timezone.now() + timedelta(hours=1)
    start.save_revision().publish()
    planning.run_due(start.go_live_at)
    assert "A publicação agendada para" in page(editor.get(edit_url(start)))
    assert "Leva ao fluxo “Rascunho”, que não está publicado." in page(editor.get(edit_url(start)))
    history = reverse("wagtailsnippets_bot_flows_flow:history", args=[start.pk])
    assert "foi recusada" in page(editor.get(history))
    start.refresh_from_db()
    start.steps, start.go_live_at = json.dumps([end()]), None
    start.save_revision()
    assert "A publicação agendada para" not in page(editor.get(edit_url(start)))
