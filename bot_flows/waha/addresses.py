"""WhatsApp's addresses: who is a person, and the one way in which we write them.

``<digits>@c.us`` is a phone, ``<digits>@lid`` a hidden id. ``@s.whatsapp.net`` is the
engines' inner name of ``@c.us``. Everything else (groups, channels, stories, lists, the
system's own accounts) is nobody whom a bot could answer.
"""

import re
from collections.abc import Iterable

_PERSON = re.compile(r"([0-9]{1,20})(?:[:.][0-9]{1,5})?@(c\.us|s\.whatsapp\.net|lid)", re.ASCII)
_SYSTEM = frozenset({"0@c.us"})  # WhatsApp's own announcements


def person(value: object) -> str | None:
    """The address of a person without its device number, or None when it is not one."""
    match = _PERSON.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    user, server = match.groups()
    address = f"{user}@{'lid' if server == 'lid' else 'c.us'}"
    return None if address in _SYSTEM else address


def people(values: Iterable[object], *, but: Iterable[object] = ()) -> tuple[str, ...]:
    """The persons among these addresses, each once, in order, without those of ``but``."""
    left_out = {person(value) for value in but}
    found = (person(value) for value in values)
    return tuple(dict.fromkeys(item for item in found if item and item not in left_out))


def chat_of(message_id: object) -> str:
    """The chat in a full message id: the second part of ``false_<chat>_<id>[_<participant>]``."""
    parts = message_id.split("_", 3) if isinstance(message_id, str) else []
    return parts[1] if len(parts) > 2 else ""


def bare_id(message_id: object) -> str:
    """The third part of a full message id; an id that is bare already stays as it is."""
    if not isinstance(message_id, str):
        return ""
    parts = message_id.split("_", 3)
    return parts[2] if len(parts) > 2 else message_id
