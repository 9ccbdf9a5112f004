"""Addresses of one page have one key."""

import pytest

from vacancies.links import is_board, is_numbered, link_key_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/vaga/1", "http://www.a.example/vaga/1/"),
        ("https://a.example/vaga/1", "https://m.a.example:443/vaga/1#candidatar"),
        ("https://a.example/v?b=2&a=1", "https://A.example/v?a=1&b=2&utm_source=x&gclid=y"),
        ("https://a.example/vagas/caf%C3%A9", "https://a.example//vagas/café"),
        (
            "https://br.linkedin.com/jobs/view/estagio-em-dados-at-mirante-3791234567?refId=1",
            "https://www.linkedin.com/jobs/view/3791234567/",
        ),
        (
            "https://www.linkedin.com/jobs/search/?currentJobId=3791234567",
            "https://linkedin.com/jobs/view/3791234567",
        ),
        (
            "https://br.indeed.com/viewjob?jk=AB12&from=serp&vjs=3",
            "https://www.indeed.com/m/viewjob?jk=ab12",
        ),
        ("https://br.indeed.com/rc/clk?jk=ab12&fccid=9", "https://indeed.com/jobs?q=x&vjk=ab12"),
        (
            "https://www.glassdoor.com.br/job-listing/x-JV_IC1.htm?jl=100912",
            "https://www.glassdoor.com/partner/jobListing.htm?jobListingId=100912",
        ),
        (
            "https://mirante.gupy.io/jobs/81234?jobBoardSource=gupy_portal",
            "https://mirante.gupy.io/jobs/81234/candidates/new",
        ),
        ("https://www.vagas.com.br/vagas/v2611/analista", "https://vagas.com.br/vagas/v2611"),
    ],
)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert link_key_of(one) == link_key_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/vaga/1", "https://a.example/vaga/2"),
        ("https://a.example/vaga?id=1", "https://a.example/vaga?id=2"),
        ("https://a.example/#/vaga/1", "https://a.example/#/vaga/2"),
        ("https://a.example:8443/vaga/1", "https://a.example/vaga/1"),
        (
            "https://www.linkedin.com/jobs/view/3791234567",
            "https://www.linkedin.com/jobs/view/3791234568",
        ),
        ("https://mirante.gupy.io/jobs/81234", "https://outra.gupy.io/jobs/81234"),
        (
            "https://evil.example/linkedin.com/jobs/view/3791234567",
            "https://linkedin.com/jobs/view/3791234567",
        ),
    ],
)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert link_key_of(one) != link_key_of(other)


@pytest.mark.parametrize(
    "link", ["", "x", "https://", "https://[bad/", "//", "http://a:b:c/", "\0"]
)
def test_what_is_no_address_has_no_key(link: str) -> None:
    assert link_key_of(link) == ""


def test_a_page_of_one_vacancy_has_its_number_and_a_year_is_none() -> None:
    assert is_numbered("https://a.example/vagas/81234")
    assert not is_numbered("https://a.example/carreiras/2026")
    assert is_board("https://br.indeed.com/viewjob?jk=1")
    assert not is_board("https://notindeed.com/viewjob?jk=1")
