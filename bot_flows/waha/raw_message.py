"""What kind of message the engines' raw objects describe.

The fields that all engines share tell most of it; stickers, documents and what is no
message at all (reactions, edits, notices) show only in ``_data``, which each engine
shapes its own way: NOWEB ``_data.message``, GOWS ``_data.Message``, WEBJS ``_data.type``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

type Fields = Mapping[str, Any]

_NOTHING: Fields = {}
_DEEPEST = 6  # of the wrappers that one message may be in
_WRAPPERS = (
    "ephemeralMessage",
    "viewOnceMessage",
    "viewOnceMessageV2",
    "viewOnceMessageV2Extension",
    "documentWithCaptionMessage",
    "deviceSentMessage",
)
_RAW_KINDS = {
    "audioMessage": "audio",
    "imageMessage": "image",
    "videoMessage": "video",
    "ptvMessage": "video",
    "stickerMessage": "sticker",
    "lottieStickerMessage": "sticker",
    "documentMessage": "document",
    "locationMessage": "location",
    "liveLocationMessage": "location",
    "contactMessage": "contact",
    "contactsArrayMessage": "contact",
    "pollCreationMessage": "other",
    "pollCreationMessageV2": "other",
    "pollCreationMessageV3": "other",
    "eventMessage": "other",
    "groupInviteMessage": "other",
}
_WEBJS_KINDS = {
    "ptt": "audio",
    "audio": "audio",
    "image": "image",
    "video": "video",
    "ptv": "video",
    "sticker": "sticker",
    "document": "document",
    "location": "location",
    "vcard": "contact",
    "multi_vcard": "contact",
    "poll_creation": "other",
    "event_creation": "other",
    "groups_v4_invite": "other",
}
_NO_MESSAGES = frozenset(
    {
        "reactionMessage",
        "encReactionMessage",
        "protocolMessage",
        "editedMessage",
        "pollUpdateMessage",
        "keepInChatMessage",
        "pinInChatMessage",
        "encEventResponseMessage",
    }
)
_WEBJS_NO_MESSAGES = frozenset(
    {
        "call_log",
        "ciphertext",
        "debug",
        "e2e_notification",
        "gp2",
        "notification",
        "notification_template",
        "pinned_message",
        "protocol",
        "reaction",
        "revoked",
    }
)
_MIMETYPES = {"audio": "audio", "image": "image", "video": "video"}


def fields(value: object) -> Fields:
    """The value as an object, empty when it is anything else."""
    return value if isinstance(value, Mapping) else _NOTHING


def kind_of(payload: Fields) -> str:
    """text, audio, image, video, sticker, document, location, contact or other."""
    raw = _raw_kind(payload)
    if raw:
        return raw
    if payload.get("vCards"):
        return "contact"
    if fields(payload.get("location")):
        return "location"
    if payload.get("hasMedia") is True or fields(payload.get("media")):
        return _media_kind(payload)
    body = payload.get("body")
    return "text" if isinstance(body, str) and body else "other"


def is_no_message(payload: Fields) -> bool:
    """A reaction, an edit, a deletion or a notice, which older engines send as a message."""
    data = fields(payload.get("_data"))
    kind = data.get("type")
    if isinstance(kind, str) and kind in _WEBJS_NO_MESSAGES:
        return True
    content = _content(data)
    return bool(data.get("messageStubType")) or any(content.get(name) for name in _NO_MESSAGES)


@dataclass(frozen=True, slots=True)
class Tap:
    """A row of a list that was tapped; the bare id of the list, where it is told."""

    text: str
    list_id: str


def tap(payload: Fields) -> Tap | None:
    """The row of a list that this message is the choice of, or None for any other message."""
    response = fields(_content(fields(payload.get("_data"))).get("listResponseMessage"))
    if not response:
        return None
    row = fields(response.get("singleSelectReply"))
    quoted, replied = fields(response.get("contextInfo")), fields(payload.get("replyTo"))
    texts = (response.get("title"), row.get("selectedRowId"), row.get("selectedRowID"))
    ids = (quoted.get("stanzaId"), quoted.get("stanzaID"), replied.get("id"))
    return Tap(_first_text(*texts, payload.get("body")), _first_text(*ids))


def _first_text(*values: object) -> str:
    return next((value for value in values if isinstance(value, str) and value), "")


def _raw_kind(payload: Fields) -> str | None:
    data = fields(payload.get("_data"))
    kind = data.get("type")
    if isinstance(kind, str) and kind in _WEBJS_KINDS:
        return _WEBJS_KINDS[kind]
    content = _content(data)
    return next((_RAW_KINDS[name] for name in _RAW_KINDS if content.get(name)), None)


def _media_kind(payload: Fields) -> str:
    mimetype = fields(payload.get("media")).get("mimetype")
    if not isinstance(mimetype, str) or "/" not in mimetype:
        return "other"
    if mimetype.startswith("image/webp"):
        return "sticker"
    return _MIMETYPES.get(mimetype.split("/", 1)[0], "document")


def _content(data: Fields) -> Fields:
    """NOWEB's or GOWS's message itself, taken out of its wrappers."""
    content = fields(data.get("message")) or fields(data.get("Message"))
    for _ in range(_DEEPEST):
        wrapper = next((name for name in _WRAPPERS if fields(content.get(name))), None)
        inner = fields(fields(content.get(wrapper)).get("message")) if wrapper else None
        if not inner:
            break
        content = inner
    return content
