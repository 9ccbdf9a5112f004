"""Courtesy to the sites of links: whose link it is, and how long a site wants to be left alone."""

from datetime import UTC, datetime, timedelta

import pytest

from vacancies import linksites

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)


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
