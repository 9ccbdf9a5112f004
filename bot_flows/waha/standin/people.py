"""What people send: the files that stand for a voice note, a photo, a sticker."""

import struct
from dataclasses import dataclass
from functools import cache

from . import qr
from .world import Contact, Media


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody says something. ``server``: "c.us" or "lid"; ``at`` in seconds since 1970."""

    contact: Contact
    text: str
    kind: str
    server: str
    at: float
    staff: bool = False

    @property
    def chat(self) -> str:
        """The address that WhatsApp shows."""
        if self.server == "lid" or self.contact.hidden:
            return f"{self.contact.lid}@lid"
        return f"{self.contact.phone}@c.us"


@cache
def attachment(kind: str) -> Media | None:
    """The file in a message of this kind, None where it has none."""
    match kind:
        case "audio":
            return Media(_silence(), "audio/wav", "")
        case "image":
            return Media(_sunset(), "image/png", "")
        case "sticker":
            return Media(qr.draw("capivara"), "image/webp", "")
        case "video":
            return Media(b"\0" * 64, "video/mp4", "")
        case "document":
            return Media(b"%PDF-1.4\n%%EOF\n", "application/pdf", "curriculo.pdf")
        case _:
            return None


def _silence() -> bytes:
    """Half a second of nothing, as WAV."""
    samples = b"\x80" * 4000
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    data = struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", 4 + len(form) + len(data)) + b"WAVE" + form + data


def _sunset() -> bytes:
    """A small picture of colours that change from top to bottom, as PNG."""
    width, height = 240, 160
    rows = bytearray()
    for y in range(height):
        colour = bytes((250 - y // 2, 150 - y // 3, 60 + y))
        rows += b"\0" + colour * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return qr.png(header, bytes(rows))
