"""What the engine has learnt to say reaches bots that were there before it learnt that."""

from importlib import import_module

import pytest
from django.apps import apps

from bot_flows.engine.wording import Reply
from bot_flows.models import ReplyTemplate
from tests.factories import all_replies

MIGRATIONS = ("0005_new_replies", "0007_words_for_marks")
migration = import_module("bot_flows.migrations.0005_new_replies")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", MIGRATIONS)
def test_a_bot_that_is_there_gets_the_words_it_lacks(name: str) -> None:
    migration = import_module(f"bot_flows.migrations.{name}")
    all_replies()
    ReplyTemplate.objects.filter(key__in=migration.NEW).delete()
    migration.add_words(apps, None)
    assert set(ReplyTemplate.objects.values_list("key", flat=True)) == set(Reply)


def test_words_of_editors_stay_as_they_are() -> None:
    all_replies()
    ReplyTemplate.objects.filter(key="error_ra").update(text="Do nosso jeito.")
    migration.add_words(apps, None)
    assert ReplyTemplate.objects.get(key="error_ra").text == "Do nosso jeito."


def test_an_empty_bot_gets_nothing() -> None:
    migration.add_words(apps, None)
    assert not ReplyTemplate.objects.exists()
