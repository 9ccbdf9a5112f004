"""Webhook bodies in each engine's words, written after WAHA's documentation."""

from typing import Any

type Json = dict[str, Any]

ME = {"id": "554133330000@c.us", "pushName": "CapyVagas", "lid": "900900900900900@lid"}
PHONE = "5541999990001"
LID = "123456789012345"
AT = 1_795_358_364


def envelope(event: str, payload: object, engine: str = "GOWS", **more: object) -> Json:
    return {
        "id": "evt_01m81v54zaaaaaaaaaaaaaaaaa",
        "timestamp": AT * 1000 + 250,
        "event": event,
        "session": "default",
        "me": ME,
        "payload": payload,
        "engine": engine,
        "environment": {"version": "2026.7.1", "engine": engine, "tier": "CORE"},
        **more,
    }


def base(chat: str, mine: bool, **more: object) -> Json:
    return {
        "id": f"{'true' if mine else 'false'}_{chat}_3A5C4F0E11223344AABB",
        "timestamp": AT,
        "from": chat,
        "fromMe": mine,
        "source": "app",
        "body": "oi",
        "hasMedia": False,
        "media": None,
        "ack": 1,
        "ackName": "SERVER",
        "location": None,
        "vCards": None,
        "replyTo": None,
        **more,
    }


def gows(chat: str = f"{PHONE}@c.us", *, mine: bool = False, **more: object) -> Json:
    """One message from GOWS; ``message`` replaces the raw content, ``info`` adds to Info."""
    message = more.pop("message", {"conversation": "oi"})
    inner = chat.replace("@c.us", "@s.whatsapp.net")
    other = f"{LID}@lid" if chat.endswith("@c.us") else f"{PHONE}@s.whatsapp.net"
    info: Json = {
        "Chat": inner,
        "Sender": "554133330000:7@s.whatsapp.net" if mine else inner,
        "SenderAlt": "900900900900900@lid" if mine else other,
        "RecipientAlt": other if mine else "",
        "IsFromMe": mine,
        "PushName": "CapyVagas" if mine else "Ana",
        **more.pop("info", {}),  # type: ignore[dict-item]
    }
    return {**base(chat, mine, to=None, **more), "_data": {"Info": info, "Message": message}}


def noweb(chat: str = f"{PHONE}@c.us", *, mine: bool = False, **more: object) -> Json:
    message = more.pop("message", {"conversation": "oi"})
    other = f"{LID}@lid" if chat.endswith("@c.us") else f"{PHONE}@s.whatsapp.net"
    data = {
        "key": {
            "remoteJid": chat.replace("@c.us", "@s.whatsapp.net"),
            "remoteJidAlt": other,
            "fromMe": mine,
            "id": "3A5C4F0E11223344AABB",
        },
        "pushName": "CapyVagas" if mine else "Ana",
        "message": message,
        "messageTimestamp": AT,
    }
    return {**base(chat, mine, **more), "_data": data}


def webjs(chat: str = f"{PHONE}@c.us", *, mine: bool = False, **more: object) -> Json:
    kind = more.pop("type", "chat")
    sides = {"from": ME["id"], "to": chat} if mine else {"from": chat, "to": ME["id"]}
    data = {"type": kind, "notifyName": "CapyVagas" if mine else "Ana", **sides}
    return {**base(chat, mine), **sides, **more, "_data": data}


MAKERS = {"GOWS": gows, "NOWEB": noweb, "WEBJS": webjs}
