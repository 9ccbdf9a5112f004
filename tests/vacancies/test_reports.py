"""Reports: two people start a look, a public form without a login, and what editors do."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.home.content import a_vacancy
from vacancies import closing, reporting
from vacancies.models import Vacancy, VacancyReport, VacancySettings
from vacancies.reports import Reported, report

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


def reported(vacancy: Vacancy, *people: str, kind: str = "dead") -> list[Reported | None]:
    return [report(vacancy.pk, person, kind, now=NOW) for person in people]


def fresh(vacancy: Vacancy) -> Vacancy:
    return Vacancy.objects.get(pk=vacancy.pk)


def test_two_people_start_a_look_and_one_alone_does_not() -> None:
    vacancy = a_vacancy(check_at=LATER)
    assert reported(vacancy, "contact:1", "contact:1") == [Reported(True), Reported(False)]
    assert fresh(vacancy).check_at == LATER
    assert reported(vacancy, "contact:2") == [Reported(True, checking=True)]
    assert fresh(vacancy).check_at == NOW


def test_one_person_with_two_complaints_is_one_person() -> None:
    vacancy = a_vacancy(check_at=LATER)
    report(vacancy.pk, "contact:1", "dead", now=NOW)
    assert report(vacancy.pk, "contact:1", "wrong", now=NOW) == Reported(True)
    assert fresh(vacancy).check_at == LATER


def test_a_link_that_was_looked_at_a_moment_ago_is_not_looked_at_again() -> None:
    vacancy = a_vacancy(check_at=LATER, checked_at=NOW - timedelta(minutes=5))
    assert reported(vacancy, "contact:1", "contact:2")[1] == Reported(True)
    assert fresh(vacancy).check_at == LATER


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("money", "clear", "flagged"),
        ("money", "flagged", "flagged"),
        ("dead", "clear", "clear"),
        ("wrong", "clear", "clear"),
    ],
)
def test_two_who_were_asked_for_money_flag_it(kind: str, before: str, after: str) -> None:
    vacancy = a_vacancy(moderation=before)
    reported(vacancy, "contact:1", kind=kind)
    assert fresh(vacancy).moderation == before
    reported(vacancy, "contact:2", kind=kind)
    found = fresh(vacancy)
    assert (found.moderation, found.listed) == (after, True)
    assert bool(found.moderation_reason) == (before != after)


def test_what_people_do_not_see_cannot_be_reported() -> None:
    for fields in ({"live": False}, {"moderation": "waiting"}, {"closed_at": NOW}):
        assert reported(a_vacancy(**fields), "contact:1") == [None]
    assert report(10**12, "contact:1", "dead") is None
    assert not VacancyReport.objects.exists()


@pytest.mark.parametrize(("reporter", "kind"), [("", "dead"), ("contact:1", ""), ("x", "outro")])
def test_who_reports_what(reporter: str, kind: str) -> None:
    with pytest.raises(ValueError, match="who reports what"):
        report(a_vacancy().pk, reporter, kind)


def test_a_long_name_is_kept_as_its_digest() -> None:
    vacancy = a_vacancy()
    reported(vacancy, "x" * 5000, "x" * 5000)
    assert len(VacancyReport.objects.get().reporter) == 32


def test_a_demonstration_has_no_link_to_look_at() -> None:
    vacancy = a_vacancy(is_demo=True)
    assert reported(vacancy, "contact:1", "contact:2")[1] == Reported(True)


def address(vacancy: Vacancy) -> str:
    return f"{vacancy.get_absolute_url()}avisar/"


def test_a_visitor_reports_without_a_login_and_is_thanked(client: Client) -> None:
    vacancy = a_vacancy()
    assert address(vacancy) in client.get(vacancy.get_absolute_url()).content.decode()
    html = client.get(address(vacancy)).content.decode()
    assert html.count('type="radio"') == 3
    response = client.post(address(vacancy), {"aviso": "dead"}, follow=True)
    assert "Obrigado pelo aviso" in response.content.decode()
    kept = VacancyReport.objects.get()
    assert re.fullmatch(r"web:[0-9a-f]{32}", kept.reporter)
    assert client.session.session_key not in kept.reporter


def test_two_visitors_are_two_people_and_one_who_repeats_is_one() -> None:
    vacancy = a_vacancy(check_at=LATER)
    one, two = Client(), Client()
    for client in (one, one, two):
        client.post(address(vacancy), {"aviso": "dead"})
    assert VacancyReport.objects.count() == 2
    assert fresh(vacancy).check_at <= timezone.now()


def test_the_form_is_closed_to_other_sites() -> None:
    vacancy = a_vacancy()
    outsider = Client(enforce_csrf_checks=True)
    assert outsider.post(address(vacancy), {"aviso": "dead"}).status_code == 403
    assert not VacancyReport.objects.exists()


@pytest.mark.parametrize(
    "value", ["", "outro", "<script>alert(1)</script>", "\x00", "a" * 100_000, "'; DROP TABLE x"]
)
def test_a_form_that_makes_no_sense(client: Client, value: str) -> None:
    response = client.post(address(a_vacancy()), {"aviso": value})
    html = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert"' in html
    assert "<script>alert" not in html
    assert not VacancyReport.objects.exists()


def test_a_visitor_cannot_report_without_end(client: Client, monkeypatch) -> None:
    statuses = [
        client.post(address(a_vacancy()), {"aviso": "dead"}).status_code
        for _ in range(reporting.MOST_BY_SESSION + 1)
    ]
    assert statuses == [302] * reporting.MOST_BY_SESSION + [429]
    monkeypatch.setattr(reporting, "MOST_BY_ADDRESS", 5)
    late = Client().post(address(a_vacancy()), {"aviso": "dead"})
    assert late.status_code == 429
    assert "Espere uma hora" in late.content.decode()
    elsewhere = Client(REMOTE_ADDR="198.51.100.7").post(address(a_vacancy()), {"aviso": "dead"})
    assert elsewhere.status_code == 302


def test_behind_our_proxy_each_visitor_has_an_own_limit(monkeypatch, settings) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    monkeypatch.setattr(reporting, "MOST_BY_ADDRESS", 1)
    path = address(a_vacancy())

    def told(visitor: str) -> int:
        client = Client(REMOTE_ADDR="172.18.0.2", HTTP_X_FORWARDED_FOR=visitor)
        return client.post(path, {"aviso": "dead"}).status_code

    assert [told("198.51.100.7"), told("198.51.100.8")] == [302, 302]
    assert told("198.51.100.7") == 429
    assert told("203.0.113.1, 198.51.100.7") == 429  # what a visitor says of itself counts not


def test_a_closed_vacancy_has_no_form(client: Client) -> None:
    vacancy = a_vacancy()
    closing.close(vacancy, "gone", timezone.now())
    assert client.get(address(vacancy)).status_code == 410
    assert client.post(address(vacancy), {"aviso": "dead"}).status_code == 410
    assert client.put(address(vacancy)).status_code == 405


@pytest.fixture
def editor() -> Client:
    """Who may change vacancies, and nothing else."""
    user = User.objects.create_user("rui", "rui@exemplo.com.br", "x")
    names = ("access_admin", "change_vacancy", "view_vacancy")
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def standing(vacancy: Vacancy) -> str:
    return reverse("vacancies_standing", args=[vacancy.pk])


def test_editors_see_the_most_reported_first(editor: Client) -> None:
    quiet, loud, done = (a_vacancy(title) for title in ("Pouco", "Muito", "Resolvida"))
    reported(quiet, "contact:1")
    reported(loud, "contact:1", "contact:2", kind="money")
    reported(done, "contact:1")
    VacancyReport.objects.filter(vacancy=done).update(resolved_at=NOW)
    html = editor.get(reverse("vacancies_reports")).content.decode()
    assert html.index(">Muito<") < html.index(">Pouco<")
    assert "2 dizem que pede dinheiro" in " ".join(html.split())
    assert "Resolvida" not in html


def test_an_empty_list_says_so(editor: Client) -> None:
    assert (
        "Nenhum aviso espera por você." in editor.get(reverse("vacancies_reports")).content.decode()
    )


def test_the_list_costs_the_same_for_one_and_for_thirty(
    editor: Client, django_assert_num_queries
) -> None:
    reported(a_vacancy(), "contact:1")
    editor.get(reverse("vacancies_reports"))
    for many in (1, 30):
        for n in range(many):
            reported(a_vacancy(f"Vaga {n} {many}"), "contact:1", "contact:2")
        with django_assert_num_queries(LIST_QUERIES):
            editor.get(reverse("vacancies_reports"))


LIST_QUERIES = 10


def test_an_editor_closes_and_reopens_with_a_trace(editor: Client) -> None:
    vacancy = a_vacancy()
    reported(vacancy, "contact:1")
    editor.post(standing(vacancy), {"fazer": "encerrar"})
    assert fresh(vacancy).closed_reason == "editor"
    answered = VacancyReport.objects.get()
    assert (answered.answer, answered.resolved_by.username) == ("closed", "rui")
    assert "Reabrir" in editor.get(standing(vacancy)).content.decode()
    editor.post(standing(vacancy), {"fazer": "reabrir"})
    assert fresh(vacancy).listed
    traces = ModelLogEntry.objects.order_by("pk").values_list("action", "user__username")
    assert list(traces) == [("vacancies.close", "rui"), ("vacancies.reopen", "rui")]
    history = editor.get(reverse("wagtailsnippets_vacancies_vacancy:history", args=[vacancy.pk]))
    assert "Encerrou: encerrada por uma pessoa" in history.content.decode()


def test_an_editor_looks_at_the_link_at_once(editor: Client) -> None:
    """At an address that the real visit refuses: nothing certain is said of it."""
    vacancy = a_vacancy(link="http://127.0.0.1/vaga/1")
    reported(vacancy, "contact:1")
    said = editor.post(standing(vacancy), {"fazer": "conferir"}, follow=True).content.decode()
    assert "O site não deixou ver se a vaga está no ar." in said
    assert (fresh(vacancy).check_outcome, fresh(vacancy).strikes) == ("uncertain", 0)
    assert VacancyReport.objects.get().answer == "checked"
    assert ModelLogEntry.objects.get().data == {"found": "uncertain"}


def test_a_vacancy_without_a_link_has_nothing_to_look_at(editor: Client) -> None:
    said = editor.post(standing(a_vacancy(link="")), {"fazer": "conferir"}, follow=True)
    assert "não tem link para conferir" in said.content.decode()


def test_an_editor_dismisses_reports(editor: Client) -> None:
    vacancy = a_vacancy()
    reported(vacancy, "contact:1")
    back = reverse("vacancies_reports")
    response = editor.post(standing(vacancy), {"fazer": "dispensar", "next": back})
    assert response["Location"] == back
    assert VacancyReport.objects.get().answer == "nothing"
    assert reported(vacancy, "contact:2") == [Reported(True)]


@pytest.mark.parametrize("act", ["", "apagar", "<script>", "conferir\x00"])
def test_an_unknown_act_does_nothing(editor: Client, act: str) -> None:
    vacancy = a_vacancy()
    editor.post(standing(vacancy), {"fazer": act, "next": "https://fora.example.org/"})
    assert fresh(vacancy).listed
    assert not ModelLogEntry.objects.exists()


def test_who_may_not_change_vacancies_comes_no_further() -> None:
    user = User.objects.create_user("eva", "eva@exemplo.com.br", "x")
    names = ("access_admin", "view_vacancy")
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    reader, vacancy = Client(), a_vacancy()
    reader.force_login(user)
    for url in (reverse("vacancies_reports"), standing(vacancy)):
        assert reader.get(url).status_code == 302
        assert Client().get(url).status_code == 302
    reader.post(standing(vacancy), {"fazer": "encerrar"})
    assert fresh(vacancy).listed
    assert "Avisos" not in reader.get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_of_vacancies_leads_to_each_one_s_standing(editor: Client) -> None:
    vacancy = a_vacancy()
    html = editor.get(reverse("wagtailsnippets_vacancies_vacancy:list")).content.decode()
    assert standing(vacancy) in html


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads on PostgreSQL")
def test_twenty_reports_at_once_are_kept_once_each() -> None:
    VacancySettings.objects.create()
    vacancy = a_vacancy(check_at=LATER)

    def tell(n: int) -> None:
        try:
            report(vacancy.pk, f"contact:{n % 5}", "dead", now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tell, range(20)))
    assert VacancyReport.objects.count() == 5
    assert fresh(vacancy).check_at == NOW
