"""How much room a text takes, before any browser has drawn it: an estimate on the safe side."""

from bot_flows.engine.clean import shorten

_NARROW, _WIDE = frozenset("iljtfrI.,;:!|'´`()[] "), frozenset("mwMWQO@%&—…→↩")


def width(text: str, size: float) -> float:
    """The width of a line of a sans-serif text, in pixels; ``size`` is that of the font."""
    return sum(map(_share, text)) * size


def _share(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _WIDE or ord(character) > 0x2E7F:
        return 0.95
    return 0.66 if character.isupper() else 0.57


def fit(text: str, size: float, most: float) -> str:
    """The text on one line of at most ``most`` pixels, with an ellipsis where it is too long."""
    line = " ".join(text.split())
    if width(line, size) <= most:
        return line
    longest = int(most / (size * 0.34))
    while longest > 1 and width(shorten(line, longest), size) > most:
        longest -= 1
    return shorten(line, longest)


def wrap(text: str, size: float, most: float, lines: int) -> tuple[str, ...]:
    """The text on at most ``lines`` lines, broken between words; the last one may be cut."""
    words = text.split()
    done: list[str] = []
    while words and len(done) < lines - 1:
        count = next(
            (at for at in range(len(words), 1, -1) if width(" ".join(words[:at]), size) <= most),
            1,
        )
        done.append(fit(" ".join(words[:count]), size, most))
        words = words[count:]
    return (*done, fit(" ".join(words), size, most)) if words else tuple(done)
