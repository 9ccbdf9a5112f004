"""Brazilian cities as people type them: "ctba", "em londrina", "cascavel - pr"."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from .folding import fold
from .likeness import Same, buckets_of
from .speech import FILLERS, NEGATIONS, words_of, wordset

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
_AROUND = FILLERS | wordset(
    "cidade municipio moro morando resido vivo capital centro regiao perto proximo vim estado uf"
)
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
    folded = fold(text)
    if folded in cities:
        return _exactly(folded, cities)
    words = folded.split()
    if len(words) > 12 or not NEGATIONS.isdisjoint(words_of(folded)) or "ou" in words:
        return NOWHERE
    core = _core([_TITLES.get(word, word) for word in words])
    return _with_state(core, cities) or _without_state(core, cities)


def _exactly(name: str, cities: Mapping[str, tuple[str, ...]]) -> Found:
    """By name or by nickname; "poa" is both.

    "Paraná" is a town in another state, but nobody who types it alone means that one.
    """
    spellings = (*cities.get(name, ()), *cities.get(_NICKNAMES.get(name, ""), ()))
    state = STATES.get(name)
    if state and not _within(spellings, state):
        return NOWHERE
    return Found(spellings)


def _core(words: list[str]) -> list[str]:
    """The words without those around a city's name; at the end "pr" and "para" may be states."""
    start, end = 0, len(words)
    while start < end and _is_around(words[start]):
        start += 1
    while end > start and _is_around(words[end - 1]) and words[end - 1] not in _LAST_OF_STATES:
        end -= 1
    return words[start:end]


_LAST_OF_STATES = frozenset(name.split()[-1] for name in STATES) | frozenset(_BY_SHORT)


def _is_around(word: str) -> bool:
    return _AROUND.issuperset(words_of(word))


def _with_state(words: list[str], cities: Mapping[str, tuple[str, ...]]) -> Found | None:
    """As in "campo grande, no mato grosso do sul"; None without a state at the end."""
    if " ".join(words) in cities:
        return None
    for length in range(min(_LONGEST_STATE, len(words) - 1), 0, -1):
        state = _state(" ".join(words[-length:]))
        if state:
            found = _without_state(_core(words[:-length]), cities)
            within = _within(found.spellings, state)
            return Found(within) if within else Found(found.spellings, sure=False)
    return None


def _state(name: str) -> str | None:
    return STATES.get(name) or _BY_SHORT.get(name)


def _within(spellings: tuple[str, ...], state: str) -> tuple[str, ...]:
    return tuple(spelling for spelling in spellings if spelling.endswith(f"/{state}"))


def _without_state(words: list[str], cities: Mapping[str, tuple[str, ...]]) -> Found:
    name = " ".join(words)
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
    return buckets_of(cities).nearest(name, 2 if len(name) >= _TWO_ERRORS else 1)


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
