"""What a drawing says, read back out of its SVG."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from functools import cached_property

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Drawing:
    text: str

    @cached_property
    def root(self) -> ET.Element:
        return ET.fromstring(self.text.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))

    @property
    def cards(self) -> list[ET.Element]:
        return [item for item in self.root.iter(f"{SVG}g") if "data-flow" in item.attrib]

    @property
    def nodes(self) -> list[str]:
        return [card.attrib["data-flow"] for card in self.cards]

    @property
    def edges(self) -> list[tuple[str, str]]:
        items = [item for item in self.root.iter(f"{SVG}g") if "data-from" in item.attrib]
        return [(item.attrib["data-from"], item.attrib["data-to"]) for item in items]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Edges that are drawn, rather than written in a card."""
        items = [item for item in self.root.iter(f"{SVG}g") if item.get("class") == "bot-map__line"]
        return [(item.attrib["data-from"], item.attrib["data-to"]) for item in items]

    @property
    def labels(self) -> dict[str, str]:
        """What is heard of each flow."""
        return {
            card.attrib["data-flow"]: next(
                item.attrib["aria-label"] for item in card.iter() if "aria-label" in item.attrib
            )
            for card in self.cards
        }

    def box(self, flow: str) -> tuple[float, float, float, float]:
        """Left, top, width and height of a card."""
        card = next(item for item in self.cards if item.attrib["data-flow"] == flow)
        x, y = card.attrib["transform"][len("translate(") : -1].split()
        rect = next(card.iter(f"{SVG}rect")).attrib
        return float(x), float(y), float(rect["width"]), float(rect["height"])
