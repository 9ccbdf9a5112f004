"""A talk as plain text: the transcript that a teacher can read and a test can play again."""

from collections.abc import Iterator
from datetime import timedelta

from bot_flows import transcript
from bot_flows.chat import lines
from bot_flows.rehearsal import Says, Sends, Waits
from bot_flows.transcript import Line

from .acts import Act, SearchEnds, StaffSays
from .talk import Exchange, Talk
from .wording import MEDIA

LARGEST = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SHORT = "d", "h", "min"


def text(talk: Talk, heading: str = "") -> str:
    """The whole talk; ``heading`` is a remark above it."""
    remarks = [Line("#", line) for line in heading.splitlines()]
    return transcript.render([*remarks, *_lines(talk)])


def _lines(talk: Talk) -> Iterator[Line]:
    for item in talk.exchanges:
        if item.act:
            yield act_line(item.act)
        yield from answers(item)


def answers(exchange: Exchange) -> Iterator[Line]:
    """What the bot did in one exchange."""
    return (line for effect in exchange.effects for line in lines(effect))


def act_line(act: Act) -> Line:
    match act:
        case Says(said):
            return Line(">", said)
        case Sends(kind):
            return Line("!", str(MEDIA[kind]))
        case Waits(time):
            return Line("@", f"+{short(time)}")
        case StaffSays(said):
            return Line("!", f"atendente: {said}")
        case SearchEnds():
            return Line("!", "busca terminou")


def short(time: timedelta) -> str:
    """As "13h", "2d" or "90min": the largest unit that leaves nothing over."""
    unit = next(at for at, size in enumerate(LARGEST) if not time % size)
    return f"{time // LARGEST[unit]}{SHORT[unit]}"
