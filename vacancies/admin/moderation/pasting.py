"""Writing a vacancy from a link: the page's own data fill the form, a person looks at it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from vacancies import pasting
from vacancies.admin.writing import KnownFirst
from vacancies.models import Vacancy

ADD = "vacancies.add_vacancy"
DRAFT = "vacancies_pasted"


class LinkForm(forms.Form):
    link = forms.URLField(
        label=_("Link da vaga"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("http ou https."),
    )


class PasteView(WagtailAdminTemplateMixin, FormView):
    """Reads a page; the form of a new vacancy opens with what was found."""

    template_name = "vacancies/admin/moderation/paste.html"
    page_title = _("A partir de um link")
    header_icon = "link"
    form_class = LinkForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        vacancies = {"url": reverse("wagtailsnippets_vacancies_vacancy:list"), "label": _("Vagas")}
        return [*self.breadcrumbs_items, vacancies, {"url": "", "label": self.page_title}]

    def form_valid(self, form: LinkForm) -> HttpResponse:
        try:
            found = pasting.read(form.cleaned_data["link"])
        except pasting.Unreadable as error:
            form.add_error("link", str(error))
            return self.form_invalid(form)
        self.request.session[DRAFT] = found.as_json()
        return redirect("wagtailsnippets_vacancies_vacancy:add")


class PastedCreateView(KnownFirst):
    """The form of a new vacancy, filled once with what a link gave."""

    def get_initial_form_instance(self) -> Any:
        instance = super().get_initial_form_instance() or Vacancy()
        if self.request.method == "GET" and (data := self.request.session.pop(DRAFT, None)):
            for name, value in pasting.Draft.of_json(data).fields().items():
                setattr(instance, name, value)
        return instance


def paste_button() -> HeaderButton:
    """In the head of the list of vacancies."""
    return HeaderButton(
        gettext("A partir de um link"), reverse("vacancies_paste"), icon_name="link"
    )
