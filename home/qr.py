"""A QR code as one path of an inline SVG: no picture to fetch, sharp on paper."""

from functools import lru_cache

import qrcode

QUIET = 4


@lru_cache(maxsize=256)
def draw(text: str) -> tuple[int, str]:
    """The side in modules, quiet zone and all, and the dark modules as a path."""
    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    return len(rows), "".join(_runs(row, y) for y, row in enumerate(rows))


def _runs(row: list[bool], y: int) -> str:
    """Each run of dark modules of a row as one rectangle."""
    path, x = "", 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            path += f"M{x} {y}h{end - x}v1h-{end - x}z"
        x = end + 1
    return path
