"""Who may open which door of the bot in the dashboard: every one, for every group.

The table is the decision; the doors are found by walking the addresses. A new door without a
row fails here, and so does a row without a door.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from bot_flows.access import ADMINISTRATION, ANALYST, OPERATOR, REVIEWER, WRITER, Role

from .doors import Door, House, build, doors, opens
from .people import client_of, member

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

LETTERS: dict[str, Role | None] = {
    "R": WRITER,
    "V": REVIEWER,
    "O": OPERATOR,
    "A": ANALYST,
    "G": ADMINISTRATION,
    "-": None,  # somebody who may enter the dashboard, and is in no group
}
WRITE, PUBLISH, LOOK, READ, ALL, NOBODY = "RVG", "VG", "RVAG", "OG", "RVOAG-", ""
PIECE = "history/<int:pk>/revisions/<int:revision_id>"
COMPARE = (
    r"history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)"
    r"\.\.\.(?P<revision_id_b>live|latest|\d+)/$"
)
TASK = "<int:pk>/<slug:action_name>/<int:task_state_id>/"

# What flows, replies, tests and personas have in common, as snippets of Wagtail.
SNIPPET = {
    "add/": WRITE,
    "edit/<int:pk>/": WRITE,
    "usage/<int:pk>/": WRITE,
    "history/<int:pk>/": WRITE,
    "history-results/<int:pk>/": WRITE,
    f"{PIECE}/revert/": WRITE,
    COMPARE: WRITE,
}
PREVIEWED = {"preview/": WRITE, "preview/<int:pk>/": WRITE, f"{PIECE}/view/": WRITE}
# What goes live, and is reviewed before that.
REVIEWED = {
    "delete/<int:pk>/": PUBLISH,
    f"{PIECE}/unschedule/": PUBLISH,
    "unpublish/<int:pk>/": PUBLISH,
    "lock/<int:pk>/": PUBLISH,
    "unlock/<int:pk>/": NOBODY,  # it is in review: what is locked then, its owner unlocks
    f"workflow/action/{TASK}": PUBLISH,
    f"workflow/collect_action_data/{TASK}": PUBLISH,
    "workflow/confirm_cancellation/<int:pk>/": ALL,  # Wagtail's question; it does nothing
    "workflow_history/<int:pk>/": WRITE,
    "workflow_history/<int:pk>/detail/<int:workflow_state_id>/": WRITE,
    "workflow/preview/<int:pk>/<int:task_id>/": WRITE,
}
TRIED = {"delete/<int:pk>/": WRITE, "copy/<int:pk>/": WRITE}
# Wagtail's choosers show titles to whoever may enter.
CHOOSER = {
    "": ALL,
    "results/": ALL,
    "chosen/<str:pk>/": ALL,
    "chosen-multiple/": ALL,
    "create/": WRITE,
}
LOG = {
    "$": READ,
    "create/$": NOBODY,
    r"edit/(?P<instance_pk>[-\w]+)/$": NOBODY,
    r"delete/(?P<instance_pk>[-\w]+)/$": NOBODY,
    r"inspect/(?P<instance_pk>[-\w]+)/$": READ,
}
PAGES = {
    "images/<int:image_id>/delete/": PUBLISH,
    "documents/delete/<int:document_id>/": PUBLISH,
    "settings/bot_flows/botsettings/<int:pk>/": PUBLISH,
    "bot/revisao/<slug:kind>/<int:pk>/": WRITE,
    "bot/revisao/<slug:kind>/<int:pk>/link/": WRITE,
    "bot/revisao/<slug:kind>/<int:pk>/link/<int:link>/": WRITE,
    "bot/atendimentos/": READ,
    "bot/atendimentos/<int:contact_id>/devolver/": READ,
    "bot/texto/": WRITE,
    "bot/palavras/": WRITE,
    "bot/levar-e-trazer/": PUBLISH,
    "bot/levar-e-trazer/exportar/<str:form>/": PUBLISH,
    "bot/levar-e-trazer/ensaio/<int:pk>/": PUBLISH,
    "bot/levar-e-trazer/sem-uso/": LOOK,
    "bot/nao-entendi/": LOOK,
    "bot/nao-entendi/resultados/": LOOK,
    "bot/nao-entendi/ensinar/": WRITE,
    "bot/nao-entendi/deixar-de-lado/": WRITE,
    "bot/nao-entendi/desfazer/<int:pk>/": WRITE,
    "bot/nao-entendi/revisar/<int:pk>/": WRITE,
    "bot/saidas/": LOOK,
    "bot/saidas/resultados/": LOOK,
    "bot/quantos/": LOOK,
    "bot/mapa/": LOOK,
    "bot/problemas/": LOOK,
    "bot/testes/rodar/": WRITE,
    "bot/testes/rodar/parte/": WRITE,
    "bot/testes/<int:pk>/resultado/": WRITE,
    "bot/testes/<int:pk>/gravar/": WRITE,
    "bot/testes/recusa/<slug:kind>/<int:pk>/<slug:action>/": WRITE,
    "bot/testes/de-conversa/<int:pk>/": "G",  # reads somebody's messages, and writes a test
    "bot/menus/": WRITE,
    "bot/simulador/": LOOK,
    "vagas/cursos/": WRITE,
    "vagas/cursos/<int:pk>/termos/": WRITE,
    "bot/versoes/": LOOK,
    "bot/versoes/results/": LOOK,
    "bot/versoes/<int:pk>/": LOOK,
    "bot/versoes/voltar/<int:pk>/": PUBLISH,
    "bot/versoes/agendar/<int:pk>/": PUBLISH,
    "bot/versoes/cancelar/<int:pk>/": PUBLISH,
    "bot/versoes/mover/": PUBLISH,
    "bot/versoes/mover/<int:pk>/": PUBLISH,
}


def _snippets() -> Iterator[tuple[str, str]]:
    lists = {"flow": LOOK, "replytemplate": WRITE, "conversationtest": WRITE, "persona": WRITE}
    for model, who in lists.items():
        own = REVIEWED if model in ("flow", "replytemplate") else TRIED
        previewed = {} if model == "persona" else PREVIEWED
        for path, may in {"": who, "results/": who, **SNIPPET, **own, **previewed}.items():
            yield f"snippets/bot_flows/{model}/{path}", may
        for path, may in CHOOSER.items():
            yield f"snippets/choose/bot_flows/{model}/{path}", may


def _logs() -> Iterator[tuple[str, str]]:
    for model in ("inboundevent", "outboundmessage"):
        for path, who in LOG.items():
            yield f"^bot_flows/{model}/{path}", who


TABLE = {
    f"dashboard/{path}": who
    for path, who in (*PAGES.items(), *dict(_snippets()).items(), *dict(_logs()).items())
}

# Looked at by more people than may act there.
POSTED = TABLE | {
    "dashboard/bot/testes/recusa/<slug:kind>/<int:pk>/<slug:action>/": PUBLISH,
    "dashboard/bot/menus/": PUBLISH,
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
        if letter not in POSTED[door.path] and opens(client, door.url(house.key(door)), "post")
    }
    assert not forced


def test_without_an_account_no_door_opens(house: House) -> None:
    urls = [door.url(house.key(door)) for door in doors()]
    assert not [url for url in urls if opens(Client(), url) or opens(Client(), url, "post")]


def test_a_superuser_opens_all_that_anybody_opens(house: House) -> None:
    client = client_of(house.boss)
    found = {door.path for door in doors() if _open(client, door, house)}
    assert found >= {path for path, who in TABLE.items() if who}
