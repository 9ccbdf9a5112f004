"""What a typed message means where the conversation waits.

In this order: an exact choice of what was offered; a word that works from everywhere; a
choice by likeness; a trigger of a flow; a courtesy; what the question before or the question
after this one asks; and else one of three steps that lead back: the question again, the
nearest options, a way out.
"""

from dataclasses import replace
from datetime import date

from . import answers, asking, searching, shortlist, steps
from .courtesy import is_courtesy
from .effects import Missed, OptOut
from .heard import How
from .reading import Nothing, Picked, Unsure, pick, trigger, word
from .release import AnswerKind, Ask, Courses, Menu, Vacancies
from .run import WAYS_OUT, Run
from .state import Asked, Option, Phase, Place
from .wording import Reply, Word

EXACT = frozenset({"number", "label", "synonym"})
PERSON = "person"
NO_DAY = date.min
_HEARING = frozenset({Phase.ANSWER, Phase.TERM, Phase.LIST})
_EVER_OPEN = frozenset(
    {Phase.ANSWER, Phase.TERM}
)  # what is tapped in them says all there is to say
_MOST_MISSES = 3


def hear(run: Run, text: str, asked: Asked | None = None) -> None:
    """Answer a text, or a tap on an option of the question ``asked``."""
    if asked is not None and _hear_tap(run, text, asked):
        return
    place, marked = run.state.at, run.state.marked
    if marked is not None:
        run.change(marked=None)
    spoken = word(text, run.release.settings.words)
    if spoken is None and shortlist.hear_filters(run, text):
        return
    if spoken is Word.STOP or place is None:
        _hear_idle(run, text, spoken)
        return
    reading = pick(text, run.state.offered) if run.state.offered else Nothing(())
    exact = isinstance(reading, Picked) and reading.why in EXACT
    if spoken is not None and not exact:
        obey(run, spoken)
    elif not exact and shortlist.hear_listed(run, place, text, marked):
        return
    elif isinstance(reading, Picked):
        run.note_options(How(reading.why), (reading.key,))
        run.change(misses=0)
        choose(run, place, reading.key)
    elif not _hear_answer(run, place, text):
        _hear_other(run, place, text, reading)


def _hear_tap(run: Run, text: str, asked: Asked) -> bool:
    """Take it for the answer to the question it stands under, though others came since.

    False where that one cannot be answered any more: it is then read as if it were typed.
    """
    answerable = asked.at == run.state.at or asked.at.phase in _EVER_OPEN
    if not text:
        _hear_lost_tap(run, asked.at if answerable else run.state.at)
        return True
    key = next((option.key for option in asked.options if option.label == text), None)
    if key is None or not answerable:
        return False
    run.wait(asked.at, asked.options)
    run.note_options(How.LABEL, (key,))
    run.change(misses=0)
    choose(run, asked.at, key)
    return True


def _hear_lost_tap(run: Run, place: Place | None) -> None:
    """Something was tapped, and WhatsApp does not tell what: say so, and put the question again."""
    run.say_reply(Reply.VOTE_LOST)
    if place is None:
        steps.menu(run)
    else:
        steps.ask_again(run, place)


def _hear_answer(run: Run, place: Place, text: str) -> bool:
    step = run.step_at(place)
    if place.phase is not Phase.ANSWER or not isinstance(step, Ask):
        return False
    return asking.hear_answer(run, place, step, text)


def _hear_other(run: Run, place: Place, text: str, reading: Unsure | Nothing) -> None:
    """What is no answer to the question that waits; a free text refuses only what says nothing."""
    if _is_free_text(run, place):
        _miss(run, place, reading)
    elif flow := trigger(text, run.release.triggers):
        run.note(How.TRIGGER, flow)
        run.change(misses=0)
        steps.enter(run, flow)
    elif place.phase is Phase.RESUME and (key := _yes_or_no(text)):
        run.note_options(How.YES_NO, (key,))
        choose(run, place, key)
    elif is_courtesy(text):
        run.note(How.COURTESY)
        run.say_reply(Reply.COURTESY)
    elif place.phase in WAYS_OUT and _answer_what_was_open(run, text):
        return
    elif place.phase is Phase.LIST and isinstance(pick(text, [searching.more_option(run)]), Picked):
        run.note(How.MORE)
        searching.search(run, place)
    else:
        _miss(run, place, reading)


def _yes_or_no(text: str) -> str:
    """To "shall we go on?": yes goes on, no is the menu."""
    answer = answers.read(text, AnswerKind.YES_NO, courses=(), cities={}, today=NO_DAY)
    if not isinstance(answer, answers.Accepted):
        return ""
    return searching.CONTINUE if answer.value == "sim" else searching.MENU


def _answer_what_was_open(run: Run, text: str) -> bool:
    """Take the text for an answer to the question before the way out, if it is one.

    Never for a free text: that would take anything.
    """
    trial = run.trial()
    _continue_where_we_were(trial)
    place = trial.state.at
    if place is None or place.phase not in _HEARING or _is_free_text(trial, place):
        return False
    trial.effects.clear()
    hear(trial, text)
    if any(isinstance(effect, Missed) for effect in trial.effects):
        return False
    run.adopt(trial)
    return True


def _is_free_text(run: Run, place: Place) -> bool:
    step = run.step_at(place)
    return place.phase is Phase.ANSWER and isinstance(step, Ask) and step.kind is AnswerKind.TEXT


def _hear_idle(run: Run, text: str, spoken: Word | None) -> None:
    if spoken is not None:
        obey(run, spoken)
    elif shortlist.hear_saved(run, text):
        return
    elif flow := trigger(text, run.release.triggers):
        run.note(How.TRIGGER, flow)
        steps.enter(run, flow)
    elif run.state.last_at and is_courtesy(text):
        run.note(How.COURTESY)
        run.say_reply(Reply.COURTESY)
    else:
        run.note(How.START)
        steps.start(run)


def obey(run: Run, spoken: Word) -> None:
    """Do what a word that works from everywhere says."""
    run.note(How.WORD, spoken)
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
    """Opt out: confirm once, and never write first again. Who writes again is answered."""
    run.say_reply(Reply.STOPPED)
    run.leave()
    run.change(stopped=True, silent_until=None)
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
        run.change(
            at=before.at,
            offered=before.offered,
            history=before.history,
            search=before.search,
        )
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
    elif key == searching.MARK:
        run.say_reply(Reply.MARK_HELP)
        steps.ask_again(run, place)
    elif key == searching.CONTINUE:
        steps.go_on(run, place)
    else:
        _search_again(run, place)


def _search_again(run: Run, place: Place) -> None:
    """Another term of the same course; for a typed search, the question of the term."""
    step, course = run.step_at(place), run.course()
    if isinstance(step, Vacancies) and step.source == "course" and course and len(course.terms) > 1:
        searching.ask_term(run, place, course)
    elif (asked := _where_asked(run, asking.TERM)) is not None:
        history = run.state.history
        run.change(at=None, history=history[:asked])
        steps.ask_again(run, history[asked])
    elif run.state.history or _is_from_elsewhere(run):
        run.change(at=None)
        steps.enter(run, place.flow)
    else:
        steps.menu(run)


def _is_from_elsewhere(run: Run) -> bool:
    """Whether the list on the screen came from no step: a filter, or what was saved."""
    search = run.state.search
    return search is not None and bool(search.filters or search.saved)


def _where_asked(run: Run, slot: str) -> int | None:
    """Where on the way back this answer was asked for, the last time."""
    places = list(enumerate(run.state.history))
    for index, place in reversed(places):
        step = run.step_at(place)
        if isinstance(step, Ask) and step.slot == slot:
            return index
    return None


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
            if asking.remember_course(run, key):
                searching.enter(run, place.flow, step)
            else:
                steps.land(run)
        case Ask() as step:
            asking.keep_answer(run, place, step, key, key)
        case _:
            steps.land(run)


def _keep_course(run: Run, place: Place, key: str) -> None:
    if asking.remember_course(run, key):
        steps.go_on(run, place)
    else:
        run.say_reply(Reply.STEP_GONE)
        steps.ask_again(run, place)


def _miss(run: Run, place: Place, reading: Unsure | Nothing) -> None:
    """Nothing, or more than one thing, fits: three different steps, then the third again."""
    misses = run.state.misses + 1
    unsure = isinstance(reading, Unsure)
    run.note_options(How.UNSURE if unsure else How.NOTHING, _near(reading))
    run.change(misses=misses)
    run.effects.append(Missed(run.typed, place.flow, place.step))
    if place.phase is Phase.RESUME:
        steps.menu(run)
    elif place.phase is Phase.RESCUE or misses >= _tries(run, place):
        offer_way_out(run, place, Reply.NOT_UNDERSTOOD_OFFER)
    elif isinstance(reading, Unsure):
        run.say_misunderstood(Reply.WHICH_ONE, _named(run, reading.keys))
    elif isinstance(step := run.step_at(place), Ask) and place.phase is Phase.ANSWER:
        asking.say_error(run, place, step)
    else:
        _put_again(run, place, reading, misses)


def _tries(run: Run, place: Place) -> int:
    """The failure that gets a way out; an Ask says so itself."""
    step = run.step_at(place)
    return step.tries if isinstance(step, Ask) and place.phase is Phase.ANSWER else _MOST_MISSES


def _near(reading: Unsure | Nothing) -> tuple[str, ...]:
    return reading.keys if isinstance(reading, Unsure) else reading.nearest


def _put_again(run: Run, place: Place, reading: Nothing, misses: int) -> None:
    first = misses == 1
    nearest = reading.nearest or tuple(option.key for option in run.state.offered[:3])
    key = Reply.NOT_UNDERSTOOD if first else Reply.NOT_UNDERSTOOD_SUGGEST
    run.say_misunderstood(key, _named(run, nearest))
    steps.ask_again(run, place)


def offer_way_out(run: Run, place: Place, key: Reply) -> None:
    """Menu, a person where there is one, or back to the question."""
    options = [Option(searching.MENU, run.reply(Reply.OPTION_MENU))]
    if not _is_menu(run, place):
        options.insert(0, Option(searching.CONTINUE, run.reply(Reply.OPTION_CONTINUE)))
    if run.release.settings.person in run.release.flows:
        options.append(Option(PERSON, run.reply(Reply.OPTION_PERSON)))
    phase = Phase.RESUME if key is Reply.RESUME else Phase.RESCUE
    run.offer(replace(place, phase=phase), run.reply(key), options, reply=key)


def _is_menu(run: Run, place: Place) -> bool:
    """Whether going on would be the menu again."""
    settings = run.release.settings
    home = place.flow == (settings.menu or settings.start)
    return home and isinstance(run.step_at(place), Menu)


def _named(run: Run, keys: tuple[str, ...]) -> str:
    """Options as "*2* Vagas, *3* Cursos ou *5* Ajuda", with the numbers that are seen."""
    names = [
        f"*{number}* {option.label}"
        for number, option in enumerate(run.state.offered, start=1)
        if option.key in keys
    ]
    return " ou ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
