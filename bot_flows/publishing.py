"""Making a release of the live content, and choosing which release is active.

Whoever changes live content calls ``publish`` in the same transaction: the change and its
release come together, or neither does. Two publishers wait for one another on the row of
the settings, so that the later one compiles what the earlier one wrote.
"""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.search import index

from bot_flows import gate
from bot_flows.compiler import compile_release
from bot_flows.differences import between, summary
from bot_flows.engine import codec
from bot_flows.engine import release as engine
from bot_flows.engine.codes import Issue, Severity
from bot_flows.engine.issues import inspect
from bot_flows.gate import TestsFailed
from bot_flows.models import BotSettings, PublishRefused, Release
from bot_flows.models.release import load

__all__ = [
    "OVERRIDE",
    "PublishRefused",
    "TestsFailed",
    "activate",
    "errors",
    "follow",
    "held",
    "known_errors",
    "overriding",
    "publish",
    "warnings",
]

logger = logging.getLogger(__name__)

OVERRIDE = "bot_flows.override_tests"  # the right to publish although tests fail


@dataclass(frozen=True, slots=True)
class _Override:
    """Who publishes although tests fail, and why."""

    by: User
    reason: str


_held: ContextVar[bool] = ContextVar("publishing_held", default=False)
_override: ContextVar[_Override | None] = ContextVar("publishing_override", default=None)


def errors(bot: engine.Release) -> tuple[Issue, ...]:
    """What refuses the publication of this release."""
    return tuple(issue for issue in inspect(bot) if issue.severity is Severity.ERROR)


def warnings(bot: engine.Release) -> tuple[Issue, ...]:
    """What could be better, and refuses nothing."""
    return tuple(issue for issue in inspect(bot) if issue.severity is Severity.WARNING)


def publish(by: User | None, reason: str, *, override: bool = False) -> Release:
    """Make the live content the active release; the active one where it says the same.

    Raises PublishRefused with the errors, or TestsFailed with the conversation tests that this
    would break, and then changes nothing. ``override`` lets the tests pass, for those with the
    right to, and is logged with the reason.
    """
    with transaction.atomic(), _overriding(by, reason, when=override):
        _wait_for_turn()
        bot = compile_release()
        if found := errors(bot):
            raise PublishRefused(found)
        document = codec.to_json(bot)
        digest = codec.digest(document)
        active = Release.objects.filter(active=True).first()
        arrived = gate.arrived()
        if active is not None and active.digest == digest:
            return _air_tested(active, bot, active, arrived) if arrived else active
        made = Release(document=document, digest=digest, created_by=by, reason=reason[:200])
        made.summary = _summary(active, bot)
        return _air_tested(made, bot, active, arrived)


def activate(release: Release, by: User | None, *, override: bool = False) -> Release:
    """Put an older release on the air again. Content stays as editors left it.

    Raises TestsFailed where it would break conversation tests that hold now.
    """
    with transaction.atomic(), _overriding(by, "", when=override):
        _wait_for_turn()
        active = Release.objects.filter(active=True).first()
        if active is None or active.pk != release.pk:
            _air_tested(release, load(release.number), active)
    logger.info("release activated: number=%s by=%s", release.number, by and by.pk)
    return release


def _air_tested(
    release: Release, bot: engine.Release, active: Release | None, arrived: Collection[int] = ()
) -> Release:
    """Play the conversation tests, write down how they came out, and put the release on the
    air. Raises TestsFailed, unless somebody with the right to overrides."""
    report = gate.check(bot, _active_bot(active), arrived)
    override = _override.get() if report.broken else None
    if report.broken and override is None:
        raise TestsFailed(report)
    release.tests_run, release.tests_failed = report.run, len(report.failed)
    release.overridden_by = override.by if override else None
    _put_on_air(release)
    if override:
        _log_override(release, override, report)
    return release


def _summary(active: Release | None, bot: engine.Release) -> str:
    """What changed since the release on the air, in short; empty where there is none to read."""
    if active is None:
        return _("primeira versão")
    before = _active_bot(active)
    return summary(between(before, bot))[:200] if before else ""


def _active_bot(active: Release | None) -> engine.Release | None:
    try:
        return load(active.number) if active else None
    except ValueError:  # written in a format that this version does not read
        return None


def _log_override(release: Release, override: _Override, report: gate.Report) -> None:
    titles = [played.test.title for played in report.broken]
    data = {"reason": override.reason, "tests": titles}
    log(instance=release, action="bot_flows.override", user=override.by, data=data)
    logger.warning("published although %s tests fail: by=%s", len(titles), override.by.pk)


@contextmanager
def overriding(by: User | None, reason: str) -> Iterator[None]:
    """Publications made inside go through although tests fail, where ``by`` has the right."""
    allowed = by is not None and by.has_perm(OVERRIDE)
    token = _override.set(_Override(by, reason) if by is not None and allowed else None)
    try:
        yield
    finally:
        _override.reset(token)


@contextmanager
def _overriding(by: User | None, reason: str, *, when: bool) -> Iterator[None]:
    if not when:
        yield
        return
    with overriding(by, reason):
        yield


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
    except TestsFailed:
        raise
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
