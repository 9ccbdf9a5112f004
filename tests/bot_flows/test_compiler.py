"""Live content becomes one release, in a fixed number of statements."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from bot_flows.compiler import compile_drafts, compile_release
from bot_flows.engine.codes import Code, Issue
from bot_flows.engine.wording import Reply, Word
from bot_flows.models import BotSettings, Flow, ReplyTemplate
from bot_flows.sentences import SENTENCES, sentence
from tests.factories import a_bot, a_flow, all_replies, choice, end, go_to, menu, say, step

pytestmark = pytest.mark.django_db


def test_only_live_content_is_compiled() -> None:
    live = a_flow("Ao vivo", end(), triggers="oi\nolá, Opa")
    a_flow("Rascunho", end(), live=False)
    ReplyTemplate.objects.create(key=Reply.HELP, title="x", text="Ajuda", live=False)
    ReplyTemplate.objects.create(key=Reply.GOODBYE, title="y", text="Tchau")

    bot = compile_release()

    assert list(bot.flows) == [str(live.key)]
    assert bot.flows[str(live.key)].triggers == ("oi", "olá", "Opa")
    assert bot.replies == {Reply.GOODBYE: "Tchau"}


def test_settings_are_compiled() -> None:
    start = a_flow("Início", end())
    BotSettings.objects.create(start=start, menu=start, page_size=3, words_menu="menu, cardápio")
    settings = compile_release().settings
    assert (settings.start, settings.menu, settings.help) == (str(start.key), str(start.key), None)
    assert settings.page_size == 3
    assert settings.words[Word.MENU] == ("menu", "cardápio")


def test_an_unsaved_object_takes_the_place_of_the_live_one() -> None:
    start = a_flow("Início", end())
    draft = Flow.objects.get(pk=start.pk)
    draft.title = "Outro"
    draft.steps = json.dumps([say("Rascunho")])
    new = Flow(title="Novo", steps=json.dumps([go_to(start)]))

    bot = compile_release(overrides={item.reference: item for item in (draft, new)})

    assert bot.flows[start.reference].title == "Outro"
    assert bot.flows[start.reference].steps[0].text == "Rascunho"
    assert bot.flows[new.reference].steps[0].target == start.reference
    assert not compile_release(overrides={start.reference: None}).flows


def test_drafts_are_compiled_for_the_simulator() -> None:
    start, _release = a_bot()
    start.steps = json.dumps([say("Só rascunho"), end()])
    start.save_revision()
    assert compile_drafts().flows[start.reference].steps[0].text == "Só rascunho"
    assert compile_release().flows[start.reference].steps[0].text == "Oi, {nome}!"


def test_files_go_along_with_their_address(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = get_image_model().objects.create(title="Foto", file=get_test_image_file())
    paper = get_document_model().objects.create(title="Guia", file=get_test_image_file("guia.pdf"))
    flow = a_flow(
        "Início", step("say", text="Veja", image=image.pk), step("say", document=paper.pk)
    )

    picture, document = (item.media for item in compile_release().flows[flow.reference].steps)

    assert (picture.kind, picture.file, picture.mimetype) == ("image", image.file.name, "image/png")
    assert picture.url.startswith(settings.PUBLIC_URL)
    assert (document.kind, document.mimetype) == ("document", "application/pdf")
    assert document.filename.startswith("guia")


def statements() -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        compile_release()
    return len(captured)


def test_the_number_of_statements_does_not_grow_with_the_content() -> None:
    all_replies()
    first = a_flow("Fluxo", menu("?", choice("A"), choice("B")), end())
    steps = (menu("?", choice("A", first), choice("B", first)), say("Oi"), go_to(first))
    for index in range(9):
        a_flow(f"Fluxo {index}", *steps)
    few = statements()
    for index in range(140):
        a_flow(f"Outro {index}", *steps)
    assert statements() == few <= 9


@pytest.mark.parametrize("code", Code)
def test_every_fault_has_a_sentence(code: Code) -> None:
    assert str(SENTENCES[code])


def test_a_sentence_names_flows_by_their_titles() -> None:
    key = "0b1c8a8e-9f1b-4f0e-8a3d-6b1f0c0a9b11"
    issue = Issue(Code.UNPUBLISHED_TARGET, params={"target": key})
    assert sentence(issue, {key: "Vagas"}) == "Leva ao fluxo “Vagas”, que não está publicado."
    assert "(apagado ou não escolhido)" in sentence(issue)
