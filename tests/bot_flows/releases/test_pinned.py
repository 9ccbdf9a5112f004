"""Conversations that go on with an older version: counted, left to end, or moved. And what
students hear while versions change, by the webhook."""

import itertools
import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows import pinned
from bot_flows.engine.wording import Reply
from bot_flows.models import Conversation, Flow, OutboundMessage, Release, ReplyTemplate
from bot_flows.models.release import load
from tests.bot_flows.test_views import message, post
from tests.factories import a_bot, a_flow, ask, choice, end, menu, publish, say, set_steps

pytestmark = pytest.mark.django_db

INDEX = "/dashboard/bot/versoes/"
ids = itertools.count(1)
ANA, BIA = "5541999990001@c.us", "5541999990002@c.us"


def says(text: str, who: str = ANA) -> str:
    """What somebody hears when they say this to the webhook."""
    before = OutboundMessage.objects.count()
    body = message(text, id=f"false_{who}_{next(ids):08d}", **{"from": who})
    assert post(body).status_code == 200
    texts = OutboundMessage.objects.order_by("pk").values_list("text", flat=True)
    return "\n".join(list(texts)[before:])


def a_bot_that_asks() -> tuple[Flow, Release]:
    """Its menu leads to a question, whose answer it says back."""
    start, _release = a_bot()
    question = a_flow("Nome", ask("Qual é o seu nome?", slot="apelido"), say("Anotei!"), end())
    set_steps(start, menu("O que quer?", choice("Nome", question), choice("Sair")), end("Fui!"))
    publish(start)
    return question, Release.objects.get(active=True)


def change(question: Flow, *steps: Any) -> Release:
    question.refresh_from_db()
    question.steps = json.dumps(steps, default=dict)
    publish(question)
    return Release.objects.get(active=True)


def in_the_middle(*people: str) -> tuple[Flow, Release]:
    question, release = a_bot_that_asks()
    for who in people:
        says("oi", who)
        assert "Qual é o seu nome?" in says("1", who)
    return question, release


def test_conversations_in_the_middle_of_something_are_counted_by_their_release(
    editor: Client,
) -> None:
    question, old = in_the_middle(ANA, BIA)
    assert pinned.counts(timezone.now()) == {old.pk: 2}
    assert "na versão anterior" not in editor.get(INDEX).content.decode()
    change(question, *question.steps.raw_data, say("Mais uma coisa."))
    assert "2 conversas na versão anterior." in editor.get(INDEX).content.decode()
    page = editor.get(reverse("bot_releases:release", args=[old.pk])).content.decode()
    assert reverse("bot_releases:move_from", args=[old.pk]) in page


def test_who_is_at_rest_or_long_away_is_not_counted() -> None:
    _question, old = in_the_middle(ANA, BIA)
    Conversation.objects.filter(contact__aliases__address=BIA).update(state={"greeted": True})
    now = timezone.now()
    assert pinned.counts(now) == {old.pk: 1}
    assert pinned.counts(now + timedelta(days=2)) == {}


def test_left_alone_a_conversation_ends_its_question_and_goes_on_with_the_new_version() -> None:
    question, old = in_the_middle(ANA)
    ask_step, *_others = question.steps.raw_data
    change(question, ask_step, say("Obrigado, de verdade!"), end())
    assert Conversation.objects.get().release == old
    assert "Anotei!" in says("Aninha")
    assert "O que quer?" in says("oi")
    assert Conversation.objects.get().release == Release.objects.get(active=True)


def test_moved_a_conversation_answers_its_question_on_the_new_version(editor: Client) -> None:
    question, _old = in_the_middle(ANA)
    ask_step, *_others = question.steps.raw_data
    new = change(question, ask_step, say("Obrigado, de verdade!"), end())
    url = reverse("bot_releases:move")
    page = editor.get(url).content.decode()
    assert "1 conversa está no meio de alguma coisa" in page
    assert "Deixar terminar" in page
    assert editor.post(url).status_code == 302
    assert Conversation.objects.get().release == new
    assert "Obrigado, de verdade!" in says("Aninha")


def test_moved_off_a_step_that_is_gone_one_is_told_and_lands_at_the_menu(editor: Client) -> None:
    question, _old = in_the_middle(ANA, BIA)
    gone = ReplyTemplate.objects.get(key=Reply.STEP_GONE).text
    change(question, say("Não perguntamos mais nada."), end())
    editor.post(reverse("bot_releases:move"))
    for who in (ANA, BIA):
        heard = says("Aninha", who)
        assert gone.split("{")[0] in heard
        assert "O que quer?" in heard
        assert "Qual é o seu nome?" not in heard
        assert "Não perguntamos mais nada." in says("1", who)


def test_only_the_conversations_of_one_version_are_moved_and_it_is_logged(editor: Client) -> None:
    question, first = in_the_middle(ANA)
    steps = list(question.steps.raw_data)
    second = change(question, *steps, say("Mais uma."))
    says("oi", BIA)
    says("1", BIA)
    third = change(question, *steps, say("Mais duas."))
    editor.post(reverse("bot_releases:move_from", args=[second.pk]))
    assert pinned.counts(timezone.now()) == {first.pk: 1, third.pk: 1}
    entry = ModelLogEntry.objects.for_instance(third).get(action="bot_flows.move")
    assert (entry.data, entry.user.username) == ({"count": 1, "number": second.pk}, "editora")
    assert entry.message == "Moveu 1 conversa para esta versão"


@pytest.mark.parametrize("people", [1, 12])
def test_moving_is_one_statement_for_any_number(people: int) -> None:
    who = [f"55419999{number:05d}@c.us" for number in range(people)]
    question, _old = in_the_middle(*who)
    new = change(question, *question.steps.raw_data, say("Mais uma."))
    user = User.objects.create_user("bia")
    with CaptureQueriesContext(connection) as queries:
        assert pinned.move(user, timezone.now()) == people
    touching = [query["sql"] for query in queries if "bot_flows_conversation" in query["sql"]]
    assert [sql.split()[0] for sql in touching] == ["UPDATE"]
    assert not Conversation.objects.exclude(release=new).exists()


def test_nothing_to_move_is_said(editor: Client) -> None:
    a_bot_that_asks()
    assert "Nenhuma conversa está numa versão anterior." in (
        editor.get(reverse("bot_releases:move")).content.decode()
    )
    html = editor.post(reverse("bot_releases:move"), follow=True).content.decode()
    assert "Não havia mais nenhuma conversa para mover." in html


def test_without_a_version_the_page_of_moving_is_empty(editor: Client) -> None:
    assert "Nenhuma conversa" in editor.get(reverse("bot_releases:move")).content.decode()


def test_a_draft_is_not_heard_and_what_is_published_is_heard_at_once() -> None:
    start, _release = a_bot(menu("Velho", choice("Sair"), choice("Ficar")), end())
    assert "Velho" in says("oi")
    start.steps = json.dumps([menu("Novo", choice("Sair"), choice("Ficar")), end()])
    draft = start.save_revision()
    assert "Velho" in says("oi")
    draft.publish()
    assert "Novo" in says("oi")


def test_the_first_version_answers_again_after_it_was_put_back(
    editor: Client, two: tuple[Release, Release]
) -> None:
    assert "poucas" in says("oi")
    editor.post(reverse("bot_releases:activate", args=[two[0].pk]))
    assert "muitas" in says("oi")
    load.cache_clear()  # as in a process that was started since
    assert "muitas" in says("oi", BIA)
