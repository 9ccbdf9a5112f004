"""How a person would answer: seen, typing, a pause by the length of the text."""

import random
import time
from contextlib import suppress
from typing import Protocol

from .ledger import Letter
from .waha.client import WahaError

SECONDS_A_CHARACTER = 0.02
SHORTEST, LONGEST = 0.6, 4.0


class Presence(Protocol):
    """What pacing needs of WAHA's client."""

    def send_seen(self, chat_id: str) -> None: ...
    def start_typing(self, chat_id: str) -> None: ...
    def stop_typing(self, chat_id: str) -> None: ...


class Pacing(Protocol):
    """Something done before each message."""

    def before(self, message: Letter) -> None: ...


class Off:
    """No pauses: for tests and for measuring."""

    def before(self, message: Letter) -> None:
        """Do nothing."""


class Human:
    """WhatsApp's own signs of a person at work. They are a courtesy: a failing one is left out."""

    def __init__(self, client: Presence) -> None:
        self._client = client

    def before(self, message: Letter) -> None:
        """Seen, typing, wait, stop typing."""
        chat_id = message.chat_id
        with suppress(WahaError):
            self._client.send_seen(chat_id)
            self._client.start_typing(chat_id)
        time.sleep(pause(len(message.text)))
        with suppress(WahaError):
            self._client.stop_typing(chat_id)


def pause(length: int) -> float:
    """Seconds to wait before a text of this length, never twice the same."""
    typing = min(max(length * SECONDS_A_CHARACTER, SHORTEST), LONGEST)
    return typing * random.uniform(0.8, 1.2)
