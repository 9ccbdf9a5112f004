"""Publishing from the editor: what would break the bot is refused, with the reason at the field."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from bot_flows.admin.forms import CheckedForm
from bot_flows.engine.wording import Reply
from bot_flows.models import BotSettings, Flow, Release, ReplyTemplate
from tests.factories import (
    a_bot,
    a_flow,
    choice,
    edit_url,
    end,
    form_data,
    go_to,
    menu,
    post,
    say,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editora"))
    return client


def errors_in(error: Any) -> Any:
    """A tree of validation errors as plain values."""
    if hasattr(error, "as_json_data"):
        return error.as_json_data()
    return {"messages": error.messages}


def missing_target(start: Flow) -> Any:
    draft = a_flow("Rascunho", end(), live=False)
    steps = [menu("E aí?", choice("Ir", draft), choice("Sair"))]
    path = {
        0: {
            "blockErrors": {
                "choices": {
                    "blockErrors": {
                        0: {
                            "blockErrors": {
                                "target": {
                                    "messages": [
                                        "Leva ao fluxo “Rascunho”, que não está publicado."
                                    ]
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    return steps, path


def empty_menu(start: Flow) -> Any:
    path = {0: {"blockErrors": {"choices": {"messages": ["Este menu não tem nenhuma opção."]}}}}
    return [menu("E aí?")], path


def unknown_placeholder(start: Flow) -> Any:
    path = {
        1: {
            "blockErrors": {"text": {"messages": ["O campo {salame} não existe ou não vale aqui."]}}
        }
    }
    return [say("Oi"), say("Tome {salame}"), end()], path


def menu_with_no_way_out(start: Flow) -> Any:
    steps = [menu("E aí?", choice("De novo", start), choice("Outra vez", start))]
    path = {
        0: {
            "blockErrors": {
                "choices": {
                    "messages": [
                        "Nenhuma opção leva para fora deste menu: a pessoa ficaria presa. "
                        "Inclua uma opção que volte ao menu inicial, encerre ou chame uma pessoa."
                    ]
                }
            }
        }
    }
    return steps, path


def text_over_the_limit(start: Flow) -> Any:
    path = {
        0: {
            "blockErrors": {
                "text": {
                    "messages": [
                        "O texto pode chegar a 4097 caracteres, com os campos preenchidos; "
                        "o WhatsApp aceita 4096."
                    ]
                }
            }
        }
    }
    return [say("a" * 4097), end()], path


def loop_without_question(start: Flow) -> Any:
    path = {
        1: {
            "blockErrors": {
                "target": {
                    "messages": [
                        "O caminho por “Início” dá voltas sem fazer nenhuma pergunta: "
                        "o bot não pararia."
                    ]
                }
            }
        }
    }
    return [say("Oi"), go_to(start)], path


CASES = [
    missing_target,
    empty_menu,
    unknown_placeholder,
    menu_with_no_way_out,
    text_over_the_limit,
    loop_without_question,
]


@pytest.mark.parametrize("case", CASES)
def test_publish_that_breaks_the_bot_is_refused_at_the_field(editor: Client, case: Any) -> None:
    start, release = a_bot()
    steps, expected = case(start)
    before = list(start.steps.raw_data)

    response = post(editor, start, form_data(start, steps=steps), publish=True)

    assert response.status_code == 200
    error = response.context["form"].errors["steps"].as_data()[0]
    assert errors_in(error) == {"blockErrors": expected}
    start.refresh_from_db()
    assert list(start.steps.raw_data) == before
    assert list(Release.objects.filter(active=True)) == [release]
    assert start.latest_revision is None


@pytest.mark.parametrize("case", CASES)
def test_the_same_content_saves_as_a_draft(editor: Client, case: Any) -> None:
    start, release = a_bot()
    steps, _expected = case(start)

    response = post(editor, start, form_data(start, steps=steps), publish=False)

    assert response.status_code == 302
    start.refresh_from_db()
    draft = start.get_latest_revision_as_object()
    assert [item["id"] for item in draft.steps.raw_data] == [item["id"] for item in steps]
    assert list(Release.objects.all()) == [release]


def test_a_flow_without_steps_is_refused_as_a_whole(editor: Client) -> None:
    start, _release = a_bot()
    response = post(editor, start, form_data(start, steps=[]), publish=True)
    error = response.context["form"].errors["steps"].as_data()[0]
    assert errors_in(error) == {"messages": ["Este fluxo não tem nenhum passo."]}


def test_a_trigger_of_another_flow_is_refused_and_names_it(editor: Client) -> None:
    _start, release = a_bot()
    other = a_flow("Vagas", say("Vagas"), end(), live=False)
    data = form_data(other, triggers="vagas\nOI")

    response = post(editor, other, data, publish=True)

    assert response.context["form"].errors == {"triggers": ["“OI” já abre o fluxo “Início”."]}
    assert "já abre o fluxo “Início”" in response.content.decode()
    other.refresh_from_db()
    assert not other.live
    assert Release.objects.get(active=True) == release
    assert post(editor, other, data, publish=False).status_code == 302


def test_a_good_publish_makes_the_next_release(editor: Client) -> None:
    start, release = a_bot()
    data = form_data(start, steps=[say("Olá de novo"), end()])

    response = post(editor, start, data, publish=True)

    assert response.status_code == 302
    active = Release.objects.get(active=True)
    assert active.number == release.number + 1
    assert active.created_by.username == "editora"
    assert "Início" in active.reason
    assert active.document["flows"][0]["steps"][0]["text"] == "Olá de novo"


def told(response: Any) -> list[tuple[str, str]]:
    """Level and text of each message of the page that follows."""
    return [(item.level_tag, str(item)) for item in response.context["messages"]]


def test_what_could_be_better_is_told_after_publishing(editor: Client) -> None:
    start, release = a_bot()
    a_flow("Sozinho", end())  # nothing leads here, and it is not what is published
    steps = [say("Oi, **{nome}**!"), end("<b>Até</b>"), say("Ninguém ouve")]
    data = {**form_data(start, steps=steps), "action-publish": "1"}

    response = editor.post(edit_url(start), data, follow=True)

    [(level, text)] = [item for item in told(response) if item[0] == "warning"]
    assert level == "warning"
    assert text.startswith("Em “Início”, dá para melhorar:<ul><li>Passo 1: ")
    assert "não é formatação do WhatsApp" in text
    assert "<li>Passo 3: A conversa nunca chega a este passo.</li>" in text
    assert "Nada leva a este fluxo" not in text
    assert text in response.content.decode()
    assert Release.objects.get(active=True).number == release.number + 1


def test_a_fault_of_the_whole_flow_needs_no_step(editor: Client) -> None:
    a_bot()
    alone = a_flow("Sozinho", end(), live=False)
    data = {**form_data(alone), "action-publish": "1"}
    texts = [text for level, text in told(editor.post(edit_url(alone), data, follow=True))]
    assert any(
        "<li>Nada leva a este fluxo, e ele não tem palavras que o abram.</li>" in t for t in texts
    )


@pytest.mark.parametrize("publish", [True, False])
def test_a_flow_without_faults_or_a_draft_is_told_nothing(editor: Client, publish: bool) -> None:
    start, _release = a_bot()
    text = "Olá" if publish else "Oi, **{nome}**!"
    data = form_data(start, steps=[say(text), end()])
    action = {"action-publish": "1"} if publish else {}
    response = editor.post(edit_url(start), {**data, **action}, follow=True)
    assert [level for level, _text in told(response)] == ["success"]


def big_button(response: Any) -> str:
    """The default action of the editor's footer."""
    return response.context["action_menu"].default_item.name


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [(("change_flow", "publish_flow"), "action-publish"), (("change_flow",), "action-save")],
)
def test_the_big_button_publishes_for_whoever_may(
    client: Client, permissions: tuple[str, ...], expected: str
) -> None:
    start, _release = a_bot()
    user = User.objects.create_user("pessoa")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=(*permissions, "access_admin"))
    )
    client.force_login(user)
    assert big_button(client.get(edit_url(start))) == expected


def test_the_big_button_of_a_reply_publishes_too(editor: Client) -> None:
    a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    assert big_button(editor.get(edit_url(reply))) == "action-publish"


def test_a_new_flow_is_published_from_the_form(editor: Client) -> None:
    a_bot()
    url = reverse("wagtailsnippets_bot_flows_flow:add")
    data = form_data(Flow(title="Sobre"), triggers="sobre", steps=[say("Sou a Capy"), end()])
    assert editor.post(url, {**data, "action-publish": "1"}).status_code == 302
    titles = [flow["title"] for flow in Release.objects.get(active=True).document["flows"]]
    assert sorted(titles) == ["Início", "Sobre"]


def test_a_fault_elsewhere_is_told_with_a_link(editor: Client) -> None:
    _start, release = a_bot()
    help_flow = a_flow("Ajuda", end())
    settings = BotSettings.load()
    settings.help = help_flow
    settings.save()
    response = editor.post(
        reverse("wagtailsnippets_bot_flows_flow:unpublish", args=[help_flow.pk]), follow=True
    )
    page = response.content.decode()
    assert "Não foi retirado do ar" in page
    assert "Leva ao fluxo “Ajuda”, que não está publicado." in page
    assert reverse("wagtailsettings:edit", args=["bot_flows", "botsettings", settings.pk]) in page
    help_flow.refresh_from_db()
    assert help_flow.live
    assert release.number < Release.objects.get(active=True).number


def test_a_reply_is_checked_at_its_text(editor: Client) -> None:
    _start, release = a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    data = {"title": reply.title, "text": "Tchau {salame}"}

    response = post(editor, reply, data, publish=True)

    message = "O campo {salame} não existe ou não vale aqui."
    assert response.context["form"].errors == {"text": [message]}
    reply.refresh_from_db()
    assert reply.text != data["text"]
    assert Release.objects.get(active=True) == release
    assert post(editor, reply, data, publish=False).status_code == 302


def test_a_good_reply_is_published(editor: Client) -> None:
    a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.GOODBYE)
    assert post(editor, reply, {"text": "Tchau!"}, publish=True).status_code == 302
    assert Release.objects.get(active=True).document["replies"]["goodbye"] == "Tchau!"


def test_a_shared_text_gets_a_key_and_needs_a_name(editor: Client) -> None:
    a_bot()
    url = reverse("wagtailsnippets_bot_flows_replytemplate:add")
    nameless = editor.post(url, {"key": "", "title": "", "text": "Oi", "action-publish": "1"})
    assert nameless.context["form"].errors["title"] == ["Dê um nome a este texto."]
    named = editor.post(url, {"key": "", "title": "Aviso", "text": "Oi", "action-publish": "1"})
    assert named.status_code == 302
    assert ReplyTemplate.objects.get(title="Aviso").key.startswith("texto-")


def test_a_shared_text_that_breaks_a_flow_names_and_links_it(editor: Client) -> None:
    shared = ReplyTemplate.objects.create(key="texto-1", title="Aviso", text="Oi")
    start, release = a_bot(say(template=shared), end())

    response = post(editor, shared, {"title": "Aviso", "text": "Oi {salame}"}, publish=True)

    fault = "Início: O campo {salame} não existe ou não vale aqui."
    assert response.context["form"].non_field_errors() == [fault]
    page = response.content.decode()
    assert fault in page
    assert edit_url(start) in page
    assert "Não foi publicado." in page
    assert Release.objects.get(active=True) == release


def test_a_flow_that_went_bad_meanwhile_is_refused_when_it_is_published(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form found no fault, and then somebody else's publication came first."""
    start, release = a_bot()
    draft = a_flow("Rascunho", end(), live=False)
    monkeypatch.setattr(CheckedForm, "_check", lambda form: None)

    data = form_data(start, steps=[go_to(draft)])
    page = editor.post(edit_url(start), {**data, "action-publish": "1"}, follow=True)

    assert "O rascunho foi salvo, mas não foi publicado" in page.content.decode()
    assert Release.objects.get(active=True) == release
    start.refresh_from_db()
    assert start.steps.raw_data[0]["type"] == "say"
    assert start.has_unpublished_changes


def settings_data(settings: BotSettings, **changes: Any) -> dict[str, str]:
    names = [field.name for field in BotSettings._meta.fields if field.name != "id"]
    values = {name: getattr(settings, name) for name in names}
    plain = {name: value.pk if isinstance(value, Flow) else value for name, value in values.items()}
    return {name: "" if value is None else value for name, value in {**plain, **changes}.items()}


def test_settings_are_refused_at_their_fields(editor: Client) -> None:
    _start, release = a_bot()
    draft = a_flow("Rascunho", end(), live=False)
    settings = BotSettings.load()
    url = reverse("wagtailsettings:edit", args=["bot_flows", "botsettings", settings.pk])

    data = settings_data(settings, help=draft.pk, words_quit="sair, menu")
    response = editor.post(url, data)

    assert response.context["form"].errors == {
        "help": ["Leva ao fluxo “Rascunho”, que não está publicado."],
        "words_quit": ["“menu” já vale para “menu”."],
    }
    assert Release.objects.get(active=True) == release
    assert editor.post(url, settings_data(settings, page_size=3)).status_code == 302
    assert Release.objects.get(active=True).document["settings"]["page_size"] == 3
