"""What somebody who manages users may do to a superuser: nothing, nor make one.

Wagtail leaves that to whoever may change users; here that is a group.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

USERS = "wagtailusers_users:index"


@hooks.register("before_create_user")
def no_new_superuser(request: HttpRequest) -> HttpResponse | None:
    asked = request.method == "POST" and "is_superuser" in request.POST
    return _refuse(request) if asked and not _rules(request) else None


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def superusers_are_left_alone(request: HttpRequest, user: User) -> HttpResponse | None:
    if user.is_superuser and not _rules(request):
        return _refuse(request)
    return no_new_superuser(request)


@hooks.register("before_bulk_action")
def not_by_the_dozen_either(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    touched = any(isinstance(item, User) and item.is_superuser for item in objects)
    return _refuse(request) if touched and not _rules(request) else None


def _rules(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser)


def _refuse(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Só um superusuário pode criar ou mudar outro superusuário."))
    return redirect(USERS)
