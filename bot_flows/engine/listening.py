"""What a typed message means where the conversation waits.

In this order: an exact choice of what was offered; a word that works from everywhere; a
choice by likeness; a trigger of a flow; and else one of three steps that lead back:
the question again, the nearest options, a way out.
"""

from dataclasses import replace

from . import answers, searching, steps
from .conditions import CAMPUS_TIME
from .effects import Missed, OptOut
from .reading import Nothing, Picked, Unsure, pick, trigger, word
from .release import AnswerKind, Ask, Courses, Menu, Vacancies
from .run import Run
from .state import Option, Phase, Place
from .wording import PLACEHOLDERS, Reply, Word

EXACT = frozenset({"number", "label", "synonym"})
PERSON = "person"
ERRORS = {kind: Reply(f"error_{kind}") for kind in AnswerKind}


def hear(run: Run, text: str) -> None:
    """Answer a text."""
    place = run.state.at
    settings = run.release.settings
    spoken = word(text, settings.words)
    if spoken is Word.STOP or place is None:
        _hear_idle(run, text, spoken)
        return
    reading = pick(text, run.state.offered) if run.state.offered else Nothing(())
    exact = isinstance(reading, Picked) and reading.why in EXACT
    if spoken is not None and not exact:
        obey(run, spoken)
    elif isinstance(reading, Picked):
        run.change(misses=0)
        choose(run, place, reading.key)
    elif _is_question(run, place):
        _hear_answer(run, place, text, reading)
    elif flow := trigger(text, run.release.triggers):
        steps.enter(run, flow)
    else:
        _miss(run, place, reading)


def _hear_idle(run: Run, text: str, spoken: Word | None) -> None:
    if spoken is not None:
        obey(run, spoken)
    elif flow := trigger(text, run.release.triggers):
        steps.enter(run, flow)
    else:
        steps.start(run)


def obey(run: Run, spoken: Word) -> None:
    """Do what a word that works from everywhere says."""
    run.change(misses=0)
    match spoken:
        case Word.MENU:
            steps.menu(run)
        case Word.BACK:
            _go_back(run)
        case Word.HELP:
            _help(run)
        case Word.QUIT:
            run.say_reply(Reply.GOODBYE)
            run.leave()
        case Word.STOP:
            stop(run)


def stop(run: Run) -> None:
    """Opt out: confirm once, and never write first again."""
    run.say_reply(Reply.STOPPED)
    run.leave()
    run.change(stopped=True)
    run.effects.append(OptOut())


def _go_back(run: Run) -> None:
    history = run.state.history
    if not history:
        run.say_reply(Reply.NOTHING_BEFORE)
        steps.menu(run)
        return
    run.change(at=None, history=history[:-1])
    steps.ask_again(run, history[-1])


def _help(run: Run) -> None:
    """Give help, then put the question again that was open."""
    before, flow = run.state, run.release.settings.help
    if flow in run.release.flows:
        steps.enter(run, str(flow))
    else:
        run.say_reply(Reply.HELP)
        run.change(at=None)
    if run.state.at or run.state.silent_until:
        return
    if before.at is None:
        steps.menu(run)
    else:
        run.change(at=before.at, history=before.history, search=before.search)
        steps.ask_again(run, before.at)


def choose(run: Run, place: Place, key: str) -> None:
    """An offered option was picked: do what it stands for."""
    if key == searching.MENU and place.phase is not Phase.ANSWER:
        steps.menu(run)
        return
    match place.phase:
        case Phase.RESCUE | Phase.RESUME:
            _choose_way_out(run, key)
        case Phase.TERM:
            if not searching.choose_term(run, place, key):
                steps.land(run)
        case Phase.LIST:
            _choose_in_list(run, place, key)
        case _:
            _choose_answer(run, place, key)


def _choose_way_out(run: Run, key: str) -> None:
    if key == PERSON:
        steps.enter(run, str(run.release.settings.person))
    else:
        _continue_where_we_were(run)


def _continue_where_we_were(run: Run) -> None:
    history = run.state.history
    if not history:
        steps.menu(run)
        return
    run.change(at=None, history=history[:-1], misses=0)
    steps.ask_again(run, history[-1])


def _choose_in_list(run: Run, place: Place, key: str) -> None:
    if key == searching.MORE:
        searching.search(run, place)
    elif key == searching.CONTINUE:
        steps.go_on(run, place)
    else:
        _search_again(run, place)


def _search_again(run: Run, place: Place) -> None:
    """Another term of the same course; for a typed search, the question before it."""
    step, course = run.step_at(place), run.course()
    if isinstance(step, Vacancies) and step.source == "course" and course and len(course.terms) > 1:
        searching.ask_term(run, place, course)
    elif run.state.history:
        run.change(at=None)
        steps.enter(run, place.flow)
    else:
        steps.menu(run)


def _choose_answer(run: Run, place: Place, key: str) -> None:
    match run.step_at(place):
        case Menu() as menu:
            choice = next((item for item in menu.choices if item.id == key), None)
            if choice is None:
                run.say_reply(Reply.STEP_GONE)
                steps.ask_again(run, place)
            elif choice.target is None:
                steps.go_on(run, place)
            else:
                steps.enter(run, choice.target)
        case Courses():
            _keep_course(run, place, key)
        case Vacancies() as step:
            if _remember_course(run, key):
                searching.enter(run, place.flow, step)
            else:
                steps.land(run)
        case Ask() as step:
            _keep_answer(run, place, step, key, key)
        case _:
            steps.land(run)


def _keep_course(run: Run, place: Place, key: str) -> None:
    if _remember_course(run, key):
        steps.go_on(run, place)
    else:
        run.say_reply(Reply.STEP_GONE)
        steps.ask_again(run, place)


def _remember_course(run: Run, key: str) -> bool:
    course = run.release.course(key)
    if course is None:
        return False
    facts = course.facts[: PLACEHOLDERS["curso_fatos"].longest]
    run.keep(curso=course.name, curso_id=course.id, curso_fatos=facts)
    return True


def _is_question(run: Run, place: Place) -> bool:
    return place.phase is Phase.ANSWER and isinstance(run.step_at(place), Ask)


def _hear_answer(run: Run, place: Place, text: str, reading: Unsure | Nothing) -> None:
    step = run.step_at(place)
    assert isinstance(step, Ask)
    today = run.now.astimezone(CAMPUS_TIME).date()
    answer = answers.read(
        text, step.kind, courses=run.release.courses, cities=run.release.cities, today=today
    )
    match answer:
        case answers.Accepted(value, shown):
            run.change(misses=0)
            _keep_answer(run, place, step, value, shown)
        case answers.Choose(options):
            run.offer(place, run.reply(Reply.WHICH_ONE, {"opcoes": ""}), options)
        case _:
            flow = trigger(text, run.release.triggers) if step.kind is not AnswerKind.TEXT else None
            if flow:
                steps.enter(run, flow)
            else:
                _miss(run, place, reading)


def _keep_answer(run: Run, place: Place, step: Ask, value: str, shown: str) -> None:
    if step.kind is AnswerKind.COURSE:
        if not _remember_course(run, value):
            steps.land(run)
            return
        value = run.state.slots["curso"]
    run.keep(**{step.slot: value})
    steps.go_on(run, place)


def _miss(run: Run, place: Place, reading: Unsure | Nothing) -> None:
    """Nothing, or more than one thing, fits: three different steps, then the third again."""
    misses = run.state.misses + 1
    run.change(misses=misses)
    run.effects.append(Missed(run.typed, place.flow, place.step))
    if place.phase is Phase.RESUME:
        steps.menu(run)
    elif place.phase is Phase.RESCUE or misses >= 3:
        offer_way_out(run, place, Reply.NOT_UNDERSTOOD_OFFER)
    elif isinstance(reading, Unsure):
        run.say_misunderstood(Reply.WHICH_ONE, _named(run, reading.keys))
    elif _is_question(run, place):
        _say_error(run, place)
    else:
        _put_again(run, place, reading, misses)


def _put_again(run: Run, place: Place, reading: Nothing, misses: int) -> None:
    first = misses == 1
    nearest = reading.nearest or tuple(option.key for option in run.state.offered[:3])
    key = Reply.NOT_UNDERSTOOD if first else Reply.NOT_UNDERSTOOD_SUGGEST
    run.say_misunderstood(key, _named(run, nearest))
    steps.ask_again(run, place)


def _say_error(run: Run, place: Place) -> None:
    step = run.step_at(place)
    assert isinstance(step, Ask)
    if step.error:
        run.say(run.fill(step.error))
    else:
        run.say_misunderstood(ERRORS[step.kind])
    if run.state.offered:
        steps.ask_again(run, place)


def offer_way_out(run: Run, place: Place, key: Reply) -> None:
    """Menu, a person where there is one, or back to the question."""
    options = [
        Option(searching.CONTINUE, run.reply(Reply.OPTION_CONTINUE)),
        Option(searching.MENU, run.reply(Reply.OPTION_MENU)),
    ]
    if run.release.settings.person in run.release.flows:
        options.append(Option(PERSON, run.reply(Reply.OPTION_PERSON)))
    phase = Phase.RESUME if key is Reply.RESUME else Phase.RESCUE
    run.offer(replace(place, phase=phase), run.reply(key), options)


def _named(run: Run, keys: tuple[str, ...]) -> str:
    """Options as "2) Vagas ou 5) Ajuda", with the numbers that the person sees."""
    names = [
        f"*{number}* {option.label}"
        for number, option in enumerate(run.state.offered, start=1)
        if option.key in keys
    ]
    return " ou ".join(names)
