"""Courses as the site shows them and as the bot offers them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from courses.blocks import CourseBody


class Level(models.TextChoices):
    TECHNICAL = "tecnico", _("Técnico")
    TECHNOLOGIST = "tecnologo", _("Tecnólogo")
    BACHELOR = "bacharelado", _("Bacharelado")
    TEACHING = "licenciatura", _("Licenciatura")
    SPECIALISATION = "especializacao", _("Especialização")
    MASTER = "mestrado", _("Mestrado")
    DOCTORATE = "doutorado", _("Doutorado")


class Modality(models.TextChoices):
    IN_PERSON = "presencial", _("Presencial")
    DISTANCE = "ead", _("EaD")
    HYBRID = "hibrido", _("Híbrido")


class Shift(models.TextChoices):
    MORNING = "manha", _("Manhã")
    AFTERNOON = "tarde", _("Tarde")
    EVENING = "noite", _("Noite")
    FULL_DAY = "integral", _("Integral")


class CourseIndexPage(Page):
    intro = models.TextField(
        _("introdução"),
        max_length=400,
        blank=True,
        help_text=_("Aparece acima da lista de cursos."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    page_description = _("A lista de cursos. Cada curso é uma página abaixo dela.")

    class Meta:
        verbose_name = _("lista de cursos")
        verbose_name_plural = _("listas de cursos")

    def courses(self) -> models.QuerySet["CoursePage"]:
        """The live courses below, in the editors' order, with what a card shows."""
        below = CoursePage.objects.child_of(self).live().order_by("path")
        return below.select_related("image").prefetch_related("image__renditions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from courses.finder import Finder

        courses = list(self.courses().prefetch_related("search_terms"))
        finder = Finder(courses, request.GET.dict())
        address = f"{self.get_url(request)}?{finder.query}" if finder.query else None
        context = super().get_context(request, *args, **kwargs)
        return {**context, "finder": finder, "canonical_path": address}


class CoursePageForm(WagtailAdminPageForm):
    def clean_code(self) -> str:
        """Checked here and not by the database, which would break Wagtail's “copy page”."""
        code = " ".join((self.cleaned_data.get("code") or "").split())
        others = CoursePage.objects.filter(code__iexact=code).exclude(pk=self.instance.pk)
        if code and others.exists():
            raise ValidationError(gettext("Outro curso já usa este código."))
        return code

    def is_valid(self) -> bool:
        """The terms have been read only after the form itself: they are compared last."""
        return super().is_valid() and not self._repeated_terms()

    def _repeated_terms(self) -> bool:
        seen: set[str] = set()
        repeated = False
        for form in self.formsets["search_terms"].forms if "search_terms" in self.formsets else ():
            term = str(form.cleaned_data.get("term") or "").casefold()
            if not term or form.cleaned_data.get("DELETE"):
                continue
            if term in seen:
                form.add_error("term", gettext("Este termo já está na lista."))
                repeated = True
            seen.add(term)
        return repeated


class CoursePage(RoutablePageMixin, Page):  # type: ignore[misc]
    """``title`` is the course's name."""

    code = models.CharField(
        _("código"),
        max_length=20,
        help_text=_("O código do curso na universidade, como ENG-SW. Não se repete."),
    )
    level = models.CharField(
        _("grau"), max_length=20, choices=Level.choices, default=Level.BACHELOR
    )
    modality = models.CharField(
        _("modalidade"), max_length=12, choices=Modality.choices, default=Modality.IN_PERSON
    )
    shift = models.CharField(
        _("turno"), max_length=10, choices=Shift.choices, default=Shift.FULL_DAY
    )
    duration_semesters = models.PositiveSmallIntegerField(
        _("duração em semestres"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    campus = models.CharField(_("campus"), max_length=80)
    summary = models.TextField(
        _("resumo"),
        max_length=300,
        help_text=_("Uma ou duas frases: aparecem na lista de cursos e em buscadores."),
    )
    body = StreamField(CourseBody(), verbose_name=_("texto"), blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("imagem"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Deitada, com pelo menos 1200 pontos de largura. Não ponha texto nela."),
    )
    featured = models.BooleanField(
        _("destaque"), default=False, help_text=_("Aparece na página inicial.")
    )
    bot_facts = models.CharField(
        _("fatos que o bot mostra"),
        max_length=240,
        blank=True,
        help_text=_(
            "Uma linha para o WhatsApp. Vazio, o bot mostra grau, turno, duração e campus."
        ),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("level")]),
                FieldRowPanel([FieldPanel("modality"), FieldPanel("shift")]),
                FieldRowPanel([FieldPanel("duration_semesters"), FieldPanel("campus")]),
            ],
            heading=_("Ficha do curso"),
        ),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("featured")], heading=_("Vitrine")),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("bot_facts"),
                InlinePanel(
                    "search_terms",
                    heading=_("Termos de busca de vagas"),
                    label=_("Termo"),
                    help_text=_(
                        "O que o bot procura para este curso, do mais importante para o menos. "
                        "Arraste para mudar a ordem; desligue um termo sem perdê-lo."
                    ),
                ),
            ],
            heading=_("No WhatsApp"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("code"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("campus"),
        index.FilterField("level"),
        index.FilterField("modality"),
        index.FilterField("shift"),
        index.FilterField("featured"),
        index.RelatedFields("search_terms", [index.SearchField("term")]),
    ]
    base_form_class = CoursePageForm
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Um curso, com os termos que o bot usa para procurar vagas.")

    class Meta:
        verbose_name = _("curso")
        verbose_name_plural = _("cursos")

    @path("")
    def show(self, request: HttpRequest) -> HttpResponse:
        """The course itself."""
        return self.render(request)

    @path("cartaz/")
    def show_poster(self, request: HttpRequest) -> HttpResponse:
        """A sheet to print: the course, and a code that opens its talk on WhatsApp."""
        return self.render(request, template="courses/poster.html")

    @property
    def duration_label(self) -> str:
        count = self.duration_semesters
        return ngettext("%(count)s semestre", "%(count)s semestres", count) % {"count": count}

    @property
    def facts(self) -> str:
        """One line for WhatsApp: the editor's own, or the course's data."""
        if self.bot_facts:
            return self.bot_facts
        parts = [self.get_level_display(), self.get_shift_display(), self.duration_label]
        return " · ".join([*parts, self.campus])

    @property
    def active_terms(self) -> list["CourseSearchTerm"]:
        """What is searched for, the most important first; of a draft too."""
        return [term for term in self.search_terms.all() if term.active]


class CourseSearchTerm(Orderable):
    """``sort_order`` is the priority: the first one is searched first."""

    page = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="search_terms")
    term = models.CharField(
        _("termo"),
        max_length=60,
        help_text=_("Como alguém escreveria numa busca de vagas: “desenvolvimento web”."),
    )
    active = models.BooleanField(_("ligado"), default=True)

    panels = [FieldRowPanel([FieldPanel("term"), FieldPanel("active")])]

    class Meta(Orderable.Meta):
        verbose_name = _("termo de busca")
        verbose_name_plural = _("termos de busca")

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        self.term = " ".join((self.term or "").split())
        if self.term and len(self.term) < 2:
            raise ValidationError({"term": gettext("Escreva pelo menos duas letras.")})
