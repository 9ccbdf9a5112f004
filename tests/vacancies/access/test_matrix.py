"""Who may open which door of the vacancies in the dashboard: every one, for every group.

The table is the decision; the doors are found by walking the addresses. A new door without a
row fails here, and so does a row without a door.
"""

import pytest

from tests.bot_flows.access.matrix import COMPARE, Matrix, log

from . import doors as behind

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

WRITE, DECIDE, RULE, LOOK, READ, CONTROL = "RVG", "VG", "G", "RVAG", "VOAG", "OG"
REVISIONS = "history/<int:pk>/revisions"
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
        *((f"^vacancies/searchrun/{path}", who) for path, who in log(READ).items()),
    )
}


class TestDoors(Matrix):
    table = TABLE
    posted = TABLE
    doors = behind.doors
    build = behind.build
