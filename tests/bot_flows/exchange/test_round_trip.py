"""What was taken out and brought back is the same; what is brought lands as drafts."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from wagtail.images import get_image_model

from bot_flows import publishing
from bot_flows.exchange import applying, reading
from bot_flows.exchange.document import Json, Source, export
from bot_flows.exchange.faults import BrokenDocument
from bot_flows.models import (
    BotSettings,
    ConversationTest,
    Flow,
    Persona,
    Release,
    ReplyTemplate,
)
from tests.factories import end, publish, set_steps

pytestmark = pytest.mark.django_db


def carried(document: Json) -> Json:
    """As it comes back from a file."""
    return reading.read(json.dumps(document, ensure_ascii=False).encode())


def emptied() -> None:
    """A dashboard that never had a bot."""
    BotSettings.objects.update(start=None, menu=None, help=None, person=None)
    Release.objects.all().delete()
    ConversationTest.objects.all().delete()
    Persona.objects.all().delete()
    with publishing.held():
        Flow.objects.all().delete()
        ReplyTemplate.objects.all().delete()
    for picture in get_image_model().objects.all():
        picture.file.delete(save=False)
        picture.delete()


def test_a_round_trip_through_an_empty_dashboard_is_identical(document: Json) -> None:
    emptied()
    applying.apply(carried(document), None, with_settings=True)
    assert export() == document


def test_what_came_into_an_empty_dashboard_can_be_published(document: Json) -> None:
    emptied()
    applying.apply(carried(document), None, with_settings=True)
    with publishing.held():
        for item in [*Flow.objects.all(), *ReplyTemplate.objects.all()]:
            item.get_latest_revision().publish()
    publishing.publish(None, "veio de outro lugar")
    assert export(Source.LIVE) == document


def test_what_is_the_same_changes_nothing(document: Json) -> None:
    before = Flow.objects.values_list("latest_revision", flat=True)
    found = applying.apply(carried(document), None)
    assert not found.changes
    assert list(Flow.objects.values_list("latest_revision", flat=True)) == list(before)


def test_changes_land_as_drafts_and_nothing_on_the_air_moves(document: Json, bot: Flow) -> None:
    release = Release.objects.get(active=True)
    item = next(item for item in document["flows"] if item["key"] == bot.reference)
    item["steps"][0]["value"]["text"] = "Outro texto"
    editor = User.objects.create_superuser("revisora")
    found = applying.apply(carried(document), editor)
    bot.refresh_from_db()
    assert [change.title for change in found.changes] == ["O campus"]
    assert bot.has_unpublished_changes
    assert bot.steps.raw_data[0]["value"]["text"] == "Este é o campus, {nome}."
    draft = bot.get_latest_revision_as_object()
    assert draft.steps.raw_data[0]["value"]["text"] == "Outro texto"
    assert Release.objects.get(active=True) == release


def test_only_what_changed_becomes_a_draft(document: Json) -> None:
    """Five texts rewritten elsewhere come back as five drafts, no more."""
    for reply in document["replies"][:5]:
        reply["text"] += " Certo?"
    applying.apply(carried(document), None)
    assert ReplyTemplate.objects.filter(has_unpublished_changes=True).count() == 5
    assert not Flow.objects.filter(has_unpublished_changes=True).exists()


def test_a_test_that_came_in_waits_for_what_came_with_it(document: Json, bot: Flow) -> None:
    item = next(item for item in document["flows"] if item["key"] == bot.reference)
    item["title"] = "Nosso campus"
    document["tests"][0]["title"] = "Pergunta pelo campus"
    key = document["tests"][0]["key"]
    applying.apply(carried(document), None)
    assert ConversationTest.objects.get(key=key).waits_for == [bot.reference]


def test_a_draft_is_taken_and_the_published_text_on_demand(document: Json, bot: Flow) -> None:
    bot.title = "Rascunho"
    bot.save_revision()
    titles = {item["title"] for item in export(Source.DRAFTS)["flows"]}
    live = {item["title"] for item in export(Source.LIVE)["flows"]}
    assert "Rascunho" in titles
    assert "O campus" in live
    assert "Rascunho" not in live


def test_the_picture_comes_along_once(document: Json) -> None:
    emptied()
    applying.apply(carried(document), None)
    applying.apply(carried(document), None)
    picture = get_image_model().objects.get()
    assert (picture.title, picture.description) == ("O campus", "Fachada")


def test_a_trial_that_is_out_of_date_is_refused(document: Json, bot: Flow) -> None:
    document["replies"][0]["text"] = "Novo"
    seen = applying.trial(carried(document)).digest
    set_steps(bot, end("Mudou no meio"))
    publish(bot)
    with pytest.raises(BrokenDocument, match="mudou desde o ensaio"):
        applying.apply(carried(document), None, seen=seen)
    assert not ReplyTemplate.objects.filter(has_unpublished_changes=True).exists()


def test_a_locked_flow_refuses_all_of_it(document: Json, bot: Flow) -> None:
    document["replies"][0]["text"] = "Novo"
    next(item for item in document["flows"] if item["key"] == bot.reference)["title"] = "Outro"
    Flow.objects.filter(pk=bot.pk).update(locked=True)
    with pytest.raises(BrokenDocument, match="trancado"):
        applying.apply(carried(document), User.objects.create_superuser("outra"))
    assert not ReplyTemplate.objects.filter(has_unpublished_changes=True).exists()


def test_settings_that_would_break_the_bot_take_everything_back(document: Json) -> None:
    document["settings"]["start"] = None
    document["replies"][0]["text"] = "Novo"
    with pytest.raises(publishing.PublishRefused):
        applying.apply(carried(document), None, with_settings=True)
    assert BotSettings.load().start is not None
    assert not ReplyTemplate.objects.filter(has_unpublished_changes=True).exists()


def test_settings_stay_unless_they_are_asked_for(document: Json) -> None:
    document["settings"]["page_size"] = 3
    applying.apply(carried(document), None)
    assert BotSettings.load().page_size == 5
    applying.apply(carried(document), None, with_settings=True)
    assert BotSettings.load().page_size == 3


def test_an_import_is_in_the_audit_log(document: Json) -> None:
    from wagtail.models import ModelLogEntry

    document["replies"][0]["text"] = "Novo"
    applying.apply(carried(document), User.objects.create_superuser("revisora"))
    entry = ModelLogEntry.objects.get(action=applying.ACTION)
    assert entry.user.username == "revisora"
    assert len(entry.data["changes"]) == 1


def rows(change: Any) -> list[str]:
    return [f"{row.mark}{row.text}" for row in change.rows if row.mark != " "]


def test_the_difference_shows_what_goes_and_what_comes(document: Json, bot: Flow) -> None:
    item = next(item for item in document["flows"] if item["key"] == bot.reference)
    item["steps"][0]["value"]["text"] = "Bem-vinda ao campus."
    change = applying.trial(document).changes[0]
    assert rows(change) == [
        "-   Texto: Este é o campus, {nome}.",
        "+   Texto: Bem-vinda ao campus.",
    ]
