"""A document that somebody brought: read, checked whole, and given back with its parts named."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from wagtail.blocks import Block

from bot_flows.engine.wording import Reply
from bot_flows.models import ConversationTest, Flow, Persona, ReplyTemplate
from bot_flows.models.rehearsals import WORLDS

from .checking import Known, check, text_faults
from .document import FORMAT, VERSION, Json, settings_fields
from .faults import BrokenDocument, Fault, broken, not_a
from .files import file_faults

MOST_BYTES = 25 * 1024 * 1024
MOST_PIECES = 5_000
PARTS = ("flows", "replies", "personas", "tests")
FLOW_SETTINGS = ("start", "menu", "help", "person")

type Faults = Iterator[Fault]


def read(content: bytes) -> Json:
    """The document in a file. Raises BrokenDocument with everything that is wrong with it."""
    document = _open(content)
    known = _known(document)
    faults = [fault for part in _PARTS for fault in part(document, known)]
    if faults:
        raise BrokenDocument(faults)
    return document


def _open(content: bytes) -> Json:
    if len(content) > MOST_BYTES:
        raise broken(_("O arquivo é grande demais: até 25 MB."))
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise broken(_("O arquivo não é um documento JSON inteiro.")) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise broken(_("Este arquivo não foi exportado por um CapyVagas."))
    if document.get("version") != VERSION:
        what = _("O arquivo é da versão %(version)s do formato; aqui se lê a %(ours)s.")
        raise broken(what % {"version": str(document.get("version"))[:20], "ours": VERSION})
    _shape(document)
    return document


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _shape(document: Json) -> None:
    for part in PARTS:
        items = document.get(part)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise broken(not_a(_("uma lista de objetos")), f"“{part}”")
        if len(items) > MOST_PIECES:
            raise broken(_("há itens demais."), f"“{part}”")
    for part in ("settings", "files"):
        if not isinstance(document.get(part), dict):
            raise broken(not_a(_("um objeto")), f"“{part}”")


def _known(document: Json) -> Known:
    """What may be pointed at: what the document brings, and what is here already."""

    def keys(part: str) -> set[str]:
        return {item["key"] for item in document[part] if isinstance(item.get("key"), str)}

    return {
        "flow": keys("flows") | {str(key) for key in Flow.objects.values_list("key", flat=True)},
        "reply": keys("replies") | set(ReplyTemplate.objects.values_list("key", flat=True)),
        "persona": keys("personas")
        | {str(key) for key in Persona.objects.values_list("key", flat=True)},
        "file": set(document["files"]),
    }


def _flows(document: Json, known: Known) -> Faults:
    for where, item in _each(document, "flows", _("Fluxo"), known):
        yield from text_faults(item.get("title"), f"{where}, {_('título')}", 80, empty=False)
        yield from text_faults(item.get("triggers"), f"{where}, {_('palavras')}")
        yield from _blocks(Flow.steps.field.stream_block, item, "steps", where, known)


def _replies(document: Json, known: Known) -> Faults:
    for where, item in _each(document, "replies", _("Resposta"), known, _reply_key):
        yield from text_faults(item.get("title"), f"{where}, {_('nome')}", 80)
        yield from text_faults(item.get("text"), f"{where}, {_('texto')}", empty=False)


def _personas(document: Json, known: Known) -> Faults:
    for where, item in _each(document, "personas", _("Persona"), known):
        yield from text_faults(item.get("title"), f"{where}, {_('título')}", 80, empty=False)
        yield from text_faults(item.get("name"), f"{where}, {_('nome')}", 100, empty=False)
        yield from text_faults(item.get("course"), f"{where}, {_('curso')}", 255)
        yield from _flag(item, "returning", where)
        yield from _blocks(Persona.known.field.stream_block, item, "known", where, known)


def _tests(document: Json, known: Known) -> Faults:
    for where, item in _each(document, "tests", _("Teste"), known):
        yield from text_faults(item.get("title"), f"{where}, {_('título')}", 120, empty=False)
        yield from _named(item.get("persona"), "persona", f"{where}, {_('persona')}", known)
        yield from _named(item.get("start"), "flow", f"{where}, {_('início')}", known)
        yield from text_faults(item.get("start_step"), f"{where}, {_('passo')}", 40)
        yield from _flag(item, "enabled", where)
        if item.get("world") not in dict(WORLDS):
            yield Fault(f"{where}, “world”", _("não é uma das opções."))
        if not _is_moment(item.get("at")):
            yield Fault(f"{where}, {_('dia e hora')}", not_a(_("um dia e hora com fuso")))
        block = ConversationTest.script.field.stream_block
        yield from _blocks(block, item, "script", where, known)


def _settings(document: Json, known: Known) -> Faults:
    where, stored = _("Configurações"), document["settings"]
    fields = {item.name: item for item in settings_fields()}
    for name in stored.keys() - fields.keys():
        yield Fault(where, _("o campo “%(key)s” não existe.") % {"key": str(name)[:40]})
    for name, value in stored.items():
        place = f"{where}, “{name}”"
        if name in FLOW_SETTINGS:
            yield from _named(value, "flow", place, known)
        elif name in fields:
            yield from _clean(fields[name], value, place)


def _clean(field: Any, value: Any, where: str) -> Faults:
    try:
        if isinstance(value, list | dict | bool):
            raise ValidationError(not_a(_("um valor simples")))
        field.clean(value, None)
    except ValidationError as error:
        yield Fault(where, " ".join(error.messages))


def _files(document: Json, known: Known) -> Faults:
    for name, item in document["files"].items():
        yield from file_faults(name, item)


_PARTS: Sequence[Callable[[Json, Known], Faults]] = (
    _flows,
    _replies,
    _personas,
    _tests,
    _settings,
    _files,
)


def _uuid_key(key: Any) -> bool:
    try:
        return isinstance(key, str) and str(uuid.UUID(key)) == key
    except ValueError:
        return False


def _reply_key(key: Any) -> bool:
    if not isinstance(key, str) or len(key) > 60:
        return False
    try:
        validate_slug(key)
    except ValidationError:
        return False
    return key in Reply or key.startswith("texto-") or key == key.lower()


def _each(
    document: Json, part: str, word: str, known: Known, good: Callable[[Any], bool] = _uuid_key
) -> Iterator[tuple[str, Json]]:
    """Each item of a part with its place in words; BrokenDocument where keys are no keys."""
    seen: set[str] = set()
    for number, item in enumerate(document[part], start=1):
        title = _shown(item, "title") or _shown(item, "key") or str(number)
        where = f"{word} “{title}”"
        if not good(item.get("key")):
            raise broken(_("a chave (“key”) falta ou não serve."), f"{where} ({part} {number})")
        if item["key"] in seen:
            raise broken(_("a chave (“key”) aparece duas vezes."), f"{where} ({part} {number})")
        seen.add(item["key"])
        yield where, item


def _shown(item: Any, name: str) -> str:
    value = item.get(name) if isinstance(item, Mapping) else None
    return value.strip()[:60] if isinstance(value, str) else ""


def _blocks(block: Block, item: Json, name: str, where: str, known: Known) -> Faults:
    if isinstance(item.get(name), list):
        yield from check(block, item[name], where, known)
    else:
        yield Fault(f"{where}, “{name}”", not_a(_("uma lista")))


def _named(value: Any, word: str, where: str, known: Known) -> Faults:
    if value is not None and (not isinstance(value, str) or value not in known[word]):
        what = _("aponta para “%(name)s”, que não está neste arquivo nem aqui.")
        yield Fault(where, what % {"name": str(value)[:80]})


def _flag(item: Json, name: str, where: str) -> Faults:
    if not isinstance(item.get(name), bool):
        yield Fault(f"{where}, “{name}”", not_a(_("“true” ou “false”")))


def _is_moment(value: Any) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
