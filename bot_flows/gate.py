"""Which conversation tests hold for a release, and which of them a change would break.

A test counts when it is enabled and waits for no draft. One that failed on the release before
already is told, and holds up nobody else's change.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter

from django.utils.translation import gettext as _

from bot_flows.engine.release import Release
from bot_flows.models import ConversationTest, Flow, PublishRefused, ReplyTemplate
from bot_flows.rehearsal import Result, rehearse


@dataclass(frozen=True, slots=True)
class Played:
    """A test as it came out. ``known`` says that it failed before this change as well."""

    test: ConversationTest
    result: Result
    seconds: float
    known: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What came of the tests of one publication."""

    run: int = 0
    failed: tuple[Played, ...] = ()

    @property
    def broken(self) -> tuple[Played, ...]:
        """What this change breaks."""
        return tuple(played for played in self.failed if not played.known)

    @property
    def known(self) -> tuple[Played, ...]:
        """What was broken already."""
        return tuple(played for played in self.failed if played.known)


class TestsFailed(PublishRefused):
    """The change would break conversations that must hold; nothing was published."""

    __test__ = False

    def __init__(self, report: Report) -> None:
        super().__init__(())
        self.args = (", ".join(played.test.title for played in report.broken),)
        self.report = report

    @property
    def failed(self) -> tuple[Played, ...]:
        """The tests that this change breaks, with their dialogues."""
        return self.report.broken

    def reasons(self) -> list[str]:
        return [_("O teste “%s” falharia.") % played.test.title for played in self.failed]


def play(bot: Release, tests: Iterable[ConversationTest]) -> Iterator[Played]:
    """Each of these tests on this release. One statement, for the names of flows."""
    keys = {pk: str(key) for pk, key in Flow.objects.values_list("pk", "key")}
    for test in tests:
        started = perf_counter()
        result = rehearse(bot, test.script_for(keys))
        yield Played(test, result, perf_counter() - started)


def counting() -> list[ConversationTest]:
    """The tests that count for a publication. One statement."""
    return [test for test in _enabled() if not test.waits_for]


def _enabled() -> list[ConversationTest]:
    return list(ConversationTest.objects.filter(enabled=True).select_related("persona"))


def arrived() -> frozenset[int]:
    """Let the tests count whose content is live as it was written; the ids of those tests.

    Content that has a newer draft than what is live is still waited for.
    """
    waiting = list(ConversationTest.objects.exclude(waits_for=[]))
    if not waiting:
        return frozenset()
    there = _published()
    return frozenset(test.pk for test in waiting if _let_go(test, there))


def _published() -> set[str]:
    live = {"live": True, "has_unpublished_changes": False}
    flows = Flow.objects.filter(**live).values_list("key", flat=True)
    replies = ReplyTemplate.objects.filter(**live).values_list("key", flat=True)
    return {*map(str, flows), *replies}


def _let_go(test: ConversationTest, there: Collection[str]) -> bool:
    """Take what is there from what the test waits for; True where it waits for nothing more."""
    left = [reference for reference in test.waits_for if reference not in there]
    if left == test.waits_for:
        return False
    test.waits_for = left
    ConversationTest.objects.filter(pk=test.pk).update(waits_for=left)
    return not left


def check(bot: Release, before: Release | None, arrived: Collection[int] = ()) -> Report:
    """Play every test that counts; what failed on ``before`` as well is known, unless the test
    has just ``arrived``, and so is about this very change."""
    results = list(play(bot, counting()))
    failed = [played for played in results if not played.result.passed]
    old = [played.test for played in failed if played.test.pk not in arrived]
    known = {
        played.test.pk
        for played in (play(before, old) if before and old else ())
        if not played.result.passed
    }
    told = (Played(p.test, p.result, p.seconds, p.test.pk in known) for p in failed)
    return Report(len(results), tuple(told))
