"""What the editor's page asks while somebody types: texts, and the words that open flows."""

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from bot_flows.engine.wording import PLACEHOLDERS
from bot_flows.models import Flow, ReplyTemplate
from tests.factories import a_bot, a_flow, ask, choice, end, form_data, menu, post, publish, say

pytestmark = pytest.mark.django_db

TEXT, WORDS = "/dashboard/bot/texto/", "/dashboard/bot/palavras/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editora"))
    return client


def asked(editor: Client, text: str, **more: Any) -> Any:
    response = editor.post(TEXT, {"text": text, **more})
    assert response.status_code == 200
    return response.json()


def codes(advice: Any) -> list[str]:
    return [fault["code"] for fault in advice["faults"]]


def test_the_addresses_are_named() -> None:
    assert (reverse("bot_writing"), reverse("bot_words")) == (TEXT, WORDS)


def test_a_text_is_measured_at_its_longest(editor: Client) -> None:
    advice = asked(editor, "Oi, {nome}!")
    assert advice["length"] == len("Oi, !") + PLACEHOLDERS["nome"].longest
    assert (advice["limit"], len(advice["parts"]), advice["sample"]) == (4096, 1, "Oi, Ana!")
    assert advice["faults"] == []


def test_a_caption_has_a_shorter_limit(editor: Client) -> None:
    advice = asked(editor, "palavra " * 150, caption="1")
    assert (advice["limit"], len(advice["parts"])) == (1024, 2)
    assert advice["faults"][0]["sentence"] == (
        "O texto pode chegar a 1199 caracteres, com os campos preenchidos; o WhatsApp aceita 1024."
    )


def test_faults_come_with_the_mended_text(editor: Client) -> None:
    advice = asked(editor, "Veja **já**, {Nome}")
    assert codes(advice) == ["unknown_placeholder", "foreign_formatting"]
    assert [fault["mended"] for fault in advice["faults"]] == ["Veja *já*, {nome}"] * 2


def test_what_only_the_writer_can_put_right_has_no_mend(editor: Client) -> None:
    advice = asked(editor, "Tome {salame}")
    assert advice["faults"] == [
        {
            "code": "unknown_placeholder",
            "sentence": "O campo {salame} não existe ou não vale aqui.",
        }
    ]


def test_the_options_count_as_the_phone_shows_them(editor: Client) -> None:
    advice = asked(editor, "E aí?", step="menu", options=["Vagas", "", "Cursos"])
    assert advice["parts"] == ["E aí?\n\n*1.* Vagas\n*2.* Cursos"]


def test_yes_and_no_are_those_of_the_replies(editor: Client) -> None:
    a_bot()
    advice = asked(editor, "Certo?", step="ask", kind="yes_no")
    texts = dict(ReplyTemplate.objects.values_list("key", "text"))
    assert texts["option_yes"] in advice["parts"][0]
    assert texts["option_no"] in advice["parts"][0]


def test_only_fields_with_a_value_are_offered(editor: Client) -> None:
    in_a_step = [item["name"] for item in asked(editor, "Oi")["fields"]]
    in_a_card = asked(editor, "Oi", reply="vacancy_card")["fields"]
    assert "nome" in in_a_step
    assert "titulo" not in in_a_step
    title = next(item for item in in_a_card if item["name"] == "titulo")
    assert title["meaning"] == "Título da vaga"


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_every_field_has_a_meaning(editor: Client, name: str) -> None:
    fields = {item["name"]: item for item in asked(editor, "", reply="vacancy_card")["fields"]}
    fields |= {item["name"]: item for item in asked(editor, "", reply="found")["fields"]}
    fields |= {item["name"]: item for item in asked(editor, "", reply="not_understood")["fields"]}
    assert fields[name]["meaning"]


def test_an_answer_with_the_name_of_a_field_gives_it_a_value(editor: Client) -> None:
    assert codes(asked(editor, "Vi {titulo}")) == ["placeholder_without_value"]
    a_flow("Livro", ask("Que livro?", slot="outro", custom="titulo"), live=False)
    assert codes(asked(editor, "Vi {titulo}")) == []


def opened(editor: Client, triggers: str, flow: Flow | None = None, **more: str) -> Any:
    data = {"flow": str(flow.pk) if flow else "", "triggers": triggers, **more}
    response = editor.post(WORDS, data)
    assert response.status_code == 200
    return response.json()


def states(answer: Any) -> dict[str, str]:
    return {item["word"]: item["state"] for item in answer["words"]}


@pytest.fixture
def bot() -> tuple[Flow, Flow]:
    """A start flow with a menu, and the flow of the vacancies; published."""
    jobs = a_flow("Vagas", say("Vagas"), end(), triggers="vagas", live=True)
    start, _release = a_bot(menu("E aí?", choice("Estágios", jobs), choice("Sair")))
    return start, jobs


def test_a_word_of_another_flow_loses_and_the_winner_is_named(
    editor: Client, bot: tuple[Flow, Flow]
) -> None:
    answer = opened(editor, "Vagas\nbolsa")
    assert states(answer) == {"Vagas": "blocked", "bolsa": "ok"}
    assert "já abre “Vagas”, que vence" in answer["words"][0]["sentence"]
    assert answer["words"][1]["sentence"] == "vai abrir este fluxo quando for publicado."


def test_a_word_used_twice_is_not_published(editor: Client, bot: tuple[Flow, Flow]) -> None:
    start, _jobs = bot
    response = post(editor, start, form_data(start, triggers="oi\nvagas"), publish=True)
    assert response.context["form"].errors == {"triggers": ["“vagas” já abre o fluxo “Vagas”."]}


def test_a_global_word_wins_over_every_trigger(editor: Client, bot: tuple[Flow, Flow]) -> None:
    item = opened(editor, "Menu")["words"][0]
    assert item["state"] == "blocked"
    assert "vale em toda a conversa (menu)" in item["sentence"]


def test_an_own_word_that_is_on_the_air_opens_this_flow(
    editor: Client, bot: tuple[Flow, Flow]
) -> None:
    _start, jobs = bot
    assert opened(editor, "vagas", jobs)["words"] == [
        {"word": "vagas", "state": "ok", "sentence": "abre este fluxo.", "notes": []}
    ]


def test_a_word_that_is_an_option_elsewhere_is_told(editor: Client, bot: tuple[Flow, Flow]) -> None:
    item = opened(editor, "estágios")["words"][0]
    assert item["state"] == "warning"
    assert item["notes"] == ["Em “Início”, no menu “E aí?”, escolhe “Estágios”."]


def test_a_phrase_says_what_would_happen(editor: Client, bot: tuple[Flow, Flow]) -> None:
    start, jobs = bot

    def said(phrase: str, flow: Flow | None = None, triggers: str = "") -> str:
        told: str = opened(editor, triggers, flow, phrase=phrase)["phrase"]["sentence"]
        return told

    assert said("quero ver as vagas") == "Abre “Vagas”, que tem esta palavra."
    assert said("quero ver as vagas", jobs, "vagas") == "Abre este fluxo."
    assert said("quero ver as vagas", start, "vagas") == "Abre “Vagas”, que tem esta palavra."
    assert said("menu").startswith("É a palavra “menu”")
    assert said("xyz") == "Não abre nenhum fluxo: a conversa começa em “Início”."
    assert said("obrigado") == "É uma gentileza: o bot agradece e não abre nada."


@pytest.mark.parametrize("pk", ["x", "-1", "999", "9" * 400, "²"])
def test_a_flow_that_is_not_there_is_a_new_one(editor: Client, pk: str) -> None:
    a_bot()
    response = editor.post(WORDS, {"flow": pk, "triggers": "bolsa"})
    assert states(response.json()) == {"bolsa": "ok"}


def test_as_many_flows_as_there_are_cost_no_more_queries(
    editor: Client, django_assert_num_queries: Any
) -> None:
    start, _release = a_bot()
    opened(editor, "bolsa", start)  # what is kept in memory from then on
    for _round in range(2):
        with django_assert_num_queries(10):
            opened(editor, "bolsa", start, phrase="oi")
        for number in range(4):
            a_flow(f"Outro {number}", say("Oi"), end(), triggers=f"palavra{number}")


@pytest.mark.parametrize("address", [TEXT, WORDS])
def test_only_who_writes_may_ask(client: Client, address: str) -> None:
    assert client.post(address, {"text": "Oi"}).status_code == 302
    user = User.objects.create_user("visita")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    refused = client.post(address, {"text": "Oi"})
    assert refused.status_code == 403
    assert "permissão" in refused.json()["error"]
    user.user_permissions.add(Permission.objects.get(codename="change_replytemplate"))
    assert client.post(address, {"text": "Oi"}).status_code == 200
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("address", [TEXT, WORDS])
def test_what_is_too_large_is_refused_with_a_sentence(editor: Client, address: str) -> None:
    refused = editor.post(address, {"text": "x" * 20_001})
    assert refused.status_code == 413
    assert "grande demais" in refused.json()["error"]


def test_without_its_token_nothing_is_answered() -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("editora"))
    assert strict.post(TEXT, {"text": "Oi"}).status_code == 403


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\x00\ud83d", "{" * 500, "*" * 900])
def test_hostile_texts_are_answered(editor: Client, text: str) -> None:
    typed = quote(text.encode("utf-8", "surrogatepass"))
    form = "application/x-www-form-urlencoded"
    body = f"text={typed}&triggers={typed}&phrase={typed}&title={typed}"
    assert editor.post(TEXT, body, content_type=form).status_code == 200
    assert editor.post(WORDS, body, content_type=form).status_code == 200


def test_the_page_brings_the_helpers(editor: Client) -> None:
    start, _release = a_bot()
    publish(start)
    page = editor.get(reverse("wagtailsnippets_bot_flows_flow:edit", args=[start.pk]))
    text = page.content.decode()
    for script in ("summaries", "fields", "writing", "words"):
        assert text.count(f"bot_flows/editing/{script}.js") == 1
    assert f'data-bot-words-flow-value="{start.pk}"' in text
    assert TEXT in text
