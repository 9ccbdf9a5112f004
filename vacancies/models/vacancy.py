"""A vacancy, the postings it was seen in, and the courses it fits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import RevisionMixin

from vacancies import words
from vacancies.forms import VacancyForm
from vacancies.likeness import Ad, core_of, keys
from vacancies.links import host_of, is_web, link_key_of
from vacancies.panels import KnownPanel, SourcesPanel
from vacancies.places import STATES, city_key

from .facts import FACTS_PANEL, Facts
from .standing import Standing

OPEN_DAYS = 60
DESCRIPTION_LIMIT = 20_000
CORE_LIMIT = 250  # a longer core is left unsaid: cut, it would say something else
# How kinds are searched for: the same in every language that a reader may have chosen.
SAID_KINDS = {
    "estagio": "estágio",
    "emprego": "emprego",
    "trainee": "trainee",
    "aprendiz": "aprendiz",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One place where a vacancy stands. ``is_alive`` unless its link was found dead."""

    name: str
    url: str
    is_alive: bool
    seen_at: datetime


class Vacancy(Standing, Facts, RevisionMixin, models.Model):  # type: ignore[misc]
    """What people see. Filled from the sites, or written and corrected by hand."""

    class Origin(models.TextChoices):
        SITE = "site", _("busca nos sites")
        FORM = "form", _("formulário do site")
        EDITOR = "editor", _("escrita no painel")
        API = "api", _("integração")

    class Kind(models.TextChoices):
        ESTAGIO = "estagio", _("Estágio")
        EMPREGO = "emprego", _("Emprego")
        TRAINEE = "trainee", _("Trainee")
        APRENDIZ = "aprendiz", _("Aprendiz")

    title = models.CharField(_("título"), max_length=200)
    company = models.CharField(_("empresa"), max_length=150, blank=True)
    city = models.CharField(_("cidade"), max_length=80, blank=True)
    state = models.CharField(_("estado"), max_length=2, blank=True, choices=list(STATES.items()))
    remote = models.BooleanField(_("remota"), default=False)
    kind = models.CharField(_("tipo"), max_length=8, choices=Kind.choices, default=Kind.EMPREGO)
    salary = models.CharField(_("salário ou bolsa"), max_length=120, blank=True)
    link = models.URLField(
        _("link"), max_length=1000, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    source = models.CharField(_("fonte"), max_length=60, blank=True)
    posted_at = models.DateField(_("publicada em"), null=True, blank=True)
    last_seen_at = models.DateTimeField(_("vista por último em"), default=timezone.now)
    description = models.TextField(_("descrição"), blank=True, max_length=DESCRIPTION_LIMIT)
    origin = models.CharField(
        _("origem"), max_length=6, choices=Origin.choices, default=Origin.SITE, editable=False
    )
    is_demo = models.BooleanField(_("demonstração"), default=False, editable=False)
    edited_by_hand = models.BooleanField(_("editada à mão"), default=False, editable=False)
    created_at = models.DateTimeField(_("criada em"), default=timezone.now, editable=False)
    sort_date = models.DateField(editable=False)
    city_key = models.CharField(max_length=80, blank=True, editable=False)
    # Where those that may be the same are looked for: see likeness.keys.
    match_key = models.CharField(max_length=32, blank=True, editable=False)
    link_key = models.CharField(max_length=32, blank=True, editable=False)
    company_key = models.BigIntegerField(null=True, blank=True, editable=False)
    title_key = models.BigIntegerField(null=True, blank=True, editable=False)
    title_core = models.CharField(
        max_length=CORE_LIMIT, blank=True, default="", db_default="", editable=False
    )
    title_text = models.TextField(blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    base_form_class = VacancyForm
    panels = [
        KnownPanel(),
        FieldPanel("title", help_text=_("Como o estudante lê a vaga na lista.")),
        FieldPanel("live", help_text=_("Desmarque para esconder; a vaga não volta sozinha.")),
        FieldPanel("company"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("salary")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("city"), FieldPanel("state")]),
                FieldPanel("remote", help_text=_("Vagas remotas aparecem em todas as cidades.")),
            ],
            heading=_("Lugar"),
        ),
        FACTS_PANEL,
        FieldPanel("description", help_text=_("Texto simples, sem formatação.")),
        MultiFieldPanel(
            [
                FieldPanel("link", help_text=_("Onde a pessoa se candidata: http:// ou https://.")),
                FieldPanel("source", help_text=_("Nome do site, como Indeed ou LinkedIn.")),
                FieldPanel("posted_at"),
            ],
            heading=_("Origem"),
        ),
        SourcesPanel(heading=_("Fontes")),
    ]

    class Meta:
        verbose_name = _("vaga")
        verbose_name_plural = _("vagas")
        ordering = ("-sort_date", "-id")
        indexes = (
            models.Index(
                fields=["-sort_date", "-id"], name="vacancy_listed", condition=Q(listed=True)
            ),
            models.Index(fields=["check_at"], name="vacancy_to_check", condition=Q(listed=True)),
            models.Index(
                fields=["closed_at"], name="vacancy_closed", condition=~Q(closed_reason="")
            ),
            models.Index(
                fields=["apply_by"],
                name="vacancy_deadline",
                condition=Q(listed=True, apply_by__isnull=False),
            ),
            models.Index(fields=["city_key", "state"], name="vacancy_city"),
            models.Index(
                fields=["state", "kind", "-sort_date", "-id"],
                name="vacancy_state",
                condition=Q(listed=True),
            ),
            models.Index(
                fields=["moderation", "-id"],
                name="vacancy_to_decide",
                condition=~Q(moderation="clear"),
            ),
            models.Index(fields=["match_key"], name="vacancy_match_key"),
            models.Index(fields=["link_key"], name="vacancy_link_key"),
            models.Index(
                fields=["company_key", "id"],
                name="vacancy_company_key",
                condition=Q(company_key__isnull=False),
            ),
            models.Index(
                fields=["title_key", "id"],
                name="vacancy_title_key",
                condition=Q(title_key__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} · {self.company}" if self.company else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *DERIVED}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/vagas/{self.pk}/"

    def derive(self) -> None:
        """Fill the columns that the others decide; whoever writes in bulk calls it himself."""
        self.plan_first_check()
        self.city_key = city_key(self.city)
        self.sort_date = self.posted_at or timezone.localdate(self.created_at)
        self.link_key = link_key_of(self.link)
        ad = self.ad
        self.match_key, self.company_key, self.title_key = keys(ad)
        core = core_of(ad)
        self.title_core = core if len(core) <= CORE_LIMIT else ""
        self.title_text = words.index(self.title)
        self.search_text = words.sections(self.description, self.about(), self.title_text)

    @property
    def ad(self) -> Ad:
        """As it is compared with others."""
        return self.ad_on(None)

    def ad_on(self, seen: date | None) -> Ad:
        """The same, as it was seen on a day."""
        return Ad(
            self.title, self.company, self.city, self.state, self.remote, self.kind, self.link, seen
        )

    def sources(self) -> list[Source]:
        """Where it stands, living ones first, then those seen last; one name and link once.

        Reads ``postings``, so ``prefetch_related("postings")`` makes it free of statements.
        """
        rows = sorted(
            self.postings.all(), key=lambda p: (p.dead_at is not None, -p.last_seen_at.timestamp())
        )
        found = [Source(p.site_name, p.url, p.dead_at is None, p.last_seen_at) for p in rows]
        if not found:
            found = [Source(self.source or host_of(self.link), self.link, True, self.last_seen_at)]
        once: dict[tuple[str, str], Source] = {}
        for source in found:
            if is_web(source.url):
                once.setdefault((source.name, link_key_of(source.url)), source)
        return list(once.values())

    def about(self) -> str:
        """What is searched besides the title and the description."""
        kind, state = SAID_KINDS.get(self.kind, ""), STATES.get(self.state, "")
        remote = "remota home office" if self.remote else ""
        return " ".join((self.company, self.city, self.state, state, kind, remote))

    @property
    def place_label(self) -> str:
        """``Curitiba/PR``, ``Curitiba/PR ou remota``, ``Remota``, a state's name, or empty."""
        place = f"{self.city}/{self.state}" if self.city and self.state else self.city
        place = place or STATES.get(self.state, "")
        if not self.remote:
            return place
        return gettext("%(place)s ou remota") % {"place": place} if place else gettext("Remota")

    @property
    def posted_on(self) -> str:
        """``20/11/2026``, or empty where the site gave no date."""
        return date_format(self.posted_at, "SHORT_DATE_FORMAT") if self.posted_at else ""

    @property
    def shows_in_full(self) -> bool:
        """Whether the whole text is ours to publish: its author gave it to us."""
        return self.origin != self.Origin.SITE and not self.is_demo

    @property
    def is_open(self) -> bool:
        """Listed, and seen open in the last sixty days (or kept by a person)."""
        kept = self.is_demo or self.edited_by_hand or self.origin != self.Origin.SITE
        return self.is_listed and (
            kept or self.confirmed_at > timezone.now() - timedelta(OPEN_DAYS)
        )


DERIVED = (
    "city_key",
    "sort_date",
    "link_key",
    "match_key",
    "company_key",
    "title_key",
    "title_core",
    "title_text",
    "search_text",
)
