"""Moderation in the dashboard: the queue, the rules with their preview, what people sent."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bot_flows import searches
from bot_flows.access import REVIEWER, WRITER
from bot_flows.engine.effects import SearchVacancies
from tests.bot_flows.access.people import client_of, member
from vacancies import submissions
from vacancies.admin.moderation.pasting import DRAFT
from vacancies.models import Submission, Vacancy, VacancyRule
from vacancies.pasting import Draft
from vacancies.submissions import Offer, Sender

pytestmark = pytest.mark.django_db
QUEUE = "/dashboard/vagas/moderacao/"
M = Vacancy.Moderation
ADD = "wagtailsnippets_vacancies_vacancy:add"


@pytest.fixture
def reviewer() -> Client:
    return client_of(member(REVIEWER, "revisora"))


def sent(title: str = "Robótica", number: int = 1) -> Submission:
    sender = Sender("Rita", "rita@exemplo.br", "DAINF", "professor", str(number))
    offer = Offer(title, f"Lab {number}", "estagio", how="Escreva")
    return submissions.submit(offer, sender, now=timezone.now())


def state(pk: int) -> tuple[str, str]:
    vacancy = Vacancy.objects.get(pk=pk)
    return vacancy.moderation, vacancy.moderation_reason


def test_the_queue_shows_what_waits_why_and_who_sent_it(reviewer: Client) -> None:
    sent("<script>alert(1)</script> Robótica")
    page = reviewer.get(QUEUE).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Robótica" in page
    assert "<script>alert" not in page
    assert "rita@exemplo.br" in page
    Vacancy.objects.create(title="Suspeita", moderation=M.FLAGGED, moderation_reason="pede um kit")
    page = reviewer.get(f"{QUEUE}?estado=marcadas").content.decode()
    assert "pede um kit" in page
    menu = reviewer.get("/dashboard/").content.decode("unicode_escape")
    assert "Moderação (2)" in menu


def test_each_empty_tab_says_so(reviewer: Client) -> None:
    for tab, text in {
        "esperando": "Nada espera revisão.",
        "marcadas": "Nenhuma vaga marcada",
        "escondidas": "Nenhuma vaga escondida por uma regra.",
        "recusadas": "Nenhuma vaga recusada.",
        "<script>": "Nada espera revisão.",
    }.items():
        assert text in reviewer.get(QUEUE, {"estado": tab}).content.decode()


def test_who_sent_it_is_for_those_who_may_see_it() -> None:
    sent()
    user = member(None, "so-decide")
    for codename in ("moderate_vacancies", "view_submission"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    client = client_of(user)
    for page in (QUEUE, "/dashboard/vagas/envios/"):
        said = client.get(page).content.decode()
        assert "Robótica" in said
        assert "rita@exemplo.br" not in said
        assert "Rita" not in said


def test_many_are_released_at_once_and_taken_back(reviewer: Client) -> None:
    pks = [sent(f"Vaga {n}", n).vacancy_id for n in range(3)]
    data = {"vaga": pks[:2], "acao": "liberar", "next": QUEUE}
    page = reviewer.post(f"{QUEUE}decidir/", data, follow=True).content.decode()
    assert "2 vagas liberadas." in page
    assert [state(pk)[0] for pk in pks] == [M.CLEAR, M.CLEAR, M.WAITING]
    note = re.search(r'name="antes" value="([^"]+)"', page)
    assert note is not None
    page = reviewer.post(f"{QUEUE}desfazer/", {"antes": note[1]}, follow=True).content.decode()
    assert "2 vagas voltaram." in page
    assert {state(pk)[0] for pk in pks} == {M.WAITING}
    actions = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert actions == {"vacancies.release", "vacancies.undo_decision"}


@pytest.mark.parametrize("note", ["", "x", "W1sxLCJjbGVhciJd:1:a", "\x00"])
def test_a_note_written_by_hand_takes_nothing_back(reviewer: Client, note: str) -> None:
    pk = sent().vacancy_id
    page = reviewer.post(f"{QUEUE}desfazer/", {"antes": note}, follow=True).content.decode()
    assert "Não há nada a desfazer." in page
    assert state(pk)[0] == M.WAITING


def test_a_refusal_has_a_reason(reviewer: Client) -> None:
    pk = sent().vacancy_id
    data = {"vaga": [pk], "acao": "recusar", "motivo": " \u202e "}
    page = reviewer.post(f"{QUEUE}decidir/", data, follow=True).content.decode()
    assert "Diga o motivo da recusa" in page
    assert state(pk)[0] == M.WAITING
    reviewer.post(f"{QUEUE}decidir/", {**data, "motivo": "Já acabou."})
    assert state(pk) == (M.REFUSED, "Já acabou.")


def test_a_rows_own_button_decides_that_one_alone(reviewer: Client) -> None:
    first, second = sent("A1 vaga", 1).vacancy_id, sent("B2 vaga", 2).vacancy_id
    reviewer.post(f"{QUEUE}decidir/", {"vaga": [second], "uma": f"esconder:{first}"})
    assert state(first)[0] == M.REFUSED
    assert state(second)[0] == M.WAITING


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"acao": "liberar"},
        {"vaga": ["1"], "acao": ""},
        {"vaga": ["x", "-1", "9" * 40], "acao": "liberar"},
        {"vaga": ["1"], "acao": "apagar"},
        {"uma": "liberar:0 OR 1=1"},
        {"uma": "explodir:1"},
    ],
)
def test_what_makes_no_sense_changes_nothing(reviewer: Client, data: dict[str, Any]) -> None:
    pk = sent().vacancy_id
    assert reviewer.post(f"{QUEUE}decidir/", data).status_code == 302
    assert state(pk)[0] == M.WAITING


@pytest.mark.parametrize("path", [QUEUE, "/dashboard/vagas/envios/"])
def test_the_lists_cost_the_same_for_one_and_for_thirty(reviewer: Client, path: str) -> None:
    counts = []
    for rows in (range(1), range(1, 30)):
        for n in rows:
            sent(f"Vaga {n} taxa de inscrição", n)
        reviewer.get(path)
        with CaptureQueriesContext(connection) as asked:
            reviewer.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def rule_form(**changes: str) -> dict[str, str]:
    data = {"kind": "words", "pattern": "porta a porta", "action": "hide", "reason": "vendas"}
    return {**data, "active": "on", **changes}


def test_a_rule_shows_what_it_would_take_before_it_is_saved(reviewer: Client) -> None:
    for n in range(12):
        Vacancy.objects.create(title=f"Vendas {n}", description="porta a porta")
    url = reverse("wagtailsnippets_vacancies_vacancyrule:add")
    shown = reviewer.post(url, rule_form())
    page = shown.content.decode()
    assert "Esta regra esconderia 12 vagas" in page
    assert "Vendas 7" in page
    assert not VacancyRule.objects.filter(reason="vendas").exists()
    assert Vacancy.objects.filter(listed=True).count() == 12
    mark = re.search(r'name="visto" value="(\w+)"', page)
    assert mark is not None
    other = reviewer.post(url, rule_form(visto=mark[1], action="flag"))
    assert "Esta regra marcaria 12 vagas" in other.content.decode()
    assert reviewer.post(url, rule_form(visto=mark[1])).status_code == 302
    assert Vacancy.objects.filter(listed=True).count() == 0
    rule = VacancyRule.objects.get(reason="vendas")
    delete = reverse("wagtailsnippets_vacancies_vacancyrule:delete", args=[rule.pk])
    assert reviewer.post(delete).status_code == 302
    assert Vacancy.objects.filter(listed=True).count() == 12


def test_a_rule_that_takes_nothing_is_saved_at_once(reviewer: Client) -> None:
    url = reverse("wagtailsnippets_vacancies_vacancyrule:add")
    assert reviewer.post(url, rule_form()).status_code == 302
    wrong = reviewer.post(url, rule_form(pattern="!!"))
    assert "Escreva ao menos três letras ou números." in wrong.content.decode()


def vacancy_form(**changes: str) -> dict[str, str]:
    data = {"title": "Monitoria de soldagem", "kind": "estagio", "company": "Lab", "live": "on"}
    data |= {"description": "Bancada"}
    return {**data, **changes}


def test_what_a_reviewer_writes_is_found_by_the_bot_at_once(reviewer: Client) -> None:
    assert reviewer.post(reverse(ADD), vacancy_form()).status_code == 302
    vacancy = Vacancy.objects.get()
    assert (vacancy.origin, vacancy.moderation, vacancy.listed) == ("editor", M.CLEAR, True)
    effect = SearchVacancies(key="k", terms=("soldagem",), city="", limit=3, exclude=())
    found = searches.look_at(effect, timezone.now())
    assert [card.title for card in found.vacancies] == ["Monitoria de soldagem"]


def test_what_a_redator_writes_waits_for_a_revisor() -> None:
    client = client_of(member(WRITER, "redatora"))
    assert client.post(reverse(ADD), vacancy_form()).status_code == 302
    vacancy = Vacancy.objects.get()
    assert (vacancy.moderation, vacancy.listed) == (M.WAITING, False)
    edit = reverse("wagtailsnippets_vacancies_vacancy:edit", args=[vacancy.pk])
    client.post(edit, vacancy_form(title="Outra"))
    assert Vacancy.objects.get().title == "Monitoria de soldagem"


def test_a_pasted_page_fills_the_form_once(reviewer: Client) -> None:
    session = reviewer.session
    found = Draft("https://exemplo.com.br/v/1", title="Soldagem <b>", company="Lab", city="Ponta")
    session[DRAFT] = found.as_json()
    session.save()
    page = reviewer.get(reverse(ADD)).content.decode()
    assert 'value="Soldagem &lt;b&gt;"' in page
    assert 'value="https://exemplo.com.br/v/1"' in page
    assert "Soldagem" not in reviewer.get(reverse(ADD)).content.decode()
    assert not Vacancy.objects.exists()


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "nada", "http://", "x" * 2000])
def test_a_link_that_is_none_is_told(reviewer: Client, link: str) -> None:
    response = reviewer.post("/dashboard/vagas/de-um-link/", {"link": link})
    assert response.status_code == 200
    assert response.context["form"].errors


def test_the_list_of_vacancies_leads_to_the_form_by_link(reviewer: Client) -> None:
    page = reviewer.get(reverse("wagtailsnippets_vacancies_vacancy:list")).content.decode()
    assert "/dashboard/vagas/de-um-link/" in page


def test_a_submission_is_found_by_its_code(reviewer: Client) -> None:
    first, second = sent("Primeira vaga", 1), sent("Segunda vaga", 2)
    address = "/dashboard/vagas/envios/"
    page = reviewer.get(address, {"codigo": first.code.lower()}).content.decode()
    assert "Primeira vaga" in page
    assert "Segunda vaga" not in page
    none = reviewer.get(address, {"codigo": "\x00' OR 1"}).content.decode()
    assert "Nenhum envio com este código." in none
    assert second.code in reviewer.get(address).content.decode()
