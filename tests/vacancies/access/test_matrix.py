"""Who may open which door of the vacancies in the dashboard: every one, for every group.

The table is the decision; the doors are found by walking the addresses. A new door without a
row fails here, and so does a row without a door.
"""

from typing import Any

import pytest
from django.test import Client

from bot_flows.access import ADMINISTRATION, ANALYST, OPERATOR, REVIEWER, WRITER, Role
from tests.bot_flows.access.doors import Door, House, opens
from tests.bot_flows.access.people import client_of, member

from .doors import build, doors

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

LETTERS: dict[str, Role | None] = {
    "R": WRITER,
    "V": REVIEWER,
    "O": OPERATOR,
    "A": ANALYST,
    "G": ADMINISTRATION,
    "-": None,  # somebody who may enter the dashboard, and is in no group
}
ALL, NOBODY = "RVOAG-", ""
WRITE, DECIDE, RULE, LOOK, READ, CONTROL = "RVG", "VG", "G", "RVAG", "VOAG", "OG"
REVISIONS = "history/<int:pk>/revisions"
COMPARE = (
    r"history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)"
    r"\.\.\.(?P<revision_id_b>live|latest|\d+)/$"
)
VACANCY = {
    "": LOOK,
    "results/": LOOK,
    "add/": WRITE,
    "edit/<int:pk>/": DECIDE,
    "delete/<int:pk>/": RULE,
    "usage/<int:pk>/": DECIDE,
    "inspect/<int:pk>/": LOOK,
    "history/<int:pk>/": WRITE,
    "history-results/<int:pk>/": WRITE,
    f"{REVISIONS}/<int:revision_id>/revert/": DECIDE,
    COMPARE: DECIDE,
}
RULES = {
    "": WRITE,
    "results/": WRITE,
    "add/": DECIDE,
    "edit/<int:pk>/": DECIDE,
    "delete/<int:pk>/": DECIDE,
    "usage/<int:pk>/": DECIDE,
    "history/<int:pk>/": DECIDE,
    "history-results/<int:pk>/": DECIDE,
}
SYNONYMS = {**RULES, "": "VAG", "results/": "VAG"}
LOG = {
    "$": READ,
    "create/$": NOBODY,
    r"edit/(?P<instance_pk>[-\w]+)/$": NOBODY,
    r"delete/(?P<instance_pk>[-\w]+)/$": NOBODY,
    r"inspect/(?P<instance_pk>[-\w]+)/$": READ,
}
PAGES = {
    "vagas/buscas/": READ,
    "vagas/buscas/<slug:site>/": READ,
    "vagas/buscas/<slug:site>/<slug:act>/": CONTROL,
    "vagas/moderacao/": DECIDE,
    "vagas/moderacao/decidir/": DECIDE,
    "vagas/moderacao/desfazer/": DECIDE,
    "vagas/envios/": DECIDE,
    "vagas/de-um-link/": WRITE,
    "vagas/<int:pk>/situacao/": DECIDE,
    "vagas/avisos/": DECIDE,
    "vagas/cursos/": WRITE,
    "vagas/cursos/<int:pk>/termos/": WRITE,
    "vagas/duplicadas/": LOOK,
    "vagas/duplicadas/<int:pk>/juntar/": DECIDE,
    "vagas/duplicadas/<int:pk>/diferentes/": DECIDE,
    "vagas/duplicadas/<int:pk>/desfazer/": DECIDE,
    "vagas/fontes/<int:pk>/separar/": DECIDE,
    "vagas/sem-resultado/": "VAG",
    "vagas/sem-resultado/resultados/": "VAG",
    "vagas/sem-resultado/deixar-de-lado/<int:pk>/": DECIDE,
    "vagas/sem-resultado/desfazer/<int:pk>/": DECIDE,
}
TABLE = {
    f"dashboard/{path}": who
    for path, who in (
        *PAGES.items(),
        *((f"snippets/vacancies/vacancy/{path}", who) for path, who in VACANCY.items()),
        *((f"snippets/vacancies/vacancyrule/{path}", who) for path, who in RULES.items()),
        *((f"vagas/sinonimos/{path}", who) for path, who in SYNONYMS.items()),
        *((f"^vacancies/searchrun/{path}", who) for path, who in LOG.items()),
    )
}


@pytest.fixture
def house(settings: Any) -> House:
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "tests.bot_flows.access.doors.WithoutRendering",
    ]
    return build()


def test_every_door_has_a_row_and_every_row_a_door() -> None:
    assert {door.path for door in doors()} == set(TABLE)


def _open(client: Client, door: Door, house: House) -> bool:
    """Whether it opens, in the way in which it is meant to be opened."""
    url = door.url(house.key(door))
    found = opens(client, url)
    return bool(opens(client, url, "post") if found is None else found)


@pytest.mark.parametrize(
    "letter", LETTERS, ids=lambda letter: getattr(LETTERS[letter], "name", "-")
)
def test_a_member_opens_the_doors_of_the_table_and_no_other(house: House, letter: str) -> None:
    client = client_of(member(LETTERS[letter]))
    found = {door.path for door in doors() if _open(client, door, house)}
    assert found == {path for path, who in TABLE.items() if letter in who}


@pytest.mark.parametrize(
    "letter", LETTERS, ids=lambda letter: getattr(LETTERS[letter], "name", "-")
)
def test_what_is_closed_cannot_be_forced_by_posting(house: House, letter: str) -> None:
    client = client_of(member(LETTERS[letter]))
    forced = {
        door.path
        for door in doors()
        if letter not in TABLE[door.path] and opens(client, door.url(house.key(door)), "post")
    }
    assert not forced


def test_without_an_account_no_door_opens(house: House) -> None:
    urls = [door.url(house.key(door)) for door in doors()]
    assert not [url for url in urls if opens(Client(), url) or opens(Client(), url, "post")]
