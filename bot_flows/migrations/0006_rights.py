"""The rights over vacancies (searches, rules, submissions, synonyms) and over keys of the API."""

from importlib import import_module

from django.db import migrations

make_groups = import_module("bot_flows.migrations.0003_groups").make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("bot_flows", "0005_new_replies"),
        ("home", "0003_integrations"),
        ("vacancies", "0010_marks"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
