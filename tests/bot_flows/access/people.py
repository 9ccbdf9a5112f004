"""Somebody of each group, logged in, for tests of who may do what."""

from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from bot_flows.access import Role


def member(role: Role | None, name: str = "pessoa") -> User:
    """A user in this group alone; None is a user who may enter and nothing else."""
    user = User.objects.create_user(name, password="uma senha longa", first_name=name.title())
    if role:
        user.groups.add(Group.objects.get(name=role.name))
    else:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
