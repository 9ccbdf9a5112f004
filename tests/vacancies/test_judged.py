"""Floors under the quality of the search, on whichever database the tests run."""

import pytest
from django.db import connection

from vacancies.search import lexicon

from .judged import collection, scoring

pytestmark = pytest.mark.django_db
FLOOR = 0.90 if connection.vendor == "postgresql" else 0.88


def test_the_judgements_are_about_the_collection() -> None:
    asked = collection.queries()
    names = set(collection.load().values())
    assert len(names) >= 250
    assert len({item.text for item in asked}) == len(asked) >= 70
    assert {name for item in asked for name in item.grades} <= names


def test_people_find_what_they_mean_and_nothing_where_there_is_nothing() -> None:
    names = collection.load()
    lexicon.learn()
    scores = [scoring.score(asked, names) for asked in collection.queries()]
    assert scoring.mean_gain(scores) >= FLOOR
    assert scoring.zero_rate(scores) <= 0.03
    assert scoring.silence_rate(scores) == 1
