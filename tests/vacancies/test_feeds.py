"""A feed is the filtered list, for other programs to read."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.home.content import a_match, a_vacancy
from vacancies.models import Vacancy

pytestmark = pytest.mark.django_db
QUERIES = 2
FILTERS = (
    {},
    {"texto": "dados"},
    {"tipo": "estagio"},
    {"uf": "SP", "tipo": "emprego"},
    {"cidade": "Curitiba"},
    {"remota": "on"},
    {"curso": "7"},
    {"uf": "XX"},
    {"texto": "astronauta"},
)


@pytest.fixture
def many() -> None:
    places = (("Curitiba", "PR"), ("São Paulo", "SP"), ("", ""))
    for number in range(12):
        city, state = places[number % 3]
        vacancy = a_vacancy(
            f"Pessoa de {'dados' if number % 2 else 'design'} {number}",
            city=city,
            state=state,
            remote=not city,
            kind="estagio" if number % 4 else "emprego",
            link=f"https://example.org/{number}",
        )
        if number % 5 == 0:
            a_match(vacancy, 7)


def listed(client: Client, query: dict[str, str]) -> list[str]:
    return [
        vacancy.get_absolute_url() for vacancy in client.get("/vagas/", query).context["vacancies"]
    ]


def rss(client: Client, query: dict[str, str]) -> ElementTree.Element:
    response = client.get("/vagas/feed.rss", query)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    channel = ElementTree.fromstring(response.content).find("channel")
    assert channel is not None
    return channel


@pytest.mark.parametrize("query", FILTERS, ids=str)
def test_both_feeds_equal_the_list(client, many, query, settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    wanted = [f"https://vagas.example.br{path}" for path in listed(client, query)]
    assert [item.findtext("link") for item in rss(client, query).findall("item")] == wanted
    feed = client.get("/vagas/feed.json", query).json()
    assert [item["url"] for item in feed["items"]] == wanted


def test_a_feed_names_itself_and_its_list(client, many, settings) -> None:
    settings.PUBLIC_URL = "https://vagas.example.br"
    query = {"uf": "SP", "lixo": "x", "texto": "", "tipo": "emprego"}
    feed = client.get("/vagas/feed.json", query).json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == "https://vagas.example.br/vagas/?uf=SP&tipo=emprego"
    assert feed["feed_url"] == "https://vagas.example.br/vagas/feed.json?uf=SP&tipo=emprego"
    assert (
        rss(client, query).findtext("link") == "https://vagas.example.br/vagas/?uf=SP&tipo=emprego"
    )


def test_the_list_and_a_course_name_their_feeds(client, many) -> None:
    html = client.get("/vagas/", {"tipo": "estagio", "uf": ""}).content.decode()
    assert 'title="Vagas com estes filtros" href="/vagas/feed.rss?tipo=estagio"' in html
    assert 'type="application/feed+json"' in html


def test_only_our_own_text_is_given_away(client) -> None:
    a_vacancy("De um site", description="SEGREDO", origin="site")
    a_vacancy("Do formulário", description="Venha desenhar", origin="form", link="https://e.org/2")
    for address in ("/vagas/feed.rss", "/vagas/feed.json"):
        text = client.get(address).content.decode()
        assert "SEGREDO" not in text
        assert "Venha desenhar" in text


def test_hostile_words_stay_words(client) -> None:
    evil = "]]></item><script>alert(1)</script>\u202e\u0007"
    vacancy = a_vacancy("x", origin="form")
    Vacancy.objects.filter(pk=vacancy.pk).update(
        title=evil, company=evil, description=evil * 2000, link="javascript:alert(1)"
    )
    channel = rss(client, {})
    assert len(channel.findall("item")) == 1
    response = client.get("/vagas/feed.json")
    item = response.json()["items"][0]
    assert "external_url" not in item
    assert "\u202e" not in item["title"]
    assert len(response.content) < 30_000


@pytest.mark.parametrize("address", ["/vagas/feed.rss", "/vagas/feed.json"])
def test_a_feed_costs_the_same_with_one_or_thirty(
    client, address, django_assert_num_queries
) -> None:
    a_vacancy()
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    for number in range(29):
        a_vacancy(f"Vaga {number}", link=f"https://example.org/{number}")
    with django_assert_num_queries(QUERIES):
        client.get(address)


@pytest.mark.parametrize("address", ["/vagas/feed.rss", "/vagas/feed.json"])
def test_a_feed_cannot_be_posted_to(client, address) -> None:
    assert client.post(address).status_code == 405
