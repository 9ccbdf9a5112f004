"""A pasted link becomes a draft: JobPosting in the shapes that sites write, hostile ones too."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.vacancies.website import a_website, moved, page
from vacancies import jobposting
from vacancies.fetching import Page, fetch
from vacancies.jobposting import Draft, LinkError, from_link, from_page
from vacancies.models import Vacancy

URL = "https://vagas.example.org/vaga/1"
POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Estágio em Química",
    "description": "<p>Controle de qualidade.</p><ul><li>Bolsa</li><li>Vale</li></ul>",
    "datePosted": "2026-11-20",
    "validThrough": "2026-12-20T23:59:59-03:00",
    "employmentType": "INTERN",
    "hiringOrganization": {"@type": "Organization", "name": "Pinhão S.A."},
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Curitiba",
            "addressRegion": "PR",
            "addressCountry": "BR",
        },
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "BRL",
        "value": {"@type": "QuantitativeValue", "value": 1200, "unitText": "MONTH"},
    },
}


def written(data: Any) -> str:
    return json.dumps(data).replace("</", "<\\/")  # as sites do, so that no script ends early


def html(*data: Any) -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{d if isinstance(d, str) else written(d)}</script>'
        for d in data
    )
    return f"<!doctype html><html><head>{scripts}</head><body><h1>Vaga</h1></body></html>"


def draft(*data: Any) -> Draft | None:
    return from_page(Page(URL, 200, "text/html", html(*data)))


def of(**changes: Any) -> Draft:
    found = draft({**POSTING, **changes})
    assert found is not None
    return found


def test_a_whole_posting() -> None:
    assert draft(POSTING) == Draft(
        title="Estágio em Química",
        company="Pinhão S.A.",
        city="Curitiba",
        state="PR",
        kind="estagio",
        salary="R$ 1.200 por mês",
        pay_min=Decimal("1200.00"),
        pay_max=Decimal("1200.00"),
        pay_period="mes",
        link=URL,
        posted_at=date(2026, 11, 20),
        apply_by=date(2026, 12, 20),
        description="Controle de qualidade.\n\n• Bolsa\n• Vale",
    )


def test_a_draft_fits_the_model() -> None:
    vacancy = Vacancy(**of().fields())
    vacancy.derive()
    vacancy.clean_fields(exclude=["latest_revision"])
    assert vacancy.link_key


ORGANIZATION = {"@type": "Organization", "name": "Outra"}
SHAPES = {
    "graph": [{"@context": "https://schema.org", "@graph": [ORGANIZATION, POSTING]}],
    "list": [[ORGANIZATION, POSTING]],
    "several scripts": [ORGANIZATION, {"@type": "BreadcrumbList"}, POSTING],
    "a broken script first": ["{quebrado", POSTING],
    "two types": [{**POSTING, "@type": ["Thing", "JobPosting"]}],
    "an address as type": [{**POSTING, "@type": "http://schema.org/JobPosting"}],
    "inside another thing": [{"@type": "WebPage", "mainEntity": POSTING}],
    "raw line breaks": [json.dumps(POSTING).replace("Controle", "Con\ntrole".replace("\n", " "))],
    "a comment around": [f"<!--\n{json.dumps(POSTING)}\n-->"],
    "a semicolon at the end": [f"{json.dumps(POSTING)};"],
    "one without a title first": [{**POSTING, "title": ""}, POSTING],
    "accents written out": [json.dumps(POSTING, ensure_ascii=True)],
}


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES)
def test_the_shapes_in_which_sites_write_it(data: list[Any]) -> None:
    found = draft(*data)
    assert found is not None
    assert (found.title, found.company, found.city) == (
        "Estágio em Química",
        "Pinhão S.A.",
        "Curitiba",
    )


def test_a_bare_document() -> None:
    found = from_page(Page(URL, 200, "application/ld+json", json.dumps(POSTING)))
    assert found == draft(POSTING)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"address": {"addressLocality": "Curitiba", "addressRegion": "Paraná"}}, "Curitiba/PR"),
        ({"address": {"addressLocality": "Pato Branco, PR"}}, "Pato Branco/PR"),
        ({"address": "Londrina, PR, Brasil"}, "Londrina/PR"),
        ("São Paulo, SP", "São Paulo/SP"),
        ([{"address": {}}, {"address": {"addressLocality": "Toledo"}}], "Toledo"),
        ({"address": [{"addressLocality": "Medianeira", "addressRegion": "PR"}]}, "Medianeira/PR"),
        ({"address": {"addressRegion": {"@type": "State", "name": "SC"}}}, "Santa Catarina"),
        ({"address": {"addressCountry": "BR"}}, ""),
        ({"address": None}, ""),
        ([], ""),
        (None, ""),
        (7, ""),
        ({"address": {"addressLocality": "x" * 5000}}, "x" * 80),
    ],
)
def test_where_it_is(place: Any, expected: str) -> None:
    found = of(jobLocation=place)
    assert Vacancy(city=found.city, state=found.state).place_label == expected


@pytest.mark.parametrize(
    ("changes", "remote", "modality"),
    [
        ({"jobLocationType": "TELECOMMUTE"}, True, "remoto"),
        ({"jobLocationType": ["TELECOMMUTE"]}, True, "remoto"),
        ({"jobLocation": {"address": {"addressLocality": "Remoto"}}}, True, "remoto"),
        ({"jobLocationType": "TELECOMMUTE", "title": "Estágio híbrido"}, False, "hibrido"),
        ({"title": "Estágio (híbrido) em Dados"}, False, "hibrido"),
        ({}, False, ""),
    ],
)
def test_from_where_the_work_is_done(changes: dict, remote: bool, modality: str) -> None:
    found = of(**changes)
    assert (found.remote, found.modality) == (remote, modality)


def amount(**fields: Any) -> dict[str, Any]:
    return {"@type": "MonetaryAmount", "currency": "BRL", **fields}


@pytest.mark.parametrize(
    ("salary", "said", "low", "high", "period"),
    [
        (
            amount(value={"minValue": 1000, "maxValue": 1500.5, "unitText": "MONTH"}),
            "R$ 1.000 a R$ 1.500,50 por mês",
            "1000",
            "1500.50",
            "mes",
        ),
        (amount(value={"minValue": "1500", "maxValue": "1000"}), "R$ 1.000 a R$ 1.500", "1000",
         "1500", ""),
        (amount(value={"value": "12,50", "unitText": "HOUR"}), "R$ 12,50 por hora", "12.5", "12.5",
         "hora"),
        (amount(value="1.500,00"), "R$ 1.500", "1500", "1500", ""),
        (amount(value=1500, unitText="month"), "R$ 1.500 por mês", "1500", "1500", "mes"),
        (amount(minValue=900, maxValue=0), "R$ 900", "900", "900", ""),
        ([amount(value={"value": "R$ 1.320"})], "R$ 1.320", "1320", "1320", ""),
        (1800, "R$ 1.800", "1800", "1800", ""),
        ("2,000.00", "R$ 2.000", "2000", "2000", ""),
        (amount(currency="USD", value={"value": 3000, "unitText": "MONTH"}), "US$ 3.000 por mês",
         None, None, ""),
        ("a combinar", "", None, None, ""),
        (amount(value={"value": 0}), "", None, None, ""),
        (amount(value={"value": -5}), "R$ 5", "5", "5", ""),
        (amount(value={"value": 10**400}), "", None, None, ""),
        (amount(value={"value": "9" * 5000}), "", None, None, ""),
        (amount(value={"value": True}), "", None, None, ""),
        (amount(value={"value": [1, 2]}), "", None, None, ""),
        (None, "", None, None, ""),
        ([], "", None, None, ""),
    ],
)  # fmt: skip
def test_what_it_pays(salary: Any, said: str, low: Any, high: Any, period: str) -> None:
    found = of(baseSalary=salary)
    assert found.salary == said
    assert found.pay_min == (Decimal(low) if low else None)
    assert found.pay_max == (Decimal(high) if high else None)
    assert found.pay_period == period


@pytest.mark.parametrize(
    ("title", "kind_said", "expected"),
    [
        ("Analista de dados", "FULL_TIME", "emprego"),
        ("Analista de dados", "INTERN", "estagio"),
        ("Analista de dados", ["PART_TIME", "INTERN"], "estagio"),
        ("Jovem Aprendiz", "INTERN", "aprendiz"),
        ("Programa de Trainee", None, "trainee"),
        ("Analista", "INTERNAL", "emprego"),
    ],
)
def test_its_kind(title: str, kind_said: Any, expected: str) -> None:
    assert of(title=title, employmentType=kind_said).kind == expected


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("&lt;p&gt;Um&lt;/p&gt;&lt;p&gt;Dois &amp;amp; três&lt;/p&gt;", "Um\n\nDois & três"),
        ("<script>alert(1)</script><b>Texto</b>", "Texto"),
        ("linha um\nlinha dois", "linha um\nlinha dois"),
        ("a\u202eb\u200fc\x00d\x07e", "abcde"),
        ({"@value": "num objeto"}, "num objeto"),
        (["numa lista"], "numa lista"),
        (None, ""),
        (5, "5"),
    ],
)
def test_its_text_is_plain(said: Any, shown: str) -> None:
    assert of(description=said).description == shown


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "//sem.esquema/",
        'https://a/"onclick="x',
        "https://usuario@a/",
        {"@id": "x"},
        None,
    ],
)
def test_a_link_that_is_none_becomes_the_page_s_own(link: Any) -> None:
    assert of(url=link).link == URL
    assert of(url="https://empresa.example.org/v/9").link == "https://empresa.example.org/v/9"


def test_hostile_names_and_titles_are_cleaned_and_short() -> None:
    found = of(
        title="<img src=x onerror=alert(1)>Estágio\u202e\x00 " + "a" * 10_000,
        hiringOrganization={"name": ["=HYPERLINK()" * 5000]},
        validThrough="9" * 9000,
        datePosted={"a": 1},
    )
    assert found.title.startswith("Estágio aaa")
    assert (len(found.title), len(found.company)) == (200, 150)
    assert (found.posted_at, found.apply_by) == (None, None)


HOSTILE = (
    "",
    "<script type=application/ld+json>",
    html("[" * 100_000),
    html('{"@type":' * 50_000),
    html({"@type": "JobPosting", "title": ["x"] * 10, "jobLocation": [[[]]], "baseSalary": [[]]}),
    html({"@type": "JobPosting", "title": {"@value": 7}}),
    html({"@type": {"a": 1}, "title": "x"}),
    html([POSTING] * 300),
    html('{"@type":"JobPosting","title":' + "9" * 6000 + "}"),
    html({"@type": "JobPosting", "title": "x", "description": "<a " * 500_000}),
    html({"@type": "JobPosting", "title": "x", "description": "y" * 1_500_000}),
    html('{"@type":"JobPosting","title":NaN,"baseSalary":Infinity}'),
    "\x00" * 1000 + html("null"),
    "{" * 100_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_page_breaks_the_reading(text: str) -> None:
    found = from_page(Page(URL, 200, "text/html", text))
    assert found is None or 0 < len(found.title) <= 200
    assert found is None or len(found.description) <= 20_000


def sentence(visit: Any, url: str = URL, **options: Any) -> str:
    with pytest.raises(LinkError) as failed:
        from_link(url, visit=visit, **options)
    return str(failed.value)


def answers(status: int = 200, kind: str = "text/html", text: str = "") -> Any:
    return lambda url: Page(url, status, kind, text)


@pytest.mark.parametrize(
    ("visit", "said"),
    [
        (answers(404), jobposting.GONE),
        (answers(410), jobposting.GONE),
        (answers(403), jobposting.TURNED_AWAY),
        (answers(429), jobposting.TURNED_AWAY),
        (answers(999), jobposting.TURNED_AWAY),
        (answers(503), jobposting.IN_TROUBLE),
        (answers(kind="application/pdf"), jobposting.NOT_A_PAGE),
        (answers(text="<p>Vaga</p>"), jobposting.NO_DATA),
    ],
)
def test_why_there_is_no_draft(visit: Any, said: Any) -> None:
    assert sentence(visit) == str(said)


@pytest.mark.parametrize("url", ["", "vaga", "javascript:alert(1)", "ftp://a/", "x" * 5000])
def test_what_is_no_link(url: str) -> None:
    assert sentence(answers(text=html(POSTING)), url) == str(jobposting.NO_LINK)


def test_every_fault_of_a_visit_has_a_sentence() -> None:
    assert set(jobposting._FAULTS) == set(jobposting.Fault)


def test_a_day_that_is_over_is_told_only_when_asked() -> None:
    visit = answers(text=html({**POSTING, "validThrough": "2026-11-01"}))
    assert from_link(URL, visit=visit).apply_by == date(2026, 11, 1)
    assert sentence(visit, today=date(2026, 11, 30)) == str(jobposting.OVER)


def test_a_pasted_link_through_a_real_site() -> None:
    with a_website() as site:
        site.pages |= {"/curto": moved("/vaga/1"), "/vaga/1": page(html(POSTING))}
        found = from_link(site.url("/curto"), visit=lambda url: fetch(url, site.rules()))
        assert (found.title, found.link) == ("Estágio em Química", site.url("/vaga/1"))
        inside = site.url("/curto", "dentro.example.org")
        site.names["dentro.example.org"] = ["169.254.169.254"]
        said = sentence(lambda url: fetch(url, site.rules()), inside)
        assert said == "Este endereço não pode ser aberto: use o link público da vaga."
