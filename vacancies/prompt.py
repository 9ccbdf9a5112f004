"""A page that is read while somebody waits for the answer: seven seconds, and three for its name.

As safe as every other look at a link (``fetching``), and shorter. The machine's resolver cannot
be told to hurry: it is asked from a thread of its own that nobody waits for longer.
"""

from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from . import fetching
from .fetching import Page, Resolve, Rules

SECONDS = 7.0  # for the visit; a name that is asked for at its very end may add its own
NAME_SECONDS = 3.0

type _Answer = Sequence[str] | OSError | UnicodeError


def fetch(url: str) -> Page:
    """As ``fetching.fetch``; ``FetchError`` where there is no page in time."""
    return fetching.fetch(url, rules())


def rules() -> Rules:
    resolve = within(NAME_SECONDS, fetching.look_up)
    return Rules(total_time=SECONDS, read_time=SECONDS, resolve=resolve)


def within(seconds: float, resolve: Resolve) -> Resolve:
    """The same look-up, given up with ``TimeoutError`` after so many seconds."""

    def look_up(host: str, port: int) -> Sequence[str]:
        answers: SimpleQueue[_Answer] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(resolve(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        Thread(target=ask, name="look-up", daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    return look_up
