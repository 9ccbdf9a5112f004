"""What is asked besides words: place, kind, course, dates, hours."""

from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable

from vacancies.models import VacancyMatch
from vacancies.places import city_key, parse

from .asking import Criteria

UNREAD = ("search_text", "title_text")  # columns that only the database reads
ELSEWHERE = 0.8  # what a remote vacancy is worth beside one in the city that was asked for


def facts(criteria: Criteria) -> Q:
    """Everything but the words."""
    asked = in_city(criteria.city)
    if criteria.state:
        asked &= Q(state=criteria.state.upper())
    if criteria.remote is not None:
        asked &= Q(remote=criteria.remote)
    if criteria.kind:
        asked &= Q(kind=criteria.kind)
    if criteria.posted_since:
        asked &= Q(sort_date__gte=criteria.posted_since)
    if criteria.hours is not None:
        asked &= Q(hours_week__lte=criteria.hours)
    if criteria.semester is not None:
        asked &= Q(semester_min__lte=criteria.semester)
    if criteria.course is not None:
        matches = VacancyMatch.objects.filter(vacancy=OuterRef("pk"), course_id=criteria.course)
        asked &= Q(Exists(matches))
    return asked


def in_city(city: str) -> Q:
    place = parse(city)
    if place.city:
        states = {place.state, ""} if place.state else set()
        here = Q(city_key=city_key(place.city))
        return (here & Q(state__in=states) if states else here) | Q(remote=True)
    if place.state:
        return Q(state=place.state) | Q(remote=True)
    return Q(remote=True) if place.remote else Q()


def nearness(city: str) -> Combinable:
    """What the score is multiplied by: less for a vacancy that is not in the city or state."""
    place = parse(city)
    if not (place.city or place.state):
        return Value(1.0, output_field=FloatField())
    here = Q(city_key=city_key(place.city)) if place.city else Q(state=place.state)
    return Case(When(here, then=Value(1.0)), default=Value(ELSEWHERE), output_field=FloatField())


NEWEST = (F("sort_date").desc(), F("pk").desc())
