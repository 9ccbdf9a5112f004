"""A small public site for tests: pages as an editor would leave them, and vacancies."""

import gc
import re
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page, Site

from courses.models import CourseIndexPage, CoursePage, CourseSearchTerm
from home.models import ContentPage, HomePage
from vacancies.models import Vacancy, VacancyMatch


def without_data(html: str) -> str:
    """A page without its blocks of data for search engines, which no browser runs."""
    return re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", html)


@pytest.fixture
def own_media(settings, tmp_path: Path) -> Iterator[None]:
    """A folder for pictures. Wagtail leaves the temporary files of its renditions open."""
    settings.MEDIA_ROOT = tmp_path
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


with_pictures = (
    pytest.mark.usefixtures("own_media"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
)


def a_site() -> HomePage:
    """A home page at ``/`` of the default site."""
    home = HomePage(
        title="Início",
        slug="raiz",
        hero_title="Vagas numa conversa",
        hero_text="Mande oi.",
        privacy_line="Mande PARAR.",
    )
    Page.get_first_root_node().add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    return home


def a_text_page(home: HomePage, title: str, **fields: Any) -> ContentPage:
    page = ContentPage(title=title, **{"body": "<p>Texto.</p>", **fields})
    home.add_child(instance=page)
    return page


def a_course_list(home: HomePage) -> CourseIndexPage:
    index = CourseIndexPage(title="Cursos", slug="cursos", show_in_menus=True)
    home.add_child(instance=index)
    return index


def a_course(
    index: CourseIndexPage, name: str = "Design", *terms: str, **fields: Any
) -> CoursePage:
    """A live course; a term that begins with ``-`` is switched off."""
    given = {"code": name[:20], "campus": "Centro", "summary": f"Sobre {name}.", **fields}
    course = CoursePage(title=name, **given)
    course.search_terms = [
        CourseSearchTerm(term=term.lstrip("-"), active=term[:1] != "-", sort_order=place)
        for place, term in enumerate(terms)
    ]
    index.add_child(instance=course)
    return course


def a_vacancy(title: str = "Estágio em design", **fields: Any) -> Vacancy:
    given = {
        "company": "Pinhão",
        "city": "Curitiba",
        "state": "PR",
        "kind": "estagio",
        "link": "https://example.org/vaga/1",
        "source": "Indeed",
        "posted_at": date(2026, 11, 20),
        "description": "Desenhar telas.",
        **fields,
    }
    return Vacancy.objects.create(title=title, **given)


def a_match(vacancy: Vacancy, course: CoursePage | int, term: str = "UX/UI") -> VacancyMatch:
    pk, name = (course, "Curso") if isinstance(course, int) else (course.pk, course.title)
    return VacancyMatch.objects.create(vacancy=vacancy, course_id=pk, course_name=name, term=term)
