"""A picture that looks like a QR code, as PNG, with zlib alone. No phone can read it."""

import hashlib
import struct
import zlib

SIDE = 33
QUIET = 4
PIXELS = 8


def draw(value: str) -> bytes:
    """The PNG of this value's code."""
    modules = _modules(value)
    side = (SIDE + 2 * QUIET) * PIXELS
    rows = bytearray()
    for y in range(side):
        rows.append(0)  # no filter on this row
        row = y // PIXELS - QUIET
        rows += bytes(0 if (x // PIXELS - QUIET, row) in modules else 255 for x in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return png(header, bytes(rows))


def png(header: bytes, rows: bytes) -> bytes:
    """A PNG file of this header (IHDR) and these rows, each with its filter byte first."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _modules(value: str) -> frozenset[tuple[int, int]]:
    """The black squares: data from the value, and the three finders over it."""
    bits = "".join(
        f"{byte:08b}"
        for block in range(5)
        for byte in hashlib.sha256(f"{block}{value}".encode()).digest()
    )
    black = {
        (x, y) for y in range(SIDE) for x in range(SIDE) if bits[(x * SIDE + y) % len(bits)] == "1"
    }
    for left, top in ((0, 0), (SIDE - 7, 0), (0, SIDE - 7)):
        for x in range(-1, 8):
            for y in range(-1, 8):
                black.discard((left + x, top + y))
                if _is_finder(x, y):
                    black.add((left + x, top + y))
    return frozenset(black)


def _is_finder(x: int, y: int) -> bool:
    ring = max(abs(x - 3), abs(y - 3))
    return ring == 3 or ring <= 1


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
