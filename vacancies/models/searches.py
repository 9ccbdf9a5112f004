"""Searches at the sites: what is asked for, what each site said, and the settings."""

from datetime import datetime, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

SITES = {"indeed": "Indeed", "linkedin": "LinkedIn", "glassdoor": "Glassdoor"}


class Search(models.Model):
    """One term at one place. ``requested_at`` is set while it is queued or running.

    ``answered_at`` is the last time that any site answered (found or empty); ``blocked``
    says that in the last run every site turned us away. ``by_clock``: queued by the clock and
    not by a person, for those sites alone whose turn it is.
    """

    term = models.CharField(max_length=150)
    place = models.CharField(max_length=100)
    label = models.CharField(_("busca"), max_length=150)
    place_label = models.CharField(_("lugar"), max_length=100)
    requested_at = models.DateTimeField(_("pedida em"), null=True, blank=True)
    running_until = models.DateTimeField(_("em andamento até"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tentativas"), default=0)
    finished_at = models.DateTimeField(_("terminada em"), null=True, blank=True)
    answered_at = models.DateTimeField(_("respondida em"), null=True, blank=True)
    blocked = models.BooleanField(_("bloqueada"), default=False)
    by_clock = models.BooleanField(_("pedida pelo relógio"), default=False)

    class Meta:
        verbose_name = _("busca")
        verbose_name_plural = _("buscas")
        constraints = (models.UniqueConstraint(fields=["term", "place"], name="search_once"),)
        indexes = (
            models.Index(
                fields=["requested_at"],
                name="search_pending",
                condition=Q(requested_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} ({self.place_label})"


class SearchRun(models.Model):
    """What one site said to one search."""

    class Outcome(models.TextChoices):
        FOUND = "found", _("encontrou")
        EMPTY = "empty", _("nada encontrado")
        BLOCKED = "blocked", _("bloqueada pelo site")
        FAILED = "failed", _("falhou")

    search = models.ForeignKey(
        Search, on_delete=models.CASCADE, related_name="runs", verbose_name=_("busca")
    )
    site = models.CharField(_("site"), max_length=20)
    outcome = models.CharField(_("resultado"), max_length=8, choices=Outcome.choices)
    started_at = models.DateTimeField(_("começou em"))
    finished_at = models.DateTimeField(_("terminou em"), default=timezone.now)
    found = models.PositiveIntegerField(_("anúncios"), default=0)
    new = models.PositiveIntegerField(_("vagas novas"), default=0)
    message = models.CharField(_("mensagem"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("busca")
        verbose_name_plural = _("buscas")
        ordering = ("-finished_at", "-id")
        indexes = (
            models.Index(fields=["-finished_at", "-id"], name="run_newest"),
            models.Index(fields=["site", "-finished_at"], name="run_of_site"),
        )

    def __str__(self) -> str:
        return f"{self.site}: {self.get_outcome_display()}"


def _between(low: int, high: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(low), MaxValueValidator(high)]


@register_setting(icon="search")
class VacancySettings(BaseGenericSetting):
    """How the sites are searched."""

    use_indeed = models.BooleanField(_("buscar no Indeed"), default=True)
    use_linkedin = models.BooleanField(_("buscar no LinkedIn"), default=True)
    use_glassdoor = models.BooleanField(_("buscar no Glassdoor"), default=True)
    place = models.CharField(_("lugar padrão"), max_length=100, default="Brasil")
    days_old = models.PositiveSmallIntegerField(
        _("idade máxima dos anúncios, em dias"), default=30, validators=_between(1, 365)
    )
    results_wanted = models.PositiveSmallIntegerField(
        _("anúncios por site"), default=25, validators=_between(1, 200)
    )
    stale_hours = models.PositiveSmallIntegerField(
        _("validade de uma busca, em horas"), default=6, validators=_between(1, 720)
    )
    retry_minutes = models.PositiveSmallIntegerField(
        _("espera depois de uma falha, em minutos"), default=30, validators=_between(1, 1440)
    )
    time_limit_seconds = models.PositiveSmallIntegerField(
        _("tempo total de uma busca, em segundos"), default=90, validators=_between(5, 900)
    )
    merge_days = models.PositiveSmallIntegerField(
        _("janela para juntar anúncios iguais, em dias"), default=30, validators=_between(1, 365)
    )
    read_descriptions = models.BooleanField(_("ler a descrição de cada anúncio"), default=False)
    check_links = models.BooleanField(_("conferir se os links funcionam"), default=True)
    check_hours = models.PositiveSmallIntegerField(
        _("conferir cada link a cada, em horas"), default=48, validators=_between(6, 720)
    )
    check_pause_seconds = models.PositiveSmallIntegerField(
        _("pausa entre duas visitas a um site, em segundos"),
        default=15,
        validators=_between(1, 3600),
    )
    check_block_hours = models.PositiveSmallIntegerField(
        _("espera quando um site recusa a visita, em horas"),
        default=6,
        validators=_between(1, 168),
    )
    refresh_hours = models.PositiveSmallIntegerField(
        _("repetir os termos dos cursos a cada, em horas"), default=12, validators=_between(1, 720)
    )
    hourly_limit = models.PositiveSmallIntegerField(
        _("buscas do relógio por site e por hora"), default=20, validators=_between(1, 600)
    )
    sender_days = models.PositiveSmallIntegerField(
        _("guardar o contato de quem enviou uma vaga, em dias"),
        default=90,
        validators=_between(1, 730),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("use_indeed"), FieldPanel("use_linkedin"), FieldPanel("use_glassdoor")],
            heading=_("Sites"),
            help_text=_("Um site que bloqueia sempre pode ser desligado aqui."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "place",
                    help_text=_("Usado quando ninguém diz a cidade. Ex.: Brasil, Curitiba/PR."),
                ),
                FieldRowPanel([FieldPanel("days_old"), FieldPanel("results_wanted")]),
                FieldPanel(
                    "read_descriptions",
                    help_text=_(
                        "No LinkedIn e no Glassdoor custa uma visita por anúncio e aumenta a "
                        "chance de bloqueio. O Indeed sempre traz a descrição."
                    ),
                ),
            ],
            heading=_("O que buscar"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "stale_hours",
                    help_text=_("Depois disso, quem pedir o mesmo termo faz buscar de novo."),
                ),
                FieldPanel("retry_minutes"),
                FieldPanel("time_limit_seconds"),
                FieldPanel(
                    "merge_days",
                    help_text=_("Anúncios iguais dentro deste prazo viram uma vaga só."),
                ),
            ],
            heading=_("Quando"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "check_links",
                    help_text=_("Uma vaga fora do ar em dois dias diferentes é encerrada."),
                ),
                FieldRowPanel([FieldPanel("check_hours"), FieldPanel("check_pause_seconds")]),
                FieldPanel(
                    "check_block_hours",
                    help_text=_("Dobra a cada nova recusa, até uma semana."),
                ),
            ],
            heading=_("Links das vagas"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "refresh_hours",
                    help_text=_("As buscas são espalhadas por este tempo, e não feitas juntas."),
                ),
                FieldPanel(
                    "hourly_limit",
                    help_text=_("O que um estudante pede passa na frente e não espera por isto."),
                ),
            ],
            heading=_("Relógio"),
        ),
        MultiFieldPanel([FieldPanel("sender_days")], heading=_("Envios")),
    ]

    class Meta:
        verbose_name = _("configurações das buscas")

    @classmethod
    def current(cls) -> Self:
        """The settings as saved, or the defaults; one statement, never a write."""
        return cls.objects.first() or cls()

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(site for site in SITES if getattr(self, f"use_{site}"))

    def stale_before(self, now: datetime) -> datetime:
        """An answer older than this is looked for again."""
        return now - timedelta(hours=self.stale_hours)

    def retry_before(self, now: datetime) -> datetime:
        """A run that ended after this is not repeated yet, whatever it brought."""
        return now - timedelta(minutes=self.retry_minutes)
