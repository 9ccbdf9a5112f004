"""WhatsApp as the stand-in knows it: people, and what was said in their chats."""

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SERVER, DEVICE, READ = 1, 2, 3
ACK_NAMES = {-1: "ERROR", 0: "PENDING", 1: "SERVER", 2: "DEVICE", 3: "READ", 4: "PLAYED"}


@dataclass(slots=True)
class Contact:
    """A person. ``hidden``: WhatsApp shows the lid and keeps the phone to itself."""

    phone: str
    lid: str
    name: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A file in a message."""

    data: bytes
    mimetype: str
    filename: str


@dataclass(slots=True)
class Message:
    """One message. ``chat`` is the address that it was sent to or came from; ``at`` in seconds.

    ``source``: "person", "api" (the bot, through WAHA) or "app" (typed on the bot's phone).
    ``options`` are those of a poll or a list, ``vote`` the one tapped last; ``answers`` is the id
    of the list that this message is a row of.
    """

    id: str
    session: str
    phone: str
    chat: str
    source: str
    kind: str
    text: str
    at: float
    ack: int
    media: Media | None = None
    revision: int = 0
    options: tuple[str, ...] = ()
    vote: str = ""
    answers: str = ""

    @property
    def from_me(self) -> bool:
        """Whether the bot's account sent it."""
        return self.source != "person"


@dataclass(slots=True)
class World:
    """All contacts and messages. Every change has a revision, which readers can wait for."""

    contacts: dict[str, Contact] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    typing: set[str] = field(default_factory=set)
    revision: int = 0
    era: int = 0
    _by_lid: dict[str, str] = field(default_factory=dict)
    _by_id: dict[str, Message] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def contact(self, phone: str, name: str = "", *, hidden: bool | None = None) -> Contact:
        """The person with this phone (digits), made where there is none."""
        with self._changed:
            known = self.contacts.get(phone) or Contact(phone, _lid(phone))
            wanted = (name or known.name, known.hidden if hidden is None else hidden)
            if phone in self.contacts and wanted == (known.name, known.hidden):
                return known
            with self.changing():
                known.name, known.hidden = wanted
                self.contacts[phone] = known
                self._by_lid[known.lid] = phone
            return known

    def known(self, chat: str) -> Contact | None:
        """The person behind an address, None where nobody has it."""
        user, _, server = chat.partition("@")
        digits = re.sub(r"\D", "", user)
        with self._changed:
            return self.contacts.get(self._by_lid.get(digits, "") if server == "lid" else digits)

    def owner(self, chat: str) -> Contact:
        """The person behind an address; somebody new where nobody had it."""
        found = self.known(chat)
        if found:
            return found
        user, _, server = chat.partition("@")
        digits = re.sub(r"\D", "", user) or "0"
        if server != "lid":
            return self.contact(digits)
        with self.changing():
            stranger = Contact(f"lid{digits}", digits, hidden=True)
            self.contacts[stranger.phone] = stranger
            self._by_lid[digits] = stranger.phone
            return stranger

    def add(self, message: Message) -> None:
        """Something was said."""
        with self.changing():
            message.revision = self.revision
            self.messages.append(message)
            self._by_id[message.id] = message
            if message.from_me:
                self.typing.discard(message.phone)

    def acknowledge(self, message: Message, ack: int) -> None:
        """The ticks beside a message of the bot."""
        with self.changing():
            message.ack = ack
            message.revision = self.revision

    def read(self, phone: str) -> list[str]:
        """Mark what this person wrote as read; the ids that were not yet."""
        with self.changing():
            unread = [
                item
                for item in self.messages
                if item.phone == phone and not item.from_me and item.ack < READ
            ]
            for item in unread:
                item.ack, item.revision = READ, self.revision
            return [item.id for item in unread]

    def type(self, phone: str, *, on: bool) -> None:
        """The bot begins or stops typing to this person."""
        with self.changing():
            (self.typing.add if on else self.typing.discard)(phone)

    def find(self, message_id: str) -> Message | None:
        """The message with this bare id."""
        return self._by_id.get(message_id)

    def wait(self, until: Callable[[], bool], timeout: float) -> bool:
        """Wait until this is true; False when the time (seconds) is over."""
        with self._changed:
            return self._changed.wait_for(until, timeout)

    def clear(self) -> None:
        """Forget everybody. Revision and era go on, so that readers see the change."""
        with self.changing():
            self.era += 1
            for everything in (self.contacts, self.messages, self.typing):
                everything.clear()
            self._by_lid.clear()
            self._by_id.clear()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold everybody else off, and wake those who wait for a change."""
        with self._changed:
            self.revision += 1
            yield
            self._changed.notify_all()


def new_message_id() -> str:
    """As WhatsApp Web makes them."""
    return "3EB0" + secrets.token_hex(9).upper()


def now() -> float:
    """Seconds since 1970."""
    return time.time()


def _lid(phone: str) -> str:
    """A hidden id: the same for the same phone, and none of its digits."""
    return str(10**14 + int(hashlib.sha256(phone.encode()).hexdigest(), 16) % (9 * 10**14))
