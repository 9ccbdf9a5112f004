"""The form of a conversation test: what cannot be played is said at the line that causes it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError

ACTS = frozenset({"says", "sends"})
SPOKEN = frozenset({"expects", "silent"})
JUDGED = frozenset({*SPOKEN, "expects_flow"})


class TestForm(WagtailAdminModelForm):
    """A test that cannot fail, or can never pass, is not saved; the preview shows it even so."""

    __test__ = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "script" in cleaned and not self.is_deferred_validation:
            raw = list(cleaned["script"].raw_data)
            error = script_error(raw, begins=cleaned.get("start") is not None)
            if error:
                self.add_error("script", error)
        return cleaned


def script_error(raw: list[Mapping[str, Any]], *, begins: bool) -> ValidationError | None:
    """What is wrong with these stored lines; ``begins`` says that the bot speaks first."""
    if not raw:
        return _whole(_("A conversa está vazia. Comece pelo que a pessoa diz."))
    faults = {index: ValidationError(text) for index, text in _faults(raw, begins=begins)}
    if faults:
        return StreamBlockValidationError(block_errors=faults)
    if not any(item["type"] in JUDGED for item in raw):
        text = _("Este teste não confere nada. Inclua o que o bot deve responder.")
        return _whole(text)
    return None


def _whole(text: str) -> ValidationError:
    return StreamBlockValidationError(non_block_errors=[text])


def _faults(raw: list[Mapping[str, Any]], *, begins: bool) -> Iterator[tuple[int, str]]:
    """Index and sentence of each line that cannot be met."""
    last, answer = ("start" if begins else ""), set[str]()
    for index, item in enumerate(raw):
        kind = item["type"]
        if kind not in JUDGED:
            last, answer = kind, set()
        elif text := _fault(item, last, answer):
            yield index, text
        elif kind in SPOKEN:
            answer.add(kind)


def _fault(item: Mapping[str, Any], last: str, answer: set[str]) -> str:
    kind = item["type"]
    if not last:
        return _(
            "O bot só fala depois que a pessoa diz algo. Comece pelo que a pessoa diz, "
            "ou escolha em que fluxo a conversa começa."
        )
    if last == "waits" and kind == "expects" and item["value"].get("how") != "lacks":
        return _("O bot não fala sozinho. Depois do tempo, inclua o que a pessoa diz.")
    if kind in SPOKEN and answer and (kind == "silent" or "silent" in answer):
        return _("O bot não pode responder e ficar calado ao mesmo tempo.")
    return ""
