"""Links are looked at politely, and what is found closes and reopens vacancies. A real site."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.home.content import a_vacancy
from tests.vacancies.pages import ABOUT
from tests.vacancies.website import Website, a_website, page
from vacancies import checking, closing, linksites
from vacancies.fetching import Page, fetch
from vacancies.ingest import ingest
from vacancies.liveness import Verdict
from vacancies.models import LinkSite, Posting, Vacancy, VacancyReport, VacancySettings

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OPEN = f"<h1>Estágio</h1><p>{ABOUT}</p>"


@pytest.fixture
def site() -> Iterator[Website]:
    with a_website() as found:
        yield found


def linked(site: Website, path: str = "/vaga/1", host: str = "a.example.org", **fields) -> Vacancy:
    given = {"check_at": NOW, "last_seen_at": NOW - DAY, **fields}
    return a_vacancy(link=site.url(path, host), **given)


def look(site: Website, now: datetime = NOW, limit: int = 50) -> list[checking.Looked]:
    visit = partial(fetch, rules=site.rules())
    return checking.check_due(limit=limit, seconds=30, visit=visit, now=lambda: now)


def fresh(vacancy: Vacancy) -> Vacancy:
    return Vacancy.objects.get(pk=vacancy.pk)


def test_a_link_that_answers_confirms_the_vacancy(site: Website) -> None:
    site.pages["/vaga/1"] = page(OPEN)
    vacancy = linked(site, strikes=1, struck_on=(NOW - DAY).date())
    assert look(site) == [checking.Looked(vacancy.pk, Verdict.ALIVE)]
    found = fresh(vacancy)
    assert (found.check_outcome, found.strikes, found.struck_on) == ("alive", 0, None)
    assert found.checked_at == found.confirmed_at == NOW
    assert NOW + timedelta(hours=48) <= found.check_at <= NOW + timedelta(hours=60)
    assert look(site) == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(page("", 404), "gone"), (page("", 410), "gone"), (page("<p>Vaga encerrada</p>"), "said")],
)
def test_two_strikes_on_two_days_close_it(site: Website, answer, reason: str) -> None:
    site.pages["/vaga/1"] = answer
    vacancy = linked(site)
    look(site)
    once = fresh(vacancy)
    assert (once.strikes, once.check_outcome, once.listed) == (1, "gone", True)
    assert once.struck_on.isoformat() == "2026-11-30"
    assert NOW + timedelta(hours=20) <= once.check_at <= NOW + timedelta(hours=25)
    look(site, once.check_at)
    twice = fresh(vacancy)
    assert (twice.strikes, twice.closed_reason, twice.listed) == (2, reason, False)
    assert twice.closed_at == once.check_at
    entry = ModelLogEntry.objects.get(action="vacancies.close")
    assert (entry.object_id, entry.data, entry.user) == (str(vacancy.pk), {"reason": reason}, None)


def test_two_looks_on_one_day_are_one_strike(site: Website) -> None:
    """The day is the one in São Paulo: at 23:30 there it is the next day in Greenwich."""
    vacancy = linked(site)
    for hour in (0, 6, 11):
        Vacancy.objects.update(check_at=NOW)
        look(site, NOW + timedelta(hours=hour))
    assert (fresh(vacancy).strikes, fresh(vacancy).listed) == (1, True)
    Vacancy.objects.update(check_at=NOW)
    look(site, NOW + timedelta(hours=12, minutes=30))
    assert not fresh(vacancy).listed


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503, 999])
def test_what_is_uncertain_closes_nothing(site: Website, status: int) -> None:
    site.pages["/vaga/1"] = page("", status)
    vacancy = linked(site, strikes=1, struck_on=(NOW - DAY).date())
    for day in range(4):
        Vacancy.objects.update(check_at=NOW)
        look(site, NOW + 30 * day * DAY)
    found = fresh(vacancy)
    assert (found.check_outcome, found.strikes, found.listed) == ("uncertain", 1, True)
    assert found.confirmed_at == found.last_seen_at


def test_an_internal_address_is_not_asked_and_says_nothing(site: Website) -> None:
    site.names["dentro.example.org"] = ["10.0.0.1"]
    vacancy = linked(site, host="dentro.example.org")
    assert [found.verdict for found in look(site)] == [Verdict.UNCERTAIN]
    assert (fresh(vacancy).check_outcome, site.hits) == ("uncertain", [])


def test_it_reopens_when_its_link_is_there_again(site: Website) -> None:
    vacancy = linked(site, strikes=2)
    closing.close(vacancy, "gone", NOW)
    second = fresh(vacancy).check_at
    site.pages["/vaga/1"] = page(OPEN)
    assert look(site, second - DAY) == []
    look(site, second)
    found = fresh(vacancy)
    assert (found.listed, found.closed_reason, found.strikes) == (True, "", 0)
    assert ModelLogEntry.objects.filter(action="vacancies.reopen").count() == 1


def test_a_closed_vacancy_is_looked_at_once_more_and_then_left_alone(site: Website) -> None:
    vacancy = linked(site, strikes=2)
    closing.close(vacancy, "gone", NOW)
    look(site, NOW + 3 * DAY)
    found = fresh(vacancy)
    assert (found.check_at, found.listed, found.closed_reason) == (None, False, "gone")


def test_it_reopens_when_its_source_shows_it_again() -> None:
    raw = {"id": "in-1", "title": "Estágio", "job_url": "https://br.indeed.com/viewjob?jk=1"}
    ingest("indeed", [raw], now=NOW)
    vacancy = Vacancy.objects.get()
    closing.close(vacancy, "gone", NOW + DAY)
    closing.tend(NOW + 2 * DAY)
    assert not fresh(vacancy).listed
    ingest("indeed", [raw], now=NOW + 2 * DAY)
    closing.tend(NOW + 2 * DAY)
    found = fresh(vacancy)
    assert (found.listed, found.strikes, found.check_at) == (True, 0, NOW + 2 * DAY)


def test_what_a_person_closed_stays_closed(site: Website) -> None:
    site.pages["/vaga/1"] = page(OPEN)
    vacancy = linked(site)
    closing.close(vacancy, "editor", NOW)
    Vacancy.objects.update(last_seen_at=NOW + DAY)
    closing.tend(NOW + DAY)
    checking.check_now(vacancy.pk, visit=partial(fetch, rules=site.rules()), now=lambda: NOW)
    assert fresh(vacancy).closed_reason == "editor"


def test_a_vacancy_moves_to_another_living_posting(site: Website) -> None:
    vacancy = linked(site, strikes=1, struck_on=(NOW - DAY).date(), source="Indeed")
    dead = Posting.objects.create(site="indeed", external_id="1", vacancy=vacancy, url=vacancy.link)
    other = Posting.objects.create(
        site="linkedin", external_id="2", vacancy=vacancy, url=site.url("/outra/2", "b.example.org")
    )
    look(site)
    found = fresh(vacancy)
    assert (found.link, found.source, found.listed, found.strikes) == (
        other.url,
        "LinkedIn",
        True,
        0,
    )
    assert (dead.refresh_from_db(), dead.dead_at) == (None, NOW)
    for day in (1, 3):
        Vacancy.objects.update(check_at=NOW)
        look(site, NOW + day * DAY)
    assert fresh(vacancy).closed_reason == "gone"
    assert Posting.objects.filter(dead_at=None).count() == 0


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"apply_by": "2026-11-29"}, "deadline"),
        ({"apply_by": "2026-11-30"}, ""),
        ({"last_seen_at": NOW - 61 * DAY}, "unseen"),
        ({"last_seen_at": NOW - 59 * DAY}, ""),
        (
            {"last_seen_at": NOW - 61 * DAY, "check_outcome": "uncertain", "checked_at": NOW},
            "unseen",
        ),
        ({"last_seen_at": NOW - 61 * DAY, "check_outcome": "alive", "checked_at": NOW - DAY}, ""),
        ({"last_seen_at": NOW - 61 * DAY, "edited_by_hand": True}, ""),
        ({"last_seen_at": NOW - 61 * DAY, "is_demo": True}, ""),
        ({"last_seen_at": NOW - 61 * DAY, "origin": "form"}, ""),
        ({"last_seen_at": NOW - 61 * DAY, "origin": "form", "apply_by": "2026-01-01"}, "deadline"),
    ],
)
def test_the_calendar_closes(fields: dict, reason: str) -> None:
    vacancy = a_vacancy(**{"last_seen_at": NOW, **fields})
    assert closing.tend(NOW) == bool(reason)
    assert fresh(vacancy).closed_reason == reason
    assert closing.tend(NOW) == 0


def test_a_deadline_that_was_moved_reopens() -> None:
    vacancy = a_vacancy(apply_by="2026-11-01", last_seen_at=NOW)
    closing.tend(NOW)
    Vacancy.objects.update(apply_by="2026-12-24")
    assert closing.tend(NOW) == 1
    assert fresh(vacancy).listed


@pytest.mark.parametrize(
    "fields",
    [
        {"is_demo": True},
        {"link": ""},
        {"live": False},
        {"moderation": "waiting"},
        {"moderation": "hidden"},
        {"check_at": NOW + timedelta(seconds=1)},
    ],
)
def test_what_is_not_looked_at(site: Website, fields: dict) -> None:
    vacancy = linked(site)
    Vacancy.objects.filter(pk=vacancy.pk).update(**fields)
    assert look(site) == []


def test_one_look_for_each_site_and_a_pause_before_the_next(site: Website) -> None:
    for n in range(3):
        for host in ("a.example.org", "www.a.example.org", "b.example.com.br"):
            linked(site, f"/vaga/{n}", host)
    assert len(look(site)) == 2
    assert look(site, NOW + timedelta(seconds=14)) == []
    assert len(look(site, NOW + timedelta(seconds=15))) == 2
    waiting = Vacancy.objects.filter(checked_at=None).order_by("check_at")
    assert all(v.check_at > NOW for v in waiting)


def test_a_site_with_many_links_never_stands_before_another(site: Website, monkeypatch) -> None:
    monkeypatch.setattr(checking, "WINDOW", 10)
    for n in range(30):
        linked(site, f"/vaga/{n}", "grande.example.org", check_at=NOW - DAY)
    small = linked(site, "/vaga/1", "pequena.example.com")
    for minute in range(4):
        look(site, NOW + timedelta(minutes=minute))
    assert fresh(small).checked_at is not None


def test_a_site_that_turns_us_away_is_left_alone_longer_each_time(site: Website) -> None:
    site.pages["/vaga/1"] = page("", 403)
    linked(site)
    waits = []
    now = NOW
    for _ in range(7):
        Vacancy.objects.update(check_at=now)
        assert len(look(site, now)) == 1
        row = LinkSite.objects.get()
        waits.append((row.next_at - now).total_seconds() / 3600)
        assert row.is_blocked(now)
        Vacancy.objects.update(check_at=now)
        assert look(site, row.next_at - timedelta(seconds=1)) == []
        assert Vacancy.objects.get().check_at >= row.next_at
        now = row.next_at
    assert waits == [6, 12, 24, 48, 96, 168, 168]
    site.pages["/vaga/1"] = page(OPEN)
    Vacancy.objects.update(check_at=now)
    look(site, now)
    assert LinkSite.objects.get().blocks == 0


@pytest.mark.parametrize(
    ("asked", "hours"),
    [
        ("60", 6),
        ("86400", 24),
        ("999999999999", 720),
        ("Wed, 02 Dec 2026 15:00:00 GMT", 48),
        ("Wed, 02 Dec 2020 15:00:00 GMT", 6),
        ("amanhã", 6),
        ("-5", 6),
        ("²", 6),
        ("Wed, 99 Dec 9999 99:99:99 GMT", 6),
        ("", 6),
    ],
)
def test_the_wait_that_a_site_asks_for_is_honoured(asked: str, hours: int) -> None:
    until = linksites.back_off("example.org", NOW, timedelta(hours=6), asked)
    assert until - NOW == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://empresa.gupy.io/jobs/1", "gupy.io"),
        ("https://www.utfpr.edu.br/vagas", "utfpr.edu.br"),
        ("https://vagas.empresa.com.br:443/1", "empresa.com.br"),
        ("https://br.linkedin.com/jobs/view/1", "linkedin.com"),
        ("https://8.8.8.8/vaga", "8.8.8.8"),
        ("https://[2001:db8::1]/", "2001:db8::1"),
        ("https://localhost/", "localhost"),
        ("https://[::1/", ""),
        ("sem endereço", ""),
        ("", ""),
    ],
)
def test_the_site_of_a_link(link: str, name: str) -> None:
    assert linksites.site_of(link) == name


def test_a_visitor_who_died_is_followed_by_another(site: Website) -> None:
    site.pages["/vaga/1"] = page(OPEN)
    vacancy = linked(site)

    def die(url: str) -> Page:
        raise SystemExit

    with pytest.raises(SystemExit):
        checking.check_due(limit=1, seconds=5, visit=die, now=lambda: NOW)
    assert fresh(vacancy).checked_at is None
    assert look(site, NOW + timedelta(minutes=1)) == []
    assert len(look(site, NOW + checking.LEASE)) == 1


def test_a_look_that_lost_its_lease_writes_nothing(site: Website) -> None:
    """A report came while we looked: the link is due at once, and is looked at again."""
    vacancy = linked(site)

    def slow(url: str) -> Page:
        Vacancy.objects.filter(pk=vacancy.pk).update(check_at=NOW)
        return Page(url, 404)

    checking.check_due(limit=1, seconds=5, visit=slow, now=lambda: NOW)
    found = fresh(vacancy)
    assert (found.strikes, found.check_at) == (0, NOW)


def test_a_page_that_breaks_our_reading_stops_nothing(site: Website) -> None:
    vacancy = linked(site)

    def broken(url: str) -> Page:
        raise RuntimeError("não devia")

    done = checking.check_due(limit=1, seconds=5, visit=broken, now=lambda: NOW)
    assert done == [checking.Looked(vacancy.pk, Verdict.UNCERTAIN)]


def test_no_look_when_it_is_switched_off(site: Website) -> None:
    linked(site)
    VacancySettings.objects.create(check_links=False)
    assert look(site) == []
    assert "desligada" in said()


def test_what_is_seen_again_was_never_dead_for_its_readers(site: Website) -> None:
    """Closing answers the reports that wait."""
    vacancy = linked(site)
    VacancyReport.objects.create(vacancy=vacancy, reporter="contact:1", kind="dead")
    closing.close(vacancy, "gone", NOW)
    report = VacancyReport.objects.get()
    assert (report.answer, report.resolved_at) == ("closed", NOW)


def test_a_new_vacancy_is_looked_at_within_two_days() -> None:
    raws = [
        {"id": f"in-{n}", "title": f"Vaga {n}", "job_url": f"https://br.indeed.com/viewjob?jk={n}"}
        for n in range(20)
    ]
    ingest("indeed", raws, now=NOW)
    times = list(Vacancy.objects.values_list("check_at", flat=True))
    assert all(NOW + timedelta(hours=12) <= t <= NOW + timedelta(hours=48) for t in times)
    assert len(set(times)) == 20
    ingest("indeed", raws, now=NOW + DAY)
    assert sorted(Vacancy.objects.values_list("check_at", flat=True)) == sorted(times)
    assert a_vacancy(is_demo=True).check_at is None


def test_a_batch_costs_as_many_statements_for_thirty_links_of_one_site(
    site: Website, django_assert_max_num_queries
) -> None:
    for n in range(30):
        linked(site, f"/vaga/{n}")
    look(site)
    with django_assert_max_num_queries(4):  # all of them rest: nothing is written one by one
        look(site, NOW + timedelta(seconds=1))


def said(*args: str) -> str:
    out = StringIO()
    call_command("check_links", *args, stdout=out)
    return out.getvalue()


def test_the_command_looks_and_counts() -> None:
    """On an address that nobody may ask: the real visit, which refuses it."""
    VacancySettings.objects.create(check_pause_seconds=1)
    now = timezone.now()
    a_vacancy(link="http://127.0.0.1/vaga/1", check_at=now, last_seen_at=now)
    a_vacancy(apply_by="2020-01-01", check_at=None)
    text = said("--limit", "5")
    assert "1 links conferidos: 1 sem certeza." in text
    assert "1 vagas encerradas ou reabertas pelo calendário." in text
    assert "nenhum na vez" in said()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads on PostgreSQL")
def test_two_workers_never_look_at_one_link_twice(site: Website) -> None:
    site.pages |= {f"/vaga/{n}": page(OPEN) for n in range(12)}
    for n in range(12):
        linked(site, f"/vaga/{n}", f"h{n}.example{n}.org")

    def work(_n: int) -> int:
        try:
            return len(look(site))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 12
    assert sorted(site.hits) == sorted(f"/vaga/{n}" for n in range(12))
