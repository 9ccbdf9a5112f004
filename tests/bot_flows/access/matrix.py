"""The questions that every table of doors answers: who opens which, and who cannot force one."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pytest
from django.test import Client

from bot_flows.access import ADMINISTRATION, ANALYST, OPERATOR, REVIEWER, WRITER, Role

from .doors import Door, House, opens
from .people import client_of, member

LETTERS: dict[str, Role | None] = {
    "R": WRITER,
    "V": REVIEWER,
    "O": OPERATOR,
    "A": ANALYST,
    "G": ADMINISTRATION,
    "-": None,  # somebody who may enter the dashboard, and is in no group
}
ALL, NOBODY = "".join(LETTERS), ""
COMPARE = (
    r"history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)"
    r"\.\.\.(?P<revision_id_b>live|latest|\d+)/$"
)
each_member = pytest.mark.parametrize(
    "letter", LETTERS, ids=lambda letter: getattr(LETTERS[letter], "name", "-")
)


def log(readers: str) -> dict[str, str]:
    """The doors of a list that is only looked at, and whose opens they are."""
    return {
        "$": readers,
        "create/$": NOBODY,
        r"edit/(?P<instance_pk>[-\w]+)/$": NOBODY,
        r"delete/(?P<instance_pk>[-\w]+)/$": NOBODY,
        r"inspect/(?P<instance_pk>[-\w]+)/$": readers,
    }


class Matrix:
    """``table`` says by letter who opens a door, ``posted`` who may also act there."""

    table: ClassVar[Mapping[str, str]]
    posted: ClassVar[Mapping[str, str]]
    doors: ClassVar[Callable[[], list[Door]]]
    build: ClassVar[Callable[[], House]]

    @pytest.fixture
    def house(self, settings: Any) -> House:
        settings.MIDDLEWARE = [
            *settings.MIDDLEWARE,
            "tests.bot_flows.access.doors.WithoutRendering",
        ]
        return type(self).build()

    def test_every_door_has_a_row_and_every_row_a_door(self) -> None:
        assert {door.path for door in type(self).doors()} == set(self.table)

    @each_member
    def test_a_member_opens_the_doors_of_the_table_and_no_other(
        self, house: House, letter: str
    ) -> None:
        client = client_of(member(LETTERS[letter]))
        found = {door.path for door in type(self).doors() if _open(client, door, house)}
        assert found == {path for path, who in self.table.items() if letter in who}

    @each_member
    def test_what_is_closed_cannot_be_forced_by_posting(self, house: House, letter: str) -> None:
        client = client_of(member(LETTERS[letter]))
        forced = {
            door.path
            for door in type(self).doors()
            if letter not in self.posted[door.path]
            and opens(client, door.url(house.key(door)), "post")
        }
        assert not forced

    def test_without_an_account_no_door_opens(self, house: House) -> None:
        urls = [door.url(house.key(door)) for door in type(self).doors()]
        assert not [url for url in urls if opens(Client(), url) or opens(Client(), url, "post")]

    def test_a_superuser_opens_all_that_anybody_opens(self, house: House) -> None:
        client = client_of(house.boss)
        found = {door.path for door in type(self).doors() if _open(client, door, house)}
        assert found >= {path for path, who in self.table.items() if who}


def _open(client: Client, door: Door, house: House) -> bool:
    """Whether it opens, in the way in which it is meant to be opened."""
    url = door.url(house.key(door))
    found = opens(client, url)
    return bool(opens(client, url, "post") if found is None else found)
