"""One search over all that the public site has: courses, vacancies and pages of text."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.finder import TEXT_LIMIT, Finder
from courses.models import CoursePage
from home.models import ContentPage
from vacancies import words
from vacancies.search import Criteria, Found, find

SHOWN = 6


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Courses first: they are few, and each leads to its vacancies."""
    text = words.line(request.GET.get("texto", "")[: TEXT_LIMIT * 4], TEXT_LIMIT)
    courses = _courses(text)
    vacancies = find(Criteria(text=text), limit=SHOWN) if text else Found([], 0)
    prefetch_related_objects(vacancies.vacancies, "matches")
    pages = list(ContentPage.objects.live().public().search(text)[:SHOWN]) if text else []
    context = {
        "text": text,
        "courses": courses[:SHOWN],
        "course_count": len(courses),
        "vacancies": vacancies.vacancies,
        "vacancy_count": vacancies.total,
        "pages_found": pages,
        "nothing": not (courses or vacancies.vacancies or pages),
    }
    return render(request, "search.html", context)


def _courses(text: str) -> list[CoursePage]:
    if not text:
        return []
    rows = CoursePage.objects.live().public().order_by("path").select_related("image")
    rows = rows.prefetch_related("image__renditions", "search_terms")
    return Finder(list(rows), {"texto": text}).found
