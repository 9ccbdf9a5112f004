"""One message in the words of each engine: what webhooks carry and what calls answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .world import ACK_NAMES, Contact, Message

type Json = dict[str, Any]

BOT_PHONE = "554133330000"
BOT = f"{BOT_PHONE}@c.us"
ENGINES = ("GOWS", "NOWEB", "WEBJS")
WITH_OWN_IDS = ("GOWS", "NOWEB")
VCARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Colega\nTEL;waid=5541988887777:+55 41 98888-7777\nEND:VCARD"
PLACE = {
    "latitude": "-25.4388",
    "longitude": "-49.2686",
    "live": False,
    "name": "Câmpus Curitiba",
    "address": "Av. Sete de Setembro, 3165",
    "url": None,
    "description": None,
    "thumbnail": None,
}
_RAW_NAMES = {
    "audio": "audioMessage",
    "image": "imageMessage",
    "video": "videoMessage",
    "sticker": "stickerMessage",
    "document": "documentMessage",
    "location": "locationMessage",
    "contact": "contactMessage",
    "poll": "pollCreationMessageV3",
    "list": "listMessage",
    "list_reply": "listResponseMessage",
    "vote": "pollUpdateMessage",
}
_INNER_KINDS = ("list", "list_reply", "vote")  # nobody sends these by themselves
_WEBJS_TYPES = {
    "text": "chat",
    "audio": "ptt",
    "contact": "vcard",
    "poll": "poll_creation",
    "list_reply": "list_response",
}
KINDS = ("text", *(kind for kind in _RAW_NAMES if kind not in _INNER_KINDS), "call")


def full_id(message: Message) -> str:
    """``true_<chat>_<id>`` or ``false_…``."""
    return f"{'true' if message.from_me else 'false'}_{message.chat}_{message.id}"


def wa_message(engine: str, message: Message, contact: Contact, base_url: str) -> Json:
    """The payload of ``message`` and ``message.any``, and a line of the history."""
    sender, receiver = message.chat, None
    if engine == "WEBJS":
        sender, receiver = (BOT, message.chat) if message.from_me else (message.chat, BOT)
    payload: Json = {
        "id": full_id(message),
        "timestamp": int(message.at),
        "from": sender,
        "fromMe": message.from_me,
        "source": "api" if message.source == "api" else "app",
        "to": receiver,
        "participant": None,
        "body": message.text or (None if message.kind != "text" else ""),
        "hasMedia": message.media is not None,
        "media": _media(message, base_url),
        "ack": message.ack,
        "ackName": ACK_NAMES.get(message.ack, "UNKNOWN"),
        "location": PLACE if message.kind == "location" else None,
        "vCards": [VCARD] if message.kind == "contact" else None,
        "replyTo": None,
        "_data": _data(engine, message, contact),
    }
    if engine == "NOWEB":
        del payload["to"]
    return payload


def call(call_id: str, chat: str, at: float) -> Json:
    """The payload of ``call.received``."""
    return {
        "id": call_id,
        "from": chat,
        "timestamp": int(at),
        "isVideo": False,
        "isGroup": False,
        "_data": {"CallID": call_id},
    }


def ack(message: Message, engine: str) -> Json:
    """The payload of ``message.ack``."""
    sender, receiver = (BOT, message.chat) if engine == "WEBJS" else (message.chat, None)
    return {
        "id": full_id(message),
        "from": sender,
        "to": receiver,
        "participant": None,
        "fromMe": message.from_me,
        "ack": message.ack,
        "ackName": ACK_NAMES.get(message.ack, "UNKNOWN"),
    }


def sent(engine: str, message: Message, contact: Contact) -> Json:
    """What a send answers; each engine has a shape of its own."""
    match engine:
        case "NOWEB":
            return {**_data("NOWEB", message, contact), "status": "PENDING"}
        case "WEBJS":
            return {
                "id": _webjs_id(message),
                "_data": _data("WEBJS", message, contact),
                "ack": 0,
                "body": message.text,
                "fromMe": True,
                "timestamp": int(message.at),
            }
        case _:
            return {"id": full_id(message), "_data": _data("GOWS", message, contact)}


def environment(version: str, engine: str, tier: str = "CORE") -> Json:
    """``GET /api/server/version`` and the end of every event."""
    return {
        "version": version,
        "engine": engine,
        "tier": tier,
        "browser": "/usr/bin/chromium" if engine == "WEBJS" else None,
        "platform": "linux/x64",
        "worker": {"id": None},
    }


def me(status: str) -> Json | None:
    """Who we are on WhatsApp, once connected."""
    if status != "WORKING":
        return None
    jid = f"{BOT_PHONE}:7@s.whatsapp.net"
    return {"id": BOT, "pushName": "CapyVagas", "lid": "99887766554433@lid", "jid": jid}


def other_address(message: Message, contact: Contact) -> str | None:
    """The other name of the person in this chat, where WhatsApp tells it."""
    if message.chat.endswith("@lid"):
        return None if contact.hidden else f"{contact.phone}@s.whatsapp.net"
    return f"{contact.lid}@lid"


def _media(message: Message, base_url: str) -> Json | None:
    if message.media is None:
        return None
    return {
        "url": f"{base_url}/api/files/{message.session}/{message.id}",
        "mimetype": message.media.mimetype,
        "filename": message.media.filename or None,
        "error": None,
    }


def _data(engine: str, message: Message, contact: Contact) -> Json:
    match engine:
        case "NOWEB":
            return _noweb(message, contact)
        case "WEBJS":
            return _webjs(message, contact)
        case _:
            return _gows(message, contact)


def _noweb(message: Message, contact: Contact) -> Json:
    return {
        "key": {
            "remoteJid": _inner(message.chat),
            "remoteJidAlt": other_address(message, contact),
            "fromMe": message.from_me,
            "id": message.id,
        },
        "pushName": "CapyVagas" if message.from_me else contact.name,
        "message": _content(message, "conversation", "Id"),
        "messageTimestamp": str(int(message.at)),
    }


def _gows(message: Message, contact: Contact) -> Json:
    other = other_address(message, contact)
    ours = f"{BOT_PHONE}:7@s.whatsapp.net"
    return {
        "Info": {
            "Chat": _inner(message.chat),
            "Sender": ours if message.from_me else _inner(message.chat),
            "SenderAlt": "" if message.from_me else other or "",
            "RecipientAlt": (other or "") if message.from_me else "",
            "IsFromMe": message.from_me,
            "IsGroup": False,
            "ID": message.id,
            "PushName": "CapyVagas" if message.from_me else contact.name,
            "Timestamp": datetime.fromtimestamp(message.at, UTC).isoformat(),
        },
        "Message": _content(message, "conversation", "ID"),
    }


def _webjs(message: Message, contact: Contact) -> Json:
    return {
        "id": _webjs_id(message),
        "type": _WEBJS_TYPES.get(message.kind, message.kind),
        "t": int(message.at),
        "notifyName": "CapyVagas" if message.from_me else contact.name,
        "from": BOT if message.from_me else message.chat,
        "to": message.chat if message.from_me else BOT,
        "body": message.text,
    }


def _webjs_id(message: Message) -> Json:
    return {
        "fromMe": message.from_me,
        "remote": message.chat,
        "id": message.id,
        "_serialized": full_id(message),
    }


def _content(message: Message, text_name: str, id_name: str) -> Mapping[str, object]:
    """``id_name``: how this engine spells the ids inside, "Id" or "ID"."""
    if message.kind == "text":
        return {text_name: message.text}
    if message.kind == "list_reply":
        response = {
            "title": message.text,
            "listType": 1,
            "singleSelectReply": {f"selectedRow{id_name}": message.text},
            "contextInfo": {f"stanza{id_name}": message.answers},
        }
        return {_RAW_NAMES[message.kind]: response}
    inner: Json = {"caption": message.text} if message.text else {}
    if message.media:
        inner["mimetype"] = message.media.mimetype
    if message.kind == "location":
        inner |= {"degreesLatitude": -25.4388, "degreesLongitude": -49.2686}
    return {_RAW_NAMES.get(message.kind, "unknownMessage"): inner or {"present": True}}


def _inner(chat: str) -> str:
    """The engines' own spelling of a phone's address."""
    return chat.replace("@c.us", "@s.whatsapp.net")
