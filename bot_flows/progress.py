"""How far a long command is: a bar on a terminal, a line each elsewhere."""

import shutil

from django.core.management.base import OutputWrapper

WIDTH = 24


class Progress:
    """A bar of ``total`` steps; nothing is drawn where there are none."""

    def __init__(self, out: OutputWrapper, total: int) -> None:
        self._out, self._total = out, total
        self._done, self._label, self._said = 0, "", [""]
        self._drawn = bool(out.isatty())

    def begin(self, label: str) -> None:
        self._label, self._said = label, []
        self._draw()

    def tell(self, text: str) -> None:
        """What became known within this step."""
        self._said.append(text)
        self._draw()

    def done(self) -> None:
        self._done += 1
        if self._drawn:
            self._draw()
        else:
            self._out.write(self._line())

    def end(self) -> None:
        if self._drawn and self._total:
            self._out.write("")

    def _line(self) -> str:
        said = "; ".join(self._said)
        return f"[{self._done}/{self._total}] {self._label}" + (f" · {said}" if said else "")

    def _draw(self) -> None:
        if not self._drawn:
            return
        full = WIDTH * self._done // max(self._total, 1)
        width = shutil.get_terminal_size().columns - 1
        text = f"{'█' * full}{'░' * (WIDTH - full)} {self._line()}"[:width]
        self._out.write(f"\r{text.ljust(width)}", ending="")
        self._out.flush()
