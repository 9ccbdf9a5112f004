"""Postings into vacancies: once each, merged where they are one, at a fixed price."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from vacancies.batches import BATCH
from vacancies.candidates import NEWEST
from vacancies.ingest import ingest
from vacancies.models import Posting, Vacancy, VacancyPair

pytestmark = pytest.mark.django_db
# PostgreSQL is asked for the turn, for new ids and for two indexes apart.
ON_POSTGRES = int(connection.vendor == "postgresql")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def posting(key: str = "in-1", **changes: Any) -> dict[str, Any]:
    """A posting as JobSpy gives it."""
    return {
        "id": key,
        "title": "Estágio em dados",
        "company": "Mirante Dados",
        "location": "Curitiba, PR, Brazil",
        "date_posted": "2026-11-20",
        "job_url": f"https://br.indeed.com/viewjob?jk={key}",
        "description": "<p>SQL e <b>Python</b>.</p><ul><li>Bolsa</li></ul>",
        **changes,
    }


def test_a_posting_becomes_a_vacancy_with_clean_fields() -> None:
    done = ingest(
        "indeed", [posting(min_amount=1500, max_amount=2000.5, interval="monthly")], now=NOW
    )
    vacancy = Vacancy.objects.get()
    assert (done.found, done.new, done.vacancy_ids) == (1, 1, (vacancy.pk,))
    assert (vacancy.title, vacancy.company, vacancy.place_label) == (
        "Estágio em dados",
        "Mirante Dados",
        "Curitiba/PR",
    )
    assert vacancy.salary == "R$ 1.500 a R$ 2.000,50 por mês"
    assert (vacancy.kind, vacancy.source) == ("estagio", "Indeed")
    assert (vacancy.posted_at, vacancy.last_seen_at) == (date(2026, 11, 20), NOW)
    assert vacancy.description == "SQL e Python.\n\n• Bolsa"
    assert Posting.objects.get().vacancy == vacancy


def test_the_same_posting_again_corrects_the_vacancy() -> None:
    ingest("indeed", [posting()], now=NOW)
    later = NOW + timedelta(days=90)
    done = ingest("indeed", [posting(title="Estágio em ciência de dados")], now=later)
    vacancy = Vacancy.objects.get()
    assert (done.new, vacancy.title, vacancy.last_seen_at) == (
        0,
        "Estágio em ciência de dados",
        later,
    )
    assert " ciencia " in vacancy.search_text
    assert (Posting.objects.get().first_seen_at, Posting.objects.get().last_seen_at) == (NOW, later)


def test_the_same_words_on_another_site_are_one_vacancy_and_fill_what_was_empty() -> None:
    ingest("linkedin", [posting("li-9", description=None, job_url="https://li.com/9")], now=NOW)
    other = posting("in-9", title="ESTAGIO EM  DADOS!", company="mirante dados", min_amount=1500)
    ingest("indeed", [other], now=NOW)
    vacancy = Vacancy.objects.get()
    assert vacancy.title == "Estágio em dados"
    assert (vacancy.salary, vacancy.source) == ("R$ 1.500", "LinkedIn")
    assert vacancy.description.startswith("SQL")
    assert {p.site for p in vacancy.postings.all()} == {"indeed", "linkedin"}


def test_the_same_link_is_one_vacancy_whatever_the_words() -> None:
    direct = "https://www.mirante.example/vaga/91823/?utm_source=indeed&a=1#top"
    ingest("indeed", [posting("in-1", job_url_direct=direct)], now=NOW)
    same = "http://mirante.example/vaga/91823?a=1&fbclid=x"
    ingest("glassdoor", [posting("gd-1", title="Estágio em SQL", job_url_direct=same)], now=NOW)
    assert Vacancy.objects.get().postings.count() == 2
    assert not VacancyPair.objects.exists()


def test_a_page_for_all_vacancies_of_a_company_joins_nothing() -> None:
    careers = "https://mirante.example/carreiras"
    rows = [
        posting(f"in-{n}", title=f"Vaga {w}", job_url_direct=careers) for n, w in enumerate("ab")
    ]
    ingest("indeed", rows, now=NOW)
    assert Vacancy.objects.count() == 2


def test_equal_postings_within_one_batch_are_one_vacancy() -> None:
    done = ingest("indeed", [posting("in-1"), posting("in-2"), posting("in-2")], now=NOW)
    assert (done.found, done.new, Vacancy.objects.count(), Posting.objects.count()) == (2, 1, 1, 2)


@pytest.mark.parametrize(("days", "count"), [(29, 1), (31, 2)])
def test_the_window_decides_whether_equal_words_are_the_same_vacancy(days: int, count: int) -> None:
    ingest("indeed", [posting("in-1")], now=NOW, merge_days=30)
    ingest("linkedin", [posting("li-1")], now=NOW + timedelta(days=days), merge_days=30)
    assert Vacancy.objects.count() == count


@pytest.mark.parametrize(
    "changes",
    [
        {"company": None},
        {"location": None},
        {"location": "Londrina, PR"},
        {"title": "Estágio em BI"},
    ],
)
def test_what_differs_or_is_not_said_is_not_merged(changes: dict[str, Any]) -> None:
    ingest("indeed", [posting("in-1", **changes)], now=NOW)
    ingest("linkedin", [posting("li-1")], now=NOW)
    assert Vacancy.objects.count() == 2


def test_what_a_person_wrote_stays_and_what_was_hidden_stays_hidden() -> None:
    ingest("indeed", [posting()], now=NOW)
    Vacancy.objects.update(title="Do editor", edited_by_hand=True, live=False)
    later = NOW + timedelta(days=1)
    ingest("indeed", [posting(salary="x", title="Do site")], now=later)
    vacancy = Vacancy.objects.get()
    assert (vacancy.title, vacancy.live, vacancy.last_seen_at) == ("Do editor", False, later)


def test_a_demonstration_vacancy_is_never_joined_to_a_real_one() -> None:
    ingest("indeed", [posting("in-1")], now=NOW)
    Vacancy.objects.update(is_demo=True)
    ingest("linkedin", [posting("li-1")], now=NOW)
    assert Vacancy.objects.filter(is_demo=False).count() == 1


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/1",
        "https://",
        "https://user:pass@evil.example/",
        'https://a.example/"><script>',
        "https://a.example/a b",
        "https://[bad/",
        "https://a.example/" + "x" * 1000,
    ],
)
def test_hostile_links_never_get_in(link: str) -> None:
    assert ingest("indeed", [posting(job_url=link)], now=NOW).found == 0
    ingest("indeed", [posting(job_url_direct=link)], now=NOW)
    assert Vacancy.objects.get().link == "https://br.indeed.com/viewjob?jk=in-1"


def test_hostile_text_is_cleaned_and_capped() -> None:
    hostile = posting(
        title="\u202eEstágio\x00 \x1b[31m em\u200b dados" + "x" * 500,
        company="A\nB\tC",
        description="<script>alert(1)</script><p>a\x00b\u2066c</p>" + "é" * 50_000,
        location="\x00" * 500,
        date_posted="ontem",
        min_amount="nan",
        skills=["a\x00b"],
    )
    ingest("indeed", [hostile], now=NOW)
    vacancy = Vacancy.objects.get()
    assert vacancy.title.startswith("Estágio [31m em dadosx")
    assert (len(vacancy.title), vacancy.company) == (200, "A B C")
    assert vacancy.description.startswith("abc")
    assert len(vacancy.description) == 20_000
    assert (vacancy.posted_at, vacancy.salary, vacancy.sort_date) == (None, "", date(2026, 11, 22))


@pytest.mark.parametrize("raw", [{}, {"title": "x"}, {"title": "\x00", "job_url": "https://a.b/"}])
def test_a_posting_without_title_or_address_is_left_out(raw: dict[str, Any]) -> None:
    assert ingest("indeed", [raw], now=NOW).found == 0


def test_the_number_of_statements_does_not_grow_with_the_batch() -> None:
    ingest("indeed", [posting("in-0")], now=NOW)  # the first insert looks up nothing later
    counts = []
    for size in (1, 100, BATCH):
        rows = [posting(f"in-{size}-{n}", **_unlike(size, n)) for n in range(size)]
        for batch in (rows, rows):  # all new, then all known
            with CaptureQueriesContext(
                connection,
            ) as seen:
                ingest("indeed", batch, now=NOW, merge_days=30)
            counts.append(len(seen))
    assert len(set(counts[0::2])) == 1, counts
    assert len(set(counts[1::2])) == 1, counts
    assert max(counts) <= 12 + 4 * ON_POSTGRES  # moderation and the courses' queue have one each


def _unlike(size: int, number: int) -> dict[str, str]:
    """Words that are like nobody's."""
    return {"title": f"Função {size}x{number}", "company": f"Casa {size}x{number}"}


def test_more_than_a_batch_is_stored_whole() -> None:
    rows = [posting(f"in-{n}", **_unlike(1, n)) for n in range(1500)]
    assert ingest("indeed", rows, now=NOW).new == 1500
    assert Posting.objects.count() == 1500


def test_what_says_the_same_again_is_seen_and_not_read(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Whatever became of the vacancy meanwhile stays: a link found dead does not come back."""
    direct = "https://mirante.example/vaga/91823"
    ingest("indeed", [posting(job_url_direct=direct)], now=NOW)
    Vacancy.objects.update(link="https://br.indeed.com/viewjob?jk=in-1")
    Posting.objects.update(dead_at=NOW)
    later = NOW + timedelta(days=1)
    with django_assert_num_queries(6 + ON_POSTGRES):
        done = ingest("indeed", [posting(job_url_direct=direct)], now=later, merge_days=30)
    vacancy, kept = Vacancy.objects.get(), Posting.objects.get()
    assert (done.found, done.new, done.vacancy_ids) == (1, 0, (vacancy.pk,))
    assert vacancy.link == "https://br.indeed.com/viewjob?jk=in-1"
    assert (vacancy.last_seen_at, kept.last_seen_at, kept.dead_at) == (later, later, None)


def test_a_closed_vacancy_that_is_seen_again_unchanged_is_open() -> None:
    ingest("indeed", [posting()], now=NOW)
    Vacancy.objects.update(closed_at=NOW, closed_reason="gone", strikes=2)
    ingest("indeed", [posting()], now=NOW + timedelta(days=1))
    assert Vacancy.objects.filter(listed=True, strikes=0).count() == 1


def test_among_a_company_with_many_vacancies_the_one_with_a_slip_is_found() -> None:
    """Its title differs by one letter; those that are not like it are not loaded at all."""
    others = [posting(f"in-{n}", title=f"Operador de máquina q{n}x") for n in range(15)]
    ingest("indeed", [posting("in-a", title="Analista de qualidade"), *others], now=NOW)
    with CaptureQueriesContext(connection) as seen:
        twin = posting("li-1", title="Analista de qualidde", job_url="https://li.example/1")
        done = ingest("linkedin", [twin], now=NOW)
    assert (done.found, done.new, done.unsure) == (1, 0, 0)
    assert Vacancy.objects.count() == 16
    loaded = [q["sql"] for q in seen if '"title"' in q["sql"] and "merged_into" in q["sql"]]
    assert len(loaded) == 2  # the candidates, and the vacancy that it is one with


def test_a_company_with_more_than_we_look_at_is_looked_at_from_its_newest() -> None:
    rows = [posting(f"in-{n}", title=f"Operador de máquina q{n}x") for n in range(NEWEST + 5)]
    ingest("indeed", rows, now=NOW)
    newest = Vacancy.objects.latest("pk")
    twin = posting("li-1", title=newest.title.replace("Operador", "Operadro"))
    done = ingest("linkedin", [twin | {"job_url": "https://li.example/1"}], now=NOW)
    assert done.vacancy_ids == (newest.pk,)


def test_a_link_that_was_found_dead_is_not_put_back_by_a_repeated_posting() -> None:
    direct = "https://www.mirante.example/vaga/91823/"
    given = posting("in-1", job_url_direct=direct)
    ingest("indeed", [given], now=NOW)
    vacancy = Vacancy.objects.get()
    assert vacancy.link == direct
    vacancy.link = posting("in-1")["job_url"]  # as the checks move it
    vacancy.save()
    told = {**given, "description": "SQL, Python e R."}  # something new, the link as before
    ingest("indeed", [told], now=NOW + timedelta(days=1))
    vacancy.refresh_from_db()
    assert (vacancy.link, vacancy.description) == (posting("in-1")["job_url"], "SQL, Python e R.")
    other = "https://www.mirante.example/vaga/91824/"
    ingest("indeed", [{**given, "job_url_direct": other}], now=NOW + timedelta(days=2))
    assert Vacancy.objects.get().link == other
