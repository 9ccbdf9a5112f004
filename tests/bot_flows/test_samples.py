"""The fixed world of vacancies that tests of conversations search in."""

from datetime import UTC, datetime

import pytest

from bot_flows.engine.effects import SearchVacancies
from bot_flows.samples import EACH, World, search

NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
LATER = datetime(2030, 1, 1, tzinfo=UTC)
WANTED = SearchVacancies("dados@", ("dados",))


def test_there_is_a_second_page_and_an_end() -> None:
    found = search(World.SOME)(WANTED, NOW)
    shown = tuple(card.id for card in found.vacancies)
    more = search(World.SOME)(SearchVacancies("dados@", ("dados",), exclude=shown), NOW)
    assert len(shown) == len(more.vacancies) == 5
    assert not set(shown) & {card.id for card in more.vacancies}
    assert found.total == more.total == EACH


@pytest.mark.parametrize("page", [1, 5, 10])
def test_every_page_size_leaves_something_for_more(page: int) -> None:
    found = search(World.SOME)(SearchVacancies("dados@", ("dados",), limit=page), NOW)
    assert len(found.vacancies) == page < found.total


def test_it_says_the_same_whenever_it_is_asked() -> None:
    assert search("some")(WANTED, NOW) == search("some")(WANTED, LATER)


def test_a_city_is_that_of_every_card() -> None:
    found = search(World.SOME)(SearchVacancies("dados@", ("dados",), city="Londrina/PR"), NOW)
    assert {card.place for card in found.vacancies} == {"Londrina/PR"}


def test_each_term_has_cards_of_its_own() -> None:
    found = search(World.SOME)(SearchVacancies("k", ("dados", "redes"), limit=100), NOW)
    assert len({card.id for card in found.vacancies}) == found.total == 2 * EACH


def test_a_world_without_vacancies_and_one_that_does_not_answer() -> None:
    none, blocked = search(World.NONE)(WANTED, NOW), search(World.BLOCKED)(WANTED, NOW)
    assert (none.total, none.blocked, none.vacancies) == (0, False, ())
    assert (blocked.total, blocked.blocked, blocked.vacancies) == (0, True, ())
    assert not any(found.refreshing for found in (none, blocked))


def test_a_world_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="outro"):
        search("outro")
