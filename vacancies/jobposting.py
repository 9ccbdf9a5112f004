"""A pasted link, read into a draft of a vacancy: what the page tells machines about its job.

schema.org's JobPosting, in any of the shapes in which sites write it. Everything is cleaned
as what the sites give is cleaned; what the page does not say stays empty.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import words
from .fetching import READABLE, Fault, Fetch, FetchError, Page, fetch
from .liveness import day_of, is_past
from .markup import Node, take_apart
from .models import Vacancy
from .models.vacancy import DESCRIPTION_LIMIT
from .places import Place, parse, state_of
from .reading import kind_of, safe_link, salary_of

MOST_DESCRIPTION = 60_000  # of markup; the rest of a longer one is left out
HIGHEST_PAY = Decimal("9999999.99")
_PERIODS = {
    "hour": ("hora", "hourly"),
    "day": ("dia", "daily"),
    "week": ("semana", "weekly"),
    "month": ("mes", "monthly"),
    "year": ("ano", "yearly"),
}
_FAULTS: dict[Fault, Promise] = {
    Fault.FORBIDDEN: _("Este endereço não pode ser aberto: use o link público da vaga."),
    Fault.UNKNOWN_NAME: _("Não encontrei este site. Confira se o link está completo."),
    Fault.UNREACHABLE: _("O site não respondeu. Tente de novo mais tarde, ou escreva a vaga."),
    Fault.CERTIFICATE: _("O site não tem um certificado válido, e por isso não foi aberto."),
    Fault.TIMED_OUT: _("O site demorou demais para responder. Tente de novo mais tarde."),
    Fault.REDIRECTS: _("O link leva de um endereço a outro sem chegar à vaga."),
    Fault.BROKEN: _("O site respondeu algo que não é uma página."),
}
NO_LINK = _("Cole um link que comece com http:// ou https://.")
GONE = _("Esta página não existe mais: a vaga pode ter sido encerrada.")
TURNED_AWAY = _("O site não deixou abrir a vaga. Copie os dados dela para o formulário.")
IN_TROUBLE = _("O site está com problemas agora. Tente de novo mais tarde, ou escreva a vaga.")
NOT_A_PAGE = _("O link leva a um arquivo, e não a uma página. Escreva os dados da vaga.")
NO_DATA = _("A página não traz os dados da vaga em forma legível. Escreva-os no formulário.")
OVER = _("A página diz que o prazo desta vaga já passou.")


class LinkError(Exception):
    """No draft; ``sentence`` says why to the person who pasted the link."""

    def __init__(self, sentence: Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """Fields of ``Vacancy`` by their names; those that the page does not tell are empty."""

    title: str
    company: str = ""
    city: str = ""
    state: str = ""
    remote: bool = False
    modality: str = ""
    kind: str = Vacancy.Kind.EMPREGO
    salary: str = ""
    pay_min: Decimal | None = None
    pay_max: Decimal | None = None
    pay_period: str = ""
    link: str = ""
    posted_at: date | None = None
    apply_by: date | None = None
    description: str = ""

    def fields(self) -> dict[str, Any]:
        """What to give to a form as its initial values."""
        return asdict(self)


def from_link(url: str, *, today: date | None = None, visit: Fetch = fetch) -> Draft:
    """The draft of the vacancy at this address; ``LinkError`` with a sentence where there is none.
    With ``today``, a posting whose day is over is refused too.
    """
    link = safe_link(url)
    if not link:
        raise LinkError(NO_LINK)
    try:
        page = visit(link)
    except FetchError as error:
        raise LinkError(_FAULTS[error.fault]) from error
    _refuse(page)
    draft = from_page(page)
    if draft is None:
        raise LinkError(NO_DATA)
    if today and is_past(take_apart(page.text), today):
        raise LinkError(OVER)
    return draft


def _refuse(page: Page) -> None:
    if page.status in {404, 410}:
        raise LinkError(GONE)
    if page.status >= 500 and page.status != 999:  # 999: LinkedIn's own way to say no
        raise LinkError(IN_TROUBLE)
    if not 200 <= page.status < 300:
        raise LinkError(TURNED_AWAY)
    if page.content_type not in READABLE:
        raise LinkError(NOT_A_PAGE)


def from_page(page: Page) -> Draft | None:
    """The first posting of a page that has a title; None where there is none."""
    drafts = (_draft(node, page.url) for node in take_apart(page.text).postings)
    return next((draft for draft in drafts if draft.title), None)


def _draft(node: Node, url: str) -> Draft:
    title = words.line(words.plain(_text(node.get("title") or node.get("name"))[:2000]), 200)
    description = _description(node)
    place, modality = _place(node, title)
    pay = _pay(node)
    return Draft(
        title=title,
        company=words.line(words.plain(_name(node.get("hiringOrganization"))), 150),
        city=place.city,
        state=place.state,
        remote=place.remote,
        modality=modality,
        kind=kind_of(title, description, _job_type(node)),
        salary=pay.said,
        pay_min=pay.low,
        pay_max=pay.high,
        pay_period=pay.period,
        link=safe_link(_text(node.get("url"))) or safe_link(url),
        posted_at=day_of(_text(node.get("datePosted"))),
        apply_by=day_of(_text(node.get("validThrough"))),
        description=description,
    )


def _description(node: Node) -> str:
    """Sites give HTML, or HTML written out as text, or plain text."""
    said = _text(node.get("description"))[:MOST_DESCRIPTION]
    if "&lt;" in said and "<" not in said:
        said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return words.clean(words.plain(said), DESCRIPTION_LIMIT)


def _job_type(node: Node) -> str:
    said = " ".join(_text(item) for item in _listed(node.get("employmentType")))
    return "internship" if "intern" in words.fold(said).split() else ""


def _place(node: Node, title: str) -> tuple[Place, str]:
    """The first place that names a city or a state; and the modality where it is plainly said."""
    found = [_address(item) for item in _listed(node.get("jobLocation"))]
    here = next((place for place in found if place.city or place.state), Place())
    says = words.fold(title)
    hybrid = bool(re.search(r"\bhibrid[oa]\b|\bhybrid\b", says))
    declared = any(
        _text(item).strip().upper() == "TELECOMMUTE"
        for item in _listed(node.get("jobLocationType"))
    )
    remote = not hybrid and (declared or any(place.remote for place in found))
    modality = Vacancy.Modality
    said = modality.HYBRID if hybrid else modality.REMOTE if remote else ""
    return Place(here.city, here.state, remote), str(said)


def _address(location: Any) -> Place:
    if isinstance(location, str):
        return _limited(parse(location[:300]))
    if not isinstance(location, dict):
        return Place()
    address = location.get("address", location)
    address = next(iter(_listed(address)), {})
    if not isinstance(address, dict):
        return _limited(parse(_text(address)[:300]))
    city = parse(_text(address.get("addressLocality"))[:300])
    state = state_of(_name(address.get("addressRegion"))[:100]) or city.state
    return _limited(Place(city.city, state, city.remote))


def _limited(place: Place) -> Place:
    return Place(words.line(place.city, 80), place.state, place.remote)


@dataclass(frozen=True, slots=True)
class _Pay:
    said: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    period: str = ""


def _pay(node: Node) -> _Pay:
    """``baseSalary`` as a MonetaryAmount, its value a number or a range; or as a bare number."""
    salary = next(iter(_listed(node.get("baseSalary"))), None)
    outer = salary if isinstance(salary, dict) else {"value": salary}
    inner = outer.get("value")
    inner = inner if isinstance(inner, dict) else {**outer, "value": inner}
    single = _amount(inner.get("value"))
    low = _amount(inner.get("minValue")) or single
    high = _amount(inner.get("maxValue")) or single
    if low and high and low > high:
        low, high = high, low
    low, high = low or high, high or low
    if not low:
        return _Pay()
    unit = words.fold(_text(inner.get("unitText") or outer.get("unitText")))
    period, interval = _PERIODS.get(unit, ("", ""))
    currency = words.line(_text(outer.get("currency") or node.get("salaryCurrency")), 3).upper()
    said = salary_of(
        {"min_amount": low, "max_amount": high, "currency": currency, "interval": interval}
    )
    is_reais = currency in {"", "BRL"}
    return _Pay(said, low, high, period) if is_reais else _Pay(said)


def _amount(value: Any) -> Decimal | None:
    """A number, or one written in Brazil (1.500,00) or elsewhere (1,500.00)."""
    text = re.sub(r"[^\d.,]", "", _text(value)[:40])
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d{1,2}", text):
        text = text.replace(".", "").replace(",", ".")
    try:
        number = Decimal(text.replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return number if 0 < number <= HIGHEST_PAY else None


def _name(value: Any) -> str:
    """A thing's name, whether it is given as a text, a thing, or a list of things."""
    first = next(iter(_listed(value)), "")
    return _text(first.get("name"))[:2000] if isinstance(first, dict) else _text(first)[:2000]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value", "")
    if isinstance(value, list):
        value = value[0] if value and isinstance(value[0], str) else ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if -(10**18) < value < 10**18 else ""
    return value if isinstance(value, str) else str(value) if isinstance(value, float) else ""


def _listed(value: Any) -> Iterator[Any]:
    yield from value[:20] if isinstance(value, list) else [] if value is None else [value]
