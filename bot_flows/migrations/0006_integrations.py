"""The administration's right to make keys for other programs."""

from importlib import import_module

from django.db import migrations

make_groups = import_module("bot_flows.migrations.0003_groups").make_groups


class Migration(migrations.Migration):
    dependencies = [("bot_flows", "0005_new_replies"), ("home", "0002_integrations")]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
