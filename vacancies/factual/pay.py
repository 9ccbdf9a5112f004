"""What is paid, read from words: a sum counts only where its own words call it pay.

A sum belongs to the nearest word that names money, on its left, or else right behind it:
"bolsa de R$ 900 e vale de R$ 200" pays 900. Two different sums are no answer, unless the text
makes a range of them. A bolsa or a salary without a period is by the month, as here it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .wording import Wording

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
_SUM = re.compile(
    rf"(?<![a-z])r\$ ?(?P<signed>{_NUMBER})(?![\d%])"
    r"(?: ?(?P<unit>k|mil|milhao|milhoes|bilhoes|bi|mi)\b)?"
    rf"|\b(?P<named>{_NUMBER}) reais\b"
)
_SECOND = re.compile(
    rf" ?(?P<link>a|ate|e|-|to) ?(?:r\$ ?)?(?P<number>{_NUMBER})(?![\d%/])(?: ?(?P<unit>k|mil)\b)?"
    r"(?! ?(?:h\b|horas|dias|meses|x\b))"
)
_SPELLED = re.compile(r"\bmil(?: e (?P<hundreds>[a-z]+))? reais\b")
_HUNDREDS = {
    name: hundreds * 100
    for hundreds, name in enumerate(
        [
            "cem",
            "duzentos",
            "trezentos",
            "quatrocentos",
            "quinhentos",
            "seiscentos",
            "setecentos",
            "oitocentos",
            "novecentos",
        ],
        start=1,
    )
}
_PAY = (
    r"bolsas?(?:[ -]?(?:auxilio|estagio))?|salarios?|salarial|remuneracao|faixa|stipend|salary"
    r"|compensation|hora[ -]?aula|diaria (?:de|:)|valor (?:da )?hora|vencimentos?|ordenado"
)
_OTHER = (
    r"vales?|v[tra]\b|ticket|auxilios?|ajuda de custo|alimentacao|refeicao|transporte|premi\w+"
    r"|bonus|comiss\w+|variavel|gratificac\w+|adicional|periculosidade|insalubridade|cesta"
    r"|descontos?|fatura\w+|receita|orcamento|investi\w+|viage\w+|ganhos|ganhe|concorra|capital"
    r"|cartao|beneficio flex\w*|voucher|allowance|plr|ppr|reembolso|taxa|curso de|mensalidade"
)
_NAMES = re.compile(rf"\b(?:(?P<pay>{_PAY})|(?P<other>{_OTHER}))")
_BEHIND = re.compile(
    rf"(?: ?(?:/|por|ao) ?(?:mes|dia|hora)| mensa\w+)? ?(?:[(]|de |em |para |do |da )? ?"
    rf"(?:(?P<pay>{_PAY})|(?P<other>{_OTHER}))"
)
_PERIODS = (
    ("hora", re.compile(r" ?(?:/ ?h(?:ora)?\b|por hora|a hora|(?:/|per|an) ?hour|hora[ -]?aula)")),
    ("dia", re.compile(r" ?(?:/ ?dia\b|por dia|ao dia|per day)")),
    ("semana", re.compile(r" ?(?:/ ?semana\b|por semana|semanais|per week)")),
    ("mes", re.compile(r" ?(?:/ ?(?:mes|month)\b|por mes|ao mes|mensa\w+|per month|monthly)")),
    ("ano", re.compile(r" ?(?:/ ?(?:ano|year)\b|por ano|ao ano|anua\w+|per year|yearly)")),
)
_PERIODS_BEFORE = (
    ("hora", re.compile(r"\bhora[ -]?aula|\bvalor (?:da )?hora")),
    ("dia", re.compile(r"\bdiaria (?:de|:)")),
    ("ano", re.compile(r"\banual\b")),
)
_PLAUSIBLE = {
    "hora": (4, 500),
    "dia": (30, 3_000),
    "semana": (50, 15_000),
    "mes": (200, 60_000),
    "ano": (10_000, 720_000),
}
_REACH = 70  # characters on the left of a sum in which its name is looked for
_MOST = 40  # sums that are looked at


@dataclass(frozen=True, slots=True)
class Pay:
    """Reais per ``period``; one end may be open."""

    low: Decimal | None
    high: Decimal | None
    period: str


def read_pay(wording: Wording) -> Pay | None:
    """The one pay that the text names, or None."""
    if "r$" not in wording.text and "reais" not in wording.text:
        return None
    found: set[Pay] = set()
    for piece in wording.pieces:
        if "r$" in piece or "reais" in piece:
            found.update(_in_piece(piece))
        if len(found) > 1:
            return None
    return found.pop() if found else None


def plausible(low: Decimal | None, high: Decimal | None, period: str) -> Pay | None:
    """A pay whose ends are in order and within what people are paid."""
    least, most = _PLAUSIBLE[period]
    ends = [end for end in (low, high) if end is not None]
    if not ends or ends != sorted(ends) or any(not least <= end <= most for end in ends):
        return None
    return Pay(low, high, period)


def _in_piece(piece: str) -> Iterator[Pay]:
    start, looked = 0, 0
    while (found := _SUM.search(piece, start) or _SPELLED.search(piece, start)) and looked < _MOST:
        looked += 1
        second = _SECOND.match(piece, found.end())
        before = piece[max(0, found.start() - _REACH) : found.start()]
        if second and second["link"] == "e" and not re.search(r"\bentre(?: o)? ?$", before):
            second = None
        end = second.end() if second else found.end()
        if pay := _pay_of(found, second, before, piece[end : end + 40], piece):
            yield pay
        start = end


def _pay_of(
    found: re.Match[str], second: re.Match[str] | None, before: str, after: str, piece: str
) -> Pay | None:
    low = _amount(found)
    high = _amount(second) if second else low
    named = _is_pay(before, after)
    period = _period(before, after)
    alone = not re.search(r"[a-z0-9]", piece.replace(found[0], "", 1))
    if low is None or high is None or named is False or not (named or period or alone):
        return None
    if not period and low < 300:
        return None
    if second and low < 100 <= high and not second["unit"]:  # "R$ 4 a 6 mil"
        return None
    open_low, open_high = _open_ends(before) if not second else (False, False)
    return plausible(None if open_low else low, None if open_high else high, period or "mes")


def _is_pay(before: str, after: str) -> bool | None:
    """True or False as the nearest name of money says; None where nothing names it."""
    behind = _BEHIND.match(after)
    if behind:
        return behind["pay"] is not None
    names = list(_NAMES.finditer(before))
    return names[-1]["pay"] is not None if names else None


def _open_ends(before: str) -> tuple[bool, bool]:
    """Whether the lower end is open ("até"), and the upper one ("a partir de")."""
    upto = re.search(r"\b(?:ate|no maximo) ?$", before)
    since = re.search(r"\b(?:a partir de|no minimo|desde|from) ?$", before)
    return bool(upto), bool(since)


def _period(before: str, after: str) -> str:
    for name, pattern in _PERIODS:
        if pattern.match(after):
            return name
    found = (name for name, pattern in _PERIODS_BEFORE if pattern.search(before[-40:]))
    return next(found, "")


def _amount(found: re.Match[str]) -> Decimal | None:
    """The sum, or None for millions and what is no number."""
    groups = found.groupdict()
    if found.re is _SPELLED:
        hundreds = groups["hundreds"]
        if hundreds and hundreds not in _HUNDREDS:
            return None
        return Decimal(1000 + _HUNDREDS.get(hundreds or "", 0))
    unit = groups.get("unit") or ""
    if unit not in {"", "k", "mil"}:
        return None
    text = groups.get("signed") or groups.get("named") or groups.get("number") or ""
    value = _number(text, thousands=not unit)
    return value * 1000 if unit else value


def _number(text: str, *, thousands: bool) -> Decimal:
    """``1.200,00``, ``1,200.00``, ``1.2``: a mark before three digits parts thousands."""
    whole, mark, rest = text.rpartition(",") if "," in text else text.rpartition(".")
    if not mark:
        return Decimal(rest)
    if len(rest) == 3 and thousands:
        return Decimal(re.sub(r"[.,]", "", text))
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{rest}")
