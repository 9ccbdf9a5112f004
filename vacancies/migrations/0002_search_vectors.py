"""PostgreSQL's own columns for full text; other databases have none and need none.

The text is folded to plain ASCII before it is stored, so the ``unaccent`` extension (and the
right to create one) is not needed and the columns can be generated ones: bulk writes keep
them true by themselves.
"""

from typing import Any

from django.db import migrations

FORWARD = """
ALTER TABLE vacancies_vacancy
    ADD COLUMN title_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('portuguese', title_text)) STORED,
    ADD COLUMN search_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('portuguese', search_text)) STORED;
CREATE INDEX vacancy_search ON vacancies_vacancy USING gin (search_vector);
"""
BACKWARD = """
DROP INDEX vacancy_search;
ALTER TABLE vacancies_vacancy DROP COLUMN search_vector, DROP COLUMN title_vector;
"""


def forward(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARD)


def backward(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARD)


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
