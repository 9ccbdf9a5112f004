"""The picture that is shown where somebody shares a link: 1200 by 630, drawn from a few words."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

import font_rhd
from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
DESIGN = "3"  # a new look is a new address
PAPER, BAND, INK, MUTED, ACCENT = "#fbf6ee", "#1c6450", "#2b211a", "#63554a", "#1c6450"
LEFT, RIGHT, TOP = 80, 1120, 80
TITLE_SIZES = (76, 66, 56, 48)
TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """``kicker`` stands above the title; each of ``lines`` below it, as far as it is one line."""

    title: str
    kicker: str = ""
    lines: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Changes with the words and with the design: part of the picture's address."""
        said = "\0".join((DESIGN, self.kicker, self.title, *self.lines))
        return blake2b(said.encode(), digest_size=8).hexdigest()


def draw(card: Card) -> bytes:
    """The card as a PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 24, SIZE[1]), fill=BAND)
    y = TOP
    if card.kicker:
        pen.text(
            (LEFT, y), _fit(card.kicker, _font("Bold", 34), RIGHT - LEFT), ACCENT, _font("Bold", 34)
        )
        y += 62
    font, rows = _title(card.title)
    for row in rows:
        pen.text((LEFT, y), row, INK, font)
        y += round(font.size * 1.16)
    y += 22
    plain = _font("Medium", 36)
    for line in card.lines[:2]:
        pen.text((LEFT, y), _fit(line, plain, RIGHT - LEFT), MUTED, plain)
        y += 52
    _sign(image, pen)
    return _png(image)


def _sign(image: Image.Image, pen: ImageDraw.ImageDraw) -> None:
    """The mark and the name, at the foot."""
    mark = _mark()
    image.paste(mark, (LEFT, SIZE[1] - 40 - mark.height), mark)
    x, y = LEFT + mark.width + 18, SIZE[1] - 40 - mark.height // 2
    pen.text((x, y), "Capy", INK, _font("Medium", 44), anchor="lm")
    x += round(_font("Medium", 44).getlength("Capy"))
    pen.text((x, y), "Vagas", INK, _font("Bold", 44), anchor="lm")


def _title(text: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size at which the whole title fits; the smallest one cuts it."""
    for size in TITLE_SIZES:
        font = _font("Bold", size)
        rows = _wrap(text, font)
        if len(rows) <= TITLE_LINES:
            return font, rows
    return font, [*rows[: TITLE_LINES - 1], _fit(f"{rows[TITLE_LINES - 1]} …", font, RIGHT - LEFT)]


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and font.getlength(longer) <= RIGHT - LEFT:
            rows[-1] = longer
        else:
            rows.append(_fit(word, font, RIGHT - LEFT))
    return rows


def _fit(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The text, or its beginning and an ellipsis."""
    if font.getlength(text) <= width:
        return text
    text = text[:200]
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    path = Path(font_rhd.font_directory, f"RedHatDisplay-{weight}.ttf")
    return ImageFont.truetype(str(path), size)


@lru_cache
def _mark() -> Image.Image:
    with Image.open(str(finders.find("img/mark.png"))) as file:
        return file.convert("RGBA").resize((128, 128), Image.Resampling.LANCZOS)
