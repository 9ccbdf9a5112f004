"""The lines of a conversation test, as an editor writes them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .library import FlowChooserBlock

MEDIA = (
    ("audio", _("Áudio")),
    ("image", _("Foto")),
    ("video", _("Vídeo")),
    ("sticker", _("Figurinha")),
    ("document", _("Documento")),
    ("location", _("Localização")),
    ("contact", _("Contato")),
    ("call", _("Ligação")),
    ("other", _("Outra coisa")),
)
HOWS = (
    ("whole", _("exatamente isto")),
    ("contains", _("algo que contenha isto")),
    ("lacks", _("nada que contenha isto")),
)
UNITS = (("minutes", _("minutos")), ("hours", _("horas")), ("days", _("dias")))
PERSON, BOT = _("A pessoa"), _("O bot")
MOST_LINES = 300
LONGEST_BUBBLE = 4200  # WhatsApp's limit, and the name of a file before it


class SaysBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Mensagem"), max_length=4096)

    class Meta:
        icon = "user"
        label = _("A pessoa diz")
        group = PERSON
        label_format = _("A pessoa diz: {text}")


class SendsBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=MEDIA, default="audio", label=_("O quê"))

    class Meta:
        icon = "media"
        label = _("A pessoa manda")
        group = PERSON
        label_format = _("A pessoa manda: {kind}")


class WaitsBlock(blocks.StructBlock):
    amount = blocks.IntegerBlock(
        label=_("Quanto"), default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    unit = blocks.ChoiceBlock(choices=UNITS, default="hours", label=_("Unidade"))

    class Meta:
        icon = "time"
        label = _("Passa o tempo")
        group = PERSON
        label_format = _("Passam {amount} {unit}")


class ExpectsBlock(blocks.StructBlock):
    how = blocks.ChoiceBlock(choices=HOWS, default="whole", label=_("O bot diz"))
    text = blocks.TextBlock(label=_("Texto"), rows=2, max_length=LONGEST_BUBBLE)

    class Meta:
        icon = "comment"
        label = _("O bot responde")
        group = BOT
        label_format = _("O bot responde: {text}")


class SilentBlock(blocks.StaticBlock):
    """The bot says nothing at all, as while a person of ours has the chat."""

    class Meta:
        icon = "no-view"
        label = _("O bot fica calado")
        group = BOT
        admin_text = _("O bot não diz nada em resposta ao que vem antes.")


class ExpectsFlowBlock(blocks.StructBlock):
    flow = FlowChooserBlock(
        label=_("Fluxo"), required=False, help_text=_("Vazio: a conversa terminou.")
    )

    class Meta:
        icon = "arrow-right"
        label = _("A conversa está em")
        group = BOT
        label_format = _("A conversa está em {flow}")


class ScriptBlock(blocks.StreamBlock):
    """A dialogue: what the person does and what the bot must answer, from top to bottom."""

    says = SaysBlock()
    sends = SendsBlock()
    waits = WaitsBlock()
    expects = ExpectsBlock()
    silent = SilentBlock()
    expects_flow = ExpectsFlowBlock()

    class Meta:
        max_num = MOST_LINES


class AnswerBlock(blocks.StructBlock):
    """An answer that is known before the conversation begins."""

    name = blocks.CharBlock(label=_("Resposta"), max_length=30)
    value = blocks.CharBlock(label=_("Valor"), max_length=300)

    class Meta:
        icon = "tag"
        label = _("Resposta conhecida")
        label_format = "{name}: {value}"


class AnswersBlock(blocks.StreamBlock):
    """Answers that are known before the conversation begins."""

    answer = AnswerBlock()
