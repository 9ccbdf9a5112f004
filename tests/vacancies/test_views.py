"""The public pages of vacancies: filters in the address, honest empty states, hostile input."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from home.models import SiteIdentity
from tests.home.content import a_course, a_course_list, a_match, a_site, a_vacancy, without_data
from vacancies.models import Search, SearchRun, Vacancy
from vacancies.search import lexicon

pytestmark = pytest.mark.django_db
HOSTILE = (
    "'; DROP TABLE vacancies_vacancy; --",
    '"><script>alert(1)</script>',
    "{{ settings }}{% debug %}",
    "\x00",
    "\u202e\u200f",
    "%",
    "_",
    "\\",
    "9" * 400,
    "-1",
    "1.5",
    "²",
    "٣",
    "a" * 20_000,
    "🦫" * 50,
    "NaN",
    "../../etc/passwd",
)


def page(client: Client, path: str = "/vagas/", status: int = 200, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == status
    return response.content.decode()


def titles(html: str) -> list[str]:
    found = Vacancy.objects.order_by("pk").values_list("title", flat=True)
    return [title for title in found if f">{title}</a>" in html]


def a_run(site: str, outcome: str, **fields) -> SearchRun:
    search, _ = Search.objects.get_or_create(term="dados", place="brasil")
    given = {"started_at": timezone.now(), **fields}
    return SearchRun.objects.create(search=search, site=site, outcome=outcome, **given)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Estágio em design", "Pessoa eletricista", "Analista remoto"]),
        ({"texto": "eletricista"}, ["Pessoa eletricista"]),
        ({"texto": "ESTAGIO"}, ["Estágio em design"]),
        ({"cidade": "sao paulo"}, ["Pessoa eletricista", "Analista remoto"]),
        ({"uf": "PR"}, ["Estágio em design"]),
        ({"tipo": "emprego"}, ["Pessoa eletricista"]),
        ({"remota": "on"}, ["Analista remoto"]),
        ({"curso": "7"}, ["Analista remoto"]),
        ({"tipo": "emprego", "uf": "PR"}, []),
        ({"tipo": "", "uf": "", "texto": "", "curso": ""}, None),
    ],
)
def test_each_filter_is_in_the_address(client, query, expected) -> None:
    a_vacancy()
    a_vacancy("Pessoa eletricista", city="São Paulo", state="SP", kind="emprego")
    far = a_vacancy("Analista remoto", city="", state="", kind="trainee", remote=True)
    a_match(far, 7)
    everything = list(Vacancy.objects.order_by("pk").values_list("title", flat=True))
    assert titles(page(client, **query)) == (everything if expected is None else expected)


def test_the_form_shows_what_was_asked(client) -> None:
    course = a_course(a_course_list(a_site()), "Design")
    a_match(a_vacancy(), course)
    html = page(client, texto="design", uf="PR", curso=str(course.pk), remota="on")
    assert 'value="design"' in html
    assert '<option value="PR" selected>' in html
    assert f'<option value="{course.pk}" selected>Design</option>' in html
    assert 'name="robots" content="noindex, follow"' in html


def test_a_course_without_vacancies_is_still_shown_as_chosen(client) -> None:
    a_vacancy()
    html = page(client, curso="99")
    assert '<option value="99" selected>O curso que você escolheu</option>' in html
    assert titles(html) == []


@pytest.mark.parametrize("name", ["texto", "cidade", "uf", "tipo", "curso", "remota", "pagina"])
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_are_harmless(client, name, value) -> None:
    a_vacancy()
    response = client.get("/vagas/", {name: value}, follow=True)  # to the last page, at most
    html = response.content.decode()
    assert response.status_code == 200
    assert "<script" not in without_data(html)
    assert Vacancy.objects.count() == 1


@pytest.mark.parametrize("name", ["uf", "tipo", "curso"])
def test_a_filter_that_makes_no_sense_is_named_and_left_out(client, name) -> None:
    a_vacancy()
    html = page(client, **{name: "xyz"})
    assert "Não entendi este filtro" in html
    assert titles(html) == ["Estágio em design"]


def test_pages_keep_the_filters_and_do_not_repeat(client) -> None:
    for number in range(45):
        a_vacancy(f"Vaga {number:02}", link=f"https://example.org/{number}")
    first, last = page(client, tipo="estagio"), page(client, tipo="estagio", pagina="3")
    assert 'href="/vagas/?tipo=estagio&amp;pagina=2"' in first
    assert len(titles(first)) == 20
    assert len(titles(last)) == 5
    assert not set(titles(first)) & set(titles(last))
    assert titles(page(client, pagina="0")) == titles(first)


def test_a_page_past_the_end_leads_to_the_last_one(client) -> None:
    for number in range(21):
        a_vacancy(f"Vaga {number:02}", link=f"https://example.org/{number}")
    answer = client.get("/vagas/", {"pagina": "9999", "tipo": "estagio"})
    assert (answer.status_code, answer["Location"]) == (302, "/vagas/?pagina=2&tipo=estagio")
    assert len(titles(page(client, pagina="2", tipo="estagio"))) == 1


def test_hidden_vacancies_are_not_listed(client) -> None:
    a_vacancy(live=False)
    assert titles(page(client)) == []


def test_an_empty_result_gives_advice(client) -> None:
    assert "Ainda não há vagas guardadas" in page(client)
    html = page(client, texto="astronauta")
    assert "Nenhuma vaga guardada combina" in html
    assert "usar uma palavra só" in html


@pytest.mark.parametrize(
    ("outcome", "words"), [("blocked", "não deixou o CapyVagas olhar"), ("failed", "falhou")]
)
def test_a_site_that_gave_no_answer_is_never_shown_as_no_vacancies(client, outcome, words) -> None:
    a_run("indeed", outcome)
    html = page(client, texto="astronauta")
    assert words in html
    assert "<b>Indeed</b>" in html
    assert "Isso não quer dizer que não existam" in html
    assert "Nenhuma vaga" not in html


def test_only_the_newest_answer_of_a_site_counts(client) -> None:
    now = timezone.now()
    a_run("indeed", "blocked", finished_at=now - timedelta(hours=2))
    a_run("indeed", "empty", finished_at=now)
    a_run("linkedin", "found", finished_at=now - timedelta(hours=2))
    a_run("linkedin", "blocked", finished_at=now)
    html = page(client)
    assert "<b>LinkedIn</b>" in html
    assert "<b>Indeed</b>" not in html


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_with_one_or_thirty(
    client, django_assert_max_num_queries, count
) -> None:
    client.get("/")
    for number in range(count):
        vacancy = a_vacancy(f"Vaga {number}", link=f"https://example.org/{number}")
        a_match(vacancy, 7)
        a_match(vacancy, 8)
    a_run("indeed", "blocked")
    with django_assert_max_num_queries(12):
        page(client, tipo="estagio")


EVERYTHING = {
    "uf": "PR", "cidade": "Curitiba", "tipo": "estagio", "remota": "", "curso": "7", "ordem": "",
    "dias": "30",
}  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        ({"texto": "dados"}, 9),
        ({"texto": "dados", **EVERYTHING}, 9),
        ({"texto": "dados em Curitiba", "curso": "7", "ordem": "recentes"}, 9),
        ({"texto": "dados", "pagina": "2", **EVERYTHING}, 9),
        ({"texto": "dadso", **EVERYTHING}, 12),
        ({"texto": "dadso", "uf": "AC", "curso": "7"}, 12),
        ({"texto": "nadadisso", **EVERYTHING}, 10),
        (EVERYTHING, 9),
        ({"curso": "7", "pagina": "2"}, 8),
    ],
)
def test_no_filters_cost_more_than_twelve_statements(
    client, django_assert_num_queries, asked: dict[str, str], most: int
) -> None:
    index = a_course_list(a_site())
    a_course(index, "Design", "UX/UI")
    for number in range(30):
        vacancy = a_vacancy(f"Dados {number}", link=f"https://example.org/{number}")
        a_match(vacancy, 7)
    lexicon.learn()
    a_run("indeed", "blocked")
    client.get("/vagas/", {"texto": "aquecer"})
    with django_assert_num_queries(most):
        page(client, **asked)


@pytest.mark.parametrize(
    ("days", "shown"),
    [("", 3), ("30", 3), ("7", 2), ("1", 1), ("0", 3), ("-7", 3), ("7'", 3), ("9" * 40, 3)],
)
def test_only_what_was_published_lately(client, days: str, shown: int) -> None:
    """A value that is none of the four is left out, as with every filter."""
    today = timezone.localdate()
    for age in (0, 5, 25):
        a_vacancy(f"Vaga de {age}", posted_at=today - timedelta(age), link=f"https://e.org/{age}")
    said = page(client, dias=days)
    assert said.count("<article") == shown
    assert ("Não entendi este filtro" in said) == (days not in ("", "1", "7", "30"))


def test_what_was_published_lately_is_said_in_whatsapp_too(client) -> None:
    since = timezone.localdate() - timedelta(7)
    a_site()
    identity = SiteIdentity.load()
    identity.whatsapp_number = "5541999990000"
    identity.save()
    a_vacancy("Vaga nova", posted_at=since)
    assert f"desde%20{since:%d/%m/%Y}".replace("/", "%2F") in page(client, dias="7")


def test_a_vacancy_shows_all_its_data(client) -> None:
    vacancy = a_vacancy(salary="R$ 1.400", remote=True)
    a_match(vacancy, 7)
    a_match(vacancy, 7, "ilustração")
    html = page(client, f"/vagas/{vacancy.pk}/")
    for text in ("Estágio em design", "Pinhão", "R$ 1.400", "Desenhar telas.", "Indeed", "Remota"):
        assert text in html
    assert "20 de novembro de 2026" in html
    assert 'href="https://example.org/vaga/1" rel="nofollow noopener"' in html
    assert html.count('href="/vagas/?curso=7"') == 1
    assert "Demonstração" not in html


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//evil.example", ""])
def test_only_web_addresses_become_links(client, link) -> None:
    vacancy = a_vacancy(link=link)
    html = page(client, f"/vagas/{vacancy.pk}/")
    assert "nofollow" not in html
    assert "javascript:" not in html


def test_markup_in_a_vacancy_is_text(client) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    vacancy = a_vacancy(evil, company=evil, description=evil, salary=evil, source=evil)
    for path in ("/vagas/", f"/vagas/{vacancy.pk}/"):
        html = page(client, path)
        assert "<script" not in without_data(html)
        assert "<img" not in html


def test_a_demonstration_says_so(client) -> None:
    vacancy = a_vacancy(is_demo=True)
    assert "Demonstração" in page(client)
    html = page(client, f"/vagas/{vacancy.pk}/")
    assert "Ela não existe." in html
    assert 'name="robots" content="noindex"' in html


def test_a_hidden_vacancy_is_gone_and_an_unknown_one_was_never_there(client) -> None:
    vacancy = a_vacancy(live=False)
    html = page(client, f"/vagas/{vacancy.pk}/", 410)
    assert "Esta vaga saiu do ar" in html
    assert "?texto=Est%C3%A1gio%20em%20design" in html
    page(client, f"/vagas/{vacancy.pk + 1}/", 404)
    page(client, f"/vagas/{'9' * 40}/", 404)


def test_a_vacancy_not_seen_for_long_may_be_closed(client) -> None:
    vacancy = a_vacancy(last_seen_at=timezone.now() - timedelta(days=90))
    assert "Ela pode já ter encerrado" in page(client, f"/vagas/{vacancy.pk}/")


@pytest.mark.parametrize("path", ["/vagas/", "/vagas/1/"])
def test_nothing_can_be_posted(client, path) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("demo", [True, False])
def test_the_site_that_the_link_leads_to_is_named_beside_it(client, demo) -> None:
    link = "https://www.exemplo.com.br:8443/vaga/1?x=https://outro.example"
    vacancy = a_vacancy(link=link, is_demo=demo)
    html = page(client, f"/vagas/{vacancy.pk}/")
    assert re.search(
        r'rel="nofollow noopener">[^<]*</a> <span class="leads-to">www.exemplo.com.br<', html
    )


def test_a_link_that_is_not_safe_names_no_site(client) -> None:
    vacancy = a_vacancy()
    Vacancy.objects.filter(pk=vacancy.pk).update(link="javascript:alert(1)")
    assert "leads-to" not in page(client, f"/vagas/{vacancy.pk}/")


def test_benefits_are_named_and_free_ones_shown_as_written(client) -> None:
    given = ["transporte", "plr", "Vale-cultura de R$ 50", "vale-transporte", "<b>VR</b>", {}, ""]
    html = page(client, f"/vagas/{a_vacancy(benefits=given).pk}/")
    listed = re.findall(r"<li>(.*?)</li>", html.split("Benefícios</dt>")[1].split("</ul>")[0])
    assert listed[:3] == ["vale-transporte", "participação nos resultados", "Vale-cultura de R$ 50"]
    assert listed.count("vale-transporte") == 1
    assert "<b>VR" not in html


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://a.example/1", "O site de origem não trouxe descrição. Veja os detalhes por lá."),
        ("", "Quem anunciou não escreveu uma descrição."),
    ],
)
def test_a_vacancy_without_a_description_says_where_to_look(client, link, said) -> None:
    html = page(client, f"/vagas/{a_vacancy(description='', link=link).pk}/")
    assert f"<p>{said}</p>" in html
    assert ("por lá" in html) is bool(link)


def test_the_way_to_report_a_problem_is_named_for_any_problem(client) -> None:
    pk = a_vacancy().pk
    link = f'<p class="small report-link"><a href="/vagas/{pk}/avisar/">Avisar um problema</a></p>'
    assert link in page(client, f"/vagas/{pk}/")


def test_the_courses_of_a_vacancy_are_told_by_their_strongest_reason(client) -> None:
    vacancy = a_vacancy("Estágio em UX")
    for course, term, strength in ((7, "telas", 1), (8, "ícones", 3), (7, "UX", 4), (7, "cor", 3)):
        match = {"course_name": f"Curso {course}", "said": term, "strength": strength}
        vacancy.matches.create(course_id=course, term=term, **match)
    html = page(client, f"/vagas/{vacancy.pk}/")
    told = re.findall(r"curso=(\d+)\"[^b]*<b>([^<]*)</b>", html.split('id="combina"')[1])
    assert told == [("7", "UX, cor, telas"), ("8", "ícones")]
