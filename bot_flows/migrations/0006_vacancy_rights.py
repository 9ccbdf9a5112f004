"""The rights over searches, rules, submissions and moderation, for the groups that have them."""

from importlib import import_module

from django.db import migrations

make_groups = import_module("bot_flows.migrations.0003_groups").make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("bot_flows", "0005_new_replies"),
        ("vacancies", "0008_refresh_and_moderation"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
