"""How a talk begins, as fields. Their names are those of the address: ``?versao=…&fluxo=…``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot_flows.engine.release import Flow
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Persona, Release
from bot_flows.simulator.setting import AGENDA, DRAFTS, PUBLISHED, Setting, active_number
from bot_flows.simulator.wording import KINDS, beginning
from bot_flows.simulator.worlds import Finds

type Choices = list[Any]

LISTED = 30
EARLIEST, LATEST = 2000, 2100
MOMENT = "%Y-%m-%dT%H:%M"
ENGINES = ("GOWS", "NOWEB", "WEBJS")
FINDS = {
    Finds.SOME: gettext_lazy("vagas de exemplo"),
    Finds.NEWS: gettext_lazy("de exemplo, e outras que chegam depois"),
    Finds.STORED: gettext_lazy("as guardadas, de verdade"),
    Finds.NONE: gettext_lazy("nenhuma vaga"),
    Finds.BLOCKED: gettext_lazy("nada: os sites não respondem"),
}


def versions(chosen: str) -> Choices:
    """What a talk can be held with. A release that is not among the newest stands there while
    it is chosen."""
    numbers = list(Release.objects.values_list("number", "created_at")[:LISTED])
    active = active_number()
    on_air = (
        _("O que está no ar: versão %s") % active if active else _("O que está no ar: nada ainda")
    )
    older = [
        (str(number), _("Versão %(number)s, de %(day)s") % {"number": number, "day": _day(made)})
        for number, made in numbers
    ]
    if chosen.isdecimal() and chosen not in dict(older):
        older.append((chosen, _("Versão %s") % chosen))
    return [
        (DRAFTS, _("Rascunhos, como estão salvos")),
        (PUBLISHED, on_air),
        (AGENDA, _("O que estará no ar no dia e na hora")),
        (_("Versões"), older),
    ]


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "d/m/Y H:i")


class PlainSelect(forms.Select):
    """A list of hundreds: Django draws each option with a template of its own."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        groups = ((_group(item, label, value),) for item, label in self.choices)
        return format_html("<select{}>{}</select>", flatatt(own), _joined(groups))


def _group(value: Any, label: Any, chosen: Any) -> SafeString:
    if not isinstance(label, list):
        return _option(value, label, chosen)
    options = ((_option(item, text, chosen),) for item, text in label)
    return format_html('<optgroup label="{}">{}</optgroup>', value, _joined(options))


def _joined(parts: Iterable[tuple[SafeString]]) -> SafeString:
    return format_html_join("", "{}", parts)


def _option(value: Any, label: Any, chosen: Any) -> SafeString:
    if str(value) == str(chosen or ""):
        return format_html('<option value="{}" selected>{}</option>', value, label)
    return format_html('<option value="{}">{}</option>', value, label)


def _one_of(label: Any, *, required: bool = False, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required, choices=choices, widget=PlainSelect)


class SettingForm(forms.Form):
    """Whatever does not fit falls back to what is usual: a talk can always be held."""

    versao = _one_of(gettext_lazy("Conversar com"), required=True)
    persona = _one_of(gettext_lazy("Como"))
    fluxo = _one_of(gettext_lazy("Começar em"))
    passo = _one_of(gettext_lazy("No passo"))
    quando = forms.DateTimeField(
        label=gettext_lazy("Dia e hora"),
        required=False,
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    vagas = _one_of(gettext_lazy("A busca encontra"), choices=FINDS.items())
    motor = _one_of(gettext_lazy("Motor do WhatsApp"), choices=[(name, name) for name in ENGINES])

    def __init__(self, data: Any, *, engine: str, now: datetime) -> None:
        self._people = {str(persona.pk): persona for persona in Persona.objects.all()}
        self._now = timezone.localtime(now).replace(second=0, microsecond=0)
        usual = {
            "versao": DRAFTS,
            "persona": "",
            "fluxo": "",
            "passo": "",
            "quando": self._now.strftime(MOMENT),
            "vagas": str(Finds.SOME),
            "motor": engine,
        }
        self._usual = usual
        self.chosen = {name: str(data.get(name) or usual[name]) for name in usual}
        super().__init__(self.chosen)
        self._choose("versao", versions(self.chosen["versao"]))
        self._choose("persona", _people(self._people.values()))
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def version(self) -> str:
        """Which content the talk is held with; known before the others."""
        wanted = self.chosen["versao"]
        return wanted if wanted in (DRAFTS, PUBLISHED, AGENDA) or wanted.isdecimal() else DRAFTS

    def begins_at(self) -> datetime:
        """When the talk begins; known before the others too."""
        try:
            return self._moment(self.fields["quando"].clean(self.chosen["quando"]))
        except forms.ValidationError:
            return self._now

    def offer_flows(self, bot: Bot) -> None:
        """Let a talk begin in the flows of this release."""
        flows = sorted(bot.flows.values(), key=lambda flow: flow.title.casefold())
        self._choose(
            "fluxo",
            [("", _("A pessoa escreve primeiro")), *((flow.id, flow.title) for flow in flows)],
        )
        self._choose("passo", _steps(bot.flows.get(self.chosen["fluxo"])))

    def misfits(self) -> list[str]:
        """What was asked for and cannot be had, as sentences; it was put right here."""
        names = [name for name in self.errors if name in self.fields]
        said = {
            "versao": _("Esta versão não existe: a conversa é com os rascunhos."),
            "persona": _("Esta persona não existe mais: a conversa é com alguém novo."),
            "fluxo": _("Este fluxo não está nesta versão: a pessoa escreve primeiro."),
            "passo": _("Este passo não está mais no fluxo: a conversa começa no primeiro."),
            "quando": _("Não entendi o dia e a hora: a conversa começa agora."),
            "vagas": _("Não conheço esta busca: ela encontra vagas de exemplo."),
            "motor": _("Não conheço este motor: vale o da conta."),
        }
        for name in names:
            self.chosen[name] = self._usual[name]
        if "fluxo" in names and "passo" in names:
            names.remove("passo")
        sentences = [said[name] for name in names]
        if names:
            self.full_clean()
        return sentences

    def clean_quando(self) -> datetime:
        return self._moment(self.cleaned_data["quando"])

    def _moment(self, moment: datetime | None) -> datetime:
        if moment is None:
            return self._now
        if not EARLIEST <= moment.year < LATEST:
            raise forms.ValidationError("out of range")
        return moment

    def setting(self) -> Setting:
        """What was chosen. Call ``misfits`` first."""
        chosen = self.cleaned_data
        return Setting(
            at=chosen["quando"],
            version=self.version,
            persona=self._people.get(chosen["persona"]) or Persona(),
            flow=chosen["fluxo"],
            step=chosen["passo"],
            finds=Finds(chosen["vagas"]),
        )

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _people(personas: Iterable[Persona]) -> Choices:
    saved = [(str(persona.pk), persona.title) for persona in personas]
    return [("", _("Alguém novo: Ana Souza")), *saved]


def _steps(flow: Flow | None) -> Choices:
    first = [("", _("O primeiro"))]
    if flow is None:
        return first
    return first + [
        (step.id, f"{number}. {KINDS[type(step)]}{beginning(step)}")
        for number, step in enumerate(flow.steps, start=1)
    ]
