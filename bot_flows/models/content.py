"""What editors write: flows, replies, and the settings of the bot as a whole.

A draft is for the editor's eyes. Publishing any of these compiles all live content into a
new release in the same transaction, so content that would break the bot never becomes live.
"""

import logging
import uuid
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from bot_flows.blocks import StepsBlock, words
from bot_flows.engine.codes import Issue
from bot_flows.engine.wording import Reply, Word
from bot_flows.replies import REPLIES
from bot_flows.sentences import sentence

from . import moments, preview, schedule, showing

logger = logging.getLogger(__name__)

MENU_FORMS = (
    ("text", _("Texto numerado")),
    ("poll", _("Enquete")),
    ("list", _("Lista")),
)
LONGEST_TRIGGER = 60


class PublishRefused(Exception):
    """Live content would break the bot. ``issues`` are the errors; nothing was published."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        super().__init__(", ".join(f"{issue.code} ({issue.field})" for issue in issues))
        self.issues = issues

    def reasons(self) -> list[str]:
        """A sentence for each, with the name of its flow before it."""
        keys = Flow.objects.values_list("key", "title")
        names = {str(key): title for key, title in keys}
        names |= {str(key): str(note.name) for key, note in REPLIES.items()}
        lines = ((names.get(issue.flow, ""), sentence(issue, names)) for issue in self.issues)
        return [f"{place}: {line}" if place else line for place, line in lines]


class BotContent(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    models.Model,
):
    """A snippet whose publication makes a release, or is rolled back with it."""

    # What was live before a revision with an end: when it ends, this comes back.
    returns_to = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    acting_user: User | None = None
    # On PostgreSQL two writers of the search index can deadlock, and the error is swallowed
    # within the transaction that it spoils: so it is written after the commit, by ``save``.
    search_auto_update = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        transaction.on_commit(partial(index.insert_or_update_object, self))

    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        """Publish a revision. Raises PublishRefused, except on schedule: that one is logged."""
        revision.acting_user = user
        try:
            with transaction.atomic():
                if options.get("log_action") != schedule.RETURNED:
                    schedule.remember_way_back(self, revision)
                super().publish(revision, user=user, **options)
        except PublishRefused as refused:
            if options.get("log_action") != schedule.SCHEDULED:
                raise
            logger.error("scheduled publishing refused: %s %s: %s", type(self), self.pk, refused)
            schedule.refuse(self, revision, refused.reasons())

    def unpublish(self, set_expired: bool = False, **options: Any) -> None:
        """Take it out of the bot. Raises PublishRefused where the bot needs it.

        Where its time is over, what was live before comes back; what the bot needs stays.
        """
        self.acting_user = options.get("user")
        try:
            with transaction.atomic():
                if set_expired and self.returns_to:
                    schedule.come_back(self)
                else:
                    super().unpublish(set_expired=set_expired, **options)
        except PublishRefused as refused:
            if not set_expired:
                raise
            logger.error("scheduled expiry refused: %s %s: %s", type(self), self.pk, refused)
            schedule.stay(self, refused.reasons())


class Flow(BotContent):
    """A short script: steps from top to bottom, and the words that open it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=80)
    triggers = models.TextField(
        _("palavras que abrem este fluxo"),
        blank=True,
        help_text=_("Uma por linha. Acentos e maiúsculas não importam."),
    )
    steps = StreamField(StepsBlock(), verbose_name=_("passos"), blank=True)

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("triggers"),
        index.SearchField("steps"),
    ]

    class Meta:
        verbose_name = _("fluxo")
        verbose_name_plural = _("fluxos")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What names this flow in a release."""
        return str(self.key)

    @property
    def trigger_words(self) -> tuple[str, ...]:
        return words(self.triggers)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Conversa")), ("mapa", _("Mapa"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return f"bot_flows/{'maps/' if mode_name == 'mapa' else ''}preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        if mode_name == "mapa":
            return {"heading": self.title, "drawing": showing.map_around(self)}
        return {"heading": self.title, "bubbles": showing.conversation(self)}


class ReplyTemplate(BotContent):
    """Wording: what the engine itself says, or a text that flows share."""

    key = models.SlugField(
        _("quando é dita"),
        max_length=60,
        unique=True,
        blank=True,
        help_text=_("Vazio: um texto pronto, que os fluxos podem usar em Falar."),
    )
    title = models.CharField(_("nome"), max_length=80, blank=True)
    text = models.TextField(_("texto"))

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("text"),
        index.FilterField("key"),
    ]

    class Meta:
        verbose_name = _("resposta")
        verbose_name_plural = _("respostas")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return self.key

    @property
    def reply(self) -> Reply | None:
        """The moment of the engine that this words; None for a text that flows share."""
        return Reply(self.key) if self.key in Reply else None

    @property
    def moment(self) -> str:
        """When it is said, for lists."""
        return str(REPLIES[self.reply].moment) if self.reply else gettext("Usada pelos fluxos.")

    def full_clean(self, *args: Any, **options: Any) -> None:
        self._name()
        super().full_clean(*args, **options)

    def _name(self) -> None:
        if self.reply:
            self.title = str(REPLIES[self.reply].name)
        elif not self.key:
            self.key = f"texto-{uuid.uuid4().hex[:12]}"

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "bot_flows/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        bubbles = preview.timed(moments.in_its_moment(self.reply, self.text))
        return {"heading": self.title, "note": self.moment, "bubbles": bubbles}


def _minutes(label: Any, default: int, text: Any) -> models.PositiveIntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(60 * 24 * 30)]
    return models.PositiveIntegerField(label, default=default, validators=limits, help_text=text)


def _flow(label: Any, text: Any) -> models.ForeignKey:
    return models.ForeignKey(
        Flow,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=label,
        help_text=text,
    )


def _spellings(label: Any, default: str) -> models.CharField:
    text = _("Separe por vírgulas. Valem em qualquer ponto da conversa.")
    return models.CharField(label, max_length=300, default=default, help_text=text)


class BotSettings(PreviewableMixin, BaseGenericSetting):
    """What editors decide about the bot as a whole."""

    start = _flow(_("fluxo inicial"), _("Por onde toda conversa começa."))
    menu = _flow(_("fluxo do menu"), _("Aonde a palavra “menu” leva. Vazio: ao fluxo inicial."))
    help = _flow(_("fluxo de ajuda"), _("Aonde a palavra “ajuda” leva."))
    person = _flow(_("fluxo do atendente"), _("O que passa a conversa a uma pessoa."))
    idle_minutes = _minutes(
        _("pausa longa, em minutos"), 720, _("Depois disto o bot pergunta se a pessoa continua.")
    )
    handoff_minutes = _minutes(
        _("silêncio no atendimento, em minutos"),
        720,
        _("Quanto o bot fica calado enquanto uma pessoa atende."),
    )
    page_size = models.PositiveSmallIntegerField(
        _("vagas por vez"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    ignore_after_minutes = _minutes(
        _("ignorar mensagens com mais de, em minutos"),
        30,
        _("Mensagens velhas, que chegam quando o WhatsApp volta de uma queda, ficam sem resposta."),
    )
    words_menu = _spellings(_("menu"), "menu, início, inicio, voltar ao menu")
    words_back = _spellings(_("voltar um passo"), "voltar, volta, anterior")
    words_help = _spellings(_("ajuda"), "ajuda, help, socorro")
    words_quit = _spellings(_("sair"), "sair, tchau, encerrar, fim")
    words_stop = _spellings(_("parar de receber"), "parar, pare, stop, descadastrar")
    menu_form = models.CharField(
        _("como os menus são enviados"),
        max_length=8,
        choices=MENU_FORMS,
        default="text",
        help_text=_(
            "Onde a conta do WhatsApp não aceita enquete ou lista, vai o texto numerado. "
            "O número e o nome da opção, digitados, valem sempre."
        ),
    )
    release_word = models.CharField(
        _("palavra da equipe"),
        max_length=20,
        default="#bot",
        help_text=_("Escrita pelo telefone da equipe na conversa, devolve a conversa ao bot."),
    )

    acting_user: User | None = None
    reference = "settings"

    class Meta:
        verbose_name = _("configurações do bot")
        permissions = (
            ("read_messages", _("Pode ler as mensagens das conversas")),
            ("see_reports", _("Pode ver os relatórios do bot")),
            ("override_tests", _("Pode publicar com testes falhando")),
            ("export_bot", _("Pode exportar o bot")),
            ("import_bot", _("Pode importar o bot")),
        )

    def save(self, *args: Any, **options: Any) -> None:
        """Save, and with it the release that follows. Raises PublishRefused."""
        with transaction.atomic():
            super().save(*args, **options)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "bot_flows/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"heading": gettext("Começo da conversa"), "bubbles": showing.beginning(self)}

    def spellings(self) -> dict[Word, tuple[str, ...]]:
        """Each global word with the ways to write it."""
        return {word: words(getattr(self, f"words_{word}")) for word in Word}
