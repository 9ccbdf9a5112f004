"""A conversation test: what the person does, and what the bot must answer.

Pure: played against a release on the same engine as the webhook, with a small fixed world of
vacancies, so that a test says the same tomorrow.

How expectations are read. Whatever the person does (says, sends, waits) begins a new answer:
the bubbles that the bot sends for it. What stands below, up to the person's next act, is about
that answer. Texts are compared with white space made even, and media as ``[file.pdf] caption``.

- WHOLE takes the bubbles in order: the first one is the first bubble, and so on. An answer
  that is expected by WHOLE alone must have no further bubble. A WHOLE without text is silence:
  the bot says nothing at all.
- CONTAINS and LACKS look at every bubble of the answer, and capitals do not matter. Beside one
  of them WHOLE may leave bubbles out, but keeps their order.
- ExpectsFlow looks at where the conversation is now; an empty flow is nowhere: it has ended.
- An answer about which nothing is written may be anything.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from . import whatsapp
from .engine import effects
from .engine import turn as engine
from .engine.asking import remember_course
from .engine.clean import clean
from .engine.events import Event, MediaReceived, TextReceived, VacanciesFound
from .engine.release import Release
from .engine.run import Run
from .engine.state import State
from .engine.turn import Turn, play
from .engine.wording import PLACEHOLDERS
from .samples import Search, World, search
from .scripts import (
    DEFAULT_AT,
    Act,
    Expects,
    ExpectsFlow,
    How,
    Line,
    Opening,
    Says,
    Script,
    Sends,
    Waits,
)
from .whatsapp import Rendered

__all__ = [
    "DEFAULT_AT",
    "Act",
    "Check",
    "Exchange",
    "Expects",
    "ExpectsFlow",
    "Failure",
    "Fault",
    "How",
    "Line",
    "Opening",
    "Result",
    "Says",
    "Script",
    "Sends",
    "Waits",
    "World",
    "begin",
    "record",
    "rehearse",
]

AWAY = timedelta(days=7)  # how long ago somebody who returns was here


class Fault(StrEnum):
    """Why an expectation was not met. The comment says what ``got`` holds."""

    DIFFERENT = "different"  # the bubble that came in its place
    SILENT = "silent"  # nothing: no bubble is left for it
    ABSENT = "absent"  # every bubble of the answer; none has the text in it
    PRESENT = "present"  # the bubble that has the text in it
    EXTRA = "extra"  # a bubble that nothing expected
    ELSEWHERE = "elsewhere"  # the flow where the conversation is, or ""


@dataclass(frozen=True, slots=True)
class Check:
    """An expectation as it came out. ``line`` is None for a bubble that nothing expected."""

    line: Line | None
    got: tuple[str, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the person did, what the bot said to it, and how that was judged.

    ``act`` is None for what a chat that begins in a flow says by itself.
    """

    act: Line | None
    said: tuple[Rendered, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """``line`` is the id of the expectation, or of the act that got one bubble too many."""

    line: str
    fault: Fault
    expected: str
    got: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The dialogue as it was played, with every expectation judged."""

    exchanges: tuple[Exchange, ...]

    @property
    def passed(self) -> bool:
        return not any(check.fault for item in self.exchanges for check in item.checks)

    @property
    def failures(self) -> tuple[Failure, ...]:
        return tuple(
            _failure(item, check, check.fault)
            for item in self.exchanges
            for check in item.checks
            if check.fault
        )


@dataclass(slots=True)
class _Answer:
    """An act of the person, what came of it, and what is expected of that."""

    act: Line | None
    said: tuple[Rendered, ...]
    state: State
    expected: list[Line] = field(default_factory=list)


def rehearse(release: Release, script: Script) -> Result:
    """Play the script on this release, and compare. Raises nothing, like the engine."""
    return Result(tuple(_judge(answer) for answer in _play(release, script)))


def record(release: Release, script: Script) -> Script:
    """The same acts of the person, with what the bot answers now as expectations.

    Every bubble is expected WHOLE, an answer without bubbles as silence, and at the end the
    flow where the conversation is. Expectations of ``script`` are left out.
    """
    lines: list[Line] = []
    answers = _play(release, replace(script, lines=tuple(_acts(script))))
    for answer in answers:
        if answer.act:
            lines.append(answer.act)
        if answer.act is None or not isinstance(answer.act.act, Waits):
            texts = [_text(part) for part in answer.said] or [""]
            lines += [Line(Expects(text)) for text in texts]
    at = answers[-1].state.at if answers else None
    if at:
        lines.append(Line(ExpectsFlow(at.flow)))
    return replace(script, lines=tuple(lines))


def begin(release: Release, opening: Opening, look_up: Search) -> Turn:
    """The state in which a chat begins, and what the bot says by itself where a flow is given."""
    run = Run(release, _before(opening), opening.at)
    remember_course(run, opening.slots.get("curso_id", ""))
    if not opening.flow:
        return Turn(run.state, ())
    run.change(greeted=True)
    first = clean(opening.name, PLACEHOLDERS["nome"].longest).split(" ")[0]
    if first and "nome" not in run.state.slots:
        run.keep(nome=first)
    if opening.returning:
        run.keep(voltou="sim")
    turn = engine.begin(release, run.state, opening.flow, opening.step, opening.at)
    return engine.settle(release, turn, opening.at, _at(look_up, opening.at))


def _before(opening: Opening) -> State:
    if not opening.returning:
        return State(slots=dict(opening.slots))
    return State(slots=dict(opening.slots), greeted=True, last_at=opening.at - AWAY)


def _at(look_up: Search, now: datetime) -> Callable[[effects.SearchVacancies], VacanciesFound]:
    return lambda effect: look_up(effect, now)


def _acts(script: Script) -> Iterator[Line]:
    return (line for line in script.lines if not isinstance(line.act, Expects | ExpectsFlow))


def _play(release: Release, script: Script) -> list[_Answer]:
    """Every act of the person with what came of it; the state goes from one to the next."""
    now, look_up = script.opening.at, search(script.world)
    turn = begin(release, script.opening, look_up)
    answers = [_Answer(None, _said(turn), turn.state)]
    for line in script.lines:
        if isinstance(line.act, Expects | ExpectsFlow):
            answers[-1].expected.append(line)
            continue
        state = answers[-1].state
        if isinstance(line.act, Waits):
            now += line.act.time
            answers.append(_Answer(line, (), state))
        else:
            event = _event(line.act, script.opening.name)
            turn = play(release, state, event, now, _at(look_up, now))
            look_up.see(turn.effects)
            answers.append(_Answer(line, _said(turn), turn.state))
    return answers if answers[0].said or answers[0].expected else answers[1:]


def _event(act: Says | Sends, name: str) -> Event:
    return TextReceived(act.text, name) if isinstance(act, Says) else MediaReceived(act.kind, name)


def _said(turn: Turn) -> tuple[Rendered, ...]:
    spoken = (item for item in turn.effects if isinstance(item, effects.Say | effects.Offer))
    return tuple(part for effect in spoken for part in whatsapp.render(effect))


def _text(part: Rendered) -> str:
    """A bubble as a test writes it down."""
    return f"[{part.media.filename}] {part.text}".strip() if part.media else part.text


@lru_cache(maxsize=8192)  # the same greeting begins most tests
def _even(text: str) -> str:
    return " ".join(text.split())


def _judge(answer: _Answer) -> Exchange:
    got = [_text(part) for part in answer.said]
    texts = [line for line in answer.expected if isinstance(line.act, Expects)]
    whole = [line for line in texts if _is_bubble(line)]
    judged = _in_order(whole, got) if len(whole) == len(texts) else _among(whole, got)
    bubbles = (check for check in judged if check.line)
    checks = [
        next(bubbles) if _is_bubble(line) else _check(line, got, answer.state)
        for line in answer.expected
    ]
    extra = (check for check in judged if check.line is None)
    return Exchange(answer.act, answer.said, (*checks, *extra))


def _is_bubble(line: Line) -> bool:
    """Whether the line stands for one bubble of the answer."""
    return isinstance(line.act, Expects) and line.act.how is How.WHOLE and bool(_wanted(line))


def _wanted(line: Line) -> str:
    return _even(line.act.text) if isinstance(line.act, Expects) else ""


def _in_order(whole: Sequence[Line], got: Sequence[str]) -> list[Check]:
    """Bubble for bubble; nothing may be left on either side."""
    if not whole:
        return []
    left, right = [_wanted(line) for line in whole], [_even(text) for text in got]
    if left == right:
        return [Check(line, (text,)) for line, text in zip(whole, got, strict=True)]
    checks: list[Check] = []
    for code, start, end, first, last in SequenceMatcher(None, left, right, False).get_opcodes():
        if code == "equal":
            pairs = zip(whole[start:end], got[first:last], strict=True)
            checks += [Check(line, (text,)) for line, text in pairs]
        else:
            checks += _pair(whole[start:end], got[first:last])
    return checks


def _pair(lines: Sequence[Line], got: Sequence[str]) -> Iterator[Check]:
    """Each line beside the bubble that is most like it; what has no other side stands alone."""
    wanted = [_wanted(line) for line in lines]
    if len(lines) <= len(got):
        places = dict(zip(_spread(wanted, got), lines, strict=True))
        for index, text in enumerate(got):
            line = places.get(index)
            yield Check(line, (text,), Fault.DIFFERENT if line else Fault.EXTRA)
    else:
        found = dict(zip(_spread(got, wanted), got, strict=True))
        for index, line in enumerate(lines):
            came = (found[index],) if index in found else ()
            yield Check(line, came, Fault.DIFFERENT if came else Fault.SILENT)


def _spread(few: Sequence[str], many: Sequence[str]) -> list[int]:
    """For each of the few the place of its like among the many, in order, each place once."""
    places: list[int] = []
    for index, text in enumerate(few):
        first = places[-1] + 1 if places else 0
        last = len(many) - len(few) + index
        places.append(max(range(first, last + 1), key=lambda at: _likeness(text, many[at])))
    return places


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).quick_ratio()


def _among(whole: Sequence[Line], got: Sequence[str]) -> list[Check]:
    """In this order, but bubbles may be left out."""
    checks, at = [], 0
    for line in whole:
        wanted = _wanted(line)
        found = next((i for i in range(at, len(got)) if _even(got[i]) == wanted), None)
        if found is not None:
            checks.append(Check(line, (got[found],)))
            at = found + 1
        elif at < len(got):
            closest = max(got[at:], key=lambda text: _likeness(wanted, text))
            checks.append(Check(line, (closest,), Fault.DIFFERENT))
        else:
            checks.append(Check(line, (), Fault.SILENT))
    return checks


def _check(line: Line, got: Sequence[str], state: State) -> Check:
    """An expectation that is about the whole answer."""
    match line.act:
        case Expects(how=How.WHOLE):
            return Check(line, tuple(got), Fault.DIFFERENT if got else None)
        case Expects(text=text, how=How.LACKS):
            having = tuple(item for item in got if _has(item, text))
            return Check(line, having, Fault.PRESENT if having else None)
        case Expects(text=text):
            having = tuple(item for item in got if _has(item, text))
            return Check(line, having or tuple(got), None if having else Fault.ABSENT)
        case ExpectsFlow(flow=flow):
            now = state.at.flow if state.at else ""
            return Check(line, (now,), None if now == flow else Fault.ELSEWHERE)
    raise TypeError(line)


def _has(bubble: str, text: str) -> bool:
    return _even(text).casefold() in _even(bubble).casefold()


def _failure(exchange: Exchange, check: Check, fault: Fault) -> Failure:
    line = check.line or exchange.act
    match check.line.act if check.line else None:
        case Expects(text=expected) | ExpectsFlow(flow=expected):
            pass
        case _:
            expected = ""
    return Failure(line.id if line else "", fault, expected, check.got)
