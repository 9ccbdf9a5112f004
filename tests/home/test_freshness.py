"""A page that did not change is not made again; one that changed always is."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from capyvagas import freshness
from home.models import SiteIdentity
from tests.home.content import (
    a_course,
    a_course_list,
    a_match,
    a_site,
    a_text_page,
    a_vacancy,
    with_pictures,
)
from vacancies.models import Vacancy

pytestmark = [pytest.mark.django_db, *with_pictures]
UNCHANGED_QUERIES = 1


@pytest.fixture(autouse=True)
def one_moment(monkeypatch) -> None:
    """No test stands on the border between two times ten minutes."""
    monkeypatch.setattr(freshness, "BUCKET_SECONDS", 86_400 * 365)


@pytest.fixture
def paths() -> list[str]:
    SiteIdentity.load()  # the first visit of all would write it
    home = a_site()
    course = a_course(a_course_list(home), "Design", "UX/UI")
    a_text_page(home, "Sobre")
    vacancy = a_vacancy()
    a_match(vacancy, course)
    pages = ["/", "/cursos/", "/cursos/design/", "/cursos/design/cartaz/", "/sobre/"]
    lists = ["/vagas/", "/vagas/?tipo=estagio", "/busca/?texto=design", "/vagas/feed.rss"]
    return [*pages, *lists, f"/vagas/{vacancy.pk}/", "/vagas/feed.json", "/sitemap.xml"]


def tag(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.headers["ETag"]


def test_an_unchanged_page_costs_one_statement(client, paths, django_assert_num_queries) -> None:
    for path in paths:
        seen = client.get(path)
        with django_assert_num_queries(UNCHANGED_QUERIES):
            again = client.get(path, headers={"If-None-Match": seen.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["ETag"] == seen.headers["ETag"]
        since = client.get(path, headers={"If-Modified-Since": seen.headers["Last-Modified"]})
        assert since.status_code == 304, path


def test_proxies_are_told_how_long(client, paths) -> None:
    for path in paths:
        response = client.get(path)
        said = response.headers["Cache-Control"]
        for word in ("public", "max-age=0", "s-maxage=60", "stale-while-revalidate=60"):
            assert word in said, path
        assert "Cookie" in response.headers["Vary"]


def _edit_vacancy() -> None:
    Vacancy.objects.update(title="Outro título")


def _edit_course() -> None:
    from courses.models import CoursePage

    course = CoursePage.objects.get()
    course.summary = "Outro resumo"
    course.save_revision().publish()


def _edit_footer() -> None:
    identity = SiteIdentity.load()
    identity.footer_text = "Outro rodapé"
    identity.save()


@pytest.mark.parametrize("change", [_edit_vacancy, _edit_course, _edit_footer])
def test_an_edit_is_a_new_version(client, paths, change: Callable[[], None]) -> None:
    before = {path: tag(client, path) for path in paths}
    change()
    assert not [path for path in paths if tag(client, path) == before[path]]
    old = client.get("/vagas/", headers={"If-None-Match": before["/vagas/"]})
    assert old.status_code == 200


def test_a_deploy_is_a_new_version(client, paths, monkeypatch) -> None:
    before = tag(client, "/vagas/")
    monkeypatch.setattr(freshness, "release", lambda: "another")
    assert tag(client, "/vagas/") != before


def test_the_release_is_read_from_templates_styles_and_code(settings, tmp_path) -> None:
    (tmp_path / "templates").mkdir()
    style = tmp_path / "templates" / "base.html"
    digests = set()
    settings.BASE_DIR = tmp_path
    for text in ("a", "b"):
        style.write_text(text)
        freshness.release.cache_clear()
        digests.add(freshness.release())
    freshness.release.cache_clear()
    assert len(digests) == 2


def test_time_that_passes_is_a_new_version(client, paths, monkeypatch) -> None:
    before = tag(client, "/vagas/")
    monkeypatch.setattr(freshness, "BUCKET_SECONDS", 1)
    assert tag(client, "/vagas/") != before


def test_filters_have_versions_of_their_own(client, paths) -> None:
    assert tag(client, "/vagas/") != tag(client, "/vagas/?tipo=estagio")


def test_who_is_logged_in_gets_a_page_of_his_own(admin_client, client, paths) -> None:
    seen = tag(client, "/vagas/")
    for path in ("/", "/vagas/"):
        response = admin_client.get(path, headers={"If-None-Match": seen})
        assert response.status_code == 200
        assert "ETag" not in response.headers
        assert "public" not in response.headers.get("Cache-Control", "")
        assert "Cookie" in response.headers["Vary"]


def test_what_is_not_there_is_not_kept(client, paths) -> None:
    gone = a_vacancy("Encerrada", link="https://example.org/9", live=False)
    for path, status in (("/nada/", 404), (f"/vagas/{gone.pk}/", 410)):
        response = client.get(path)
        assert response.status_code == status
        assert "ETag" not in response.headers
        assert "private" in response.headers["Cache-Control"]


def test_a_page_that_closes_is_not_answered_from_memory(client, paths) -> None:
    vacancy = Vacancy.objects.get()
    path = f"/vagas/{vacancy.pk}/"
    seen = client.get(path)
    Vacancy.objects.filter(pk=vacancy.pk).update(closed_at=timezone.now())
    headers = {"If-None-Match": seen.headers["ETag"]}
    assert client.get(path, headers=headers).status_code == 410


def test_strange_validators_are_harmless(client, paths) -> None:
    for value in ('"x"', "W/", "\x00", "a" * 9000, http_date(0), "ontem"):
        assert client.get("/vagas/", headers={"If-None-Match": value}).status_code == 200
        assert client.get("/vagas/", headers={"If-Modified-Since": value}).status_code == 200
