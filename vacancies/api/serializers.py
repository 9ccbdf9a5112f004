"""A vacancy as other programs read it and send it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from vacancies.models import Vacancy, VacancyMatch
from vacancies.models.vacancy import DESCRIPTION_LIMIT
from vacancies.places import STATES
from vacancies.reading import safe_link

BIGGEST_ID = 2**63 - 1


class VacancyQuery(serializers.Serializer):
    """The query string of the list. Wrong values are refused with 400."""

    text = serializers.CharField(required=False, allow_blank=True, max_length=100)
    city = serializers.CharField(required=False, allow_blank=True, max_length=80)
    state = serializers.ChoiceField(required=False, allow_blank=True, choices=list(STATES))
    kind = serializers.ChoiceField(required=False, allow_blank=True, choices=Vacancy.Kind.choices)
    remote = serializers.BooleanField(required=False, allow_null=True, default=None)
    course = serializers.IntegerField(required=False, min_value=1, max_value=BIGGEST_ID)
    posted_since = serializers.DateField(required=False)
    hours = serializers.IntegerField(
        required=False, min_value=1, max_value=60, help_text="No máximo tantas horas por semana."
    )
    semester = serializers.IntegerField(
        required=False, min_value=1, max_value=12, help_text="Aberta a quem está neste semestre."
    )
    exact = serializers.BooleanField(
        required=False,
        default=False,
        help_text="`text` como foi escrito: sem sinônimos, sem lugar lido dele, sem correção.",
    )
    sort = serializers.ChoiceField(
        required=False,
        allow_blank=True,
        choices=["relevance", "recent"],
        help_text="`relevance` só muda algo junto de `text`; sem ele, as mais novas primeiro.",
    )


class MatchSerializer(serializers.ModelSerializer):
    class Meta:
        model = VacancyMatch
        fields = ("course_id", "course_name", "term")


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class BenefitsField(serializers.ListField):
    child = serializers.CharField(max_length=80)


def _choice(choices: Any) -> serializers.ChoiceField:
    """One of these, or empty where nobody said it."""
    return serializers.ChoiceField(choices, allow_blank=True, read_only=True)


class VacancySerializer(serializers.ModelSerializer):
    link = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    place = serializers.CharField(source="place_label", read_only=True)
    confirmed_at = serializers.DateTimeField(read_only=True)
    benefits = BenefitsField(read_only=True)
    state = _choice(list(STATES))
    pay_period = _choice(Vacancy.Period.choices)
    modality = _choice(Vacancy.Modality.choices)
    matches = MatchSerializer(many=True, read_only=True)

    class Meta:
        model = Vacancy
        fields = (
            "id", "title", "company", "city", "state", "place", "remote", "kind", "salary",
            "pay_min", "pay_max", "pay_period", "hours_week", "modality", "semester_min",
            "benefits", "apply_by", "link", "url", "source", "posted_at", "last_seen_at",
            "confirmed_at", "description", "is_demo", "matches",
        )  # fmt: skip
        read_only_fields = fields

    def get_link(self, vacancy: Vacancy) -> str:
        """Where to apply: http or https, or empty."""
        return safe_link(vacancy.link)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, vacancy: Vacancy) -> str:
        """The vacancy's page on this site."""
        return self.context["request"].build_absolute_uri(vacancy.get_absolute_url())


def _text(limit: int, **more: Any) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=limit, **more)


class NewVacancy(serializers.Serializer):
    """A vacancy to be taken in: a title with a link or a description, or a link alone."""

    title = _text(200)
    link = _text(1000, help_text="Onde a pessoa se candidata: http:// ou https://.")
    company = _text(150)
    city = _text(80, help_text="`Curitiba` ou `Curitiba/PR`.")
    state = serializers.ChoiceField(required=False, allow_blank=True, choices=list(STATES))
    remote = serializers.BooleanField(required=False)
    kind = serializers.ChoiceField(
        required=False,
        allow_blank=True,
        choices=Vacancy.Kind.choices,
        help_text="Vazio: lido do título e da descrição.",
    )
    salary = _text(120, help_text="Como a pessoa lê: `Bolsa de R$ 1.400`.")
    posted_at = serializers.DateField(required=False, allow_null=True)
    description = _text(DESCRIPTION_LIMIT, help_text="Texto simples; etiquetas HTML são tiradas.")
    pay_min = serializers.DecimalField(
        9, 2, required=False, allow_null=True, min_value=0, coerce_to_string=True
    )
    pay_max = serializers.DecimalField(
        9, 2, required=False, allow_null=True, min_value=0, coerce_to_string=True
    )
    pay_period = serializers.ChoiceField(
        required=False, allow_blank=True, choices=Vacancy.Period.choices
    )
    hours_week = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=60
    )
    modality = serializers.ChoiceField(
        required=False, allow_blank=True, choices=Vacancy.Modality.choices
    )
    semester_min = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=12
    )
    benefits = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, max_length=20
    )
    apply_by = serializers.DateField(required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        """A name that we do not know is a mistake that somebody should hear of."""
        if unknown := sorted(set(data) - set(self.fields)):
            said = _("Este campo não existe.")
            raise serializers.ValidationError({str(name)[:60]: [said] for name in unknown[:20]})
        return super().to_internal_value(data)


class TakenSerializer(serializers.Serializer):
    """What became of a vacancy that was sent."""

    id = serializers.IntegerField()
    created = serializers.BooleanField(help_text="Não: já era conhecida.")
    known_by = serializers.ChoiceField(
        choices=["", "link", "words"], help_text="Por que já era conhecida; vazio se é nova."
    )
    standing = serializers.ChoiceField(
        choices=["listed", "waiting", "closed", "hidden"],
        help_text="`waiting`: uma pessoa ainda vai olhar antes que apareça.",
    )
    detail = serializers.CharField(
        help_text="Uma frase, se há mais a dizer: voltou a aparecer, ou não volta e por quê."
    )
    url = serializers.URLField(help_text="A página dela neste site.")


class TakenRowSerializer(TakenSerializer):
    row = serializers.IntegerField(
        help_text="A linha na planilha; a primeira depois do cabeçalho é 2."
    )
    id = serializers.IntegerField(allow_null=True, help_text="null num ensaio, se seria nova.")
    url = serializers.URLField(allow_null=True)


class ImportSerializer(serializers.Serializer):
    dry_run = serializers.BooleanField(help_text="Foi um ensaio: nada foi guardado.")
    created = serializers.IntegerField()
    known = serializers.IntegerField()
    rows = TakenRowSerializer(many=True)
