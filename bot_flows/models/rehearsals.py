"""Who the bot is tried with, and the conversations that it must keep answering well."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, RevisionMixin

from bot_flows.blocks.script import AnswersBlock, ScriptBlock
from bot_flows.engine.release import FlowId
from bot_flows.scripts import DEFAULT_AT, Opening, Script, World

from .content import Flow
from .lines import line_of, stored

WORLDS = (
    ("some", _("encontra vagas de exemplo")),
    ("none", _("não encontra nenhuma vaga")),
    ("blocked", _("os sites de vagas não respondem")),
)


def _known() -> Any:
    return StreamField(
        AnswersBlock(),
        verbose_name=_("respostas já conhecidas"),
        blank=True,
        help_text=_("O que a pessoa já disse antes: semestre, cidade, termo…"),
    )


class Persona(RevisionMixin, models.Model):
    """Somebody to try the bot as."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=80, help_text=_("Como: “Caloura de TDS”."))
    name = models.CharField(_("nome no WhatsApp"), max_length=100, default="Ana Souza")
    course = models.ForeignKey(
        "courses.CoursePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("curso"),
    )
    returning = models.BooleanField(_("já conversou com o bot"), default=False)
    known = _known()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    @property
    def slots(self) -> dict[str, str]:
        """What is known about this person; of the course its id, and the release says the rest."""
        course = {"curso_id": str(self.course_id)} if self.course_id else {}
        return {**course, **_answers(self.known.raw_data)}

    @classmethod
    def like(cls, opening: Opening) -> Self:
        """The saved persona with which such a chat begins; a new one where there is none."""
        slots = dict(opening.slots)
        alike = cls.objects.filter(name=opening.name, returning=opening.returning)
        for persona in alike:
            if persona.slots == slots:
                return persona
        again = _(" (já conversou)") if opening.returning else ""
        answers = [
            {"type": "answer", "value": {"name": name, "value": value}, "id": str(uuid.uuid4())}
            for name, value in slots.items()
        ]
        return cls.objects.create(
            title=f"{opening.name[:60]}{again}",
            name=opening.name,
            returning=opening.returning,
            known=json.dumps(answers),
        )


def _answers(raw: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The answers of a stored AnswersBlock."""
    values = (item["value"] for item in raw)
    return {value["name"].strip(): value["value"] for value in values if value.get("name")}


class ConversationTest(PreviewableMixin, RevisionMixin, models.Model):
    """A dialogue that the bot must keep answering well; played before each publication.

    ``waits_for`` names content (``Flow.reference``, ``ReplyTemplate.reference``) whose draft
    this test was recorded on: until that is published the test does not count.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=120)
    persona = models.ForeignKey(
        Persona,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("persona"),
        help_text=_("Vazio: alguém que escreve pela primeira vez."),
    )
    start = models.ForeignKey(
        Flow,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("começa no fluxo"),
        help_text=_("Vazio: a pessoa escreve primeiro, como no telefone."),
    )
    # Where a test was recorded from the middle of a flow: the id of the step.
    start_step = models.CharField(max_length=40, blank=True, editable=False)
    at = models.DateTimeField(
        _("dia e hora"),
        null=True,
        blank=True,
        help_text=_("Vazio: uma segunda-feira, às dez da manhã."),
    )
    world = models.CharField(_("a busca de vagas"), max_length=8, choices=WORLDS, default="some")
    script = StreamField(ScriptBlock(), verbose_name=_("conversa"), blank=True)
    enabled = models.BooleanField(
        _("vale na publicação"),
        default=True,
        help_text=_("Desligado: só roda quando alguém pede."),
    )
    waits_for = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("teste de conversa")
        verbose_name_plural = _("testes de conversa")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def script_for(self, keys: Mapping[int, FlowId]) -> Script:
        """This test as a script. ``keys`` are the references of flows by their primary keys;
        nothing is asked of the database where ``persona`` is loaded."""
        persona = self.persona or Persona()
        opening = Opening(
            at=self.at or DEFAULT_AT,
            name=persona.name,
            flow=keys.get(self.start_id, "") if self.start_id else "",
            step=self.start_step,
            slots=persona.slots,
            returning=persona.returning,
        )
        lines = (line_of(item, keys) for item in self.script.raw_data)
        return Script(opening, tuple(line for line in lines if line), World(self.world))

    @classmethod
    def of(
        cls,
        script: Script,
        title: str,
        waits_for: Iterable[str] = (),
        persona: Persona | None = None,
    ) -> Self:
        """An unsaved test that plays this script.

        Somebody who is not the usual first-time Ana becomes a persona, where none is given
        that begins alike; that one is saved. Flows that do not exist are left out.
        """
        opening = script.opening
        rows = {str(key): pk for key, pk in Flow.objects.values_list("key", "pk")}
        return cls(
            title=title[:120],
            persona=persona or _persona(opening),
            start_id=rows.get(opening.flow),
            start_step=opening.step if opening.flow in rows else "",
            at=None if opening.at == DEFAULT_AT else opening.at,
            world=str(script.world),
            script=_stored(script, rows),
            waits_for=sorted(set(waits_for)),
        )

    def renew(self, script: Script) -> None:
        """Take the lines of this script in the place of those there are."""
        rows = {str(key): pk for key, pk in Flow.objects.values_list("key", "pk")}
        self.script = _stored(script, rows)


def _stored(script: Script, rows: Mapping[FlowId, int]) -> str:
    return json.dumps([item for line in script.lines if (item := stored(line, rows))])


def _persona(opening: Opening) -> Persona | None:
    usual = Opening()
    is_usual = (opening.name, opening.returning) == (usual.name, usual.returning)
    return None if is_usual and not opening.slots else Persona.like(opening)
