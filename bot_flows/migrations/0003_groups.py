"""The groups of the house, with their rights. Nobody loses a right that was given by hand."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from bot_flows.access import ROLES, everything

WORDS = {
    "add": "criar",
    "change": "alterar",
    "delete": "apagar",
    "view": "ver",
    "publish": "publicar",
    "lock": "travar",
    "unlock": "destravar",
}
OURS = ("bot_flows", "courses", "home", "vacancies")
OURS_BY_WAGTAIL = {
    # What Wagtail makes after all migrations, for snippets with drafts and locks.
    ("bot_flows", model): ("publish", "lock", "unlock")
    for model in ("flow", "replytemplate")
}
WITH_RIGHTS = (*OURS, "auth", "wagtailcore", "wagtailimages", "wagtaildocs", "wagtailredirects")
DEFAULTS = ("Editors", "Moderators")  # what Wagtail's migrations make
DEFAULT_REVIEW, PAGE_REVIEW = "Moderators approval", "Revisão das páginas"


def make_groups(apps, schema_editor):
    """Make what is missing of the groups of ``bot_flows.access``."""
    _make_permissions(apps, schema_editor.connection.alias)
    found = _permissions(apps)
    for role in ROLES:
        _make_group(apps, role, found)
    _retire_defaults(apps)


def _make_permissions(apps, using):
    """Permissions are made after all migrations; the groups need them now."""
    for label in WITH_RIGHTS:
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    Permission = apps.get_model("auth.Permission")
    ContentType = apps.get_model("contenttypes.ContentType")
    for (label, model), actions in OURS_BY_WAGTAIL.items():
        kind, _created = ContentType.objects.get_or_create(app_label=label, model=model)
        for action in actions:
            Permission.objects.get_or_create(
                content_type=kind, codename=f"{action}_{model}", defaults={"name": "Can"}
            )
    _name_permissions(apps, Permission)


def _name_permissions(apps, Permission):
    """Django names them in English, and the page of groups shows that."""
    ours = Permission.objects.filter(content_type__app_label__in=OURS, name__startswith="Can")
    for permission in ours.select_related("content_type"):
        kind = permission.content_type
        action = permission.codename.removesuffix(f"_{kind.model}")
        try:
            name = apps.get_model(kind.app_label, kind.model)._meta.verbose_name
        except LookupError:
            continue
        if action in WORDS:
            permission.name = f"Pode {WORDS[action]} {name}"[:255]
            permission.save(update_fields=["name"])


def _permissions(apps):
    """Every permission of the list that this installation has, by its full name."""
    Permission = apps.get_model("auth.Permission")
    wanted = everything()
    return {
        name: permission
        for permission in Permission.objects.select_related("content_type")
        if (name := f"{permission.content_type.app_label}.{permission.codename}") in wanted
    }


def _make_group(apps, role, found):
    Group = apps.get_model("auth.Group")
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.add(*_those(role.rights, found))
    root = apps.get_model("wagtailcore.Page").objects.filter(depth=1).first()
    OnPages = apps.get_model("wagtailcore.GroupPagePermission")
    for permission in _those(role.pages, found) if root else ():
        OnPages.objects.get_or_create(group=group, page=root, permission=permission)
    files = apps.get_model("wagtailcore.Collection").objects.filter(depth=1).first()
    OnFiles = apps.get_model("wagtailcore.GroupCollectionPermission")
    for permission in _those(role.files, found) if files else ():
        OnFiles.objects.get_or_create(group=group, collection=files, permission=permission)


def _those(names, found):
    return [found[name] for name in sorted(names) if name in found]


def _retire_defaults(apps):
    """Wagtail's own groups go where nobody is in them; their moderation of pages goes to those
    who publish."""
    Group = apps.get_model("auth.Group")
    Task = apps.get_model("wagtailcore.GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore.Workflow")
    ours = list(Group.objects.filter(name__in=[role.name for role in ROLES if role.approves]))
    for group in Group.objects.filter(name__in=DEFAULTS, user=None):
        for task in Task.objects.filter(groups=group):
            task.groups.add(*ours)
            named = Workflow.objects.filter(name=DEFAULT_REVIEW, workflow_tasks__task=task.pk)
            named.update(name=PAGE_REVIEW)
            Task.objects.filter(pk=task.pk, name=DEFAULT_REVIEW).update(name=PAGE_REVIEW)
        group.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("bot_flows", "0002_studio"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("courses", "0001_initial"),
        ("home", "0001_initial"),
        ("vacancies", "0002_search_vectors"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
