"""One step read for faults: its texts, its choices, its rules, what it keeps."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial

from .codes import Code, Issue
from .conditions import SUBJECTS, WEEKDAYS
from .limits import CAPTION_LIMIT, LONGEST_LABEL, MOST_CHOICES, TEXT_LIMIT
from .proofreading import label_faults, proofread
from .reading import fold
from .release import (
    AnswerKind,
    Ask,
    Branch,
    Choice,
    Condition,
    Courses,
    End,
    Flow,
    GoTo,
    Handoff,
    Menu,
    Operator,
    Release,
    Rule,
    Say,
    SearchSource,
    Step,
    Vacancies,
)
from .wording import Reply

# The field that stands for the whole step.
MAIN_FIELD: Mapping[type[Step], str] = {
    Say: "text",
    Menu: "choices",
    Ask: "prompt",
    Branch: "rules",
    Courses: "prompt",
    Vacancies: "source",
    Handoff: "text",
    GoTo: "target",
    End: "text",
}

# Slots that the engine fills itself; those of RESERVED no Ask may fill.
ENGINE_SLOTS = frozenset({"nome", "curso", "curso_id", "curso_fatos", "termo", "cidade", "voltou"})
RESERVED = frozenset({"curso_id", "curso_fatos", "voltou", *SUBJECTS})
_SLOT = re.compile(r"[a-z][a-z0-9_]{0,29}")
# All that the engine's own subjects can be.
POSSIBLE: Mapping[str, Set[str]] = {
    "hora": frozenset(str(hour) for hour in range(24)),
    "dia_da_semana": frozenset(WEEKDAYS),
    "contato_novo": frozenset({"sim", "nao"}),
}
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")

type _At = partial[Issue]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the checks of one release share."""

    release: Release
    slots: Set[str]
    courses: Sequence[str]
    yes_no: Sequence[str]


def scene_of(release: Release) -> Scene:
    asked = (
        step for flow in release.flows.values() for step in flow.steps if isinstance(step, Ask)
    )
    return Scene(
        release=release,
        slots=frozenset(step.slot for step in asked),
        courses=[course.name for course in release.courses],
        yes_no=[release.reply(Reply.OPTION_YES), release.reply(Reply.OPTION_NO)],
    )


def inspect_step(scene: Scene, flow: Flow, step: Step) -> Iterator[Issue]:
    """The faults of one step, where it leads to left aside."""
    at = partial(Issue, flow=flow.id, step=step.id)
    match step:
        case Say():
            yield from _say(scene, step, at)
        case Menu():
            yield from _menu(scene, step, at)
        case Ask():
            yield from _ask(scene, step, at)
        case Courses():
            yield from _text(scene, at, "prompt", step.prompt, options=scene.courses)
            yield from _without_courses(scene, at, "prompt")
        case Vacancies(source=SearchSource.COURSE):
            yield from _without_courses(scene, at, "source")
        case Handoff():
            yield from _text(scene, at, "text", step.text)
        case End():
            yield from _text(scene, at, "text", step.text, required=False)
        case Branch():
            yield from _branch(scene, step, at)


def _text(
    scene: Scene,
    at: _At,
    field: str,
    text: str,
    *,
    limit: int = TEXT_LIMIT,
    options: Sequence[str] = (),
    required: bool = True,
) -> Iterator[Issue]:
    if required and not text.strip():
        yield at(Code.EMPTY_TEXT, field=field)
    for code, params in proofread(text, limit, slots=scene.slots, options=options):
        yield at(code, field=field, params=params)


def _without_courses(scene: Scene, at: _At, field: str) -> Iterator[Issue]:
    if not scene.release.courses:
        yield at(Code.NO_COURSES, field=field)


def _say(scene: Scene, step: Say, at: _At) -> Iterator[Issue]:
    limit = CAPTION_LIMIT if step.media else TEXT_LIMIT
    yield from _text(scene, at, "text", step.text, limit=limit, required=step.media is None)
    if step.media and step.media.kind == "image" and not step.media.alt.strip():
        yield at(Code.MISSING_ALT, field="alt")


def _ask(scene: Scene, step: Ask, at: _At) -> Iterator[Issue]:
    options: Sequence[str] = ()
    match step.kind:
        case AnswerKind.YES_NO:
            options = scene.yes_no
        case AnswerKind.COURSE:
            yield from _without_courses(scene, at, "kind")
        case AnswerKind.OPTION:
            options = step.options
            if not options:
                yield at(Code.EMPTY_MENU, field="options")
    yield from _text(scene, at, "prompt", step.prompt, options=options)
    yield from _text(scene, at, "error", step.error, required=False)
    if not _may_fill(step):
        yield at(Code.INVALID_SLOT, field="slot", params={"slot": step.slot})


def _may_fill(step: Ask) -> bool:
    if step.slot == "curso":
        return step.kind is AnswerKind.COURSE
    return step.slot not in RESERVED and _SLOT.fullmatch(step.slot) is not None


def _menu(scene: Scene, step: Menu, at: _At) -> Iterator[Issue]:
    labels = [choice.label for choice in step.choices]
    yield from _text(scene, at, "prompt", step.prompt, options=labels)
    if not labels:
        yield at(Code.EMPTY_MENU, field="choices")
    if len(labels) > MOST_CHOICES:
        params = {"count": str(len(labels)), "most": str(MOST_CHOICES)}
        yield at(Code.TOO_MANY_CHOICES, field="choices", params=params)
    owners: dict[str, Choice] = {}
    for number, choice in enumerate(step.choices, start=1):
        here = partial(at, field="choices", item=choice.id)
        yield from _label(choice.label, here)
        yield from _shared_options(choice, owners, here)
        yield from _other_number(choice.label, number, labels, here)


def _label(label: str, here: _At) -> Iterator[Issue]:
    if not label.strip():
        yield here(Code.EMPTY_TEXT)
    if len(label) > LONGEST_LABEL:
        params = {"length": str(len(label)), "most": str(LONGEST_LABEL)}
        yield here(Code.LONG_LABEL, params=params)
    for code, found in label_faults(label):
        yield here(code, params=found)


def _shared_options(choice: Choice, owners: dict[str, Choice], here: _At) -> Iterator[Issue]:
    """What an earlier choice of this menu answers to already; ``owners`` grows."""
    own = dict.fromkeys(fold(item) for item in (choice.label, *choice.synonyms))
    for option in filter(None, own):
        owner = owners.setdefault(option, choice)
        if owner is not choice:
            yield here(Code.DUPLICATE_OPTION, params={"option": option, "label": owner.label})


def _other_number(label: str, number: int, labels: Sequence[str], here: _At) -> Iterator[Issue]:
    """A label like "2" on the third line: who types it gets the second."""
    typed = label.strip()
    if typed.isdecimal() and int(typed) != number and 0 < int(typed) <= len(labels):
        params = {"label": label, "number": str(int(typed)), "other": labels[int(typed) - 1]}
        yield here(Code.LABEL_IS_OTHER_NUMBER, params=params)


def _branch(scene: Scene, step: Branch, at: _At) -> Iterator[Issue]:
    known = scene.slots | ENGINE_SLOTS | frozenset(SUBJECTS)
    for index, rule in enumerate(step.rules):
        here = partial(at, field="rules", item=str(index))
        for slot in dict.fromkeys(item.slot for item in rule.conditions if item.slot not in known):
            yield here(Code.UNFILLED_SLOT, params={"slot": slot})
        if _never_holds(rule):
            yield here(Code.RULE_NEVER_HOLDS)


def _never_holds(rule: Rule) -> bool:
    return not rule.conditions or any(is_impossible(item) for item in rule.conditions)


def is_impossible(condition: Condition) -> bool:
    """Whether what it compares with can never be there: a number, an hour, a weekday."""
    match condition.operator:
        case Operator.AT_LEAST | Operator.AT_MOST:
            return not _NUMBER.fullmatch(condition.value.strip())
        case Operator.CONTAINS:
            return not fold(condition.value)
        case Operator.IS if condition.slot in POSSIBLE:
            return fold(condition.value) not in POSSIBLE[condition.slot]
        case _:
            return False
