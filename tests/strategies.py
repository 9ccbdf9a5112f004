"""Bots, places in them and events, as Hypothesis draws them: odd, but made of real parts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot_flows.engine.events import (
    Event,
    MediaKind,
    MediaReceived,
    SearchFinished,
    StaffSpoke,
    TextReceived,
    VacanciesFound,
    VacancyCard,
)
from bot_flows.engine.release import (
    AnswerKind,
    Ask,
    Branch,
    Choice,
    Condition,
    Course,
    Courses,
    End,
    Flow,
    GoTo,
    Handoff,
    Menu,
    MenuForm,
    Operator,
    Release,
    Rule,
    Say,
    SearchSource,
    Settings,
    Step,
    Vacancies,
)
from bot_flows.engine.state import Asked, Mark, Marked, Option, Phase, Place, Search, State
from bot_flows.engine.wording import PLACEHOLDERS

from .builders import CITIES, REPLIES, WORDS, an_image

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

# What people and machines really send, and what breaks programs.
ODD_TEXTS = (
    "",
    " ",
    "oi",
    "menu",
    "VOLTAR",
    "ajuda!",
    "sair",
    "PARAR",
    "1",
    "2️⃣",
    "²",
    "०",
    "99999999999999999999",
    "-1",
    "a segunda",
    "sim",
    "não",
    "mais",
    "#bot",
    "{nome}",
    "{",
    "}",
    "{0.__class__}",
    "%s",
    "👍🏽",
    "👩‍👩‍👧‍👦",
    "🇧🇷🇧🇷",
    "\u202eodnum\u202c",
    "مرحبا",
    "\x00\x07\x1b[31m",
    "\ud83d",
    "e\u0301" * 40,
    "a\u0300\u0301\u0302" * 30,
    "linha\noutra\r\nlinha",
    "*negrito _torto",
    "Curitiba/PR",
    "bom jesus",
    "ana@exemplo.com.br",
    "(41) 99999-0000",
    "31/02/2026",
    "amanhã",
    "x" * 65_536,
    "Vagas: python, em Curitiba/PR, estágio",
    "vagas do curso de enfermagem",
    "vagas do curso: “",
    "minhas vagas",
    "salvar 2",
    "esconder a última",
    "a 1 não abre",
    "tirar 1 e 2",
    "desfazer",
    "dados em curitiba",
    "\u0301" * 5_000,
    "1" * 5_000,
)
SLOTS = ("semestre", "termo", "cidade", "nome", "resposta")
WORDING = (
    "Oi",
    "Olá, {nome}!",
    "*{curso}*\n{curso_fatos}",
    "{curso_fatos}",
    "{desconhecido}",
    "chave { solta",
    "Vagas",
    "vagas de estágio",
    "1",
    "2",
    "Sim",
    "🙂",
    " ",
)


def texts() -> st.SearchStrategy[str]:
    """What a person may send."""
    return st.sampled_from(ODD_TEXTS) | st.text(max_size=30)


@st.composite
def releases(draw: st.DrawFn) -> Release:
    """A bot of one to four flows, and targets among them: cycles, branches, dead ends."""
    ids = [f"flow-{number}" for number in range(draw(st.integers(1, 4)))]
    flows = {flow_id: draw(flows_of(flow_id, ids)) for flow_id in ids}
    named = st.none() | st.sampled_from(ids)
    settings = Settings(
        start=draw(st.sampled_from(ids)),
        menu=draw(named),
        help=draw(named),
        person=draw(named),
        idle_minutes=draw(st.sampled_from((1, 720))),
        page_size=draw(st.integers(1, 5)),
        words=WORDS,
        menu_form=draw(st.sampled_from(MenuForm)),
    )
    found = tuple(draw(st.lists(courses(), max_size=3, unique_by=lambda course: course.id)))
    return Release(draw(st.integers(1, 99)), settings, flows, REPLIES, found, CITIES)


def courses() -> st.SearchStrategy[Course]:
    return st.builds(
        Course,
        id=st.sampled_from(("es", "en", "me")),
        name=st.sampled_from(("Engenharia de Software", "Enfermagem", "Engenharia Mecânica")),
        terms=st.lists(st.sampled_from(("dados", "web", "C++", "🙂")), max_size=3).map(tuple),
        facts=st.sampled_from(("", "Bacharelado · noite")),
        code=st.sampled_from(("", "ES", "1")),
    )


@st.composite
def flows_of(draw: st.DrawFn, flow_id: str, targets: list[str]) -> Flow:
    """A flow of one to five steps that lead to ``targets``."""
    drawn = draw(st.lists(steps(targets), min_size=1, max_size=5))
    numbered = tuple(_with_id(step, f"step-{at}") for at, step in enumerate(drawn))
    triggers = draw(st.lists(st.sampled_from(("vagas", "oi", "sim", "dois", "🙂")), max_size=2))
    return Flow(flow_id, flow_id.title(), numbered, tuple(triggers))


def steps(targets: list[str]) -> st.SearchStrategy[Step]:
    """Any step, without an id yet."""
    wording, target = st.sampled_from(WORDING), st.sampled_from(targets)
    maybe = st.none() | target
    choice = st.builds(
        Choice,
        id=st.uuids().map(str),
        label=wording,
        target=maybe,
        synonyms=st.lists(wording, max_size=2).map(tuple),
    )
    return st.one_of(
        st.builds(Say, id=st.just(""), text=wording, media=st.none() | st.just(an_image())),
        st.builds(
            Menu,
            id=st.just(""),
            prompt=wording,
            choices=st.lists(choice, min_size=1, max_size=4).map(tuple),
        ),
        st.builds(
            Ask,
            id=st.just(""),
            prompt=wording,
            slot=st.sampled_from(SLOTS),
            kind=st.sampled_from(AnswerKind),
            error=st.just("") | wording,
            options=st.lists(wording, max_size=3).map(tuple),
            tries=st.integers(1, 5),
        ),
        st.builds(
            Branch,
            id=st.just(""),
            rules=st.lists(rules(target), max_size=3).map(tuple),
            otherwise=maybe,
        ),
        st.builds(Courses, id=st.just(""), prompt=wording),
        st.builds(Vacancies, id=st.just(""), source=st.sampled_from(SearchSource)),
        st.builds(Handoff, id=st.just(""), text=wording),
        st.builds(GoTo, id=st.just(""), target=target),
        st.builds(End, id=st.just(""), text=st.just("") | wording),
    )


def rules(target: st.SearchStrategy[str]) -> st.SearchStrategy[Rule]:
    condition = st.builds(
        Condition,
        slot=st.sampled_from((*SLOTS, "hora", "dia_da_semana", "contato_novo", "curso")),
        operator=st.sampled_from(Operator),
        value=st.sampled_from(("", "12", "3,5", "Sim", "segunda", "dados")),
    )
    return st.builds(Rule, conditions=st.lists(condition, max_size=2).map(tuple), target=target)


def _with_id(step: Step, step_id: str) -> Step:
    return replace(step, id=step_id)


@st.composite
def states(draw: st.DrawFn, release: Release) -> State:
    """A state of this release, or one that an edit left behind: places that are gone,
    options that nobody offers any more."""
    silent = st.none() | st.integers(-60, 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
    heard = st.none() | st.integers(0, 60 * 48).map(
        lambda minutes: NOW - timedelta(minutes=minutes)
    )
    at = draw(st.none() | places(release))
    return State(
        at=at,
        offered=tuple(draw(st.lists(options(release), max_size=4))) if at else (),
        slots=draw(slots(release)),
        history=tuple(draw(st.lists(places(release), max_size=3))) if at else (),
        misses=draw(st.integers(0, 5)),
        greeted=draw(st.booleans()),
        stopped=draw(st.booleans()),
        silent_until=draw(silent),
        last_at=draw(heard),
        search=draw(st.none() | searches()),
        marked=draw(st.none() | marks()),
    )


def places(release: Release) -> st.SearchStrategy[Place]:
    """Mostly real steps; some of a flow, or in a flow, that is gone."""
    real = [(flow.id, step.id) for flow in release.flows.values() for step in flow.steps]
    gone = [(next(iter(release.flows)), "gone-step"), ("gone-flow", "step-0")]
    where = st.sampled_from(real + gone)
    return st.builds(lambda at, phase: Place(at[0], at[1], phase), where, st.sampled_from(Phase))


def options(release: Release) -> st.SearchStrategy[Option]:
    """Options with the keys that the engine gives, and some that nobody knows."""
    choices = [
        choice.id
        for flow in release.flows.values()
        for step in flow.steps
        if isinstance(step, Menu)
        for choice in step.choices
    ]
    engine = [
        "more",
        "other",
        "mark",
        "menu",
        "continue",
        "person",
        "all",
        "term:dados",
        "sim",
        "não",
    ]
    keys = [*engine, *choices, *(course.id for course in release.courses), "gone"]
    synonyms = st.lists(st.sampled_from(WORDING), max_size=2).map(tuple)
    return st.builds(Option, st.sampled_from(keys), st.sampled_from(WORDING), synonyms)


def slots(release: Release) -> st.SearchStrategy[dict[str, str]]:
    ids = [*(course.id for course in release.courses), "gone", ""]
    names = st.sampled_from((*SLOTS, *PLACEHOLDERS, "voltou"))
    values = st.sampled_from(("Ana", "dados", "12", "", "{nome}", "*x*", "sim"))
    return st.builds(
        lambda known, course: {**known, "curso_id": course},
        st.dictionaries(names, values, max_size=5),
        st.sampled_from(ids),
    )


def searches() -> st.SearchStrategy[Search]:
    return st.builds(
        Search,
        key=st.sampled_from(("dados@", "web@curitiba")),
        label=st.sampled_from(("dados", "")),
        terms=st.lists(st.sampled_from(("dados", "web")), max_size=2).map(tuple),
        city=st.sampled_from(("", "Curitiba/PR")),
        course=st.sampled_from(("", "es", "gone")),
        shown=st.lists(st.integers(1, 9), max_size=3).map(tuple),
        pending=st.booleans(),
        filters=st.sampled_from(("", "vagas: dados")),
        saved=st.booleans(),
    )


def marks() -> st.SearchStrategy[Marked]:
    return st.builds(
        Marked,
        mark=st.sampled_from(Mark),
        vacancies=st.lists(st.integers(1, 9), max_size=3).map(tuple),
        off=st.booleans(),
    )


def events(release: Release | None = None) -> st.SearchStrategy[Event]:
    """Anything that can happen; with a release, words of its own are typed too."""
    typed = texts()
    if release is not None:
        typed |= st.sampled_from(_words_of(release))
    names = st.sampled_from(("", "Ana", "Ana Clara", "*Zé*", "🙂", "\u202eanA", "x" * 300))
    card = st.builds(
        VacancyCard,
        id=st.integers(1, 9),
        title=st.sampled_from(("Estágio em dados", "*Vaga* _torta", "x" * 500, "")),
        company=st.sampled_from(("", "Araucária\u202e")),
        reasons=st.sampled_from(("", "Bate com: dados" * 40)),
        confirmed=st.sampled_from(("", "Confirmada há 3 h")),
        mark=st.sampled_from(("", "Guardada")),
        link=st.sampled_from(("", "https://exemplo.com.br/1", "https://" + "x" * 5000)),
    )
    return st.one_of(
        st.builds(TextReceived, text=typed, name=names),
        taps(release),
        st.builds(MediaReceived, kind=st.sampled_from(MediaKind), name=names),
        st.builds(StaffSpoke, text=typed),
        st.builds(
            VacanciesFound,
            vacancies=st.lists(card, max_size=5).map(tuple),
            total=st.integers(0, 99),
            updated=st.sampled_from(("", "há 3 h")),
            refreshing=st.booleans(),
            blocked=st.booleans(),
        ),
        st.builds(SearchFinished, key=st.sampled_from(("", "dados@", "web@curitiba"))),
    )


def taps(release: Release | None) -> st.SearchStrategy[TextReceived]:
    """Taps on options of some question, of now or of long ago; some do not say on which."""
    flows = [*(release.flows if release else ()), "gone"]
    place = st.builds(
        Place,
        flow=st.sampled_from(flows),
        step=st.sampled_from(("step-0", "step-1", "step-2", "gone")),
        phase=st.sampled_from(Phase),
    )
    keys = st.sampled_from(("sim", "menu", "continue", "more", "es", "term:dados", "🙂", ""))
    option = st.builds(Option, key=keys, label=st.sampled_from(("Sim", "Vagas", "🙂")))
    asked = st.builds(Asked, at=place, options=st.lists(option, max_size=3).map(tuple))
    label = st.sampled_from(("Sim", "Vagas", "🙂", ""))
    return st.builds(TextReceived, text=label, name=st.just("Ana"), asked=asked)


def _words_of(release: Release) -> list[str]:
    labels = [
        text
        for flow in release.flows.values()
        for step in flow.steps
        if isinstance(step, Menu)
        for choice in step.choices
        for text in (choice.label, *choice.synonyms)
    ]
    triggers = [word for flow in release.flows.values() for word in flow.triggers]
    words = [word for items in release.settings.words.values() for word in items]
    return [*labels, *triggers, *words]
