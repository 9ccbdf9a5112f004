"""Six courses of an invented federal technical university."""

from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from courses.demo_texts import COURSES, INDEX_INTRO, DemoCourse
from courses.models import CourseIndexPage, CoursePage, CourseSearchTerm

IMAGES = Path(__file__).parent / "demo_images"


@transaction.atomic
def load(index_parent: Page) -> None:
    """Make the list below ``index_parent`` and its courses; those that exist stay as they are."""
    index = CourseIndexPage.objects.first() or _build_index(index_parent)
    existing = set(CoursePage.objects.values_list("code", flat=True))
    for course in COURSES:
        if course.code not in existing:
            _build_course(index, course)


def _build_index(parent: Page) -> CourseIndexPage:
    index = CourseIndexPage(title="Cursos", slug="cursos", intro=INDEX_INTRO, show_in_menus=True)
    first = parent.get_first_child()
    if first:
        first.add_sibling(pos="left", instance=index)
    else:
        parent.add_child(instance=index)
    index.save_revision().publish()
    return index


def _build_course(index: CourseIndexPage, course: DemoCourse) -> None:
    page = CoursePage(
        title=course.name,
        slug=course.slug,
        code=course.code,
        level=course.level,
        shift=course.shift,
        duration_semesters=course.semesters,
        campus=course.campus,
        summary=course.summary,
        body=_body(course),
        image=_image(course),
        featured=True,
    )
    page.search_terms = [
        CourseSearchTerm(term=term, sort_order=place) for place, term in enumerate(course.terms)
    ]
    index.add_child(instance=page)
    page.save_revision().publish()


def _body(course: DemoCourse) -> list[tuple[str, Any]]:
    quote, author = course.quote
    return [
        ("heading", "O que você aprende"),
        ("paragraph", f"<p>{course.learning}</p>"),
        ("list", list(course.subjects)),
        ("quote", {"text": quote, "author": author}),
        ("heading", "Onde se trabalha"),
        ("paragraph", f"<p>{course.work}</p>"),
    ]


def _image(course: DemoCourse) -> AbstractImage:
    images = get_image_model().objects
    title = f"Ilustração: {course.name}"
    found = images.filter(title=title).first()
    if found:
        return found
    name = f"{course.slug}.webp"
    with (IMAGES / name).open("rb") as file:
        return images.create(title=title, file=ImageFile(file, name=name))
