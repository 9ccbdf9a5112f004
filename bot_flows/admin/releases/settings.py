"""Settings and courses that changed, in sentences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot_flows.differences import WORDS, CourseChange, SettingChange
from bot_flows.engine.release import FlowId
from bot_flows.models import BotSettings
from bot_flows.models.content import MENU_FORMS
from bot_flows.sentences import WORDS as WORD_NAMES

type Names = Mapping[FlowId, str]

FLOWS = frozenset({"start", "menu", "help", "person"})
# Fields of the engine whose stored field has another name.
STORED = {"max_age_minutes": "ignore_after_minutes"}
COURSE_PARTS: Mapping[str, Promise] = {
    "name": gettext_lazy("nome"),
    "code": gettext_lazy("sigla"),
    "facts": gettext_lazy("descrição"),
    "terms": gettext_lazy("termos de busca"),
}


def setting_lines(changes: Iterable[SettingChange], before: Names, after: Names) -> Iterator[str]:
    """A sentence for each setting that changed."""
    for change in changes:
        if change.name.startswith(WORDS):
            yield _spellings(change)
        else:
            words = {
                "name": _label(change.name),
                "old": _shown(change.name, change.old, before),
                "new": _shown(change.name, change.new, after),
            }
            yield _("%(name)s: era %(old)s, agora é %(new)s.") % words


def _label(name: str) -> str:
    known = {field.name: field.verbose_name for field in BotSettings._meta.fields}
    label = str(known.get(STORED.get(name, name), name))
    return label[:1].upper() + label[1:]


def _shown(name: str, value: Any, titles: Names) -> str:
    if value in (None, ""):
        return _("nenhum")
    if name in FLOWS:
        return f"“{titles.get(value) or _('(fluxo que não existe)')}”"
    if name == "menu_form":
        return str(dict(MENU_FORMS).get(str(value), value)).lower()
    return str(value)


def _spellings(change: SettingChange) -> str:
    """Which ways to write a word came and went."""
    word = change.name.removeprefix(WORDS)
    parts = (
        (_("passou a valer %s"), _without(change.new, change.old)),
        (_("deixou de valer %s"), _without(change.old, change.new)),
    )
    said = "; ".join(text % words for text, words in parts if words)
    return _("Palavra “%(word)s”: %(said)s.") % {"word": WORD_NAMES.get(word, word), "said": said}


def _without(words: Sequence[str], others: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words if word not in others)


def course_lines(changes: Iterable[CourseChange]) -> Iterator[str]:
    """A line for the courses that came, one for those that went, one for each that changed."""
    found = list(changes)
    came = [item.new.name for item in found if item.new and not item.old]
    went = [item.old.name for item in found if item.old and not item.new]
    if came:
        yield _("Entraram no bot: %s.") % ", ".join(came)
    if went:
        yield _("Saíram do bot: %s.") % ", ".join(went)
    for item in found:
        if item.old and item.new:
            yield _("%(course)s: mudou %(parts)s.") % {
                "course": item.new.name,
                "parts": ", ".join(_parts(item)),
            }


def _parts(change: CourseChange) -> Iterator[str]:
    for name, label in COURSE_PARTS.items():
        if getattr(change.old, name) != getattr(change.new, name):
            yield str(label)
