"""What a vacancy was seen in, and the courses it fits."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .searches import SITES
from .vacancy import Vacancy


class Posting(models.Model):
    """A vacancy as one site gave it, by that site's own id."""

    site = models.CharField(_("site"), max_length=20)
    external_id = models.CharField(_("id no site"), max_length=120)
    vacancy = models.ForeignKey(
        Vacancy, on_delete=models.CASCADE, related_name="postings", verbose_name=_("vaga")
    )
    url = models.URLField(_("endereço"), max_length=1000)
    link_key = models.CharField(max_length=32, blank=True, editable=False)
    dead_at = models.DateTimeField(_("fora do ar desde"), null=True, blank=True)
    title = models.CharField(_("título"), max_length=200)
    raw = models.JSONField(_("como veio"), default=dict)
    # A digest of all that it said, so that what says the same again is not read again.
    said = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    first_seen_at = models.DateTimeField(_("vista em"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("vista por último em"), default=timezone.now)

    class Meta:
        verbose_name = _("anúncio")
        verbose_name_plural = _("anúncios")
        constraints = (
            models.UniqueConstraint(fields=["site", "external_id"], name="posting_once"),
        )
        indexes = (models.Index(fields=["link_key"], name="posting_link_key"),)

    def __str__(self) -> str:
        return f"{self.site} {self.external_id}"

    @property
    def site_name(self) -> str:
        """``Indeed``: the site as people know it."""
        return SITES.get(self.site, self.site)


class VacancyMatch(models.Model):
    """Why a course's students see a vacancy. The course is a plain number and a name.

    ``said`` is how the vacancy itself says the term, as it is written there.
    """

    class Strength(models.IntegerChoices):
        WORD = 1, _("uma palavra no texto")
        NEAR = 2, _("palavras próximas no texto")
        PHRASE = 3, _("a expressão no texto")
        TITLE = 4, _("no título")

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="matches")
    course_id = models.PositiveBigIntegerField(_("curso"))
    course_name = models.CharField(_("nome do curso"), max_length=200)
    term = models.CharField(_("termo"), max_length=100)
    said = models.CharField(_("como a vaga diz"), max_length=120, blank=True)
    strength = models.PositiveSmallIntegerField(
        _("força"), choices=Strength.choices, default=Strength.WORD
    )
    matched_at = models.DateTimeField(_("desde"), default=timezone.now)

    class Meta:
        verbose_name = _("curso da vaga")
        verbose_name_plural = _("cursos da vaga")
        constraints = (
            models.UniqueConstraint(fields=["vacancy", "course_id", "term"], name="match_once"),
        )
        indexes = (models.Index(fields=["course_id", "vacancy"], name="match_course"),)

    def __str__(self) -> str:
        return f"{self.course_name}: {self.term}"
