"""Live content -> one Release. A fixed number of SQL statements, whatever there is of it."""

from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType

from bot_flows import cities
from bot_flows.engine import release as engine
from bot_flows.engine.wording import Reply
from bot_flows.models import BotSettings, Flow, ReplyTemplate
from bot_flows.models.drafts import newest
from bot_flows.models.imprint import imprint
from bot_flows.models.library import gather
from courses.selectors import live_courses

type Content = Flow | ReplyTemplate | BotSettings
type Overrides = Mapping[str, Content | None]

UNNUMBERED = 0


def compile_release(*, overrides: Overrides = MappingProxyType({})) -> engine.Release:
    """The bot as all live content says it, numbered 0.

    ``overrides`` puts unsaved content in the place of the live one: by its ``reference``,
    or None for what is about to go.
    """
    rows = list(Flow.objects.all())
    flows = _current(Flow, rows, overrides)
    replies = _current(ReplyTemplate, ReplyTemplate.objects.all(), overrides)
    keys = {flow.pk: flow.reference for flow in rows}
    stored = {flow.reference: list(flow.steps.raw_data) for flow in flows}
    texts = {item.pk: item.text for item in replies if item.pk}
    library = gather(keys, texts, chain.from_iterable(stored.values()))
    block = Flow.steps.field.stream_block
    return engine.Release(
        number=UNNUMBERED,
        settings=_settings(_bot_settings(overrides), keys),
        flows={
            flow.reference: engine.Flow(
                flow.reference,
                flow.title,
                block.to_steps(stored[flow.reference], library),
                flow.trigger_words,
            )
            for flow in flows
        },
        replies={Reply(item.key): item.text for item in replies if item.reply},
        courses=_courses(),
        cities=cities.known(),
        unpublished=frozenset(keys.values()) - {flow.reference for flow in flows},
    )


def compile_drafts() -> engine.Release:
    """The bot as the newest drafts say it. The same value until something is written.

    A fixed number of statements: one round to see whether what is kept still holds, and where
    it does not, one to compile and one to see that nothing was written meanwhile.
    """
    before = imprint()
    if kept := _kept_drafts.get(before):
        return kept
    drafts: list[Flow | ReplyTemplate] = [*newest(Flow), *newest(ReplyTemplate)]
    made = compile_release(overrides={item.reference: item for item in drafts})
    if imprint() == before:
        _kept_drafts.clear()
        _kept_drafts[before] = made
    return made


_kept_drafts: dict[str, engine.Release] = {}


def _current[T: (Flow, ReplyTemplate)](
    kind: type[T], rows: Iterable[T], overrides: Overrides
) -> list[T]:
    """The live rows, with the overrides of this kind in their place, and new ones added."""
    kept: list[T] = [row for row in rows if row.live and row.reference not in overrides]
    kept += [item for item in overrides.values() if isinstance(item, kind)]
    return kept


def _bot_settings(overrides: Overrides) -> BotSettings:
    given = overrides.get(BotSettings.reference)
    return given if isinstance(given, BotSettings) else BotSettings.objects.first() or BotSettings()


def _settings(stored: BotSettings, flows: Mapping[int, str]) -> engine.Settings:
    def flow(pk: int | None) -> str | None:
        return flows.get(pk) if pk else None

    return engine.Settings(
        start=flow(stored.start_id) or "",
        menu=flow(stored.menu_id),
        help=flow(stored.help_id),
        person=flow(stored.person_id),
        idle_minutes=stored.idle_minutes,
        handoff_minutes=stored.handoff_minutes,
        max_age_minutes=stored.ignore_after_minutes,
        page_size=stored.page_size,
        words=stored.spellings(),
        release_word=stored.release_word,
        menu_form=engine.MenuForm(stored.menu_form),
    )


def _courses() -> tuple[engine.Course, ...]:
    return tuple(
        engine.Course(item.id, item.name, tuple(item.terms), item.facts, item.code)
        for item in live_courses()
    )
