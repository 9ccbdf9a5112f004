"""Ill-meant words through every filter, form and posting: shown, if at all, as mere words.

What is asserted is what a browser, a reader of feeds, a spreadsheet or a phone would make of
the answer, not that there is one.
"""

import csv
import io
import itertools
import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from bot_flows.engine.release import AnswerKind, SearchSource
from home.integrations import Scope
from tests import builders as b
from tests.api.asking import PROBLEM, program
from tests.bot_flows.test_conversations import publish, tell
from tests.home.content import a_course, a_course_list, a_site, a_vacancy
from tests.hostile import TRICKS, faults_of_html, hidden_in, is_formula, texts_of
from tests.vacancies.test_submissions import ADDRESS, filled
from vacancies import decisions
from vacancies.ingest import ingest
from vacancies.models import Submission, Vacancy, VacancyReport, VacancySettings

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
SITE = ("texto", "cidade", "uf", "tipo", "curso", "dias", "ordem", "remota", "exato", "pagina")
API = (
    "text", "city", "state", "kind", "remote", "course", "posted_since", "hours", "semester",
    "sort", "page", "page_size", "cursor",
)  # fmt: skip


@pytest.fixture(autouse=True)
def public_url(settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"


def page(client: Client, path: str, status: int = 200, **query: Any) -> str:
    """A page in which nothing is at fault."""
    response = client.get(path, query)
    html = response.content.decode()
    assert response.status_code == status, path
    assert faults_of_html(html) == [], (path, query)
    assert "evil.example" not in response.headers.get("Location", "")
    return html


def test_the_reader_of_these_tests_sees_what_a_browser_would_run() -> None:
    for trick in (*TRICKS[:2], *TRICKS[3:5], '<a href="JaVaScRiPt:x">', "<p onclick=x>", "\u202e"):
        assert faults_of_html(f"<p>{trick}</p>"), trick
    assert faults_of_html(f"<p title='{TRICKS[2]}'>")
    assert faults_of_html("<p><a href='/vagas/'>&lt;script&gt;</a></p>") == []


# Filters


def test_no_filter_of_the_list_is_more_than_words(client: Client) -> None:
    a_vacancy()
    for trick in TRICKS:
        html = page(client, "/vagas/", **dict.fromkeys(SITE, trick))
        assert ("{{ 7*7 }}" in html) is ("7*7" in trick)
    for name, trick in zip(SITE, itertools.cycle(TRICKS[::3]), strict=False):
        page(client, "/vagas/", **{name: trick})
    assert Vacancy.objects.count() == 1


def test_no_search_and_no_address_is_more_than_words(client: Client) -> None:
    a_course(a_course_list(a_site()))
    for trick in TRICKS[1::2]:
        page(client, "/busca/", texto=trick)
        page(client, "/cursos/", texto=trick)
    for path in ("/nada/%00", "/vagas/%E2%80%AE<script>/", "/vagas/1%1b/", "/nada/<script>"):
        page(client, path, 404)


def test_no_filter_breaks_out_of_a_feed(client: Client) -> None:
    a_vacancy()
    for trick in TRICKS:
        query = dict.fromkeys(SITE, trick)
        response = client.get("/vagas/feed.rss", query)
        channel = ElementTree.fromstring(response.content).find("channel")
        assert response.status_code == 200
        assert channel is not None
        assert len(channel.findall("title")) == 1
        assert (channel.findtext("link") or "").startswith("https://vagas.example.br/vagas/")
    for trick in TRICKS[::3]:
        feed = client.get("/vagas/feed.json", dict.fromkeys(SITE, trick)).json()
        assert not hidden_in("".join(texts_of(feed)))
        assert feed["feed_url"].startswith("https://vagas.example.br/vagas/feed.json")


def test_no_filter_of_the_api_is_more_than_words(client: Client) -> None:
    a_vacancy()
    for trick in TRICKS:
        for query in ({"text": trick[:100], "city": trick[:80]}, dict.fromkeys(API, trick)):
            response = client.get("/api/v1/vacancies/", query)
            kind = response.headers["Content-Type"]
            assert response.status_code in (200, 400)
            assert kind == (PROBLEM if response.status_code == 400 else "application/json")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert not hidden_in(response.content.decode())
    for name in API[2:]:
        assert client.get("/api/v1/vacancies/", {name: TRICKS[0]}).status_code == (
            404 if name == "page" else 400
        )


def test_a_parameter_twice_or_a_thousand_times(client: Client) -> None:
    a_vacancy()
    twice = urlencode([(name, trick) for name in SITE for trick in (*TRICKS[:3], "design")])
    odd = "texto[]=a&texto[$ne]=1&__proto__[x]=1&=&&&%00=1&%ff=%fe&texto=%ff%00%c0%af"
    for query in (twice, odd, "&".join(f"x{n}=1" for n in range(2000)), "texto=" + "%" * 3000):
        for path in ("/vagas/", "/vagas/feed.rss", "/vagas/feed.json", "/api/v1/vacancies/"):
            response = client.get(f"{path}?{query}")
            assert response.status_code == 200, (path, query[:60])
            if path == "/vagas/":
                assert faults_of_html(response.content.decode()) == []
    assert client.get("/vagas/?" + "x=1&" * 10_001).status_code == 400


# Forms


LONGEST = {
    "title": 200, "company": 150, "city": 80, "salary": 120, "description": 9_000, "how": 1_000,
    "name": 120, "organisation": 150,
}  # fmt: skip
PROGRAM = ("title", "company", "city", "salary", "description")
CHOSEN = ("link", "kind", "state", "apply_by", "relation")


@pytest.mark.parametrize("few", [TRICKS[n::9] for n in range(9)], ids=range(9))
def test_what_is_sent_by_the_public_form_is_shown_as_words(
    client: Client, admin_user: User, few: tuple[str, ...]
) -> None:
    tricks = " ".join(trick[:60] for trick in few)
    given = {**filled(), **{name: f"Robô {tricks}"[:size] for name, size in LONGEST.items()}}
    refused = client.post(ADDRESS, {**given, **dict.fromkeys(CHOSEN, tricks)})
    assert refused.status_code == 422
    assert faults_of_html(refused.content.decode()) == []
    response = client.post(ADDRESS, given)
    if response.status_code == 422:  # markup in a text of many lines is refused
        assert not {"description", "how"}.isdisjoint(response.context["form"].errors)
        response = client.post(ADDRESS, {**given, "description": "Robôs.", "how": "Escreva."})
    assert response.status_code == 302, response.context["form"].errors
    vacancy = Vacancy.objects.get()
    decisions.decide([vacancy.pk], "liberar", admin_user)
    page(client, response.url)
    html = page(client, vacancy.get_absolute_url())
    assert "Robô" in html
    posting = job_of(html)
    assert posting["title"] == vacancy.title
    assert not hidden_in("".join(texts_of(posting)))
    assert faults_of_html(posting["description"]) == []


def job_of(html: str) -> dict[str, Any]:
    """What the page tells search engines of its vacancy."""
    blocks = BeautifulSoup(html, "html.parser").find_all("script", type="application/ld+json")
    data = [json.loads(block.string) for block in blocks]
    return next(item for item in data if item["@type"] == "JobPosting")


def test_what_is_pasted_or_reported_is_only_words(client: Client) -> None:
    vacancy = a_vacancy()
    for trick in TRICKS[::2]:
        pasted = client.post(ADDRESS, {"preencher": "1", "colado": trick[:1000], "title": trick})
        assert pasted.status_code == 422
        assert faults_of_html(pasted.content.decode()) == []
    for trick in TRICKS[::3]:
        told = client.post(f"/vagas/{vacancy.pk}/avisar/", {"aviso": trick})
        assert told.status_code == 400
        assert faults_of_html(told.content.decode()) == []
        page(client, f"/vagas/{vacancy.pk}/avisar/", obrigado=trick)
    assert not VacancyReport.objects.exists()
    assert not Submission.objects.exists()


def test_what_a_trusted_program_sends_is_shown_as_words(client: Client) -> None:
    writer = program(Scope.VACANCIES, Scope.TRUSTED, name=TRICKS[0][:60])
    statuses = set()
    for number, trick in enumerate(TRICKS):
        sent = {name: f"Robô {trick}"[:size] for name, size in LONGEST.items() if name in PROGRAM}
        body = {**sent, "benefits": [trick[:80]], "link": f"https://exemplo.com.br/v/{number}5555"}
        wrong = [{**body, **dict.fromkeys(("link", "kind", "state"), trick)}] * (number % 3 == 0)
        for fields in (body, *wrong):
            answer = writer.post("/api/v1/vacancies/", fields, content_type="application/json")
            statuses.add(answer.status_code)
            assert not hidden_in(answer.content.decode())
    assert statuses <= {200, 201, 400}
    assert Vacancy.objects.filter(listed=True).count() > len(TRICKS) // 2
    page(client, "/vagas/")
    for vacancy in Vacancy.objects.order_by("pk")[::4]:
        assert faults_of_html(job_of(page(client, vacancy.get_absolute_url()))["description"]) == []
    rows = client.get("/api/v1/vacancies/", {"page_size": 100}).json()["results"]
    assert not hidden_in("".join(texts_of(rows)))
    assert {row["link"][:23] for row in rows} == {"https://exemplo.com.br/"}


def test_a_body_of_ten_megabytes_is_turned_away(client: Client) -> None:
    vacancy = a_vacancy()
    for path in (ADDRESS, f"/vagas/{vacancy.pk}/avisar/"):
        answer = client.post(path, {"aviso": "x" * 10_000_000, "title": "Vaga"})
        assert answer.status_code in (400, 413)


# Postings of the sites


def posting(number: int, trick: str) -> dict[str, Any]:
    """As a site would give it that means ill in every field."""
    return {
        "id": f"{number}{trick}",
        "title": f"Python {trick}"[:3000],
        "company": f"Empresa {trick}",
        "location": f"Curitiba{trick}, PR, Brazil",
        "job_url": f"https://br.indeed.com/viewjob?jk={number}55555",
        "job_url_direct": trick,
        "company_url": trick,
        "description": f"<p>Python &lt;img src=x onerror=alert(1)&gt; {trick}</p>{trick}",
        "date_posted": trick,
        "min_amount": trick,
        "max_amount": 1500,
        "currency": trick,
        "interval": trick,
        "job_type": trick,
        "is_remote": trick,
        "skills": [trick, {"a": trick}],
    }


@pytest.fixture
def scraped() -> list[Vacancy]:
    """One vacancy for each trick, and one whose description has ten megabytes."""
    rows = [posting(number, trick) for number, trick in enumerate(TRICKS)]
    endless = {**posting(999, "python"), "description": "<p>Python <b>x" * 800_000}
    done = ingest("indeed", [*rows, endless], now=NOW)
    assert done.found == len(TRICKS) + 1
    return list(Vacancy.objects.order_by("pk"))


def test_a_posting_is_shown_as_words_on_every_page(
    client: Client, scraped: list[Vacancy], admin_user: User
) -> None:
    for number in (1, 2):
        html = page(client, "/vagas/", pagina=number)
        assert "Python" in html
    for vacancy in scraped:
        html = page(client, vacancy.get_absolute_url())
        links = [a["href"] for a in BeautifulSoup(html, "html.parser").select("aside a[rel]")]
        assert links[0] == vacancy.link
        assert vacancy.link.startswith("https://br.indeed.com/")
        assert len(html) < 60_000
    a_site()
    for path in ("/", "/vagas/?texto=python", "/busca/?texto=python"):
        assert faults_of_html(client.get(path).content.decode()) == []
    Vacancy.objects.update(closed_at=NOW, closed_reason="gone")
    page(client, scraped[0].get_absolute_url(), 410)


def test_a_posting_is_words_in_feeds_and_to_programs(
    client: Client, scraped: list[Vacancy]
) -> None:
    Vacancy.objects.update(origin="form")  # its text is told too
    root = ElementTree.fromstring(client.get("/vagas/feed.rss").content)
    items = root.findall("channel/item")
    assert len(items) == len(scraped)
    for item in items:
        assert sorted(part.tag for part in item) == [
            "category", "description", "guid", "link", "pubDate", "title",
        ]  # fmt: skip
        assert not hidden_in("".join(part.text or "" for part in item))
    feed = client.get("/vagas/feed.json")
    assert len(feed.content) < 400_000
    for entry in feed.json()["items"]:
        assert entry["external_url"].startswith("https://br.indeed.com/")
    rows = client.get("/api/v1/vacancies/", {"page_size": 100}).json()["results"]
    assert len(rows) == len(scraped)
    for shown in (*feed.json()["items"], *rows):
        assert not hidden_in("".join(texts_of(shown)))
        assert shown["title"].startswith("Python")
    assert {row["link"][:22] for row in rows} == {"https://br.indeed.com/"}
    assert max(len(row["description"]) for row in rows) == 20_000


def test_a_posting_is_words_to_search_engines_and_in_the_card(
    client: Client, scraped: list[Vacancy]
) -> None:
    Vacancy.objects.update(origin="editor")
    for vacancy in scraped[::9]:
        html = page(client, vacancy.get_absolute_url())
        job = job_of(html)
        assert faults_of_html(job["description"]) == []
        assert not hidden_in("".join(texts_of(job)))
        image = BeautifulSoup(html, "html.parser").find("meta", property="og:image")
        assert image is not None
        card = str(image["content"])
        assert re.fullmatch(r"https://vagas\.example\.br/cartao/vaga/\d+/\w+\.png", card)
        drawn = client.get(card.removeprefix("https://vagas.example.br"))
        assert Image.open(io.BytesIO(drawn.content)).size == (1200, 630)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_posting_is_words_in_a_spreadsheet(scraped: list[Vacancy], kind: str) -> None:
    editor = Client()
    editor.force_login(User.objects.create_superuser("editora"))
    Vacancy.objects.filter(pk=scraped[8].pk).update(title=TRICKS[8], company=TRICKS[9], city="=1")
    address = reverse("wagtailsnippets_vacancies_vacancy:list")
    answer = editor.get(address, {"export": kind})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "csv":
        cells = [c for row in csv.reader(io.StringIO(body.decode())) for c in row]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        cells = [cell.value for row in sheet.iter_rows() for cell in row]
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert not [cell for cell in cells if is_formula(cell)]
    assert f"'{TRICKS[8]}" in cells


def test_a_posting_is_words_in_the_chat(scraped: list[Vacancy]) -> None:
    VacancySettings.objects.create(use_indeed=False, use_linkedin=False, use_glassdoor=False)
    ask = b.ask("O que você procura?", slot="termo", kind=AnswerKind.TEXT)
    flow = b.a_flow("Início", ask, b.vacancies(SearchSource.TYPED), triggers=("oi",))
    publish(b.a_release(flow))
    tell("oi")
    said = tell("python")
    for _page in range(len(scraped) // 3):
        said += tell("mais")
    text = "\n".join(said)
    assert len(re.findall("Python", text)) >= len(scraped)
    assert not hidden_in(text.replace("\u200d", ""))
    assert "49" not in re.sub(r"\d{3,}", "", text)
    alone = re.findall(r"^\W*(https?:\S+)$", text, re.MULTILINE)
    assert len(alone) >= len(scraped)
    for address in alone:
        assert address.startswith(("https://br.indeed.com/", "https://vagas.example.br/"))


def test_the_dashboard_shows_words_too(scraped: list[Vacancy]) -> None:
    editor = Client()
    editor.force_login(User.objects.create_superuser("editora"))
    Vacancy.objects.update(moderation="flagged", moderation_reason=TRICKS[1])
    paths = [
        reverse("wagtailsnippets_vacancies_vacancy:list"),
        reverse("wagtailsnippets_vacancies_vacancy:edit", args=[scraped[1].pk]),
        reverse("wagtailsnippets_vacancies_vacancy:inspect", args=[scraped[1].pk]),
        "/dashboard/vagas/moderacao/?estado=marcadas",
    ]
    for path in paths:
        soup = BeautifulSoup(editor.get(path).content.decode(), "html.parser")
        assert not soup.select("[onerror], [onload], [onfocus], iframe, img[src=x]")
        assert not [s for s in soup.find_all("script") if (s.string or "").strip() == "alert(1)"]
