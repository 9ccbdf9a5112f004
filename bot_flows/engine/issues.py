"""A release read for faults before it runs. ``codes`` lists them all.

The rules that need a word:

- A text is measured as it goes out at its longest: placeholders at their longest value, a
  question with its numbered options below it.
- A menu has a way out when some answer, through other flows if need be, comes to an end, a
  handoff, vacancies, or a menu that does not lead back here. Words that work from
  everywhere do not count: a student must not need to know them.
- A loop without a question is refused even where a Branch might leave it: nothing that
  its rules look at changes on the way.
- A trigger that is also an answer is a warning only where the answer leads elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from . import graph
from .codes import Code, Issue, Severity
from .limits import TEXT_LIMIT
from .proofreading import proofread
from .reading import fold
from .release import AnswerKind, Ask, Flow, FlowId, Menu, Release, Say, Vacancies
from .step_issues import MAIN_FIELD, Scene, inspect_step, scene_of
from .wording import Reply, Word

__all__ = ["Code", "Issue", "Severity", "inspect"]


def inspect(release: Release) -> tuple[Issue, ...]:
    """All faults of a release: settings, replies and courses first, then flow by flow."""
    scene = scene_of(release)
    found = [*_settings(release), *_words(release), *_replies(scene), *_courses(release)]
    for flow in release.flows.values():
        found += _flow(scene, flow)
    found += [*_triggers(scene), *_loops(release), *_traps(release), *_unreachable(release)]
    return tuple(found)


# Settings, replies, courses.


def _settings(release: Release) -> Iterator[Issue]:
    settings = release.settings
    if settings.start not in release.flows:
        yield Issue(Code.MISSING_START, field="start", params={"start": settings.start})
    named = (("menu", settings.menu), ("help", settings.help), ("person", settings.person))
    for field, target in named:
        if target is not None and target not in release.flows:
            yield Issue(_absent(release, target), field=field, params={"target": target})


def _absent(release: Release, target: FlowId) -> Code:
    """A flow that waits to be published is mended otherwise than one that is gone."""
    return Code.UNPUBLISHED_TARGET if target in release.unpublished else Code.MISSING_TARGET


def _words(release: Release) -> Iterator[Issue]:
    owners: dict[str, Word] = {}
    for word in Word:
        at = partial(Issue, field="words", item=word.value)
        spellings = [item for item in release.settings.words.get(word, ()) if fold(item)]
        if not spellings:
            yield at(Code.MISSING_WORD, params={"word": word.value})
        for spelling in spellings:
            owner = owners.setdefault(fold(spelling), word)
            if owner is not word:
                params = {"spelling": spelling, "other": owner.value}
                yield at(Code.WORD_USED_TWICE, params=params)


def _replies(scene: Scene) -> Iterator[Issue]:
    for key in Reply:
        at = partial(Issue, field="replies", item=key.value)
        text, options = scene.release.reply(key), _longest_options(scene, key)
        if not text.strip():
            yield at(Code.MISSING_REPLY, params={"reply": key.value})
        faults = proofread(text, TEXT_LIMIT, slots=scene.slots, options=options, reply=key)
        yield from (at(code, params=params) for code, params in faults)


def _longest_options(scene: Scene, key: Reply) -> Sequence[str]:
    """The options that the engine shows below this reply, where content decides them."""
    if key is Reply.CHOOSE_COURSE:
        return scene.courses
    if key is Reply.CHOOSE_TERM:
        return max((course.terms for course in scene.release.courses), key=_length, default=())
    return ()


def _length(options: Iterable[str]) -> int:
    return sum(len(option) for option in options)


def _courses(release: Release) -> Iterator[Issue]:
    for course in release.courses:
        if not any(term.strip() for term in course.terms):
            params = {"course": course.name}
            yield Issue(Code.COURSE_WITHOUT_TERMS, field="courses", item=course.id, params=params)


# Flows.


def _flow(scene: Scene, flow: Flow) -> Iterator[Issue]:
    if not flow.steps:
        yield Issue(Code.EMPTY_FLOW, flow=flow.id, field="steps")
        return
    for step in flow.steps:
        yield from inspect_step(scene, flow, step)
        for jump in graph.jumps(step):
            if jump.target not in scene.release.flows:
                at = partial(Issue, flow=flow.id, step=step.id, field=jump.field, item=jump.item)
                yield at(_absent(scene.release, jump.target), params={"target": jump.target})
    yield from _end_of(scene, flow)


def _end_of(scene: Scene, flow: Flow) -> Iterator[Issue]:
    """Steps that nothing leads to, or an end where nothing is said."""
    reached, last = graph.reachable_steps(flow), flow.steps[-1]
    if reached < len(flow.steps):
        step = flow.steps[reached]
        yield Issue(Code.UNREACHABLE_STEP, flow.id, step.id, MAIN_FIELD[type(step)])
    elif graph.continues(last) and not _has_own_end(scene, flow):
        at = partial(Issue, Code.DEAD_END, flow.id, last.id, MAIN_FIELD[type(last)])
        if isinstance(last, Menu):
            yield from (at(item=choice.id) for choice in last.choices if choice.target is None)
        else:
            yield at()


def _has_own_end(scene: Scene, flow: Flow) -> bool:
    """Vacancies bring their own way on; after help the open question is put again."""
    last = flow.steps[-1]
    helps = flow.id == scene.release.settings.help and isinstance(last, Say)
    return helps or isinstance(last, Vacancies)


def _loops(release: Release) -> Iterator[Issue]:
    for group in graph.loops(release):
        for flow_id, index in sorted(group):
            step = release.flows[flow_id].steps[index]
            for jump in graph.jumps(step):
                if (jump.target, 0) in group:
                    params = {"target": release.flows[jump.target].title}
                    yield Issue(
                        Code.AUTOMATIC_LOOP, flow_id, step.id, jump.field, jump.item, params
                    )


def _traps(release: Release) -> Iterator[Issue]:
    for group in graph.traps(release):
        for flow_id, index in sorted(group):
            step = release.flows[flow_id].steps[index]
            if isinstance(step, Menu):
                yield Issue(Code.MENU_WITHOUT_WAY_OUT, flow_id, step.id, "choices")


def _unreachable(release: Release) -> Iterator[Issue]:
    reached = {flow.id for flow in graph.breadth_first(release)}
    for flow in release.flows.values():
        if flow.id not in reached:
            yield Issue(Code.UNREACHABLE_FLOW, flow=flow.id, field="triggers")


# Triggers.


def _triggers(scene: Scene) -> Iterator[Issue]:
    flows = scene.release.flows
    spoken = scene.release.settings.words
    words = {fold(item): word for word in Word for item in spoken.get(word, ())}
    owners, answers = _owners(flows.values()), _answers(scene)
    for flow in flows.values():
        for index, trigger in enumerate(flow.triggers):
            at = partial(Issue, flow=flow.id, field="triggers", item=str(index))
            folded = fold(trigger)
            if not folded:
                yield at(Code.EMPTY_TRIGGER, params={"trigger": trigger})
            elif folded in words:
                params = {"trigger": trigger, "word": words[folded].value}
                yield at(Code.TRIGGER_IS_WORD, params=params)
            elif other := next((item for item in owners[folded] if item != flow.id), None):
                params = {"trigger": trigger, "other": flows[other].title}
                yield at(Code.TRIGGER_USED_TWICE, params=params)
            elif other := _answered_in(answers.get(folded, ()), flow.id):
                params = {"trigger": trigger, "other": flows[other].title}
                yield at(Code.TRIGGER_IS_ANSWER, params=params)


def _owners(flows: Iterable[Flow]) -> Mapping[str, list[FlowId]]:
    """Which flows have each trigger."""
    found: dict[str, list[FlowId]] = {}
    for flow in flows:
        for trigger in flow.triggers:
            found.setdefault(fold(trigger), []).append(flow.id)
    return found


type _Answer = tuple[FlowId, FlowId | None]  # the flow that asks, the flow that it leads to


def _answers(scene: Scene) -> Mapping[str, list[_Answer]]:
    """What questions expect to hear."""
    found: dict[str, list[_Answer]] = {}
    for flow in scene.release.flows.values():
        for step in flow.steps:
            if isinstance(step, Menu):
                for choice in step.choices:
                    for text in (choice.label, *choice.synonyms):
                        found.setdefault(fold(text), []).append((flow.id, choice.target))
            elif isinstance(step, Ask) and step.kind is AnswerKind.YES_NO:
                for text in scene.yes_no:
                    found.setdefault(fold(text), []).append((flow.id, None))
    return found


def _answered_in(answers: Iterable[_Answer], flow: FlowId) -> FlowId | None:
    """The first flow where the answer leads to another place than the trigger would."""
    return next((asks for asks, target in answers if (target or asks) != flow), None)
