"""A course's terms as two lists of lines: the ones that are searched for, and the kept ones."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import CoursePage, CourseSearchTerm

MOST_TERMS = 20
SHORTEST, LONGEST = 2, 60
_FORMSET = "search_terms"


class LinesField(forms.CharField):
    """A term a line; empty lines and spaces too many do not count."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "true"})

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in str(super().clean(value)).splitlines()]
        terms = [line for line in lines if line]
        for term in terms:
            if not SHORTEST <= len(term) <= LONGEST:
                text = _("“%(term)s”: um termo tem de %(least)s a %(most)s letras.")
                said = {"term": term[:LONGEST], "least": SHORTEST, "most": LONGEST}
                raise ValidationError(text % said)
        return terms


class TermsForm(forms.Form):
    ligados = LinesField(
        label=gettext_lazy("Termos ligados"),
        help_text=gettext_lazy("Um por linha, do mais importante para o menos."),
        required=False,
        max_length=5000,
    )
    desligados = LinesField(
        label=gettext_lazy("Termos desligados"),
        help_text=gettext_lazy("Ficam guardados e não trazem vagas."),
        required=False,
        max_length=5000,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: set[str] = set()
        for name in ("ligados", "desligados"):
            for term in data.get(name, []):
                if term.casefold() in seen:
                    text = _("O termo “%(term)s” está duas vezes.") % {"term": term}
                    self.add_error(name, text)
                seen.add(term.casefold())
        if len(seen) > MOST_TERMS:
            text = _("São no máximo %(most)s termos por curso.") % {"most": MOST_TERMS}
            self.add_error("ligados", text)
        return data


def lines_of(page: CoursePage) -> dict[str, str]:
    """A course's terms (a draft's too) as this form shows them."""
    terms = list(page.search_terms.all())
    return {
        "ligados": "\n".join(item.term for item in terms if item.active),
        "desligados": "\n".join(item.term for item in terms if not item.active),
    }


def lines_of_editor(posted: Mapping[str, str]) -> dict[str, str] | None:
    """The same from the course's own edit form, as it was posted; None where it is not that."""
    total = posted.get(f"{_FORMSET}-TOTAL_FORMS", "")
    if not (total.isdecimal() and len(total) < 5):
        return None
    rows = sorted(_rows(posted, min(int(total), 200)))
    return {
        "ligados": "\n".join(term for _order, _place, term, active in rows if active),
        "desligados": "\n".join(term for _order, _place, term, active in rows if not active),
    }


def _rows(posted: Mapping[str, str], total: int) -> Iterator[tuple[int, int, str, bool]]:
    for place in range(total):
        prefix = f"{_FORMSET}-{place}"
        term = " ".join(posted.get(f"{prefix}-term", "").split())
        order = posted.get(f"{prefix}-ORDER", "")
        if term and not posted.get(f"{prefix}-DELETE"):
            number = int(order) if order.isdecimal() and len(order) < 9 else place
            yield number, place, term, bool(posted.get(f"{prefix}-active"))


def put(page: CoursePage, active: list[str], kept: list[str]) -> None:
    """Give a draft these terms; one that it had keeps its row."""
    known = {item.term.casefold(): item for item in page.search_terms.all()}
    terms = []
    for place, (term, on) in enumerate([(t, True) for t in active] + [(t, False) for t in kept]):
        item = known.get(term.casefold()) or CourseSearchTerm()
        item.term, item.active, item.sort_order = term, on, place
        terms.append(item)
    page.search_terms = terms
