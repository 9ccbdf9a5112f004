"""The review of the bot: what redators write goes live when a revisor has approved it."""

from django.db import migrations

from bot_flows.access import ROLES

NAME = "Revisão do bot"
REVIEWED = ("flow", "replytemplate")


def make_review(apps, schema_editor):
    """One workflow with one task. Content that has a workflow already keeps it."""
    kinds = [_kind(apps, "bot_flows", model) for model in REVIEWED]
    OfKind = apps.get_model("wagtailcore.WorkflowContentType")
    free = [kind for kind in kinds if not OfKind.objects.filter(content_type=kind).exists()]
    if not free:
        return
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name=NAME)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(
        workflow=workflow, task=_task(apps), sort_order=0
    )
    for kind in free:
        OfKind.objects.create(content_type=kind, workflow=workflow)


def _task(apps):
    Task = apps.get_model("wagtailcore.GroupApprovalTask")
    kind = _kind(apps, "wagtailcore", "groupapprovaltask")
    task = Task.objects.create(name=NAME, content_type=kind)
    names = [role.name for role in ROLES if role.approves]
    task.groups.set(apps.get_model("auth.Group").objects.filter(name__in=names))
    return task


def _kind(apps, label, model):
    ContentType = apps.get_model("contenttypes.ContentType")
    return ContentType.objects.get_or_create(app_label=label, model=model)[0]


class Migration(migrations.Migration):
    dependencies = [("bot_flows", "0003_groups")]

    operations = [migrations.RunPython(make_review, migrations.RunPython.noop)]
