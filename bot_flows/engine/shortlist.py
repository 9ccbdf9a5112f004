"""What a student does with vacancies beside reading them: a filter from the site, marks on
those of the list, and the list of those that were saved.

A filter and "minhas vagas" are heard everywhere; they come to wait at a Vacancies step, as if
that had searched. Marks are heard where a list is on the screen, and the next message may
take them back. A release from before these replies had words hears none of it.
"""

from collections.abc import Iterator

from . import searching
from .asking import remember_course
from .effects import MarkVacancies
from .filters import Filters, read_filters
from .folding import fold
from .heard import How
from .numerals import LAST
from .release import Ask, Flow, Release, SearchSource, Vacancies
from .run import Run
from .state import Mark, Marked, Phase, Place, Search
from .wishes import Wish, asks_saved, read_wish, undoes
from .wording import PLACEHOLDERS, Reply

_SAID = {
    Mark.SAVED: Reply.MARK_SAVED,
    Mark.APPLIED: Reply.MARK_APPLIED,
    Mark.HIDDEN: Reply.MARK_HIDDEN,
    Mark.BROKEN: Reply.MARK_BROKEN,
}
SAVED_KEY = "minhas vagas"


def leads_away(text: str, release: Release) -> bool:
    """Whether a text is heard here whatever the question is that waits."""
    return _asks_saved(text, release) or read_filters(text, release) is not None


def hear_filters(run: Run, text: str) -> bool:
    """Search by the filter that the text is; False where it is none."""
    asked = read_filters(text, run.release)
    if asked is None:
        return False
    place = _place(run.release, SearchSource.TYPED if asked.sentence else SearchSource.COURSE)
    if place is None or not run.release.reply(Reply.FOUND_FILTERED):
        return False
    run.note(How.FILTER)
    run.change(misses=0)
    if asked.course:
        remember_course(run, asked.course.id)
    step = run.step_at(place)
    if asked.sentence or not isinstance(step, Vacancies):
        _search(run, place, asked)
    elif asked.course is None:
        searching.ask_course(run, place, run.reply(Reply.CHOOSE_COURSE), reply=Reply.CHOOSE_COURSE)
    else:
        searching.enter(run, place.flow, step)
    return True


def _search(run: Run, place: Place, asked: Filters) -> None:
    label = asked.label[: PLACEHOLDERS["termo"].longest]
    course = asked.course.id if asked.course else ""
    key = f"{fold(asked.sentence)}@"[:150]
    run.keep(termo=label)
    run.change(search=Search(key, label, (), course=course, filters=asked.sentence))
    searching.search(run, place)


def hear_saved(run: Run, text: str) -> bool:
    """List what was saved, where the text asks for it."""
    if not _asks_saved(text, run.release):
        return False
    place = _place(run.release, SearchSource.TYPED)
    if place is None or not run.release.reply(Reply.SAVED):
        return False
    run.note(How.SAVED)
    run.change(misses=0, search=Search(SAVED_KEY, SAVED_KEY, (), saved=True))
    searching.search(run, place)
    return True


def _asks_saved(text: str, release: Release) -> bool:
    folded = fold(text)
    return asks_saved(folded) and folded not in release.triggers


def hear_listed(run: Run, place: Place, text: str, undo: Marked | None = None) -> bool:
    """The list of what was saved, or something to do with a list that is on the screen."""
    return hear_saved(run, text) or hear_wish(run, place, text, undo)


def hear_wish(run: Run, place: Place, text: str, undo: Marked | None) -> bool:
    """Mark vacancies of the list that is on the screen, or take that back."""
    if not run.release.reply(Reply.MARK_HELP):
        return False
    if undoes(fold(text)):
        return _undo(run, undo, listed=place.phase is Phase.LIST)
    shown = run.state.search.shown if run.state.search else ()
    wish = read_wish(text) if place.phase is Phase.LIST and shown else None
    if wish is None:
        return False
    run.note(How.MARK)
    run.change(misses=0)
    _do(run, wish, shown)
    return True


def _do(run: Run, wish: Wish, shown: tuple[int, ...]) -> None:
    numbers = tuple(len(shown) if number == LAST else number for number in wish.numbers)
    if not numbers and len(shown) == 1:
        numbers = (1,)
    if not numbers:
        run.say_reply(Reply.MARK_HELP)
    elif any(not 1 <= number <= len(shown) for number in numbers):
        run.say_reply(Reply.MARK_WHICH)
    else:
        vacancies = tuple(shown[number - 1] for number in numbers)
        run.effects.append(MarkVacancies(wish.mark, vacancies, wish.off))
        if wish.mark is not Mark.BROKEN:
            run.change(marked=Marked(wish.mark, vacancies, wish.off))
        reply = Reply.MARK_REMOVED if wish.off else _SAID[wish.mark]
        run.say_reply(reply, {"numero": _listed(numbers)})


def _listed(numbers: tuple[int, ...]) -> str:
    """As "2", "2 e 3" or "1, 2 e 3"."""
    *before, last = map(str, numbers)
    said = " e ".join(filter(None, (", ".join(before), last)))
    return said if len(said) <= PLACEHOLDERS["numero"].longest else f"{numbers[0]}…{last}"


def _undo(run: Run, marked: Marked | None, *, listed: bool) -> bool:
    if marked is None and not listed:
        return False
    run.note(How.MARK)
    run.change(misses=0)
    if marked is None:
        run.say_reply(Reply.MARK_NOTHING)
        return True
    run.effects.append(MarkVacancies(marked.mark, marked.vacancies, not marked.off))
    shown = run.state.search.shown if run.state.search else ()
    numbers = tuple(shown.index(item) + 1 for item in marked.vacancies if item in shown)
    run.say_reply(Reply.MARK_UNDONE, {"numero": _listed(numbers) if numbers else ""})
    return True


def _place(release: Release, source: SearchSource) -> Place | None:
    """The Vacancies step to wait at: of this source, in a flow that asks what it needs."""
    typed = source is SearchSource.TYPED
    ranked = sorted(
        (step.source is not source, typed and not _asks_term(flow), index, flow.id, step.id)
        for flow, index, step in _steps(release)
    )
    return Place(ranked[0][3], ranked[0][4]) if ranked else None


def _steps(release: Release) -> Iterator[tuple[Flow, int, Vacancies]]:
    for flow in release.flows.values():
        for index, step in enumerate(flow.steps):
            if isinstance(step, Vacancies):
                yield flow, index, step


def _asks_term(flow: Flow) -> bool:
    return any(isinstance(step, Ask) and step.slot == "termo" for step in flow.steps)
