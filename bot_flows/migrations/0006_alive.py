"""The permissions of reports and of the sites of links, named in Portuguese as all of ours."""

from importlib import import_module

from django.db import migrations

make_groups = import_module("bot_flows.migrations.0003_groups").make_groups


class Migration(migrations.Migration):
    dependencies = [
        ("bot_flows", "0005_new_replies"),
        ("vacancies", "0004_alive"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
