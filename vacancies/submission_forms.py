"""The public form by which laboratories, professors and employers send a vacancy."""

import re
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import words
from .models import Submission, Vacancy
from .places import STATES
from .reading import safe_link
from .submissions import Offer, Sender

SALT = "vacancies.submission_form"
SHORTEST, LONGEST = 4, 86_400  # seconds that a person takes to fill it in
DESCRIPTION = 15_000
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>")


class LinkForm(forms.Form):
    """The first step: a page that says it all already."""

    colado = forms.CharField(label=gettext_lazy("Link da vaga"), max_length=1000, required=False)


class _Line(forms.CharField):
    """One line of plain text."""

    def to_python(self, value: Any) -> str:
        return words.line(str(super().to_python(value) or ""), 5000)


class _Text(forms.CharField):
    """Plain text with line breaks."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return words.clean(str(super().to_python(value) or ""), 100_000)


class SubmissionForm(forms.Form):
    """A vacancy and who sends it. Says what is wrong in whole sentences."""

    title = _Line(label=gettext_lazy("Título da vaga"), max_length=200)
    company = _Line(label=gettext_lazy("Empresa ou laboratório"), max_length=150)
    kind = forms.ChoiceField(label=gettext_lazy("Tipo"), choices=Vacancy.Kind.choices)
    city = _Line(label=gettext_lazy("Cidade"), max_length=80, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Estado"), required=False, choices=[("", "–"), *STATES.items()]
    )
    remote = forms.BooleanField(label=gettext_lazy("Dá para fazer à distância"), required=False)
    salary = _Line(label=gettext_lazy("Bolsa ou salário"), max_length=120, required=False)
    apply_by = forms.DateField(
        label=gettext_lazy("Inscrições até"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    description = _Text(
        label=gettext_lazy("Descrição"),
        max_length=DESCRIPTION,
        help_text=gettext_lazy("Texto simples: o que se faz, o que se pede, quantas horas."),
    )
    link = _Line(
        label=gettext_lazy("Link para se candidatar"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Ou escreva abaixo como a pessoa se candidata."),
    )
    how = _Text(label=gettext_lazy("Como se candidatar"), max_length=1000, required=False)
    name = _Line(label=gettext_lazy("Seu nome"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("Seu e-mail"), max_length=254)
    organisation = _Line(
        label=gettext_lazy("Laboratório ou empresa em que você está"),
        max_length=150,
        required=False,
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Você é de"), choices=Submission.Relation.choices
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Li e concordo"),
        error_messages={"required": gettext_lazy("Sem isto não podemos guardar o seu contato.")},
    )
    telefone2 = forms.CharField(label=gettext_lazy("Deixe em branco"), required=False)
    inicio = forms.CharField(widget=forms.HiddenInput, required=False)

    ABOUT = (
        "title",
        "company",
        "kind",
        "city",
        "state",
        "remote",
        "salary",
        "apply_by",
        "description",
        "link",
        "how",
    )
    WHO = ("name", "email", "organisation", "relation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].widget.attrs["rows"] = 3
        self.fields["description"].widget.attrs["rows"] = 8
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "field-input"
            # The browser counts line breaks otherwise than we do: the server decides.
            if isinstance(field, _Text):
                field.widget.attrs.pop("maxlength", None)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ABOUT]

    @property
    def who(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WHO]

    def clean_link(self) -> str:
        given = self.cleaned_data["link"]
        if given and not safe_link(given):
            raise forms.ValidationError(_("Escreva um endereço que comece com https://."))
        return str(given)

    def clean_description(self) -> str:
        return self._plain("description")

    def clean_how(self) -> str:
        return self._plain("how")

    def _plain(self, name: str) -> str:
        text = str(self.cleaned_data[name])
        if _MARKUP.search(text):
            raise forms.ValidationError(_("Só texto simples: tire o que está entre < e >."))
        return text

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("link") and not said.get("how") and "link" not in self.errors:
            self.add_error("link", _("Ponha um link, ou diga como se candidatar."))
        if said.get("telefone2") or not _took_a_while(said.get("inicio", "")):
            raise forms.ValidationError(
                _("Não deu para conferir este envio. Espere alguns segundos e envie de novo.")
            )
        return said

    def offer(self) -> Offer:
        return Offer(**{name: self.cleaned_data[name] for name in self.ABOUT})

    def sender(self, address_key: str) -> Sender:
        said = {name: self.cleaned_data[name] for name in self.WHO}
        return Sender(**said, address_key=address_key)


def begin() -> str:
    """A mark of the moment in which the form was opened."""
    return signing.TimestampSigner(salt=SALT).sign("envio")


def _took_a_while(mark: str) -> bool:
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(mark, max_age=LONGEST)
    except signing.BadSignature:
        return False
    try:
        signer.unsign(mark, max_age=SHORTEST)
    except signing.SignatureExpired:
        return True
    return False
