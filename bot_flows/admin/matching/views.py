"""Tuning a course's terms: which vacancies come and go, seen before anything is saved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models import CoursePage
from vacancies import matching, tuning

from .forms import TermsForm, lines_of, lines_of_editor, put

COMPARISON = "bot_flows/matching/comparison.html"


def editable(user: Any) -> QuerySet[CoursePage]:
    """The courses that this person may edit."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return CoursePage.objects.filter(pk__in=pages.values("pk"))


class CoursesView(WagtailAdminTemplateMixin, TemplateView):
    """The courses, and how many vacancies each has by its terms."""

    template_name = "bot_flows/matching/courses.html"
    page_title = gettext_lazy("Vagas de cada curso")
    header_icon = "link"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not PagePermissionPolicy().user_has_any_permission(request.user, {"change", "add"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        active = Count("search_terms", filter=Q(search_terms__active=True))
        rows = editable(self.request.user).defer("body").annotate(terms=active).order_by("path")
        counts = matching.counts()
        courses = [(page, page.terms, counts.get(page.pk, 0)) for page in rows]
        return super().get_context_data(courses=courses, **kwargs)


class TermsView(WagtailAdminTemplateMixin, TemplateView):
    """The terms of one course; "ver" compares, "salvar" keeps, ``parte`` asks for a fragment."""

    template_name = "bot_flows/matching/terms.html"
    header_icon = "link"
    _show_breadcrumbs = True
    page: CoursePage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = get_object_or_404(CoursePage, pk=kwargs["pk"])
        self.allowed = self.page.permissions_for_user(request.user)
        if not self.allowed.can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Termos de %(course)s") % {"course": self.page.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("bot_matching:index"), "label": CoursesView.page_title}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._shown(TermsForm(lines_of(self.page.get_latest_revision_as_object())))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posted = {name: str(value) for name, value in request.POST.items()}
        form = TermsForm(lines_of_editor(posted) or posted)
        if "parte" in posted:
            return render(request, COMPARISON, self._compared(form))
        if posted.get("acao") == "salvar" and form.is_valid():
            return self._save(form.cleaned_data)
        return self._shown(form)

    def _shown(self, form: TermsForm) -> HttpResponse:
        context = self.get_context_data(course=self.page, **self._compared(form))
        return self.render_to_response(context | {"page_title": self.get_page_title()})

    def _compared(self, form: TermsForm) -> dict[str, Any]:
        if not form.is_valid():
            return {"form": form, "comparison": None}
        compared = tuning.compare(self.page.pk, form.cleaned_data["ligados"])
        return {"form": form, "comparison": compared, "live": self.page.live}

    @transaction.atomic
    def _save(self, terms: dict[str, list[str]]) -> HttpResponse:
        """Published at once only where nothing else of the course would go out with it."""
        if self.allowed.page_locked():
            messages.error(self.request, _("Este curso está trancado: ninguém o muda agora."))
            return redirect("bot_matching:terms", self.page.pk)
        draft = self.page.get_latest_revision_as_object()
        clean = self.page.live and not self.page.has_unpublished_changes
        put(draft, terms["ligados"], terms["desligados"])
        revision = draft.save_revision(user=self.request.user, log_action=True, changed=True)
        published = bool(clean and self.allowed.can_publish())
        if published:
            revision.publish(user=self.request.user)
        self._say(published)
        return redirect("bot_matching:terms", self.page.pk)

    def _say(self, published: bool) -> None:
        past = reverse("wagtailadmin_pages:history", args=[self.page.pk])
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        if published:
            text = _("Salvo e publicado. As vagas do curso mudam em instantes.")
            buttons = [messages.button(past, _("Voltar a uma versão anterior"))]
        else:
            text = _("Salvo como rascunho. As vagas mudam quando o curso for publicado.")
            buttons = [messages.button(edit, _("Abrir o curso"))]
        messages.success(self.request, text, buttons=buttons)
