"""What an editor can put on the home page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class HowItWorksStep(blocks.StructBlock):
    title = blocks.CharBlock(max_length=60, label=_("Título"))
    text = blocks.TextBlock(max_length=240, label=_("Texto"))

    class Meta:
        icon = "list-ol"
        label = _("Passo")


class ChatLine(blocks.StructBlock):
    """One bubble of the example conversation."""

    who = blocks.ChoiceBlock(
        choices=[("student", _("Estudante")), ("bot", _("CapyVagas"))], label=_("Quem fala")
    )
    text = blocks.TextBlock(max_length=400, label=_("Texto"))

    class Meta:
        icon = "comment"
        label = _("Mensagem")


class HomeLink(blocks.StructBlock):
    """A link to a page of this site or to an address elsewhere: one of the two."""

    label = blocks.CharBlock(max_length=60, label=_("Texto do link"))
    text = blocks.CharBlock(max_length=160, required=False, label=_("Descrição curta"))
    page = blocks.PageChooserBlock(required=False, label=_("Página deste site"))
    url = blocks.URLBlock(
        required=False,
        label=_("Ou um endereço"),
        help_text=_("Começa com https://. Deixe vazio se escolheu uma página."),
    )

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            reason = _("Escolha uma página ou escreva um endereço: um dos dois.")
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(reason)})
        if cleaned.get("url") and not cleaned["url"].startswith(("http://", "https://")):
            reason = _("O endereço precisa começar com http:// ou https://.")
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(reason)})
        return cleaned
