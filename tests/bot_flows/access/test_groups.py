"""The groups that the migrations make, and what an administrator's hand changes in them."""

import importlib
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType

from bot_flows.access import ADMINISTRATION, ANALYST, OPERATOR, REVIEWER, ROLES, WRITER, Role
from bot_flows.models import Flow, ReplyTemplate

from .people import client_of, member

pytestmark = pytest.mark.django_db
GROUPS = importlib.import_module("bot_flows.migrations.0003_groups")
REVIEW = importlib.import_module("bot_flows.migrations.0004_review")


def again(step: Any) -> None:
    """Run a data migration once more."""
    step(apps, SimpleNamespace(connection=connection))


def named(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def rights(group: Group) -> set[str]:
    return {named(item) for item in group.permissions.select_related("content_type")}


def on_pages(group: Group) -> set[str]:
    return {named(item.permission) for item in group.page_permissions.all()}


def on_files(group: Group) -> set[str]:
    return {named(item.permission) for item in group.collection_permissions.all()}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_each_group_has_exactly_the_rights_of_the_list(role: Role) -> None:
    group = Group.objects.get(name=role.name)
    assert rights(group) == role.rights
    assert on_pages(group) == role.pages
    assert on_files(group) == role.files
    assert role.purpose


def test_wagtails_own_groups_are_gone_where_nobody_was_in_them() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}


def test_the_pages_are_reviewed_by_those_who_publish() -> None:
    workflow = Workflow.objects.get(name="Revisão das páginas")
    task = workflow.tasks.get().specific
    assert {group.name for group in task.groups.all()} == {"Revisor", "Administração"}


def test_a_second_run_changes_nothing_and_takes_nothing_away() -> None:
    group = Group.objects.get(name=WRITER.name)
    given = Permission.objects.get(codename="read_messages")
    group.permissions.add(given)
    taken = Group.objects.count(), Workflow.objects.count(), WorkflowContentType.objects.count()
    again(GROUPS.make_groups)
    again(REVIEW.make_review)
    assert rights(group) == WRITER.rights | {"bot_flows.read_messages"}
    assert (
        Group.objects.count(),
        Workflow.objects.count(),
        WorkflowContentType.objects.count(),
    ) == taken


def test_a_default_group_with_somebody_in_it_is_left_alone() -> None:
    group = Group.objects.create(name="Moderators")
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.add(group)
    empty = Group.objects.create(name="Editors")
    User.objects.create_user("antiga").groups.add(group)
    again(GROUPS.make_groups)
    assert Group.objects.filter(pk=group.pk).exists()
    assert list(task.groups.all()) == [group]
    assert not Group.objects.filter(pk=empty.pk).exists()


def test_flows_and_replies_are_reviewed_by_those_who_publish() -> None:
    for model in (Flow, ReplyTemplate):
        workflow = model.get_default_workflow()
        assert workflow.name == "Revisão do bot"
        groups = workflow.tasks.get().specific.groups.all()
        assert {group.name for group in groups} == {"Revisor", "Administração"}


def test_content_that_has_a_workflow_keeps_it() -> None:
    own = Workflow.objects.create(name="Do nosso jeito")
    WorkflowContentType.objects.update(workflow=own)
    Workflow.objects.filter(name="Revisão do bot").delete()
    again(REVIEW.make_review)
    assert {item.workflow.name for item in WorkflowContentType.objects.all()} == {own.name}


def test_administration_has_everything_that_the_page_of_groups_offers() -> None:
    offered = {
        named(item)
        for hook in hooks.get_hooks("register_permissions")
        for item in hook().select_related("content_type")
    }
    assert offered <= rights(Group.objects.get(name=ADMINISTRATION.name))


def test_the_page_of_groups_shows_our_permissions_in_portuguese() -> None:
    client = client_of(member(ADMINISTRATION))
    url = reverse("wagtailusers_groups:edit", args=[Group.objects.get(name="Revisor").pk])
    page = client.get(url).content.decode()
    for label in (
        "Pode ler as mensagens das conversas",
        "Pode ver os relatórios do bot",
        "Pode publicar com testes falhando",
        "Pode exportar o bot",
        "Pode importar o bot",
        "Pode publicar",
        "Pode travar",
        "Pode destravar",
    ):
        assert label in page, label
    for label in ("Can publish", "Can lock", "Can unlock"):
        assert label not in page, label


def test_no_permission_of_ours_is_named_in_english() -> None:
    ours = Permission.objects.filter(
        content_type__in=ContentType.objects.filter(app_label__in=GROUPS.OURS)
    )
    assert not [item.name for item in ours if item.name.startswith("Can ")]


@pytest.mark.parametrize("role", [OPERATOR, ANALYST], ids=lambda role: role.name)
def test_those_who_do_not_write_are_shown_no_page_to_write(role: Role) -> None:
    page = client_of(member(role)).get(reverse("wagtailadmin_home"))
    assert page.status_code == 200


class TestAccounts:
    """Somebody who manages users, and is no superuser."""

    @pytest.fixture
    def admin(self) -> Client:
        return client_of(member(ADMINISTRATION, "gestora"))

    @pytest.fixture
    def boss(self) -> User:
        return User.objects.create_superuser("chefe", "chefe@example.org", "uma senha longa")

    def fields(self, **more: str) -> dict[str, str]:
        return {
            "username": "nova",
            "email": "nova@example.org",
            "first_name": "Nova",
            "last_name": "Pessoa",
            "password1": "capivara-no-lago",
            "password2": "capivara-no-lago",
            **more,
        }

    def test_makes_a_user_in_a_group(self, admin: Client) -> None:
        group = Group.objects.get(name=REVIEWER.name)
        admin.post(reverse("wagtailusers_users:add"), self.fields(groups=str(group.pk)))
        assert list(User.objects.get(username="nova").groups.all()) == [group]

    def test_makes_no_superuser(self, admin: Client) -> None:
        admin.post(reverse("wagtailusers_users:add"), self.fields(is_superuser="on"))
        assert not User.objects.filter(username="nova").exists()

    def test_raises_nobody_to_superuser(self, admin: Client) -> None:
        other = member(WRITER, "redatora")
        url = reverse("wagtailusers_users:edit", args=[other.pk])
        response = admin.post(url, self.fields(is_active="on", is_superuser="on"), follow=True)
        other.refresh_from_db()
        assert not other.is_superuser
        assert "Só um superusuário pode" in response.content.decode()

    @pytest.mark.parametrize("name", ["edit", "delete"])
    def test_leaves_superusers_alone(self, admin: Client, boss: User, name: str) -> None:
        url = reverse(f"wagtailusers_users:{name}", args=[boss.pk])
        assert admin.get(url).status_code == 302
        admin.post(url, self.fields(username="chefe", is_active="on"))
        boss.refresh_from_db()
        assert boss.check_password("uma senha longa")

    def test_locks_no_superuser_out(self, admin: Client, boss: User) -> None:
        url = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
        admin.post(f"{url}?id={boss.pk}", {"mark_as_active": ""})
        boss.refresh_from_db()
        assert boss.is_active

    def test_a_superuser_still_may(self, boss: User) -> None:
        client = client_of(boss)
        client.post(reverse("wagtailusers_users:add"), self.fields(is_superuser="on"))
        assert User.objects.get(username="nova").is_superuser
