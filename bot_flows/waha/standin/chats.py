"""WAHA's endpoints for chats: history, presence, message ids, lids and phones."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .sending import error, not_working
from .shapes import wa_message
from .web import Answer, Request
from .world import ACK_NAMES, Message, new_message_id

if TYPE_CHECKING:
    from .server import Standin

_FIRST_WITH_IDS = (2026, 4, 3)


def set_presence(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    presence, chat = request.fields().get("presence"), request.fields().get("chatId")
    if (presence in ("online", "offline")) == bool(chat):
        return error(400, "This combination of presence and chatId does not work", "Bad Request")
    if presence not in ("online", "offline", "typing", "recording", "paused"):
        return error(400, "presence must be one of the known values", "Bad Request")
    refused = not_working(standin, pieces[1])
    if refused:
        return refused
    if isinstance(chat, str):
        phone = standin.world.owner(chat).phone
        standin.world.type(phone, on=presence in ("typing", "recording"))
    return Answer(201)


def show_presence(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    seen = {"participant": pieces[3], "lastKnownPresence": "online", "lastSeen": None}
    return Answer(200, {"id": pieces[3], "presences": [seen]})


def make_message_id(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    if tuple(int(part) for part in standin.version.split(".")) < _FIRST_WITH_IDS:
        return error(404, f"Cannot GET {request.path}", "Not Found")
    if not standin.has_own_ids:
        return error(501, f"The method is not implemented by the engine {standin.engine}")
    return not_working(standin, pieces[1]) or Answer(200, {"id": new_message_id()})


def list_lids(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    start, count = _number(request.query, "offset", 0), _number(request.query, "limit", 100)
    everyone = list(standin.world.contacts.values())[start : start + count]
    return Answer(200, [_lid_pair(item.lid, item.phone, item.hidden) for item in everyone])


def count_lids(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    return Answer(200, {"count": len(standin.world.contacts)})


def find_by_lid(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    digits = pieces[3].removesuffix("@lid")
    for item in list(standin.world.contacts.values()):
        if item.lid == digits:
            return Answer(200, _lid_pair(item.lid, item.phone, item.hidden))
    return Answer(200, {"lid": f"{digits}@lid", "pn": None})


def find_by_phone(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    digits = re.sub(r"\D", "", pieces[4].removesuffix("@c.us"))
    known = standin.world.contacts.get(digits)
    return Answer(200, {"lid": f"{known.lid}@lid" if known else None, "pn": f"{digits}@c.us"})


def check_exists(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    digits = re.sub(r"\D", "", request.query.get("phone", ""))
    if digits not in standin.world.contacts:
        return Answer(200, {"numberExists": False})
    return Answer(200, {"numberExists": True, "chatId": f"{digits}@c.us"})


def list_messages(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    refused = not_working(standin, pieces[1]) or _refuse_all(standin, pieces[3])
    if refused:
        return refused
    query = request.query
    found = [item for item in _of_chat(standin, pieces[1], pieces[3]) if _passes(item, query)]
    found.sort(key=lambda item: item.at, reverse=query.get("sortOrder", "desc") == "desc")
    start, count = _number(query, "offset", 0), _number(query, "limit", 10)
    return Answer(200, [_line(standin, item) for item in found[start : start + count]])


def show_message(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    refused = not_working(standin, pieces[1]) or _refuse_all(standin, pieces[3])
    if refused:
        return refused
    wanted = pieces[5].split("_")[2] if pieces[5].count("_") >= 2 else pieces[5]
    found = [item for item in _of_chat(standin, pieces[1], pieces[3]) if item.id == wanted]
    return Answer(200, _line(standin, found[-1])) if found else error(404, "Message not found")


def show_file(standin: "Standin", request: Request, pieces: list[str]) -> Answer:
    message = standin.world.find(pieces[3])
    if message is None or message.media is None:
        return error(404, "File not found")
    return Answer(200, data=message.media.data, content_type=message.media.mimetype)


def _refuse_all(standin: "Standin", chat: str) -> Answer | None:
    if chat == "all" and not standin.has_own_ids:
        return error(501, f"Chat 'all' is not implemented by the engine {standin.engine}")
    return None


def _of_chat(standin: "Standin", session: str, chat: str) -> list[Message]:
    everything = [item for item in list(standin.world.messages) if item.session == session]
    if chat == "all":
        return everything
    contact = standin.world.known(chat)
    return [item for item in everything if contact and item.phone == contact.phone]


def _passes(message: Message, query: Mapping[str, str]) -> bool:
    earliest = _number(query, "filter.timestamp.gte", 0)
    latest = _number(query, "filter.timestamp.lte", 1 << 62)
    if not earliest <= int(message.at) <= latest:
        return False
    if query.get("filter.fromMe", str(message.from_me).lower()) != str(message.from_me).lower():
        return False
    name = ACK_NAMES.get(message.ack, "UNKNOWN")
    return query.get("filter.ack", name) == name


def _line(standin: "Standin", message: Message) -> dict[str, Any]:
    contact = standin.world.owner(message.chat)
    return wa_message(standin.engine, message, contact, standin.url)


def _lid_pair(lid: str, phone: str, hidden: bool) -> dict[str, str | None]:
    return {"lid": f"{lid}@lid", "pn": None if hidden else f"{phone}@c.us"}


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isdigit() else default
