"""What search engines are told: right in shape, only what is ours, and no way out of the block."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from tests.home.content import (
    a_course,
    a_course_list,
    a_site,
    a_text_page,
    a_vacancy,
    with_pictures,
)
from vacancies.models import Vacancy
from vacancies.structured import job_posting

pytestmark = [pytest.mark.django_db, *with_pictures]
TEXT = {"type": "string", "minLength": 1}
WEB = {"type": "string", "pattern": "^https?://"}
PLACE = {
    "type": "object",
    "required": ["@type", "address"],
    "properties": {
        "address": {
            "type": "object",
            "required": ["@type", "addressCountry"],
            "properties": {"addressCountry": {"const": "BR"}},
        }
    },
}
SALARY = {
    "type": "object",
    "required": ["@type", "currency", "value"],
    "properties": {
        "value": {
            "type": "object",
            "required": ["@type", "unitText"],
            "properties": {"unitText": {"enum": ["HOUR", "DAY", "WEEK", "MONTH", "YEAR"]}},
            "anyOf": [{"required": [name]} for name in ("value", "minValue", "maxValue")],
        }
    },
}
SHAPES: dict[str, dict[str, Any]] = {
    # https://developers.google.com/search/docs/appearance/structured-data/job-posting
    "JobPosting": {
        "required": ["title", "description", "datePosted", "validThrough", "hiringOrganization"],
        "properties": {
            "title": TEXT,
            "description": TEXT,
            "datePosted": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
            "validThrough": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]"},
            "hiringOrganization": {"type": "object", "required": ["@type", "name"]},
            "employmentType": {"enum": ["INTERN", "FULL_TIME", "PART_TIME", "OTHER"]},
            "jobLocation": PLACE,
            "baseSalary": SALARY,
            "url": WEB,
        },
        "anyOf": [
            {"required": ["jobLocation"]},
            {"required": ["jobLocationType", "applicantLocationRequirements"]},
        ],
    },
    "Course": {
        "required": ["name", "description", "provider", "url"],
        "properties": {
            "name": TEXT,
            "description": TEXT,
            "provider": {"type": "object", "required": ["@type", "name"]},
            "url": WEB,
        },
    },
    "BreadcrumbList": {
        "required": ["itemListElement"],
        "properties": {
            "itemListElement": {
                "type": "array",
                "minItems": 2,
                "items": {
                    "required": ["@type", "position", "name", "item"],
                    "properties": {"name": TEXT, "item": WEB, "position": {"type": "integer"}},
                },
            }
        },
    },
    "Organization": {"required": ["name", "url", "logo"], "properties": {"logo": WEB}},
    "WebSite": {"required": ["name", "url", "potentialAction"]},
}


def data(client: Client, path: str) -> dict[str, dict[str, Any]]:
    """Each kind of thing that a page describes, checked for its shape."""
    html = client.get(path).content.decode()
    found: dict[str, dict[str, Any]] = {}
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL):
        whole = json.loads(block)
        assert whole["@context"] == "https://schema.org"
        for thing in whole.get("@graph", [whole]):
            Draft202012Validator(SHAPES[thing["@type"]]).validate(thing)
            found[thing["@type"]] = thing
    return found


def ours(**fields: Any) -> Vacancy:
    return a_vacancy(**{"origin": "form", "description": "Venha.\n\nTraga ideias.", **fields})


def test_a_vacancy_that_is_ours_is_a_job_posting(client) -> None:
    vacancy = ours(pay_min=1400, pay_max=1600, pay_period="mes", remote=True)
    posting = data(client, f"/vagas/{vacancy.pk}/")["JobPosting"]
    assert posting["title"] == "Estágio em design"
    assert posting["description"] == "<p>Venha.</p>\n\n<p>Traga ideias.</p>"
    assert posting["employmentType"] == "INTERN"
    assert posting["jobLocation"]["address"]["addressLocality"] == "Curitiba"
    assert posting["jobLocationType"] == "TELECOMMUTE"
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "MONTH",
        "minValue": 1400.0,
        "maxValue": 1600.0,
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": "site"},
        {"is_demo": True},
        {"company": ""},
        {"city": "", "state": ""},
        {"moderation": "waiting"},
        {"closed_at": datetime(2026, 11, 20, 12, tzinfo=UTC)},
    ],
    ids=str,
)
def test_what_is_not_ours_or_not_whole_is_none(fields) -> None:
    assert job_posting(ours(**fields)) is None


def test_a_scraped_vacancy_says_nothing_to_search_engines(client) -> None:
    assert "JobPosting" not in data(client, f"/vagas/{a_vacancy().pk}/")


def test_the_end_moves_on_while_it_is_confirmed_and_stops_at_the_deadline() -> None:
    now = timezone.now()
    old, new = now - timedelta(days=20), now
    ends = [
        job_posting(ours(last_seen_at=at, link=f"https://e.org/{at}"))["validThrough"]
        for at in (old, new)
    ]
    assert ends[0] < ends[1]
    assert ends[1][:10] == (timezone.localdate(now) + timedelta(days=30)).isoformat()
    assert job_posting(ours(apply_by=date(2026, 12, 20)))["validThrough"].startswith(
        "2026-12-20T23:59:59"
    )


def test_every_page_has_its_data_and_each_has_the_right_shape(client) -> None:
    home = a_site()
    a_course(a_course_list(home), "Design")
    a_text_page(home, "Sobre")
    assert set(data(client, "/")) == {"Organization", "WebSite"}
    assert set(data(client, "/cursos/")) == {"BreadcrumbList"}
    assert set(data(client, "/cursos/design/")) == {"BreadcrumbList", "Course"}
    assert set(data(client, "/sobre/")) == {"BreadcrumbList"}
    assert set(data(client, "/vagas/")) == {"BreadcrumbList"}
    trail = data(client, "/cursos/design/")["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in trail] == ["Início", "Cursos", "Design"]


def test_no_word_can_end_the_block(client) -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    vacancy = ours(title=evil, company=evil, description=evil, city=evil[:80])
    html = client.get(f"/vagas/{vacancy.pk}/").content.decode()
    assert html.count("<script") == html.count('<script type="application/ld+json">') == 2
    assert html.count("</script>") == 2
    assert "alert(1)" in data(client, f"/vagas/{vacancy.pk}/")["JobPosting"]["title"]
