"""From what nobody understood to a draft with its test: in one click, and back."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, ModelLogEntry, Workflow, WorkflowTask

from bot_flows import proposals
from bot_flows.compiler import compile_release
from bot_flows.models import ConversationTest, Flow, HandledPhrase, InboundEvent
from bot_flows.rehearsal import rehearse
from tests.factories import a_bot, a_flow, ask, choice, end, menu, publish, say, set_steps

from .chats import missed
from .people import WRITER, editor, writes

pytestmark = pytest.mark.django_db
INDEX = "bot_heard:index"
WORDS = [
    *("um", "dois", "tres", "quatro", "cinco", "seis"),
    *("sete", "oito", "nove", "dez", "onze", "doze"),
]


@pytest.fixture
def vacancies() -> Flow:
    flow = a_flow("Vagas", say("Veja as vagas de hoje."), menu("E agora?", choice("Chega")), end())
    a_bot(
        menu("Como posso ajudar?", choice("Vagas", flow, "estágio"), choice("Terminar")),
        end("Até logo!"),
    )
    publish(flow)
    return flow


@pytest.fixture
def start(vacancies: Flow) -> Flow:
    return Flow.objects.get(title="Início")


@pytest.fixture
def redator() -> Client:
    return editor(*WRITER)


def menu_of(flow: Flow) -> tuple[str, str]:
    """The id of the flow's menu, and of its first choice."""
    step = next(item for item in flow.steps.raw_data if item["type"] == "menu")
    return step["id"], step["value"]["choices"][0]["id"]


def asks(flow: Flow, phrase: str, way: str, **more: str) -> dict[str, str]:
    step, _choice = menu_of(flow)
    return {
        "fluxo": flow.reference,
        "passo": step,
        "frase": phrase,
        "destino": way,
        "next": reverse(INDEX),
        **more,
    }


def teach(client: Client, flow: Flow, phrase: str, way: str, **more: str):
    url = reverse("bot_heard:propose")
    return client.post(url, asks(flow, phrase, way, **more), follow=True)


def newest(flow: Flow) -> Flow:
    return Flow.objects.get(pk=flow.pk).get_latest_revision_as_object()


def plays(test: ConversationTest) -> bool:
    keys = {flow.pk: flow.reference for flow in Flow.objects.all()}
    return rehearse(compile_release(), test.script_for(keys)).passed


def test_three_people_one_row_one_click_and_the_phrase_is_understood(
    start: Flow, vacancies: Flow, redator: Client
) -> None:
    # "vagass" itself is read as "Vagas" by likeness, so the phrase is one that no reader guesses.
    for number, text in enumerate(("trampo", "Trampos", "trampo!!"), start=1):
        assert "não entendi" in " ".join(writes(number, "oi", text))
    page = redator.get(reverse(INDEX))
    (entry,) = page.context["object_list"]
    assert (entry.group.times, entry.group.people) == (3, 3)
    assert "3 vezes" in page.content.decode()

    _step, vaga = menu_of(start)
    answer = teach(redator, start, "trampo", f"opcao:{vaga}")

    assert "Rascunho feito: “trampo” leva a “Vagas”." in answer.content.decode()
    assert answer.context["object_list"] == []
    assert "não entendi" in " ".join(writes(4, "oi", "trampo"))  # nothing was published
    test = ConversationTest.objects.get()
    assert test.waits_for == [start.reference]
    assert not plays(test)

    draft = newest(start)
    draft.get_latest_revision().publish()
    assert any("Veja as vagas de hoje." in text for text in writes(5, "oi", "trampo"))
    assert plays(test)


def test_the_draft_keeps_other_edits_that_wait(start: Flow, redator: Client) -> None:
    draft = newest(start)
    raw = list(draft.steps.raw_data)
    raw[0]["value"]["prompt"] = "O que você quer?"
    draft.steps = json.dumps(raw)
    draft.save_revision()
    writes(1, "oi", "trampo")
    missed(["trampo"], flow=start.reference, step=menu_of(start)[0])

    teach(redator, start, "trampo", f"opcao:{menu_of(start)[1]}")

    value = newest(start).steps.raw_data[0]["value"]
    assert value["prompt"] == "O que você quer?"
    assert value["choices"][0]["value"]["synonyms"] == "estágio, trampo"
    live = Flow.objects.get(pk=start.pk).steps.raw_data[0]["value"]
    assert live["choices"][0]["value"]["synonyms"] == "estágio"


def test_a_word_that_opens_another_flow(start: Flow, vacancies: Flow, redator: Client) -> None:
    grants = a_flow("Bolsas", say("As bolsas são assim."), menu("E agora?", choice("Ok")), end())
    publish(grants)
    for number in (1, 2):
        writes(number, "oi", "iniciação científica")
    page = redator.post(reverse("bot_heard:propose"), asks(start, "iniciacao cientifica", "abrir:"))
    assert "Bolsas" in page.content.decode()

    teach(redator, start, "iniciacao cientifica", f"abrir:{grants.reference}")

    assert newest(grants).trigger_words == ("iniciação científica",)
    test = ConversationTest.objects.get()
    assert test.waits_for == [grants.reference]
    newest(grants).get_latest_revision().publish()
    assert plays(test)
    assert any("As bolsas" in text for text in writes(3, "oi", "iniciação científica"))


def test_a_choice_that_goes_on_below_has_a_test_that_can_fail(start: Flow, redator: Client) -> None:
    missed(["basta", "basta"], flow=start.reference, step=menu_of(start)[0])
    raw = start.steps.raw_data[0]["value"]["choices"]
    teach(redator, start, "basta", f"opcao:{raw[1]['id']}")
    test = ConversationTest.objects.get()
    assert not plays(test)
    newest(start).get_latest_revision().publish()
    assert plays(test)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("terminar", "“terminar” já vale para outra opção deste menu: “Terminar”."),
        ("estagio", "“estagio” já vale para “Vagas” no rascunho: só falta publicar."),
        ("!!!", "A frase precisa ter ao menos uma letra ou um número."),
        ("menu", "“menu” vale em qualquer ponto da conversa (menu)."),
    ],
)
def test_what_collides_is_refused_and_nothing_is_changed(
    start: Flow, redator: Client, text: str, reason: str
) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    before = Flow.objects.get(pk=start.pk).latest_revision_id
    answer = teach(redator, start, "trampo", f"opcao:{menu_of(start)[1]}", texto=text)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert Flow.objects.get(pk=start.pk).latest_revision_id == before
    assert not ConversationTest.objects.exists()
    assert not HandledPhrase.objects.exists()


def test_a_word_of_another_flow_is_refused_with_its_name(
    start: Flow, vacancies: Flow, redator: Client
) -> None:
    other = a_flow("Bolsas", say("Bolsas."), end(), triggers="trampo")
    publish(other)
    missed(["bico", "bico"], flow=start.reference, step=menu_of(start)[0])
    answer = teach(redator, start, "bico", f"abrir:{vacancies.reference}", texto="trampo")
    assert "“trampo” já abre o fluxo “Bolsas”." in answer.content.decode()


def test_a_locked_flow_is_refused_with_a_sentence(start: Flow, redator: Client) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    Flow.objects.filter(pk=start.pk).update(
        locked=True, locked_by=User.objects.create_superuser("chefe")
    )
    answer = teach(redator, start, "trampo", f"opcao:{menu_of(start)[1]}")
    assert "O fluxo “Início” está bloqueado para edição." in answer.content.decode()
    assert not ConversationTest.objects.exists()


def test_a_step_that_would_still_not_understand_is_refused(
    start: Flow, vacancies: Flow, redator: Client
) -> None:
    asking = a_flow("Nome", ask("Qual é o seu nome?", "apelido"), end(), triggers="nome")
    publish(asking)
    step = asking.steps.raw_data[0]["id"]
    missed(["??", "??"], flow=asking.reference, step=step)
    answer = redator.post(
        reverse("bot_heard:propose"),
        {
            "fluxo": asking.reference,
            "passo": step,
            "frase": "??",
            "texto": "trampo",
            "destino": f"abrir:{vacancies.reference}",
        },
    )
    assert "o bot ainda não entenderia “trampo”" in answer.content.decode()


def test_a_step_or_a_choice_that_is_gone_is_refused(start: Flow, redator: Client) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    answer = teach(redator, start, "trampo", "opcao:nenhuma")
    assert "Esta opção já não existe no rascunho" in answer.content.decode()
    form = asks(start, "trampo", f"opcao:{menu_of(start)[1]}")
    set_steps(start, say("Oi"), end())
    gone = redator.post(reverse("bot_heard:propose"), form)
    assert "Este menu já não existe no rascunho" in gone.content.decode()


@pytest.mark.parametrize("way", ["abrir:nada", "abrir:\0", "xyz", "opcao:" + "x" * 5_000])
def test_odd_ways_are_refused_softly(start: Flow, redator: Client, way: str) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    assert teach(redator, start, "trampo", way).status_code == 422


def test_what_is_personal_is_not_taught(start: Flow) -> None:
    reader = editor(*WRITER, "read_messages")
    missed(["me liga 41 99999-0000"], flow=start.reference, step=menu_of(start)[0])
    phrase = "me liga numero"
    answer = teach(reader, start, phrase, f"opcao:{menu_of(start)[1]}")
    assert "A frase tem um dado pessoal" in answer.content.decode()
    assert "99999" not in answer.content.decode()
    taught = teach(reader, start, phrase, f"opcao:{menu_of(start)[1]}", texto="me liga")
    assert "Rascunho feito: “me liga”" in taught.content.decode()


def test_left_aside_and_back(start: Flow, redator: Client) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    url = reverse("bot_heard:leave_aside")
    page = redator.post(url, asks(start, "trampo", ""), follow=True)
    assert "“trampo” foi deixada de lado." in page.content.decode()
    assert page.context["object_list"] == []
    handled = redator.get(reverse(INDEX), {"situacao": "tratadas"})
    assert "Deixada de lado" in handled.content.decode()
    mark = HandledPhrase.objects.get()
    back = redator.post(reverse("bot_heard:undo", args=[mark.pk]), follow=True)
    assert "“trampo” voltou à lista." in back.content.decode()
    assert len(back.context["object_list"]) == 1
    again = redator.post(reverse("bot_heard:undo", args=[mark.pk]), follow=True)
    assert "Isto já foi desfeito." in again.content.decode()


def test_what_was_done_is_said_once(start: Flow, redator: Client) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    redator.post(reverse("bot_heard:leave_aside"), asks(start, "trampo", ""))
    assert "foi deixada de lado" in redator.get(reverse(INDEX)).content.decode()
    assert "foi deixada de lado" not in redator.get(reverse(INDEX)).content.decode()


def test_what_somebody_else_has_dealt_with_is_said(start: Flow, redator: Client) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    form = asks(start, "trampo", "")
    redator.post(reverse("bot_heard:leave_aside"), form)
    answer = redator.post(reverse("bot_heard:leave_aside"), form, follow=True)
    assert "Esta frase já foi tratada por alguém." in answer.content.decode()


def test_everything_is_in_the_log(start: Flow, redator: Client) -> None:
    missed(["trampo", "trampo", "bico", "bico"], flow=start.reference, step=menu_of(start)[0])
    teach(redator, start, "trampo", f"opcao:{menu_of(start)[1]}")
    redator.post(reverse("bot_heard:leave_aside"), asks(start, "bico", ""))
    redator.post(reverse("bot_heard:undo", args=[HandledPhrase.objects.get(folded="bico").pk]))
    actions = set(ModelLogEntry.objects.values_list("action", flat=True))
    wanted = {"bot_flows.propose", "bot_flows.leave_aside", "bot_flows.undo_handled"}
    assert wanted | {"wagtail.create"} <= actions
    assert ModelLogEntry.objects.get(action=proposals.PROPOSED).data["phrase"] == "trampo"


def test_sent_to_review(start: Flow, redator: Client) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    teach(redator, start, "trampo", f"opcao:{menu_of(start)[1]}")
    _a_review_for_flows()
    url = reverse("bot_heard:submit", args=[start.pk])
    sent = redator.post(url, {"next": reverse(INDEX)}, follow=True)
    assert "“Início” foi para revisão." in sent.content.decode()
    assert Flow.objects.get(pk=start.pk).workflow_in_progress
    twice = redator.post(url, {"next": reverse(INDEX)}, follow=True)
    assert "“Início” já está em revisão." in twice.content.decode()


def _a_review_for_flows() -> None:
    if Flow.objects.all()[0].get_workflow():
        return
    workflow = Workflow.objects.create(name="Revisão")
    task = GroupApprovalTask.objects.create(name="Ler")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import WorkflowContentType

    kind = ContentType.objects.get_for_model(Flow)
    WorkflowContentType.objects.create(content_type=kind, workflow=workflow)


def test_an_analyst_reads_and_changes_nothing(start: Flow) -> None:
    missed(["trampo", "trampo"], flow=start.reference, step=menu_of(start)[0])
    analyst = editor("see_reports")
    page = analyst.get(reverse(INDEX)).content.decode()
    assert "trampo" in page
    assert "Ensinar" not in page
    for name in ("propose", "leave_aside"):
        url = reverse(f"bot_heard:{name}")
        assert analyst.post(url, asks(start, "trampo", "")).status_code in (302, 403)
    assert not HandledPhrase.objects.exists()


@pytest.mark.parametrize(
    "name", ["bot_heard:index", "bot_heard:index_results", "bot_leaving:index"]
)
def test_without_the_right_to_reports_there_is_nothing_to_see(start: Flow, name: str) -> None:
    guest = editor("read_messages")
    response = guest.get(reverse(name))
    assert response.status_code in (302, 403)


def test_what_one_person_said_is_for_readers_of_messages(start: Flow, redator: Client) -> None:
    missed(["meu segredo"], flow=start.reference, step=menu_of(start)[0])
    page = redator.get(reverse(INDEX)).content.decode()
    assert "meu segredo" not in page
    assert "Mais uma frase foi dita por uma só pessoa" in page
    reader = editor("see_reports", "read_messages", name="lia")
    assert "meu segredo" in reader.get(reverse(INDEX)).content.decode()
    form = asks(start, "meu segredo", f"opcao:{menu_of(start)[1]}")
    assert (
        "já foi tratada"
        in redator.post(reverse("bot_heard:propose"), form, follow=True).content.decode()
    )


def test_what_people_typed_is_escaped(start: Flow, redator: Client) -> None:
    missed(["<script>alert(1)</script>"] * 2, flow=start.reference, step=menu_of(start)[0])
    page = redator.get(reverse(INDEX)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_for_one_row_and_for_many(
    start: Flow, redator: Client, count: int, django_assert_max_num_queries
) -> None:
    step = menu_of(start)[0]
    redator.get(reverse(INDEX))
    words = WORDS[:count]
    missed([f"{word} {word}" for word in words for _ in (1, 2)], flow=start.reference, step=step)
    with django_assert_max_num_queries(14):
        page = redator.get(reverse(INDEX))
    assert len(page.context["object_list"]) == count


def test_pages(start: Flow, redator: Client) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [f"{a}{b}{a}{b}zz" for a in letters[:7] for b in letters[7:13]]
    missed([word for word in words for _ in (1, 2)], flow=start.reference, step=menu_of(start)[0])
    assert len(redator.get(reverse(INDEX)).context["object_list"]) == 30
    assert len(redator.get(reverse(INDEX), {"p": 2}).context["object_list"]) > 0


@pytest.mark.parametrize(
    "asked", [{"dia_from": "ontem"}, {"fluxo": "x"}, {"p": "999"}, {"dia_to": "2030-01-01"}]
)
def test_odd_filters_show_the_page(start: Flow, redator: Client, asked: dict[str, str]) -> None:
    assert redator.get(reverse(INDEX), asked).status_code == 200


def test_an_empty_inbox_says_that_all_is_well(start: Flow, redator: Client) -> None:
    assert "Nada a tratar" in redator.get(reverse(INDEX)).content.decode()
    assert not InboundEvent.objects.exists()
