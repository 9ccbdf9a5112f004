"""Synonyms and searches that found nothing, for the groups that look after vacancies."""

from importlib import import_module

from django.db import migrations

make_groups = import_module("bot_flows.migrations.0003_groups").make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("bot_flows", "0005_new_replies"),
        ("vacancies", "0005_words_to_begin_with"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
