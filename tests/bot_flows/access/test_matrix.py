"""Who may open which door of the bot in the dashboard: every one, for every group.

The table is the decision; the doors are found by walking the addresses. A new door without a
row fails here, and so does a row without a door.
"""

from collections.abc import Iterator

import pytest

from . import doors as behind
from .matrix import ALL, COMPARE, NOBODY, Matrix, log

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

WRITE, PUBLISH, LOOK, READ = "RVG", "VG", "RVAG", "OG"
PIECE = "history/<int:pk>/revisions/<int:revision_id>"
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
        for path, who in log(READ).items():
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


class TestDoors(Matrix):
    table = TABLE
    posted = POSTED
    doors = behind.doors
    build = behind.build
