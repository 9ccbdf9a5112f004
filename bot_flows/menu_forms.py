"""In which form a question with options can be shown: as numbered text always, as a poll or as
a list where the WhatsApp engine, its edition and its version have them, and where it fits.

Pure. What is not known is not there: an unknown account gets numbered text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .engine.limits import number_options
from .engine.release import MenuForm

ENGINES = ("WEBJS", "WPP", "NOWEB", "GOWS")
PLUS = "PLUS"
FIRST_LISTS = (2025, 8, 2)  # in the paid edition only
ONE_EDITION = (2026, 6, 1)  # what was paid for is in the free image from here on
_SOCKET_ENGINES = frozenset({"NOWEB", "GOWS"})

FEWEST_POLL_OPTIONS, MOST_POLL_OPTIONS = 2, 12
LONGEST_POLL_NAME, LONGEST_POLL_OPTION = 255, 100
MOST_ROWS, LONGEST_ROW, LONGEST_LIST_TEXT = 10, 24, 1024

_DIGITS = re.compile(r"\d+")
_MARKS = re.compile(r"(?<!\w)([*_~]|```)(?=\S)([^\n]+?)(?<=\S)\1(?!\w)")


def form(
    wanted: str, engine: str, tier: str, version: str, options: Sequence[str], question: str = ""
) -> MenuForm:
    """How these options go out. ``question`` without its numbered lines; a form that the account
    does not have, or that they do not fit into, is numbered text."""
    if wanted not in (MenuForm.POLL, MenuForm.LIST) or not can_show(wanted, engine, tier, version):
        return MenuForm.TEXT
    fits = _fits_poll if wanted == MenuForm.POLL else _fits_list
    return MenuForm(wanted) if fits(options, question) else MenuForm.TEXT


def can_show(wanted: str, engine: str, tier: str, version: str) -> bool:
    """Whether an account of this engine, edition and version has this form."""
    match wanted:
        case MenuForm.TEXT:
            return True
        case MenuForm.POLL:
            return engine in _SOCKET_ENGINES
        case _:
            paid = tier == PLUS and _number(version) >= FIRST_LISTS
            return engine in _SOCKET_ENGINES and (paid or _number(version) >= ONE_EDITION)


def can_send_media(engine: str, tier: str, version: str) -> bool:
    """Whether such an account sends files. One that is not known is worth a try."""
    return tier == PLUS or not _number(version) or _number(version) >= ONE_EDITION


def question_of(text: str, options: Sequence[str]) -> str:
    """The question of a numbered menu, without the lines of its options."""
    return text.removesuffix(number_options("", options)).strip()


def poll_name(question: str) -> str:
    """A question as a poll shows it: WhatsApp draws no bold in there."""
    return _MARKS.sub(r"\2", question)


def _fits_poll(options: Sequence[str], question: str) -> bool:
    name = poll_name(question)
    return (
        FEWEST_POLL_OPTIONS <= len(options) <= MOST_POLL_OPTIONS
        and len(name) <= LONGEST_POLL_NAME
        and _are_distinct(options, LONGEST_POLL_OPTION)
    )


def _fits_list(options: Sequence[str], question: str) -> bool:
    return (
        1 <= len(options) <= MOST_ROWS
        and len(question) <= LONGEST_LIST_TEXT
        and _are_distinct(options, LONGEST_ROW)
    )


def _are_distinct(options: Sequence[str], longest: int) -> bool:
    """WhatsApp refuses two that are the same, and an empty one."""
    plain = [" ".join(option.split()) for option in options]
    return len(set(plain)) == len(plain) and all(0 < len(option) <= longest for option in plain)


def _number(version: str) -> tuple[int, ...]:
    """ "2026.6.1" to be compared; empty where it is not known."""
    return tuple(int(part) for part in _DIGITS.findall(version)[:3])


@dataclass(frozen=True, slots=True)
class Row:
    """What one engine does in one edition."""

    engine: str
    edition: str
    poll: bool
    list: bool
    media: bool


def matrix() -> tuple[Row, ...]:
    """What every engine can do, edition by edition, for people to read."""
    editions = (
        (_("Core, antes de 2026.6.1"), "CORE", "2026.5.1"),
        (_("Plus, de 2025.8.2 a 2026.5"), PLUS, "2026.5.1"),
        (_("2026.6.1 em diante"), "CORE", "2026.6.1"),
    )
    return tuple(
        Row(
            engine,
            edition,
            poll=can_show(MenuForm.POLL, engine, tier, version),
            list=can_show(MenuForm.LIST, engine, tier, version),
            media=can_send_media(engine, tier, version),
        )
        for engine in ENGINES
        for edition, tier, version in editions
    )
