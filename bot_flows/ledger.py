"""The statements of the message path, by hand: what every message costs, and no more.

Each function is one round trip, and the same SQL on PostgreSQL and SQLite. The ORM builds the same
SQL at five times the price in CPU, which is what limits the messages a second here
(``make bench``); everything that is not on this path uses the ORM.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from django.db import connection

LONG_AGO = datetime.min.replace(tzinfo=UTC)

type Row = tuple[Any, ...]
type Statement = tuple[str, Row]


@dataclass(frozen=True, slots=True)
class Alias:
    """A known address, whose it is, and what that contact is called."""

    address: str
    contact_id: int
    name: str


@dataclass(slots=True)
class Locked:
    """A conversation, held until the transaction ends. ``active`` is the release on the air."""

    contact_id: int
    name: str
    chat_id: str
    state: Mapping[str, Any]
    sent_count: int
    release_id: int | None
    active: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event that was not answered yet."""

    id: int
    kind: str
    text: str
    chat_id: str
    sent_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as it was answered: at which step, of which release, and what came of it."""

    event_id: int
    release: int | None = None
    flow: str = ""
    step: str = ""
    outcome: str = ""


@dataclass(slots=True)
class Letter:
    """A message to a contact. ``media`` is None for plain text; no ``id`` before it is queued.

    ``options`` are those of a question that goes out as a poll or a list (``form``): the JSON of
    an ``engine.state.Asked``. ``text`` then has them too, numbered.
    """

    contact_id: int
    number: int
    chat_id: str
    text: str
    media: Mapping[str, Any] | None = None
    options: Mapping[str, Any] | None = None
    form: str = ""
    id: int = 0
    status: str = "queued"
    waha_id: str = ""
    attempts: int = 0
    next_try_at: datetime = LONG_AGO
    created_at: datetime = LONG_AGO


def known(addresses: Sequence[str]) -> list[Alias]:
    """The aliases among these addresses."""
    marks = ", ".join(["%s"] * len(addresses))
    return [Alias(*row) for row in _all(f"{_KNOWN} ({marks})", addresses)]


_KNOWN = """
    SELECT a.address, a.contact_id, c.name FROM bot_flows_contactalias a
    JOIN bot_flows_contact c ON c.id = a.contact_id WHERE a.address IN
"""


def record(
    *,
    session: str,
    key: str,
    contact_id: int,
    kind: str,
    text: str,
    sent_at: datetime,
    now: datetime,
    chat_id: str = "",
) -> bool:
    """Write an event down; False when it was known by its key."""
    row = (session, key, contact_id, kind, chat_id, text, _in(sent_at), _in(now))
    return _run(_RECORD, row) == 1


_RECORD = """
    INSERT INTO bot_flows_inboundevent
        (session, key, contact_id, kind, chat_id, text, sent_at, received_at, attempts, error)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, '')
    ON CONFLICT (session, key) DO NOTHING
"""


def lock(contact_id: int) -> Locked | None:
    """Lock a contact's conversation, then read it; None where there is none."""
    held = " FOR UPDATE OF v" if connection.features.has_select_for_update_of else ""
    rows = _all(_LOCK + held, (contact_id,))
    if not rows:
        return None
    owner, name, chat_id, state, *rest = rows[0]
    return Locked(owner, name, chat_id, json.loads(state), *rest)


_LOCK = """
    SELECT v.contact_id, c.name, v.chat_id, v.state, v.sent_count, v.release_id,
        (SELECT r.number FROM bot_flows_release r WHERE r.active LIMIT 1)
    FROM bot_flows_conversation v JOIN bot_flows_contact c ON c.id = v.contact_id
    WHERE v.contact_id = %s
"""


def waiting(contact_id: int) -> list[Waiting]:
    """The events that this contact has no answer to, oldest first."""
    return [
        Waiting(number, kind, text, chat_id, _out(sent_at), _out(received_at))
        for number, kind, text, chat_id, sent_at, received_at in _all(_WAITING, (contact_id,))
    ]


_WAITING = """
    SELECT id, kind, text, chat_id, sent_at, received_at FROM bot_flows_inboundevent
    WHERE contact_id = %s AND answered_at IS NULL ORDER BY sent_at, id
"""


def write(
    conversation: Locked, letters: Sequence[Letter], events: Sequence[Heard], now: datetime
) -> None:
    """What the turns came to: the new place, the messages to go out, the events answered."""
    steps = [_saved(conversation, now), *(_answered(event, now) for event in events)]
    if letters:
        steps.append(_queued(letters, now))
    _together(steps)


def _queued(letters: Sequence[Letter], now: datetime) -> Statement:
    at = _in(now)
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, 'queued', '', 0, %s, '', %s)"] * len(letters))
    rows = [(*_content(item), at, at) for item in letters]
    return f"{_QUEUE} {marks}", tuple(chain.from_iterable(rows))


_QUEUE = """
    INSERT INTO bot_flows_outboundmessage (contact_id, number, chat_id, text, media, options,
        form, status, waha_id, attempts, next_try_at, error, created_at) VALUES
"""


def _content(item: Letter) -> Row:
    media, options = _json(item.media), _json(item.options)
    return item.contact_id, item.number, item.chat_id, item.text, media, options, item.form


def _saved(conversation: Locked, now: datetime) -> Statement:
    state = json.dumps(conversation.state, ensure_ascii=False)
    row = (state, conversation.release_id, conversation.chat_id, conversation.sent_count)
    return _SAVE, (*row, _in(now), conversation.contact_id)


_SAVE = """
    UPDATE bot_flows_conversation
    SET state = %s, release_id = %s, chat_id = %s, sent_count = %s, updated_at = %s
    WHERE contact_id = %s
"""


def _answered(event: Heard, now: datetime) -> Statement:
    heard = (event.release, event.flow, event.step, event.outcome)
    return _ANSWERED, (_in(now), *heard, event.event_id)


_ANSWERED = """
    UPDATE bot_flows_inboundevent
    SET answered_at = %s, release_number = %s, flow = %s, step = %s, outcome = %s
    WHERE id = %s
"""


def claim(contact_id: int, token: str, *, now: datetime, until: datetime) -> list[Letter]:
    """Take this contact's lane until then, and what it has not got yet, in order. Nothing when
    somebody else has the lane, or nothing waits; ``give_back`` is right in either case."""
    take = (_CLAIM + _not_waited_for(), (_in(until), token, contact_id, _in(now)))
    return [_letter(contact_id, row) for row in _together([take, (_LETTERS, (contact_id, token))])]


_CLAIM = """
    UPDATE bot_flows_contact SET delivering_until = %s, delivering_by = %s
    WHERE id = %s AND (delivering_until IS NULL OR delivering_until <= %s)
"""


def give_back(contact_id: int, token: str) -> bool:
    """Leave the lane, if it is still ours. True when it is free and messages wait.

    The look comes after the row is held: what is committed before it is seen here, and
    whoever is woken for a later one waits for this row and then finds the lane free.
    """
    leave = (_GIVE_BACK + _not_waited_for(), (contact_id, token))
    return bool(_together([leave, (_ANY_LEFT, (contact_id,))]))


_GIVE_BACK = """
    UPDATE bot_flows_contact SET delivering_until = NULL, delivering_by = ''
    WHERE id = %s AND delivering_by = %s
"""
_ANY_LEFT = """
    SELECT 1 FROM bot_flows_outboundmessage m JOIN bot_flows_contact c ON c.id = m.contact_id
    WHERE m.contact_id = %s AND m.status IN ('queued', 'sending') AND c.delivering_by = ''
    LIMIT 1
"""


def _letter(contact_id: int, row: Row) -> Letter:
    number, chat_id, text, media, options, form, pk, status, *rest = row
    waha_id, attempts, next_try_at, created_at = rest
    return Letter(
        contact_id=contact_id,
        number=number,
        chat_id=chat_id,
        text=text,
        media=json.loads(media) if media else None,
        options=json.loads(options) if options else None,
        form=form,
        id=pk,
        status=status,
        waha_id=waha_id,
        attempts=attempts,
        next_try_at=_out(next_try_at),
        created_at=_out(created_at),
    )


_LETTERS = """
    SELECT m.number, m.chat_id, m.text, m.media, m.options, m.form, m.id, m.status, m.waha_id,
        m.attempts, m.next_try_at, m.created_at
    FROM bot_flows_outboundmessage m JOIN bot_flows_contact c ON c.id = m.contact_id
    WHERE m.contact_id = %s AND m.status IN ('queued', 'sending') AND c.delivering_by = %s
    ORDER BY m.number
"""


def begin(letter: Letter, token: str, until: datetime) -> bool:
    """Write down that the call to WAHA comes now; False when the lane is not ours until then."""
    sent = (letter.waha_id, letter.attempts, letter.form, letter.id)
    row = (*sent, letter.contact_id, token, _in(until))
    return _run(_BEGIN, row) == 1


_BEGIN = """
    UPDATE bot_flows_outboundmessage
    SET status = 'sending', waha_id = %s, attempts = %s, form = %s
    WHERE id = %s AND status IN ('queued', 'sending') AND EXISTS (
        SELECT 1 FROM bot_flows_contact c
        WHERE c.id = %s AND c.delivering_by = %s AND c.delivering_until > %s)
"""


def settle(
    letter: Letter, status: str, *, sent_at: datetime | None = None, error: str = ""
) -> None:
    """The message was sent, or given up."""
    row = (status, _in(sent_at) if sent_at else None, error[:300], letter.waha_id, letter.id)
    _run(_SETTLE, row)


_SETTLE = """
    UPDATE bot_flows_outboundmessage SET status = %s, sent_at = %s, error = %s, waha_id = %s
    WHERE id = %s
"""


def _not_waited_for() -> str:
    """A lease need not survive a crash of the database by itself: the next commit that must
    (``begin``) takes it along. So PostgreSQL need not wait for the disk here."""
    if connection.vendor != "postgresql":
        return ""
    return " AND set_config('synchronous_commit', 'off', true) = 'off'"


def _together(statements: Sequence[Statement]) -> list[Row]:
    """Several statements, and the rows of the last one: on PostgreSQL in one round trip and one
    transaction. SQLite takes them one by one; where that is outside a transaction, another
    process may come between, and each statement must be right then as well."""
    if connection.vendor == "postgresql":
        values = tuple(chain.from_iterable(values for _, values in statements))
        statements = [("; ".join(sql for sql, _ in statements), values)]
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def _run(sql: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def _all(sql: str, values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _in(moment: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(moment)


def _out(value: datetime) -> datetime:
    """SQLite keeps moments in UTC and does not say so."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _json(value: Mapping[str, Any] | None) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None
