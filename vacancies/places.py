"""Places as the sites write them, read into a city, a state and "from home"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .words import fold, line

STATES = {
    "AC": "Acre",
    "AL": "Alagoas",
    "AM": "Amazonas",
    "AP": "Amapá",
    "BA": "Bahia",
    "CE": "Ceará",
    "DF": "Distrito Federal",
    "ES": "Espírito Santo",
    "GO": "Goiás",
    "MA": "Maranhão",
    "MG": "Minas Gerais",
    "MS": "Mato Grosso do Sul",
    "MT": "Mato Grosso",
    "PA": "Pará",
    "PB": "Paraíba",
    "PE": "Pernambuco",
    "PI": "Piauí",
    "PR": "Paraná",
    "RJ": "Rio de Janeiro",
    "RN": "Rio Grande do Norte",
    "RO": "Rondônia",
    "RR": "Roraima",
    "RS": "Rio Grande do Sul",
    "SC": "Santa Catarina",
    "SE": "Sergipe",
    "SP": "São Paulo",
    "TO": "Tocantins",
}
_BY_NAME = {fold(name): uf for uf, name in STATES.items()}
_COUNTRY = frozenset(("brasil", "brazil", "br"))
_REMOTE = frozenset(("remoto", "remota", "remote", "home office", "homeoffice", "trabalho remoto"))
_REGION = re.compile(r"^(?:greater |grande |regiao metropolitana de )|(?: e regiao| area)$")


@dataclass(frozen=True, slots=True)
class Place:
    """``city`` as written, ``state`` a UF; both may be empty."""

    city: str = ""
    state: str = ""
    remote: bool = False


@lru_cache(maxsize=4096)
def parse(text: str) -> Place:
    """Read ``Curitiba, PR, Brazil``, ``Curitiba, Paraná``, ``Curitiba/PR`` or ``Remoto``."""
    parts = [line(p, 80) for p in re.split(r"[,/]| - ", text) if p.strip()]
    remote = any(fold(p) in _REMOTE for p in parts)
    rest = [p for p in parts if fold(p) not in _COUNTRY | _REMOTE]
    state = state_of(rest[-1]) if len(rest) > 1 or (rest and _is_bare_state(rest[0])) else ""
    city = rest[0] if rest and not (state and len(rest) == 1) else ""
    return Place(city, state, remote)


def state_of(text: str) -> str:
    """The UF of a state's code or name, or empty."""
    code = text.strip().upper()
    return code if code in STATES else _BY_NAME.get(fold(text), "")


@lru_cache(maxsize=4096)
def city_key(city: str) -> str:
    """A city as it is compared: folded, and "Greater Curitiba" is Curitiba."""
    return _REGION.sub("", fold(city)).strip()


def _is_bare_state(text: str) -> bool:
    """A state alone; São Paulo and Rio de Janeiro alone are read as the cities."""
    return bool(state_of(text)) and fold(text) not in {"sao paulo", "rio de janeiro"}


def location(place: str, site: str) -> str | None:
    """How a place is said to one site; None asks for the whole country."""
    found = parse(place)
    if not (found.city or found.state):
        return "Brazil" if site == "linkedin" else None
    state = STATES.get(found.state, "") if site == "linkedin" else found.state
    parts = [found.city, state, "Brazil" if site == "linkedin" else ""]
    return ", ".join(part for part in parts if part)
