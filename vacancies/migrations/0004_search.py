"""Synonyms, the lexicon, searches that found nothing; and one weighted column on PostgreSQL.

``search_text`` has three lines: description, company with place and kind, title. The column
weighs the title (A), the second line (B) and the first (D); rows of an older version have one
line, which weighs D until 0005 writes them anew. ``title_vector`` stays as a plain column, so
that web processes of the older version go on reading while this runs; nothing fills it.
"""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

FORWARD = """
DROP INDEX vacancy_search;
ALTER TABLE vacancies_vacancy
    ALTER COLUMN title_vector DROP EXPRESSION,
    DROP COLUMN search_vector;
ALTER TABLE vacancies_vacancy
    ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('portuguese', title_text), 'A')
        || setweight(to_tsvector('portuguese', split_part(search_text, E'\\n', 2)), 'B')
        || to_tsvector('portuguese', split_part(search_text, E'\\n', 1))
    ) STORED;
CREATE INDEX vacancy_search ON vacancies_vacancy USING gin (search_vector);
"""
BACKWARD = """
DROP INDEX vacancy_search;
ALTER TABLE vacancies_vacancy DROP COLUMN search_vector, DROP COLUMN title_vector;
ALTER TABLE vacancies_vacancy
    ADD COLUMN title_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('portuguese', title_text)) STORED,
    ADD COLUMN search_vector tsvector
        GENERATED ALWAYS AS (to_tsvector('portuguese', search_text)) STORED;
CREATE INDEX vacancy_search ON vacancies_vacancy USING gin (search_vector);
"""


def forward(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARD)


def backward(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARD)


class Migration(migrations.Migration):

    dependencies = [
        ('vacancies', '0003_honest_vacancies'),
    ]

    operations = [
        migrations.CreateModel(
            name='LexiconMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vacancy_id', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='LexiconWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=30, unique=True)),
                ('shown', models.CharField(max_length=40)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'palavra das vagas',
                'verbose_name_plural': 'palavras das vagas',
            },
        ),
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=600, verbose_name='palavras')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='mudou em')),
            ],
            options={
                'verbose_name': 'grupo de sinônimos',
                'verbose_name_plural': 'sinônimos',
                'ordering': ('words',),
            },
        ),
        migrations.CreateModel(
            name='MissedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('door', models.CharField(choices=[('site', 'site'), ('bot', 'WhatsApp'), ('api', 'API')], max_length=4, verbose_name='onde')),
                ('phrase', models.CharField(max_length=80, verbose_name='busca')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='vezes')),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='primeira vez')),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='última vez')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='tratada em')),
                ('way', models.CharField(blank=True, choices=[('synonym', 'virou sinônimo'), ('dismissed', 'deixada de lado')], max_length=9, verbose_name='o que foi feito')),
            ],
            options={
                'verbose_name': 'busca sem resultado',
                'verbose_name_plural': 'buscas sem resultado',
                'ordering': ('-count', '-last_at', '-pk'),
                'indexes': [models.Index(condition=models.Q(('handled_at', None)), fields=['-count', '-last_at'], name='missed_open')],
                'constraints': [models.UniqueConstraint(fields=('key', 'door'), name='missed_once')],
            },
        ),
        migrations.CreateModel(
            name='SynonymWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('text', models.CharField(max_length=120)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='vacancies.synonymgroup')),
            ],
            options={
                'verbose_name': 'sinônimo',
                'verbose_name_plural': 'palavras dos sinônimos',
            },
        ),
        migrations.CreateModel(
            name='LexiconKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=30)),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='vacancies.lexiconword')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'word'), name='lexicon_key_once')],
            },
        ),
        migrations.AddIndex(
            model_name='vacancy',
            index=models.Index(condition=models.Q(('listed', True)), fields=['state', 'kind', '-sort_date', '-id'], name='vacancy_state'),
        ),
        migrations.RunPython(forward, backward),
    ]
