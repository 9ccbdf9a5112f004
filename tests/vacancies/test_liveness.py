"""What a page says of its vacancy, on labelled pages; only what is plainly said counts."""

import json
import time
from datetime import date

import pytest

from tests.vacancies import pages
from vacancies.fetching import Page
from vacancies.liveness import Verdict, judge
from vacancies.markup import take_apart

TODAY = date(2026, 11, 30)
ASKED = "https://vagas.example.org/vaga/estagio-em-quimica-48213"
SITE = "https://vagas.example.org"


def html(body: str, more: str = "") -> str:
    return (
        "<!doctype html><html lang=pt-br><head><title>Vaga</title>"
        "<script>const t = {closed: 'Vaga encerrada', gone: 'This job has expired'}</script>"
        "<style>.a::after{content:'Vaga encerrada'}</style></head>"
        f"<body><template>Vaga encerrada</template><h1>{body}</h1><p>{more}</p></body></html>"
    )


def said(text: str, status: int = 200, url: str = ASKED, kind: str = "text/html") -> Verdict:
    return judge(ASKED, Page(url, status, kind, text), TODAY)


def posting(**fields: object) -> str:
    data = {"@context": "https://schema.org", "@type": "JobPosting", "title": "Estágio", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_there_are_enough_labelled_pages() -> None:
    labelled = [*pages.ALIVE, *pages.SAID, *pages.UNCERTAIN, *pages.GONE]
    assert len(labelled) == len(set(labelled)) >= 80


@pytest.mark.parametrize("text", pages.ALIVE)
def test_an_open_vacancy(text: str) -> None:
    assert said(html(text, pages.ABOUT)) == Verdict.ALIVE
    assert said(html(pages.ABOUT, text)) == Verdict.ALIVE


@pytest.mark.parametrize("text", pages.SAID)
def test_a_page_that_says_that_it_is_closed(text: str) -> None:
    assert said(html(text)) == Verdict.SAID
    assert said(html(text, pages.ABOUT * 20)) == Verdict.SAID
    assert said(html(text.upper())) == Verdict.SAID


@pytest.mark.parametrize("text", pages.UNCERTAIN)
def test_a_wall_or_an_empty_shell_says_nothing(text: str) -> None:
    assert said(html(text)) == Verdict.UNCERTAIN


@pytest.mark.parametrize("text", pages.GONE)
def test_a_page_not_found_that_answers_200(text: str) -> None:
    assert said(html(text)) == Verdict.GONE


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_no_more(status: int) -> None:
    assert said("", status) == Verdict.GONE


@pytest.mark.parametrize(
    "status", [401, 402, 403, 405, 406, 418, 429, 451, 500, 502, 503, 504, 999]
)
def test_a_door_that_is_shut_says_nothing(status: int) -> None:
    assert said(html("Vaga encerrada"), status) == Verdict.UNCERTAIN


def test_words_split_by_tags_are_read_as_one_sentence() -> None:
    assert (
        said(html("Vaga <b>encerr</b>ada <i>Esta vaga</i> <b>foi <u>encerrada</u></b>")) == "said"
    )


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        (ASKED, "alive"),
        (f"{ASKED}?utm_source=x", "alive"),
        (f"{SITE}/vaga/outro-nome-48213", "alive"),
        (f"{SITE}/", "gone"),
        (f"{SITE}/vagas", "gone"),
        (f"{SITE}/vagas/", "gone"),
        (f"{SITE}/pt-br/carreiras/vagas?pagina=1", "gone"),
        ("https://www.vagas.example.org/jobs/search?q=quimica", "gone"),
        ("https://example.org/vagas", "gone"),
        (f"{SITE}/empresa?trk=expired_jd_redirect", "gone"),
        (f"{SITE}/vaga-nao-encontrada", "gone"),
        (f"{SITE}/login?next=/vaga/48213", "uncertain"),
        (f"{SITE}/authwall?trk=x", "uncertain"),
        ("https://outra.example.com/vagas", "uncertain"),
        ("https://outra.example.com/vagas/48213", "alive"),
    ],
)
def test_where_the_visit_ended_counts(url: str, verdict: str) -> None:
    assert said(html("Estágio em Química", pages.ABOUT), url=url) == verdict


def test_the_link_of_a_front_page_is_not_sent_to_a_list() -> None:
    page = Page("https://empresa.example.org/vagas", 200, "text/html", html(pages.ABOUT))
    assert judge("https://empresa.example.org/", page, TODAY) == Verdict.ALIVE


@pytest.mark.parametrize(
    ("ends", "verdict"),
    [
        ("2026-11-29", "said"),
        ("2026-11-29T23:59:59-03:00", "said"),
        ("2026-11-30", "alive"),
        ("2026-11-30T00:00", "alive"),
        ("2027-01-01", "alive"),
        ("amanhã", "alive"),
        (None, "alive"),
        ({"@value": "2020-01-01"}, "alive"),
        (20200101, "said"),
        ("9" * 5000, "alive"),
    ],
)
def test_a_posting_whose_day_is_over_is_closed(ends: object, verdict: str) -> None:
    assert said(html(pages.ABOUT, posting(validThrough=ends))) == verdict


def test_one_old_posting_among_others_closes_nothing() -> None:
    two = posting(validThrough="2020-01-01") + posting(validThrough="2027-01-01")
    assert said(html(pages.ABOUT, two)) == Verdict.ALIVE


def test_a_shell_with_a_posting_for_machines_is_open() -> None:
    assert said(html("", posting(validThrough="2027-01-01"))) == Verdict.ALIVE
    assert said(posting(validThrough="2026-01-01")) == Verdict.SAID


def test_a_document_that_is_no_page_is_there() -> None:
    assert said("", kind="application/pdf") == Verdict.ALIVE
    assert said("", kind="application/pdf", url="https://outra.example.com/") == Verdict.UNCERTAIN


HOSTILE = {
    "open tags": "<a " * 300_000,
    "tags": "<" * 1_000_000,
    "deep": "<div>" * 300_000,
    "comments": "<!--" * 300_000,
    "declarations": "<![" * 300_000,
    "entities": "&amp" * 300_000,
    "numbers": "&#x110000;&#999999999999;" * 10_000,
    "spaces": " " * 1_000_000,
    "vaga": "vaga " * 200_000,
    "esta vaga que": "a vaga que voce procura nao esta mais " * 20_000,
    "job": "the job you are " * 60_000,
    "script": "<script type=application/ld+json>" + "[" * 500_000,
    "scripts": "<script type=application/ld+json>{}</script>" * 20_000,
    "nul": "\x00" * 500_000,
    "accents": "é̂̃" * 300_000,
    "surrogates": "\ud800" * 1000,
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_no_page_is_too_bad_to_be_judged_soon(markup: str) -> None:
    began = time.process_time()
    assert said(markup) in set(Verdict)
    assert time.process_time() - began < 15


def test_markup_is_taken_apart_up_to_a_limit() -> None:
    assert len(take_apart("a" * 10_000_000).text) == 2_000_000
