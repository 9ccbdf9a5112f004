"""The conversation tests, played on a draft that is not published yet."""

from bot_flows import gate
from bot_flows.engine.release import Release
from bot_flows.models import ConversationTest


def play(live: Release, draft: Release, reference: str) -> gate.Report:
    """What would come of the tests if the content named ``reference`` were published now: a
    test that was recorded on this very draft counts as well."""
    tests = [
        test
        for test in ConversationTest.objects.filter(enabled=True).select_related("persona")
        if set(test.waits_for) <= {reference}
    ]
    failed = [played for played in gate.play(draft, tests) if not played.result.passed]
    old = [played.test for played in failed if not played.test.waits_for]
    known = {played.test.pk for played in gate.play(live, old) if not played.result.passed}
    return gate.Report(
        len(tests),
        tuple(gate.Played(p.test, p.result, p.seconds, p.test.pk in known) for p in failed),
    )
