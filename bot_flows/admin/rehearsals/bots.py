"""Which bot the tests are played on: the newest drafts, or what is on the air."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bot_flows import gate
from bot_flows.compiler import compile_drafts
from bot_flows.engine.release import Release as Bot
from bot_flows.models import ConversationTest, Flow, Release, ReplyTemplate
from bot_flows.models.release import load
from bot_flows.scripts import Says, Script, Sends, Waits, World
from bot_flows.simulator import acts
from bot_flows.simulator.setting import DRAFTS
from bot_flows.simulator.worlds import Finds

from .dialogue import Row, faults, rows

LONGEST_ADDRESS = 6000
FINDS = {World.SOME: Finds.SOME, World.NONE: Finds.NONE, World.BLOCKED: Finds.BLOCKED}
SEE = ("view_conversationtest", "change_conversationtest", "add_conversationtest")


class Source(StrEnum):
    """As it stands in an address."""

    DRAFTS = "rascunhos"
    AIR = "publicado"

    @classmethod
    def of(cls, request: HttpRequest) -> "Source":
        """What the address asks for; the drafts where it asks for nothing that there is."""
        asked = request.GET.get("em") or request.POST.get("em")
        return cls.AIR if asked == cls.AIR else cls.DRAFTS

    @property
    def label(self) -> str:
        return _("nos rascunhos") if self is Source.DRAFTS else _("na versão no ar")

    def bot(self) -> Bot | None:
        """The bot itself; None where nothing was published yet."""
        if self is Source.DRAFTS:
            return compile_drafts()
        number = Release.objects.filter(active=True).values_list("number", flat=True).first()
        return load(number) if number else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A test as it came out just now, ready to be shown."""

    played: gate.Played
    flows: "Flows"

    @property
    def test(self) -> ConversationTest:
        return self.played.test

    @property
    def passed(self) -> bool:
        return self.played.result.passed

    @property
    def faults(self) -> int:
        return len(self.played.result.failures)

    @property
    def rows(self) -> list[Row]:
        return rows(self.played.result, self.flows.titles)

    @property
    def fault_rows(self) -> list[Row]:
        return faults(self.played.result, self.flows.titles)

    @property
    def url(self) -> str:
        return result_url(self.test)

    @property
    def simulator_url(self) -> str:
        """The same conversation, to go on with by hand."""
        return try_out(self.test.script_for(self.flows.keys), self.test.persona_id)


def outcomes(source: Source, tests: Iterable[ConversationTest]) -> Iterator[Outcome]:
    """These tests, played now; nothing where there is no bot to play them on."""
    bot = source.bot()
    if bot is None:
        return
    flows = Flows.now()
    for played in gate.play(bot, tests):
        yield Outcome(played, flows)


@dataclass(frozen=True, slots=True)
class Flows:
    """Titles of flows by their references, and references by primary keys."""

    titles: Mapping[str, str]
    keys: Mapping[int, str]

    @classmethod
    def now(cls) -> "Flows":
        """As they are stored. One statement."""
        rows = [
            (pk, str(key), title)
            for pk, key, title in Flow.objects.values_list("pk", "key", "title")
        ]
        return cls({key: title for _pk, key, title in rows}, {pk: key for pk, key, _title in rows})


def try_out(script: Script, persona: int | None) -> str:
    """The simulator, with what the person does in this script already done."""
    done = [line.act for line in script.lines if isinstance(line.act, Says | Sends | Waits)]
    opening, plain = script.opening, reverse("bot_simulator")
    query = {
        "versao": DRAFTS,
        "persona": persona or "",
        "fluxo": opening.flow,
        "passo": opening.step,
        "quando": f"{timezone.localtime(opening.at):%Y-%m-%dT%H:%M}",
        "vagas": FINDS[script.world],
        "conversa": acts.dumps(done),
    }
    address = f"{plain}?{urlencode(query)}"
    return address if len(address) < LONGEST_ADDRESS else plain


def awaited(tests: Iterable[ConversationTest]) -> dict[str, str]:
    """Names of what these tests wait for, by reference. Two statements, or none."""
    wanted = {reference for test in tests for reference in test.waits_for}
    if not wanted:
        return {}
    replies = ReplyTemplate.objects.filter(key__in=wanted).values_list("key", "title")
    return {**Flows.now().titles, **dict(replies)}


def result_url(test: ConversationTest) -> str:
    return reverse("bot_tests:result", args=[test.pk])


def edit_url(test: ConversationTest) -> str:
    return reverse(ConversationTest.snippet_viewset.get_url_name("edit"), args=[test.pk])


def must_see(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever has nothing to do with conversation tests."""
    if not any(request.user.has_perm(f"bot_flows.{right}") for right in SEE):
        raise PermissionDenied
