"""One way in: what is sent is known again, may be one with another, or is new; by every door."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bot_flows.access import REVIEWER, WRITER
from home.integrations import Scope
from tests.api.asking import program, send
from tests.bot_flows.access.people import client_of, member
from tests.home.content import a_vacancy
from tests.vacancies.test_submissions import ADDRESS, filled
from vacancies import intake, merging, submissions
from vacancies.intake import take
from vacancies.models import Posting, Submission, Vacancy, VacancyPair, VacancyRule

pytestmark = pytest.mark.django_db
M, C, API = Vacancy.Moderation, Vacancy.Closing, Vacancy.Origin.API
LINK = "https://vagas.exemplo.com.br/vaga/20261"
BODY = {
    "title": "Estágio em análise de dados",
    "company": "Laboratório de Hidrologia",
    "city": "Curitiba/PR",
    "link": LINK,
    "description": "Organizar séries de chuva.",
}
ADD = "wagtailsnippets_vacancies_vacancy:add"
STATEMENTS = 18 if connection.vendor == "postgresql" else 16  # the turn is a lock there


def stored(**fields: Any) -> Vacancy:
    given = {**BODY, "city": "Curitiba", "state": "PR", **fields}
    return a_vacancy(given.pop("title"), **given)


def fresh(vacancy: Vacancy) -> Vacancy:
    return Vacancy.objects.get(pk=vacancy.pk)


def closed(reason: str, **fields: Any) -> Vacancy:
    return stored(closed_at=timezone.now(), closed_reason=reason, **fields)


def sent(trusted: bool = True, **changes: Any) -> intake.Taken:
    return take({**BODY, **changes}, API, "Painel", trusted=trusted)


# Known, new, or perhaps the same


def test_a_trusted_sender_fills_what_is_blank_and_adds_where_else_it_stands() -> None:
    known = stored(salary="", description="")
    other = "https://outro.example.org/e/77777"
    taken = sent(link=other, salary="R$ 1.400", hours_week=20)
    vacancy = fresh(known)
    assert (taken.created, taken.reason, taken.vacancy.pk) == (False, "words", known.pk)
    assert (vacancy.salary, vacancy.hours_week, vacancy.description, vacancy.link) == (
        "R$ 1.400",
        20,
        BODY["description"],
        LINK,
    )
    posting = Posting.objects.get()
    assert (posting.vacancy_id, posting.url, posting.site) == (known.pk, other, "outro.example.org")
    assert sent(link=other, title="Estágio em análise de dado").reason == "link"
    assert Posting.objects.count() == 1


def test_what_is_there_is_not_overwritten_and_an_editors_work_not_touched() -> None:
    known = stored(salary="Bolsa", edited_by_hand=True, description="")
    sent(salary="R$ 9.000", description="Outra")
    assert (fresh(known).salary, fresh(known).description) == ("Bolsa", "")


def test_whom_nobody_trusts_changes_nothing_that_people_see() -> None:
    known = stored(salary="", description="")
    before = Vacancy.objects.values().get()
    taken = sent(False, link="https://golpe.example.org/e/77777", salary="R$ 9.000")
    assert (taken.created, taken.vacancy.pk) == (False, known.pk)
    assert Vacancy.objects.values().get() == before
    assert not Posting.objects.exists()


@pytest.mark.parametrize("trusted", [True, False])
def test_what_may_be_the_same_is_new_and_a_pair_for_a_person(trusted: bool) -> None:
    known = stored(title="Estágio em análise de dados júnior")
    taken = sent(trusted, link="https://outro.example.org/e/77777")
    pair = VacancyPair.objects.get()
    assert taken.created
    assert taken.vacancy.listed is trusted
    assert (pair.first_id, pair.second_id, pair.decision) == (
        known.pk,
        taken.vacancy.pk,
        VacancyPair.Decision.PENDING,
    )
    assert fresh(known).merged_into_id is None


def test_a_page_of_many_holds_another_vacancy() -> None:
    page_of_many = "https://lab.exemplo.br/vagas"
    stored(title="Estágio em análise de redes", link=page_of_many)
    taken = sent(link=page_of_many)
    assert (taken.created, taken.vacancy.listed) == (True, True)


def test_after_an_editor_closed_one_there_a_person_sees_the_next() -> None:
    page_of_many = "https://lab.exemplo.br/vagas"
    closed(C.EDITOR, title="Promotora de vendas", link=page_of_many)
    taken = sent(link=page_of_many)
    assert (taken.created, taken.vacancy.moderation) == (True, M.WAITING)


def test_what_a_person_decided_of_two_holds(admin_user) -> None:
    known = stored(title="Estágio em análise de dados júnior")
    other = "https://outro.example.org/e/77777"
    new = sent(link=other).vacancy
    merging.tell_apart(known.pk, new.pk, admin_user)
    assert sent(link=other).vacancy.pk == new.pk
    assert VacancyPair.objects.get().decision == VacancyPair.Decision.DIFFERENT
    merging.merge(known.pk, new.pk, admin_user)
    taken = sent(link=other)
    assert (taken.vacancy.pk, taken.reason) == (known.pk, "link")
    assert VacancyPair.objects.get().decision == VacancyPair.Decision.SAME
    assert Vacancy.objects.count() == 2


def test_a_posting_that_was_moved_out_stays_where_a_person_put_it(admin_user) -> None:
    known = stored()
    other = "https://outro.example.org/e/77777"
    for link in (LINK, other):
        sent(link=link)
    Posting.objects.create(
        site="indeed", external_id="1", vacancy=known, url=LINK, title=known.title
    )
    moved, _pair = merging.split(Posting.objects.get(url=other).pk, admin_user)
    assert sent(link=other).vacancy.pk == moved.pk
    assert sent().vacancy.pk == known.pk


# The rules


@pytest.mark.parametrize(("action", "state"), [("hide", M.HIDDEN), ("flag", M.FLAGGED)])
def test_the_rules_hold_for_whom_we_trust(action: str, state: str) -> None:
    VacancyRule.objects.create(kind="words", pattern="porta a porta", action=action, reason="x")
    taken = sent(description="Vender porta a porta.")
    assert (taken.vacancy.moderation, taken.vacancy.listed) == (state, state == M.FLAGGED)


def test_what_was_added_is_held_against_the_rules() -> None:
    VacancyRule.objects.create(kind="words", pattern="porta a porta", action="hide", reason="x")
    known = stored(description="")
    sent(description="Vender porta a porta.")
    assert (fresh(known).moderation, fresh(known).listed) == (M.HIDDEN, False)


# Closed, refused, taken down


@pytest.mark.parametrize("reason", [C.GONE, C.SAID, C.UNSEEN])
def test_what_checks_closed_a_trusted_sender_reopens(reason: str) -> None:
    known = closed(reason, strikes=2)
    taken = sent()
    assert (taken.created, taken.vacancy.listed, taken.vacancy.strikes) == (False, True, 0)
    assert taken.detail == "A vaga estava encerrada e voltou a aparecer."
    assert fresh(known).check_at is not None


def test_from_others_it_comes_back_for_a_person_to_see() -> None:
    known = closed(C.GONE)
    taken = sent(trusted=False)
    assert (taken.vacancy.pk, taken.vacancy.moderation) == (known.pk, M.WAITING)
    assert (taken.vacancy.closed_at, taken.vacancy.listed) == (None, False)
    assert "uma pessoa vai conferir" in taken.detail


def test_a_deadline_that_passed_comes_back_with_a_new_day_alone() -> None:
    today = timezone.localdate()
    known = closed(C.DEADLINE, apply_by=today - timedelta(days=1))
    assert "prazo desta vaga já passou" in sent().detail
    assert not fresh(known).listed
    later = today + timedelta(days=9)
    assert sent(apply_by=later).vacancy.listed
    assert fresh(known).apply_by == later


DOWN = [
    {"closed_reason": C.EDITOR, "closed_at": timezone.now()},
    {"live": False},
    {"moderation": M.REFUSED},
]


@pytest.mark.parametrize("state", DOWN)
@pytest.mark.parametrize("title", [BODY["title"], "Promotora de vendas"])
def test_what_a_person_took_down_does_not_come_back_by_its_link(
    state: dict[str, Any], title: str
) -> None:
    known = stored(**state)
    taken = sent(title=title)
    assert (taken.created, taken.vacancy.pk, taken.reason) == (False, known.pk, "link")
    assert "não volta por ser enviada de novo" in taken.detail
    assert not taken.vacancy.listed
    assert Vacancy.objects.count() == 1


@pytest.mark.parametrize("state", DOWN)
def test_with_other_words_and_another_link_it_is_new_and_is_reviewed(state: dict[str, Any]) -> None:
    stored(**state)
    taken = sent(False, title="Promotora de vendas", link="https://novo.example.org/1")
    assert (taken.created, taken.vacancy.moderation) == (True, M.WAITING)


def test_what_may_be_one_that_was_refused_is_seen_by_a_person_whoever_sends_it() -> None:
    stored(title="Estágio em análise de dados júnior", moderation=M.REFUSED)
    taken = sent(trusted=True, link="https://outro.example.org/e/77777")
    assert (taken.created, taken.vacancy.moderation) == (True, M.WAITING)


def test_the_api_and_the_receipt_say_why(client: Client) -> None:
    known = closed(C.EDITOR)
    said = send(program(Scope.VACANCIES, Scope.TRUSTED), "vacancies/", BODY, 200)
    assert (said["id"], said["standing"], said["known_by"]) == (known.pk, "closed", "link")
    assert said["detail"].startswith("A equipe do site tirou esta vaga do ar")
    response = client.post(ADDRESS, filled(**{**BODY, "city": "Curitiba"}))
    assert Submission.objects.get().vacancy == known
    assert "tirou esta vaga do ar" in client.get(response.url).content.decode()


# The editors' form


def typed(**changes: str) -> dict[str, str]:
    given = {**BODY, "city": "Curitiba", "state": "PR", "kind": "estagio", "live": "on"}
    return {**given, **changes}


@pytest.fixture
def editor() -> Client:
    return client_of(member(REVIEWER, "revisora"))


def test_an_editor_is_told_which_one_it_is_and_loses_nothing(editor: Client) -> None:
    known = stored()
    response = editor.post(reverse(ADD), typed(description="Meu texto novo", salary="R$ 1.500"))
    text = response.content.decode()
    assert response.status_code == 200
    assert reverse("wagtailsnippets_vacancies_vacancy:inspect", args=[known.pk]) in text
    assert "Meu texto novo" in text
    assert 'value="R$ 1.500"' in text
    assert Vacancy.objects.count() == 1


def test_who_says_that_it_is_another_has_the_last_word(editor: Client) -> None:
    known = stored()
    assert editor.post(reverse(ADD), typed(e_outra="1")).status_code == 302
    new = Vacancy.objects.exclude(pk=known.pk).get()
    pair = VacancyPair.objects.get()
    assert (pair.first_id, pair.second_id, pair.decision) == (
        known.pk,
        new.pk,
        VacancyPair.Decision.DIFFERENT,
    )
    assert new.listed


def test_what_an_editor_writes_makes_pairs_and_is_held_against_the_rules(editor: Client) -> None:
    VacancyRule.objects.create(kind="words", pattern="porta a porta", action="hide", reason="não")
    known = stored(title="Estágio em análise de dados júnior", link="https://a.example.org/55555")
    page = editor.post(reverse(ADD), typed(description="Vender porta a porta."), follow=True)
    new = Vacancy.objects.exclude(pk=known.pk).get()
    assert VacancyPair.objects.get().second_id == new.pk
    assert new.moderation == M.HIDDEN
    assert "Uma regra escondeu esta vaga" in page.content.decode()


def test_a_writer_who_may_only_add_sees_it_too() -> None:
    known = stored()
    writer = client_of(member(WRITER, "redatora"))
    text = writer.post(reverse(ADD), typed()).content.decode()
    address = reverse("wagtailsnippets_vacancies_vacancy:inspect", args=[known.pk])
    assert address in text
    assert writer.get(address).status_code == 200


def test_taking_one_in_costs_the_same_among_few_and_many() -> None:
    costs = []
    for number in (1, 30):
        for n in range(number):
            a_vacancy(f"Estágio {n}", link=f"https://x.example.org/{number}/{n}55555")
        with CaptureQueriesContext(connection) as asked:
            sent(title=f"Estágio em dados {number}", link=f"https://y.example.org/{number}55555")
        costs.append(len(asked))
    assert costs == [STATEMENTS, STATEMENTS]


def test_a_form_that_repeats_a_waiting_one_makes_no_second(client: Client) -> None:
    for _n in range(2):
        assert client.post(ADDRESS, filled()).status_code == 302
    assert Vacancy.objects.count() == 1
    assert submissions.state_of(Submission.objects.latest("pk"))[0] == "review"
