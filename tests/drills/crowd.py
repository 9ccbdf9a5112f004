"""People who write to the bot and note what they hear.

A person types a few messages at once, and goes on when WAHA's webhooks for them were taken,
whether or not the answers have come. The bot's answer to "m-3-17" is "ouvi m-3-17".
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from bot_flows.waha.standin import Standin
from bot_flows.waha.standin.webhooks import Delivery

from .stores import ECHO, GREETING

PROMPT = f"{ECHO}vagas"  # what "oi" is answered with: nothing was said yet
A_MOMENT = 0.005
RECENT = 400  # among so many latest deliveries are those of a message just said


@dataclass(slots=True, eq=False)
class Person:
    """One contact: what they said, in bursts, and all that they heard."""

    number: int
    bursts: list[list[str]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    open: list[list[Delivery]] = field(default_factory=list)

    @property
    def phone(self) -> str:
        return f"55419{self.number:08d}"

    @property
    def said(self) -> list[str]:
        return [text for burst in self.bursts for text in burst]

    @property
    def echoes(self) -> list[str]:
        return [text.removeprefix(ECHO) for text in self.heard if text not in (GREETING, PROMPT)]

    @property
    def unanswered(self) -> int:
        return len(self.said) - len(set(self.echoes))

    @property
    def may_speak(self) -> bool:
        """Whether each message of the last burst was taken by somebody."""
        self.open = [copies for copies in self.open if not any(map(_was_taken, copies))]
        return not self.open


class Crowd:
    """So many persons on one stand-in. The same seed says the same things."""

    def __init__(self, waha: Standin, size: int, *, seed: int) -> None:
        self.waha = waha
        # WEBJS tells one address only: there a phone and its lid are two strangers.
        self._servers = ("c.us",) if waha.engine == "WEBJS" else ("c.us", "lid")
        self.people = [Person(number) for number in range(1, size + 1)]
        self._by_phone = {person.phone: person for person in self.people}
        self._dice = random.Random(seed)
        self._read = 0

    def greet(self, timeout: float = 30.0) -> None:
        """Everybody's first message, all at the same instant."""
        for person in self.people:
            self._say(person, "oi")
        self.listen(timeout, lambda: all(PROMPT in person.heard for person in self.people))

    def talk(self, each: int, *, most_at_once: int = 4, timeout: float) -> None:
        """Everybody says so many messages; returns when all were answered, or time is over."""

        def done() -> bool:
            for person in self.people:
                left = each - len(person.said)
                if left and person.may_speak:
                    self._burst(person, min(left, self._dice.randint(1, most_at_once)))
            return all(len(p.said) == each and not p.unanswered for p in self.people)

        self.listen(timeout, done)

    def go_on(self, *, most_unanswered: int = 8) -> None:
        """Those who may, say one thing more."""
        for person in self.people:
            if person.may_speak and person.unanswered < most_unanswered:
                self._burst(person, 1)
        self._hear()

    def listen(self, timeout: float, done: Callable[[], bool]) -> bool:
        """Hear until this is so; False when the time (seconds) was over first."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self._hear()
            if done():
                return True
            time.sleep(A_MOMENT)
        return False

    def wait_for_answers(self, timeout: float) -> None:
        """Until everything was answered, or the time is over."""
        self.listen(timeout, lambda: not any(person.unanswered for person in self.people))

    def _burst(self, person: Person, size: int) -> None:
        first = len(person.said) + 1
        texts = [f"m-{person.number}-{number}" for number in range(first, first + size)]
        person.bursts.append(texts)
        for text in texts:
            self._say(person, text)

    def _say(self, person: Person, text: str) -> None:
        server = self._dice.choice(self._servers)
        message_id = self.waha.say(person.phone, text, as_=server, name="Ana").encode()
        latest = self.waha.deliveries[-RECENT:]
        person.open.append([item for item in latest if message_id in item.body])

    def _hear(self) -> None:
        messages = self.waha.world.messages
        for message in messages[self._read :]:
            self._read += 1
            if message.source == "api":
                self._by_phone[message.phone].heard.append(message.text)


def lost(people: Iterable[Person]) -> set[str]:
    """What was said and not answered."""
    return {text for person in people for text in {*person.said} - {*person.echoes}}


def invented(people: Iterable[Person]) -> set[str]:
    """What was answered and not said."""
    return {text for person in people for text in {*person.echoes} - {*person.said}}


def doubled(people: Iterable[Person]) -> set[str]:
    """What was heard more than once, as it was heard."""
    return {text for person in people for text, times in Counter(person.heard).items() if times > 1}


def overtaken(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Pairs of answers in the wrong order: the second was to something said, and taken, before
    the first was said. Only the first of several equal answers counts."""
    found: list[tuple[str, str]] = []
    for person in people:
        turn = {text: at for at, burst in enumerate(person.bursts) for text in burst}
        order = [text for text in dict.fromkeys(person.echoes) if text in turn]
        found += [(one, two) for one, two in pairwise(order) if turn[one] > turn[two]]
    return found


def _was_taken(delivery: Delivery) -> bool:
    return bool(delivery.answers) and 200 <= delivery.answers[-1] < 300
