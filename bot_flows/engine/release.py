"""A release: everything editors published, compiled into one immutable value.

Ids are opaque strings that survive edits (StreamField block UUIDs, flow UUIDs);
nothing refers to a title or to a position. A jump goes to a flow, never into one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .reading import fold
from .wording import Reply, Word

type FlowId = str
type StepId = str


class AnswerKind(StrEnum):
    """What an Ask step accepts."""

    TEXT = "text"
    YES_NO = "yes_no"
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    CITY = "city"
    COURSE = "course"
    RA = "ra"
    PERIOD = "period"
    OPTION = "option"


class MenuForm(StrEnum):
    """How a question with options is shown on WhatsApp."""

    TEXT = "text"
    POLL = "poll"
    LIST = "list"


class Operator(StrEnum):
    """How a condition compares a slot with its value."""

    IS = "is"
    IS_NOT = "is_not"
    IS_FILLED = "is_filled"
    IS_EMPTY = "is_empty"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class SearchSource(StrEnum):
    """Where a Vacancies step takes its words from."""

    COURSE = "course"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Media:
    """A file to send: its name in the storage, and what to say where it cannot be sent:
    the public ``url``, and ``alt``, what can be seen in an image."""

    kind: str  # "image" or "document"
    file: str
    filename: str
    mimetype: str
    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    id: StepId
    text: str
    media: Media | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu. Without a target the flow goes on below the menu."""

    id: str
    label: str
    target: FlowId | None = None
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Menu:
    id: StepId
    prompt: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A typed answer, kept in a slot. An empty ``error`` means the kind's reply template.

    ``options`` are those of the kind *option*. The answer that fails for the time number
    ``tries`` gets a way out: the menu, a person, or the question again.
    """

    id: StepId
    prompt: str
    slot: str
    kind: AnswerKind = AnswerKind.TEXT
    error: str = ""
    options: tuple[str, ...] = ()
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """``slot`` is a slot's name or one of turn.SUBJECTS (hour, weekday, new contact)."""

    slot: str
    operator: Operator
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """All conditions hold: go to the target."""

    conditions: tuple[Condition, ...]
    target: FlowId


@dataclass(frozen=True, slots=True)
class Branch:
    """The first rule that holds wins; else ``otherwise``, or on below."""

    id: StepId
    rules: tuple[Rule, ...]
    otherwise: FlowId | None = None


@dataclass(frozen=True, slots=True)
class Courses:
    """Let the student pick a course; fills the slots curso, curso_id and curso_fatos."""

    id: StepId
    prompt: str


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Search and show vacancies: by the chosen course's terms, or by the slots termo and cidade."""

    id: StepId
    source: SearchSource = SearchSource.COURSE


@dataclass(frozen=True, slots=True)
class Handoff:
    id: StepId
    text: str


@dataclass(frozen=True, slots=True)
class GoTo:
    id: StepId
    target: FlowId


@dataclass(frozen=True, slots=True)
class End:
    id: StepId
    text: str = ""


type Step = Say | Menu | Ask | Branch | Courses | Vacancies | Handoff | GoTo | End


@dataclass(frozen=True, slots=True)
class Flow:
    id: FlowId
    title: str
    steps: tuple[Step, ...]
    triggers: tuple[str, ...] = ()

    def step(self, step_id: StepId) -> Step | None:
        """The step with this id, or None where an edit took it away."""
        return next((step for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True, slots=True)
class Course:
    """A course as the bot knows it; terms in order of priority."""

    id: str
    name: str
    terms: tuple[str, ...] = ()
    facts: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What editors decide about the bot as a whole.

    ``menu`` is where the word *menu* leads (the start flow where it is None), ``help`` the
    flow of the word *help*, ``person`` the flow that hands over to a person. A message that
    was older than ``max_age_minutes`` when it came is left alone.
    """

    start: FlowId
    menu: FlowId | None = None
    help: FlowId | None = None
    person: FlowId | None = None
    idle_minutes: int = 60 * 12
    handoff_minutes: int = 60 * 12
    max_age_minutes: int = 30
    page_size: int = 5
    words: Mapping[Word, tuple[str, ...]] = field(default_factory=dict)
    release_word: str = "#bot"
    menu_form: MenuForm = MenuForm.TEXT


@dataclass(frozen=True, slots=True)
class Release:
    """The whole bot. ``cities`` maps a folded name to its spellings ("Curitiba/PR", …);
    it is reference data, given by whoever loads the release and left out of its JSON.
    ``unpublished`` are flows that exist and are no part of it; known while it is compiled."""

    number: int
    settings: Settings
    flows: Mapping[FlowId, Flow]
    replies: Mapping[Reply, str]
    courses: tuple[Course, ...] = ()
    cities: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    unpublished: frozenset[FlowId] = field(default=frozenset(), compare=False, repr=False)
    triggers: Mapping[str, FlowId] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        found = {fold(word): flow.id for flow in self.flows.values() for word in flow.triggers}
        object.__setattr__(self, "triggers", found)

    def reply(self, key: Reply) -> str:
        """The wording of a reply template; empty where it is missing (an issue names it)."""
        return self.replies.get(key, "")

    def course(self, course_id: str) -> Course | None:
        return next((course for course in self.courses if course.id == course_id), None)
