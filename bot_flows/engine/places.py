"""Brazilian cities as people type them: "ctba", "em londrina", "cascavel - pr"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .folding import fold
from .likeness import Same, names_in
from .speech import (
    FILLERS,
    GREETINGS,
    NEGATIONS,
    core_of,
    parts_of,
    without_greeting,
    words_of,
    wordset,
)

_NICKNAMES = {
    "ctba": "curitiba",
    "cwb": "curitiba",
    "sampa": "sao paulo",
    "bh": "belo horizonte",
    "beaga": "belo horizonte",
    "belzonte": "belo horizonte",
    "poa": "porto alegre",
    "floripa": "florianopolis",
    "rio": "rio de janeiro",
    "foz": "foz do iguacu",
    "sjp": "sao jose dos pinhais",
    "sjc": "sao jose dos campos",
    "bsb": "brasilia",
    "jampa": "joao pessoa",
    "distrito federal": "brasilia",
}
STATES = {
    "acre": "AC",
    "alagoas": "AL",
    "amapa": "AP",
    "amazonas": "AM",
    "bahia": "BA",
    "ceara": "CE",
    "distrito federal": "DF",
    "espirito santo": "ES",
    "goias": "GO",
    "maranhao": "MA",
    "mato grosso": "MT",
    "mato grosso do sul": "MS",
    "minas gerais": "MG",
    "para": "PA",
    "paraiba": "PB",
    "parana": "PR",
    "pernambuco": "PE",
    "piaui": "PI",
    "rio de janeiro": "RJ",
    "rio grande do norte": "RN",
    "rio grande do sul": "RS",
    "rondonia": "RO",
    "roraima": "RR",
    "santa catarina": "SC",
    "sao paulo": "SP",
    "sergipe": "SE",
    "tocantins": "TO",
}
_BY_SHORT = {short.lower(): short for short in STATES.values()}
_LONGEST_STATE = 4  # words: "rio grande do norte"
_TITLES = {
    "sta": "santa",
    "sto": "santo",
    "s": "sao",
    "mal": "marechal",
    "cel": "coronel",
    "dr": "doutor",
    "gov": "governador",
    "pres": "presidente",
    "alm": "almirante",
    "cons": "conselheiro",
}
_AROUND = FILLERS - GREETINGS - {"sao"} | wordset(
    "oi ola cidade municipio moro morando resido vivo vim capital centro regiao perto proximo "
    "estado uf"
)
_MOST_WORDS = 12
_SHORTEST_TYPO = 6
_TWO_ERRORS = 9
_SHORTEST_START = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Spellings such as "Curitiba/PR"; ``sure`` when the one there is needs no question."""

    spellings: tuple[str, ...]
    sure: bool = True


NOWHERE = Found(())


def find_city(text: str, cities: Mapping[str, tuple[str, ...]]) -> Found:
    """The cities of a folded-name table that a message may mean. The table never changes."""
    folded = without_greeting(fold(text)).strip()
    words = tuple(_TITLES.get(word, word) for word in folded.split())
    if folded in cities:
        return _exactly(folded, cities)
    if len(words) > _MOST_WORDS:
        return NOWHERE
    if found := _named(words, cities):
        return found
    if not NEGATIONS.isdisjoint(words_of(folded)) or "ou" in words:
        return NOWHERE
    parts = (_named(part, cities) for part in parts_of(words, _around(words)))
    return next(filter(None, parts), None) or _resembling(_core(words), cities)


_FIELDS = wordset("saude planalto floresta jardim campo casa agronomica natal")


def split_city(text: str, cities: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """What is looked for and where, in "estágio em Curitiba"; None where no city is sure.

    Only by a city's exact name at the end: "em java" is none, and "em saúde" is a field, though
    a town has that name. The first part is as it was typed.
    """
    words = text.split()
    for at in range(1, min(len(words) - 1, _MOST_WORDS)):
        if fold(words[at]) not in ("em", "na", "no"):
            continue
        name = tuple(fold(" ".join(words[at + 1 :])).split())
        found = _named(tuple(_TITLES.get(word, word) for word in name), cities) if name else None
        if found and len(found.spellings) == 1 and " ".join(name) not in _FIELDS:
            return " ".join(words[:at]), found.spellings[0]
    return None


def _named(words: tuple[str, ...], cities: Mapping[str, tuple[str, ...]]) -> Found | None:
    """A city by its exact name, or nickname, alone or before a state that has one."""
    name = " ".join(words)
    if name in cities or name in _NICKNAMES:
        return _exactly(name, cities)
    for before, state in _split_state(words):
        for some in (before, core_of(("", *before), _around(before))[1:]):
            if within := _within(_spellings(" ".join(some), cities), state):
                return Found(within)
    return None


def _resembling(words: tuple[str, ...], cities: Mapping[str, tuple[str, ...]]) -> Found:
    """A mistyped name, or a name's first words; a state after it narrows the choice."""
    elsewhere: tuple[str, ...] = ()
    for before, state in _split_state(words):
        found = _likest(" ".join(_core(before)), cities)
        if within := _within(found.spellings, state):
            return Found(within, found.sure)
        elsewhere = elsewhere or found.spellings
    found = _likest(" ".join(words), cities)
    return found if found.spellings else Found(elsewhere, sure=False)


def _split_state(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The words before a state at the end, and the state: "mato grosso do sul" or "ms"."""
    for length in range(min(_LONGEST_STATE, len(words) - 1), 0, -1):
        name = " ".join(words[-length:])
        state = STATES.get(name) or _BY_SHORT.get(name)
        if state:
            yield words[:-length], state


def _exactly(name: str, cities: Mapping[str, tuple[str, ...]]) -> Found:
    """By name or by nickname; "poa" is both.

    "Paraná" is a town in another state, but nobody who types it alone means that one.
    """
    spellings = _spellings(name, cities)
    state = STATES.get(name)
    if state and not _within(spellings, state):
        return NOWHERE
    return Found(spellings)


def _spellings(name: str, cities: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return (*cities.get(name, ()), *cities.get(_NICKNAMES.get(name, ""), ()))


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    return core_of(words, _around(words))


def _around(words: tuple[str, ...]) -> frozenset[str]:
    """Those of the words that may stand around a city; the last may be a state's, as "pr"."""
    around = {word for word in words if _AROUND.issuperset(words_of(word))}
    return frozenset(around - {words[-1]} if words and words[-1] in _LAST_OF_STATES else around)


_LAST_OF_STATES = frozenset(name.split()[-1] for name in STATES) | frozenset(_BY_SHORT)


def _within(spellings: tuple[str, ...], state: str) -> tuple[str, ...]:
    return tuple(spelling for spelling in spellings if spelling.endswith(f"/{state}"))


def _likest(name: str, cities: Mapping[str, tuple[str, ...]]) -> Found:
    if name in cities or name in _NICKNAMES:
        return _exactly(name, cities)
    if len(name) < _SHORTEST_START:
        return NOWHERE
    index = _index(Same(cities))
    joined = index.compact.get(name.replace(" ", ""))
    names = (joined,) if joined else _mistyped(name, cities)
    if names:
        return Found(tuple(spelling for item in names for spelling in cities[item]))
    begun = index.starts.get(name, ())
    return Found(tuple(spelling for item in begun for spelling in cities[item]), sure=False)


def _mistyped(name: str, cities: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if len(name) < _SHORTEST_TYPO:
        return ()
    return names_in(Same(cities)).nearest(name, 2 if len(name) >= _TWO_ERRORS else 1)


@dataclass(frozen=True, slots=True)
class _Index:
    """Names without spaces, and names by their first words."""

    compact: dict[str, str]
    starts: dict[str, list[str]]


@lru_cache(maxsize=4)
def _index(cities: Same) -> _Index:
    starts: dict[str, list[str]] = defaultdict(list)
    for name in cities.mapping:
        words = name.split()
        for length in range(1, len(words)):
            starts[" ".join(words[:length])].append(name)
    return _Index({name.replace(" ", ""): name for name in cities.mapping}, dict(starts))
