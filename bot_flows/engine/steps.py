"""Running a flow from a step on, until the bot waits or has nothing more to say.

Say speaks and goes on; Menu, Ask, Courses and Vacancies wait; Branch and Go to jump;
Handoff and End leave. A bound on steps holds even for a loop that no check has seen.
"""

from datetime import timedelta

from . import conditions, searching
from .effects import HandOver
from .release import (
    AnswerKind,
    Ask,
    Branch,
    Courses,
    End,
    Flow,
    FlowId,
    GoTo,
    Handoff,
    Menu,
    Say,
    Step,
    Vacancies,
)
from .run import Run
from .state import Option, Phase, Place
from .wording import Reply

MOST_STEPS = 200


def enter(run: Run, flow_id: FlowId) -> None:
    """Run a flow from its first step; softly to the start where the flow is gone."""
    flow = run.release.flows.get(flow_id)
    if flow is not None:
        _go(run, flow, 0)
    else:
        land(run)


def start(run: Run) -> None:
    """Begin anew at the start flow; answers are kept."""
    run.leave()
    flow = run.release.flows.get(run.release.settings.start)
    if flow is not None:
        _go(run, flow, 0)


def menu(run: Run) -> None:
    """Go where the word *menu* leads."""
    run.leave()
    wanted = run.release.settings.menu or run.release.settings.start
    flow = run.release.flows.get(wanted)
    if flow is not None:
        _go(run, flow, 0)


def land(run: Run) -> None:
    """The place where we were is gone: say so, and show the menu."""
    run.say_reply(Reply.STEP_GONE)
    menu(run)


def go_on(run: Run, place: Place) -> None:
    """Run the steps after this place."""
    found = run.locate(place)
    if found is None:
        land(run)
    else:
        _go(run, found[0], found[1] + 1)


def ask_again(run: Run, place: Place) -> None:
    """Put the question of this place once more."""
    found = run.locate(place)
    if found is None:
        land(run)
    elif place.phase is Phase.LIST and run.state.search:
        searching.offer_next(run, place, more=_may_have_more(run, place))
    elif place.phase is Phase.TERM and (course := run.course()):
        searching.ask_term(run, place, course)
    else:
        _go(run, found[0], found[1])


def _may_have_more(run: Run, place: Place) -> bool:
    """As it is on the screen; who comes back to a list may ask, and hears if there is no more."""
    return run.state.at != place or any(item.key == searching.MORE for item in run.state.offered)


def _go(run: Run, flow: Flow, index: int) -> None:
    for _ in range(MOST_STEPS):
        if index >= len(flow.steps):
            break
        jump = _run_step(run, flow, flow.steps[index])
        if jump is _WAITS:
            return
        if jump is None:
            index += 1
        else:
            target = run.release.flows.get(str(jump))
            if target is None:
                break
            flow, index = target, 0
    run.leave()


_WAITS = object()


def _run_step(run: Run, flow: Flow, step: Step) -> object:
    """Do one step. Answers the flow to jump to, None to go on below, or _WAITS."""
    run.speaker = flow.id, step.id
    match step:
        case Say():
            run.say(run.fill(step.text), step.media)
            return None
        case GoTo():
            return step.target
        case Branch():
            return _branch(run, step)
        case End():
            run.say(run.fill(step.text))
            run.leave()
        case Handoff():
            hand_over(run, run.fill(step.text))
        case _:
            _ask(run, flow, step)
    return _WAITS


def _branch(run: Run, step: Branch) -> FlowId | None:
    for rule in step.rules:
        if conditions.holds(rule, run.state, run.now):
            return rule.target
    return step.otherwise


def _ask(run: Run, flow: Flow, step: Menu | Ask | Courses | Vacancies) -> None:
    place = Place(flow.id, step.id)
    match step:
        case Menu():
            options = [Option(item.id, item.label, item.synonyms) for item in step.choices]
            run.offer(place, run.fill(step.prompt), options)
        case Ask():
            run.offer(place, run.fill(step.prompt), _ask_options(run, step))
        case Courses():
            searching.ask_course(run, place, run.fill(step.prompt))
        case Vacancies():
            searching.enter(run, flow.id, step)


def _ask_options(run: Run, step: Ask) -> tuple[Option, ...]:
    if step.kind is AnswerKind.YES_NO:
        yes, no = run.reply(Reply.OPTION_YES), run.reply(Reply.OPTION_NO)
        return (Option("sim", yes), Option("não", no))
    return tuple(Option(label, label) for label in step.options)


def hand_over(run: Run, text: str) -> None:
    """A person takes over: say so, and be silent until then."""
    until = run.now + timedelta(minutes=run.release.settings.handoff_minutes)
    run.say(text)
    run.leave()
    run.change(silent_until=until)
    run.effects.append(HandOver(until))
