"""The preview of the unsaved form: on the phone and on the map, however unfinished it is."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bot_flows.engine.release import AnswerKind, Choice, Menu, Say
from bot_flows.engine.wording import PLACEHOLDERS, Reply
from bot_flows.models import BotSettings, Flow, ReplyTemplate, preview
from bot_flows.models.moments import in_its_moment
from tests import builders as b
from tests.factories import (
    a_bot,
    a_flow,
    ask,
    choice,
    end,
    form_data,
    go_to,
    menu,
    say,
    set_steps,
    step,
)

pytestmark = pytest.mark.django_db

EMPTY = [
    say(),
    menu(""),
    step("menu", prompt="", choices=[]),
    menu("", choice("")),
    ask("", slot="outro"),
    *(ask("", kind=kind) for kind in ("yes_no", "number", "option")),
    step("branch", rules=[], otherwise=None),
    step(
        "branch",
        rules=[{"type": "item", "id": "r", "value": {"conditions": [], "target": None}}],
        otherwise=None,
    ),
    step("courses", prompt=""),
    step("vacancies", source="course"),
    step("handoff", text=""),
    step("go_to", target=None),
    end(""),
]


def seen(editor: Client, content: Any, data: dict[str, str], mode: str = "") -> str:
    """What the preview shows after the form was typed into."""
    name = f"wagtailsnippets_bot_flows_{content._meta.model_name}"
    url = reverse(f"{name}:preview_on_edit", args=[content.pk])
    assert editor.post(url, data).json() == {"is_valid": True, "is_available": True}
    response = editor.get(url, {"mode": mode})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("mode", ["", "mapa"])
@pytest.mark.parametrize("empty", EMPTY, ids=lambda item: item["type"])
def test_an_empty_step_is_shown_and_breaks_nothing(editor: Client, empty: Any, mode: str) -> None:
    start, _release = a_bot()
    page = seen(editor, start, form_data(start, steps=[empty]), mode)
    assert "Início" in page


def test_every_step_empty_at_once_and_no_title(editor: Client) -> None:
    start, _release = a_bot()
    data = form_data(start, title="", steps=EMPTY)
    assert "ainda sem texto" in seen(editor, start, data)
    assert "bot-map__card" in seen(editor, start, data, "mapa")


def test_a_new_flow_is_previewed_before_it_is_saved(editor: Client) -> None:
    a_bot()
    url = reverse("wagtailsnippets_bot_flows_flow:preview_on_add")
    data = form_data(Flow(title="Novo"), steps=[say("Oi, {nome}!")])
    assert editor.post(url, data).json()["is_available"]
    assert "Oi, Ana!" in editor.get(url, {"mode": ""}).content.decode()
    assert "Novo" in editor.get(url, {"mode": "mapa"}).content.decode()


def test_the_talk_shows_what_is_typed_and_not_what_is_saved(editor: Client) -> None:
    start, _release = a_bot()
    other = a_flow("Cursos", end())
    steps = [say("Oi, *{nome}*!"), menu("E aí?", choice("Ver cursos", other), choice("Nada"))]
    page = seen(editor, start, form_data(start, steps=steps))
    assert "Oi, <strong>Ana</strong>!" in page
    assert "<strong>1.</strong> Ver cursos" in page
    assert "1. Ver cursos → Cursos" in page
    assert "2. Nada → continua abaixo" in page
    assert "<time>10:01</time>" in page


def test_the_map_shows_what_leads_here_and_where_it_leads(editor: Client) -> None:
    start, _release = a_bot()
    target, far = a_flow("Alvo", end()), a_flow("Longe", end())
    leads = a_flow("Origem", go_to(start))
    set_steps(far, go_to(target))
    page = seen(editor, start, form_data(start, steps=[go_to(target)]), "mapa")
    edges = set(re.findall(r'data-from="(.+?)" data-to="(.+?)"', page))
    assert edges == {
        (leads.reference, start.reference),
        (start.reference, target.reference),
    }
    assert "Longe" not in page
    assert 'target="_blank"' in page


def test_a_draft_that_leads_here_counts_on_the_map(editor: Client) -> None:
    start, _release = a_bot()
    other = a_flow("Outro", end())
    other.steps = [("go_to", {"target": start})]
    other.save_revision()
    page = seen(editor, start, form_data(start), "mapa")
    assert f'data-from="{other.reference}"' in page


def test_whatever_is_typed_stays_text(editor: Client) -> None:
    start, _release = a_bot()
    evil = "<script>alert(1)</script>"
    data = form_data(start, title=evil, steps=[say(evil), menu(evil, choice(evil))])
    for mode in ("", "mapa"):
        assert "<script>" not in seen(editor, start, data, mode)


def kinds(bubbles: list[preview.Bubble]) -> list[str]:
    return [bubble.who for bubble in bubbles]


def test_a_text_over_the_limit_is_shown_where_whatsapp_cuts_it() -> None:
    bubbles = preview.speak("palavra " * 600)
    assert kinds(bubbles) == ["bot", "note", "bot"]
    assert "em 2 mensagens" in bubbles[1].text
    assert len(bubbles[0].text) <= 4096


def test_fixed_width_is_shown_as_such_and_holds_no_bold() -> None:
    shown = preview.Bubble("bot", "*a*\n```x *1*\ny```\n`*c*` ~d~ _e_ <i>").formatted
    assert shown == (
        "<strong>a</strong>\n<code>x *1*\ny</code>\n<code>*c*</code> <s>d</s> <em>e</em> &lt;i&gt;"
    )


@pytest.mark.parametrize(
    ("labels", "poll", "rows"),
    [
        (["Vagas", "Cursos"], True, True),
        (["Uma opção bem mais longa do que uma lista mostra", "Outra"], True, False),
        ([f"Opção {number}" for number in range(11)], True, False),
        ([f"Opção {number}" for number in range(13)], False, False),
        (["Só uma"], False, True),
    ],
)
def test_a_menu_is_shown_in_its_other_forms_where_it_fits(
    labels: list[str], poll: bool, rows: bool
) -> None:
    bubbles = preview.ask("Como posso ajudar?", labels, forms=True)
    assert [(form.kind, form.fits) for form in bubbles[-1].forms] == [
        ("poll", poll),
        ("list", rows),
    ]


def test_the_forms_are_on_the_page(editor: Client) -> None:
    start, _release = a_bot()
    steps = [menu("Como posso *ajudar*?", choice("Vagas"), choice("Cursos"))]
    page = seen(editor, start, form_data(start, steps=steps))
    assert "Ver como enquete e como lista" in page
    assert "Enquete" in page


def test_a_picture_has_an_alternative_text() -> None:
    bubbles = preview.show(Say("1", "Veja", b.an_image()), {})
    assert bubbles[0].media is not None


@pytest.mark.parametrize("kind", AnswerKind)
def test_every_kind_of_answer_has_a_sample(kind: AnswerKind) -> None:
    bubbles = preview.show(b.ask("E então?", "semestre", kind), {})
    assert kinds(bubbles)[-1] == "person"
    assert bubbles[-1].text


def test_a_choice_without_a_name_or_a_place() -> None:
    bubbles = preview.show(Menu("1", "?", (Choice("a", "", "gone-1"),)), {})
    assert bubbles[-1].text == "1. (opção sem nome) → (fluxo que não existe)"


@pytest.mark.parametrize("reply", Reply)
def test_a_reply_stands_in_its_moment_and_is_marked(reply: Reply) -> None:
    bubbles = in_its_moment(reply, "Texto em prova")
    own = [bubble for bubble in bubbles if bubble.own]
    assert own
    assert all("Texto em prova" in bubble.text for bubble in own)
    assert len(bubbles) > 1 or reply.startswith("option_")
    assert in_its_moment(reply, "")


def test_a_reply_is_previewed_with_samples(editor: Client) -> None:
    a_bot()
    reply = ReplyTemplate.objects.get(key=Reply.NOT_UNDERSTOOD)
    page = seen(editor, reply, {"text": "Não entendi “{resposta}”."})
    assert f"Não entendi “{PLACEHOLDERS['resposta'].sample}”." in page
    assert page.index("Como posso ajudar?") < page.index("Não entendi “")


def test_a_shared_text_is_previewed_alone(editor: Client) -> None:
    shared = ReplyTemplate.objects.create(key="texto-1", title="Aviso", text="Oi")
    assert "Olá, Ana" in seen(editor, shared, {"title": "Aviso", "text": "Olá, {nome}"})


def settings_url(settings: BotSettings) -> str:
    args = ["bot_flows", "botsettings", settings.pk]
    return reverse("wagtailsettings:preview_on_edit", args=args)


def settings_data(settings: BotSettings, **changes: Any) -> dict[str, str]:
    names = [field.name for field in BotSettings._meta.fields if field.name != "id"]
    values = {name: getattr(settings, name) for name in names} | changes
    plain = {name: value.pk if isinstance(value, Flow) else value for name, value in values.items()}
    return {name: "" if value is None else str(value) for name, value in plain.items()}


@pytest.mark.parametrize("chosen", [True, False])
def test_the_settings_are_previewed_by_what_they_begin(editor: Client, chosen: bool) -> None:
    start, _release = a_bot()
    settings = BotSettings.load()
    changes = {"words_quit": "fui", "start": start if chosen else None}
    url = settings_url(settings)
    assert editor.post(url, settings_data(settings, **changes)).json()["is_available"]
    page = editor.get(url, {"mode": ""}).content.decode()
    assert ("Oi, Ana!" in page) is chosen
    assert ("Ainda não há fluxo inicial" in page) is not chosen
    assert "fui" in page
    assert "Depois de 12 horas" in page


def statements(editor: Client, start: Flow, count: Any, mode: str) -> int:
    with count() as found:
        seen(editor, start, form_data(start), mode)
    return len(found)


@pytest.mark.parametrize("mode", ["", "mapa"])
def test_a_preview_takes_as_many_statements_for_many_flows(
    editor: Client, mode: str, django_assert_max_num_queries: Any
) -> None:
    start, _release = a_bot()

    def another(title: str) -> None:
        other = a_flow(title, go_to(start))
        other.steps = [("go_to", {"target": start}), ("end", {"text": "Fim"})]
        other.save_revision()

    another("Um")
    seen(editor, start, form_data(start), mode)
    few = statements(editor, start, lambda: django_assert_max_num_queries(40), mode)
    for number in range(4):
        another(f"Mais {number}")
    many = statements(editor, start, lambda: django_assert_max_num_queries(40), mode)
    assert many == few
