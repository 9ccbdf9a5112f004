"""The Vacancies step: which term, the search, and what is on the screen.

TERM -> SEARCH -> LIST, and LIST -> SEARCH for the next page. The search itself is the
world's: a SearchVacancies effect goes out and a VacanciesFound event comes back within the
turn. When a new search at the sources ends later, SearchFinished looks again (NEWS).
"""

from collections.abc import Mapping
from dataclasses import replace

from .clean import clean
from .effects import SearchVacancies
from .events import SearchFinished, VacanciesFound, VacancyCard
from .reading import fold
from .release import Course, Courses, SearchSource, Vacancies
from .run import Run
from .state import Option, Phase, Place, Search
from .wording import PLACEHOLDERS, Reply

ALL_TERMS = "all"
MORE, OTHER, MENU, CONTINUE, MARK = "more", "other", "menu", "continue", "mark"


def enter(run: Run, flow_id: str, step: Vacancies) -> None:
    """Start the step: ask what is missing, or search at once."""
    place = Place(flow_id, step.id)
    if step.source is SearchSource.TYPED:
        _search_typed(run, place)
        return
    course = run.course()
    if course is None:
        ask_course(run, place, run.reply(Reply.CHOOSE_COURSE), reply=Reply.CHOOSE_COURSE)
    elif len(course.terms) > 1:
        ask_term(run, place, course)
    else:
        _search_terms(run, place, course, course.terms or (course.name,))


def ask_course(run: Run, place: Place, text: str, *, reply: str = "") -> None:
    """Offer the courses; with none, what was open before stays open."""
    if run.release.courses:
        run.offer(place, text, course_options(run.release.courses), reply=reply)
        return
    run.say_reply(Reply.NO_COURSES)
    if run.state.at is None or isinstance(run.step_at(run.state.at), Courses | Vacancies):
        run.leave()


def course_options(courses: tuple[Course, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(course.id, course.name, (course.code,) if course.code else ()) for course in courses
    )


def ask_term(run: Run, place: Place, course: Course) -> None:
    options = [Option(f"term:{fold(term)}", _capital(term)) for term in course.terms]
    options.append(Option(ALL_TERMS, run.reply(Reply.OPTION_ALL_TERMS)))
    text = run.reply(Reply.CHOOSE_TERM)
    run.offer(replace(place, phase=Phase.TERM), text, options, reply=Reply.CHOOSE_TERM)


def choose_term(run: Run, place: Place, key: str) -> bool:
    """Search for the term that was picked; False when the course has it no more."""
    course = run.course()
    if course is None:
        return False
    terms = course.terms
    if key != ALL_TERMS:
        terms = tuple(term for term in terms if f"term:{fold(term)}" == key)
    if not terms:
        return False
    _search_terms(run, place, course, terms)
    return True


def _search_typed(run: Run, place: Place) -> None:
    """A city counts for one search: the next one may well be asked for anywhere."""
    slots = dict(run.state.slots)
    term, city = slots.get("termo", ""), slots.pop("cidade", "")
    run.change(slots=slots)
    _begin(run, place, (term,) if term else (), term, city, "")


def _search_terms(run: Run, place: Place, course: Course, terms: tuple[str, ...]) -> None:
    label = terms[0] if len(terms) == 1 else course.name
    _begin(run, place, terms, label, "", course.id)


def _begin(
    run: Run, place: Place, terms: tuple[str, ...], label: str, city: str, course: str
) -> None:
    key = f"{'|'.join(fold(term) for term in terms)}@{fold(city)}"[:150]
    run.keep(termo=label)
    run.change(search=Search(key, label, terms, city, course))
    search(run, place)


def search(run: Run, place: Place, phase: Phase = Phase.SEARCH) -> None:
    """Ask the world for the next vacancies that were not shown yet."""
    wanted = run.state.search
    if wanted is None:
        return
    run.wait(replace(place, phase=phase))
    run.effects.append(
        SearchVacancies(
            key=wanted.key,
            terms=wanted.terms,
            city=wanted.city,
            course=wanted.course,
            exclude=wanted.shown,
            limit=run.release.settings.page_size,
            stored_only=phase is Phase.NEWS or bool(wanted.shown) or wanted.saved,
            filters=wanted.filters,
            saved=wanted.saved,
        )
    )


def found(run: Run, event: VacanciesFound) -> None:
    """Show what came back, and what can be done next."""
    place, wanted = run.state.at, run.state.search
    if place is None or wanted is None or place.phase not in (Phase.SEARCH, Phase.NEWS):
        return
    heading = _heading(place.phase, wanted, event)
    said = () if heading is None else tuple(card.id for card in event.vacancies)
    shown, pending = (*wanted.shown, *said), event.refreshing or wanted.pending
    run.change(search=replace(wanted, shown=shown, pending=pending, total=event.total))
    if heading is None:
        run.change(at=replace(place, phase=Phase.LIST))
        return
    _show(run, heading, wanted, event)
    more = event.total > len(shown) or (event.refreshing and bool(shown))
    offer_next(run, place, more=more)


def finished(run: Run, event: SearchFinished) -> None:
    """New results may have come: look again, if the person still waits for this search."""
    place, wanted = run.state.at, run.state.search
    if place is None or wanted is None or place.phase is not Phase.LIST or run.state.stopped:
        return
    if wanted.pending and wanted.key == event.key:
        offered = run.state.offered
        run.change(search=replace(wanted, pending=False))
        search(run, place, Phase.NEWS)
        run.change(offered=offered)


def _heading(phase: Phase, wanted: Search, event: VacanciesFound) -> Reply | None:
    """Which reply goes with this answer; None when there is nothing new to say."""
    if phase is Phase.NEWS:
        if event.vacancies and (event.total > wanted.total or not wanted.shown):
            return Reply.FOUND_NEW
        return None if wanted.shown else _empty(event, wanted)
    if wanted.saved and event.vacancies:
        return Reply.SAVED
    if wanted.shown:
        return Reply.FOUND_MORE if event.vacancies else Reply.NO_MORE
    if not event.vacancies:
        return _empty(event, wanted)
    if wanted.filters:
        return Reply.FOUND_FILTERED
    return Reply.FOUND_REFRESHING if event.refreshing else Reply.FOUND


def _empty(event: VacanciesFound, wanted: Search) -> Reply:
    if wanted.saved:
        return Reply.NOTHING_SAVED
    if event.refreshing:
        return Reply.SEARCHING
    if event.blocked:
        return Reply.BLOCKED
    return Reply.NOTHING_FILTERED if wanted.filters else Reply.NOTHING_FOUND


def _show(run: Run, heading: Reply, wanted: Search, event: VacanciesFound) -> None:
    values = {
        "termo": wanted.label,
        "cidade": wanted.city,
        "total": str(event.total),
        "atualizado": event.updated,
    }
    parts = [run.reply(heading, values)]
    parts += [
        run.reply(Reply.VACANCY_CARD, _card(card, number))
        for number, card in enumerate(event.vacancies, start=len(wanted.shown) + 1)
    ]
    run.say("\n\n".join(part for part in parts if part.strip()), reply=heading)


def offer_next(run: Run, place: Place, *, more: bool) -> None:
    """What can be done with vacancies on the screen."""
    options = [Option(MENU, run.reply(Reply.OPTION_MENU))]
    if run.state.search and run.state.search.shown and (label := run.reply(Reply.OPTION_MARK)):
        options.append(Option(MARK, label))
    options.insert(0, Option(OTHER, run.reply(Reply.OPTION_OTHER_TERM)))
    if _continues(run, place):
        options.insert(1, Option(CONTINUE, run.reply(Reply.OPTION_CONTINUE)))
    if more:
        options.insert(0, more_option(run))
    place = replace(place, phase=Phase.LIST)
    run.offer(place, run.reply(Reply.VACANCIES_NEXT), options, reply=Reply.VACANCIES_NEXT)


def more_option(run: Run) -> Option:
    return Option(MORE, run.reply(Reply.OPTION_MORE), ("mais", "proxima", "+"))


def _continues(run: Run, place: Place) -> bool:
    found_at = run.locate(place)
    return found_at is not None and found_at[1] + 1 < len(found_at[0].steps)


def _card(card: VacancyCard, number: int) -> Mapping[str, str]:
    def short(name: str, value: str) -> str:
        return clean(value, PLACEHOLDERS[name].longest)

    return {
        "numero": str(number),
        "titulo": short("titulo", card.title),
        "empresa": short("empresa", card.company),
        "local": short("local", card.place),
        "tipo": short("tipo", card.kind),
        "salario": short("salario", card.salary),
        "fatos": short("fatos", card.facts),
        "porque": short("porque", card.reasons),
        "fonte": short("fonte", card.source),
        "publicada": short("publicada", card.published),
        "confirmada": short("confirmada", card.confirmed),
        "marca": short("marca", card.mark),
        "link": _link(card.link),
    }


def _capital(term: str) -> str:
    return term[:1].upper() + term[1:]


def _link(link: str) -> str:
    """A link whole, or not at all: half a link leads nowhere."""
    return link if len(link) <= PLACEHOLDERS["link"].longest and link.isprintable() else ""
