"""Making a release of the live content, and choosing which release is active.

Whoever changes live content calls ``publish`` in the same transaction: the change and its
release come together, or neither does. Two publishers wait for one another on the row of
the settings, so that the later one compiles what the earlier one wrote.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.search import index

from bot_flows.compiler import compile_release
from bot_flows.engine import codec
from bot_flows.engine import release as engine
from bot_flows.engine.codes import Issue, Severity
from bot_flows.engine.issues import inspect
from bot_flows.models import BotSettings, PublishRefused, Release
from bot_flows.models.release import load

__all__ = [
    "PublishRefused",
    "activate",
    "errors",
    "follow",
    "held",
    "known_errors",
    "publish",
    "warnings",
]

logger = logging.getLogger(__name__)

_held: ContextVar[bool] = ContextVar("publishing_held", default=False)


def errors(bot: engine.Release) -> tuple[Issue, ...]:
    """What refuses the publication of this release."""
    return tuple(issue for issue in inspect(bot) if issue.severity is Severity.ERROR)


def warnings(bot: engine.Release) -> tuple[Issue, ...]:
    """What could be better, and refuses nothing."""
    return tuple(issue for issue in inspect(bot) if issue.severity is Severity.WARNING)


def publish(by: User | None, reason: str) -> Release:
    """Make the live content the active release; the active one where it says the same.

    Raises PublishRefused with the errors, and then changes nothing.
    """
    with transaction.atomic():
        _wait_for_turn()
        bot = compile_release()
        if found := errors(bot):
            raise PublishRefused(found)
        document = codec.to_json(bot)
        digest = codec.digest(document)
        active = Release.objects.filter(active=True).first()
        if active is not None and active.digest == digest:
            return active
        made = Release(document=document, digest=digest, created_by=by, reason=reason[:200])
        _put_on_air(made)
        return made


def activate(release: Release, by: User | None) -> Release:
    """Put an older release on the air again. Content stays as editors left it."""
    with transaction.atomic():
        _wait_for_turn()
        _put_on_air(release)
    logger.info("release activated: number=%s by=%s", release.number, by and by.pk)
    return release


def _put_on_air(release: Release) -> None:
    Release.objects.filter(active=True).exclude(pk=release.pk).update(active=False)
    release.active = True
    release.save()


def _wait_for_turn() -> None:
    if not list(BotSettings.objects.select_for_update().values_list("pk")):
        with held():
            BotSettings.load()


@contextmanager
def held() -> Iterator[None]:
    """Changes made inside make no release of their own; call ``publish`` afterwards."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


def known_errors() -> tuple[Issue, ...]:
    """What is wrong already, by the rules of today: with the active release, or without one
    with the live content. Whoever publishes something else is not refused for it."""
    number = Release.objects.filter(active=True).values_list("number", flat=True).first()
    try:
        return errors(load(number) if number else compile_release())
    except ValueError:  # written in a format that this version does not read
        return errors(compile_release())


def follow(by: User | None, reason: str) -> None:
    """After a change of live content: publish, unless it was broken before and still is.

    Raises PublishRefused where this change breaks what was well.
    """
    if _held.get():
        return
    try:
        publish(by, reason)
    except PublishRefused as refused:
        if not Release.objects.filter(active=True).exists():
            logger.warning("no release yet: %s", refused)
            return
        known = known_errors()
        if any(issue not in known for issue in refused.issues):
            raise
        logger.warning("no new release, because of older faults: %s", refused)


def content_published(sender: Any, instance: Any, revision: Any = None, **_options: Any) -> None:
    """A flow or a reply went live."""
    by = getattr(revision, "acting_user", None) or getattr(revision, "user", None)
    follow(by, _("Publicou “%s”") % instance)


def content_withdrawn(sender: Any, instance: Any, **_options: Any) -> None:
    """A flow or a reply is live no more, or is deleted."""
    follow(instance.acting_user, _("Retirou “%s”") % instance)


def content_deleted(sender: Any, instance: Any, **_options: Any) -> None:
    index.remove_object(instance)
    content_withdrawn(sender, instance)


def settings_saved(sender: Any, instance: BotSettings, raw: bool = False, **_options: Any) -> None:
    if not raw:
        follow(instance.acting_user, _("Mudou as configurações"))


def courses_changed(sender: Any, instance: Any, revision: Any = None, **_options: Any) -> None:
    """A course page went live, or away. A page is never held back by the bot: the bot stays
    on its release until the fault is mended."""
    try:
        with transaction.atomic():
            follow(getattr(revision, "user", None), _("Mudou o curso “%s”") % instance)
    except PublishRefused as refused:
        logger.error("the bot stays on its release: %s", refused)
