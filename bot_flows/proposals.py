"""From a phrase that nobody understood to a draft that understands it, with its test.

Nothing here publishes. The change goes on top of the newest draft, so other edits stay, and it
is tried on the engine before it is kept: the same phrase, at the same step.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from bot_flows.blocks import words
from bot_flows.compiler import compile_release
from bot_flows.engine.codes import Code, Issue
from bot_flows.engine.effects import Offer, Say
from bot_flows.engine.events import TextReceived
from bot_flows.engine.folding import fold
from bot_flows.engine.heard import How
from bot_flows.engine.issues import inspect
from bot_flows.engine.outcomes import Outcome, outcome
from bot_flows.engine.reading import Nothing, Unsure, pick, word
from bot_flows.engine.release import Release
from bot_flows.engine.state import Option
from bot_flows.engine.turn import Turn, play
from bot_flows.models import ConversationTest, Flow
from bot_flows.models.content import LONGEST_TRIGGER
from bot_flows.rehearsal import begin
from bot_flows.samples import World, search
from bot_flows.scripts import Act, Expects, ExpectsFlow, Line, Opening, Says, Script
from bot_flows.scripts import How as Compare
from bot_flows.sentences import WORDS, sentence

PROPOSED = "bot_flows.propose"  # as the log of the dashboard names it
LONGEST_SHOWN = 80  # characters of a bubble that the test looks for
_COLLISIONS = frozenset(
    {Code.DUPLICATE_OPTION, Code.TRIGGER_USED_TWICE, Code.TRIGGER_IS_WORD, Code.EMPTY_TRIGGER}
)
_UNDERSTOOD = frozenset({Outcome.ANSWERED, Outcome.HANDED_OVER})


class Refused(Exception):
    """The proposal cannot be made; the message says why, to an editor. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft with a new word, and the test that holds it."""

    flow: Flow
    test: ConversationTest
    phrase: str
    label: str  # the choice that now has the word, or the flow that it opens


@dataclass(frozen=True, slots=True)
class Menu:
    """The choices of a menu in the newest draft; ``likest`` is the id to begin with, or empty."""

    options: tuple[Option, ...]
    likest: str = ""


def clean_phrase(text: str) -> str:
    """A phrase as an editor would write it among synonyms, which commas separate."""
    plain = " ".join(text.split()).strip(" .!?…\"'").lower()
    return plain if words(plain) == (plain,) else fold(plain)


def menus(places: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], Menu]:
    """For each (flow, step, phrase) whose step is a menu: its choices. One statement."""
    wanted = list(places)
    flows = Flow.objects.filter(key__in={flow for flow, _step, _phrase in wanted if _is_id(flow)})
    steps = {
        (row.reference, item["id"]): item
        for row in flows.select_related("latest_revision")
        for item in _newest_steps(row)
    }
    return {
        place: _menu(step, place[2])
        for place in wanted
        if (step := steps.get(place[:2])) and step["type"] == "menu"
    }


def _is_id(reference: str) -> bool:
    try:
        return bool(UUID(reference))
    except ValueError:
        return False


def _newest_steps(row: Flow) -> list[dict[str, Any]]:
    if row.latest_revision is None:
        return list(row.steps.raw_data)
    found: list[dict[str, Any]] = json.loads(row.latest_revision.content.get("steps") or "[]")
    return found


def _menu(step: Mapping[str, Any], phrase: str) -> Menu:
    options = tuple(
        Option(item["id"], item["value"]["label"], words(item["value"].get("synonyms") or ""))
        for item in step["value"].get("choices") or ()
    )
    reading = pick(phrase, options)
    near: Sequence[str] = ()
    if isinstance(reading, Unsure):
        near = reading.keys
    elif isinstance(reading, Nothing):
        near = reading.nearest
    return Menu(options, next(iter(near), ""))


@transaction.atomic
def synonym(flow: str, step: str, choice: str, phrase: str, by: User) -> Proposal:
    """A draft in which this choice of this menu is also picked by the phrase. Raises Refused."""
    draft, known_issues = _open(flow, by)
    steps = deepcopy(list(draft.steps.raw_data))
    phrase = _usable(phrase)
    value, others = _choice(steps, step, choice)
    known = (value["label"], *words(value.get("synonyms") or ""))
    if fold(phrase) in map(fold, known):
        raise Refused(_already(phrase, value["label"]))
    for other in others:
        if fold(phrase) in map(fold, (other["label"], *words(other.get("synonyms") or ""))):
            message = _("“%(phrase)s” já vale para outra opção deste menu: “%(label)s”.")
            raise Refused(message % {"phrase": phrase, "label": other["label"]})
    value["synonyms"] = ", ".join((*known[1:], phrase))
    draft.steps = json.dumps(steps)
    bot = _checked(draft, phrase, known_issues)
    turn = _try(bot, flow, step, phrase, by_choice=True)
    return _keep(draft, bot, turn, (flow, step), phrase, value["label"], by)


def _already(phrase: str, label: str) -> str:
    return _("“%(phrase)s” já vale para “%(label)s” no rascunho: só falta publicar.") % {
        "phrase": phrase,
        "label": label,
    }


def _choice(
    steps: Sequence[dict[str, Any]], step: str, choice: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The choice of this menu, and the other ones."""
    menu = next((item for item in steps if item["id"] == step and item["type"] == "menu"), None)
    if menu is None:
        raise Refused(_("Este menu já não existe no rascunho do fluxo."))
    choices = {item["id"]: item["value"] for item in menu["value"].get("choices") or ()}
    if choice not in choices:
        raise Refused(_("Esta opção já não existe no rascunho do fluxo."))
    return choices.pop(choice), list(choices.values())


@transaction.atomic
def opening_word(target: str, flow: str, step: str, phrase: str, by: User) -> Proposal:
    """A draft of the flow ``target`` that the phrase opens, also at this step. Raises Refused."""
    draft, known_issues = _open(target, by)
    phrase = _usable(phrase)
    if len(phrase) > LONGEST_TRIGGER:
        raise Refused(_("A frase é longa demais para abrir um fluxo; escolha uma parte dela."))
    if fold(phrase) in map(fold, draft.trigger_words):
        raise Refused(_already(phrase, draft.title))
    draft.triggers = "\n".join((*draft.trigger_words, phrase))
    bot = _checked(draft, phrase, known_issues)
    turn = _try(bot, flow, step, phrase, by_choice=False)
    return _keep(draft, bot, turn, (flow, step), phrase, draft.title, by)


def _open(reference: str, by: User) -> tuple[Flow, tuple[Issue, ...]]:
    """The newest draft of a flow and what is wrong with it; refused where somebody holds it."""
    rows = Flow.objects.select_for_update()
    row = rows.filter(key=reference).first() if _is_id(reference) else None
    if row is None:
        raise Refused(_("Este fluxo já não existe."))
    lock = row.get_lock()
    if lock and lock.for_user(by):
        message = _("O fluxo “%(flow)s” está bloqueado para edição. %(why)s")
        raise Refused(message % {"flow": row, "why": lock.get_description(by)})
    draft = row.get_latest_revision_as_object()
    return draft, inspect(compile_release(overrides={draft.reference: draft}))


def _usable(phrase: str) -> str:
    phrase = clean_phrase(phrase)
    if not fold(phrase):
        raise Refused(_("A frase precisa ter ao menos uma letra ou um número."))
    return phrase


def _checked(draft: Flow, phrase: str, known: tuple[Issue, ...]) -> Release:
    """The bot with this draft; refused where the phrase means something else already."""
    bot = compile_release(overrides={draft.reference: draft})
    if spoken := word(phrase, bot.settings.words):
        message = _("“%(phrase)s” vale em qualquer ponto da conversa (%(word)s).")
        raise Refused(message % {"phrase": phrase, "word": WORDS[spoken]})
    found = [item for item in inspect(bot) if item not in known and item.code in _COLLISIONS]
    if found:
        raise Refused(" ".join(_sentences(found, bot)))
    return bot


def _sentences(issues: Iterable[Issue], bot: Release) -> list[str]:
    names = {flow.id: flow.title for flow in bot.flows.values()}
    return list(dict.fromkeys(sentence(issue, names) for issue in issues))


def _try(bot: Release, flow: str, step: str, phrase: str, *, by_choice: bool) -> Turn:
    """What comes of the phrase at the step; refused where it would still not do."""
    opening, look_up = Opening(flow=flow, step=step), search(World.SOME)
    before = begin(bot, opening, look_up).state
    if before.at is None or (before.at.flow, before.at.step) != (flow, step):
        raise Refused(_("A conversa já não para neste passo; abra o fluxo para ver o que mudou."))
    event = TextReceived(phrase)
    turn = play(bot, before, event, opening.at, lambda effect: look_up(effect, opening.at))
    if by_choice:
        understood = outcome(before, event, turn, bot) in _UNDERSTOOD
    else:
        understood = turn.heard is not None and turn.heard.how is How.TRIGGER
    if not understood:
        message = _("Neste passo o bot ainda não entenderia “%(phrase)s”; nada foi mudado.")
        raise Refused(message % {"phrase": phrase})
    return turn


def _keep(
    draft: Flow,
    bot: Release,
    turn: Turn,
    place: tuple[str, str],
    phrase: str,
    label: str,
    by: User,
) -> Proposal:
    """Save the draft and its test, and put both down in the log."""
    draft.save_revision(user=by, clean=False)
    said: list[Act] = [Says(phrase), *_expected(turn, place[0])]
    script = Script(Opening(flow=place[0], step=place[1]), tuple(map(Line, said)))
    title = _("“%(phrase)s” leva a “%(label)s”") % {"phrase": phrase[:60], "label": label[:40]}
    test = ConversationTest.of(script, title=title, waits_for=[draft.reference])
    test.save()
    test.save_revision(user=by, clean=False)
    log(
        instance=draft,
        action=PROPOSED,
        user=by,
        title=str(draft),
        data={"phrase": phrase, "label": label, "test": test.pk},
        content_changed=True,
    )
    log(instance=test, action="wagtail.create", user=by, title=str(test), content_changed=True)
    return Proposal(draft, test, phrase, label)


def _expected(turn: Turn, origin: str) -> Iterable[Act]:
    """Where the conversation must be then; where that says little, also what it says first."""
    flow = turn.state.at.flow if turn.state.at else ""
    if flow in ("", origin):
        spoken = (item.text for item in turn.effects if isinstance(item, Say | Offer))
        if first := next((text.strip() for text in spoken if text.strip()), ""):
            yield Expects(first.split("\n")[0][:LONGEST_SHOWN], Compare.CONTAINS)
    yield ExpectsFlow(flow)


def submit(flow: Flow, by: User) -> None:
    """Send the newest draft of a flow to be reviewed. Raises Refused."""
    workflow = flow.get_workflow()
    if workflow is None:
        raise Refused(_("Não há revisão combinada para os fluxos; quem pode publicar publica."))
    if flow.workflow_in_progress:
        raise Refused(_("“%(flow)s” já está em revisão.") % {"flow": flow})
    if not flow.has_unpublished_changes:
        raise Refused(_("“%(flow)s” não tem mudanças para revisar.") % {"flow": flow})
    workflow.start(flow, by)
