"""The console of the searches: how each site is, what is next, and a person's hand on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from vacancies import sites
from vacancies.models import SiteState
from vacancies.models.searches import SITES

from . import facts
from .chart import draw

SEE, CONTROL = "vacancies.view_searchrun", "vacancies.control_searches"
LATEST = 10


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done with a site: its log action, its question and what is said after it."""

    logged: str
    title: Promise
    question: Promise
    button: Promise
    said: Promise


ACTS = {
    "comecar": Act(
        "vacancies.start_site",
        gettext_lazy("Buscar agora"),
        gettext_lazy(
            "Fazer agora todas as buscas deste site? O limite por hora continua valendo, e uma "
            "espera depois de um bloqueio termina aqui: o site pode bloquear de novo."
        ),
        gettext_lazy("Sim, buscar agora"),
        gettext_lazy("As buscas no %(site)s começam em até um minuto."),
    ),
    "parar": Act(
        "vacancies.pause_site",
        gettext_lazy("Parar"),
        gettext_lazy(
            "Parar as buscas neste site? Ninguém o pergunta mais, nem quando um estudante pede, "
            "até que alguém o retome. As vagas guardadas continuam no ar."
        ),
        gettext_lazy("Sim, parar"),
        gettext_lazy("O %(site)s está parado."),
    ),
    "retomar": Act(
        "vacancies.resume_site",
        gettext_lazy("Retomar"),
        gettext_lazy("Voltar a buscar neste site?"),
        gettext_lazy("Sim, retomar"),
        gettext_lazy("O %(site)s volta a ser perguntado."),
    ),
}


class ConsoleView(WagtailAdminTemplateMixin, TemplateView):
    """All sites. ``?parte=1`` gives what changes while a search runs, and nothing around it."""

    template_name = "vacancies/admin/searches/index.html"
    page_title: Any = gettext_lazy("Buscas")
    header_icon = "search"
    needs = SEE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.needs):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        if self.request.GET.get("parte"):
            return ["vacancies/admin/searches/running.html"]
        return super().get_template_names()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        now = timezone.now()
        context |= {"now": now, "running": facts.running(now)}
        context["may_control"] = self.request.user.has_perm(CONTROL)
        if self.request.GET.get("parte"):
            return context
        return context | self.more(now)

    def more(self, now: datetime) -> dict[str, Any]:
        return {
            "rows": facts.site_rows(now),
            "queue": facts.names(facts.queue()),
            "runs": facts.names(facts.last_runs(LATEST)),
        }


class SiteView(ConsoleView):
    """One site: its last days, what it is asked next, what it said."""

    template_name = "vacancies/admin/searches/site.html"

    @property
    def site(self) -> str:
        site = str(self.kwargs["site"])
        if site not in SITES:
            raise Http404
        return site

    def get_page_title(self) -> str:
        return SITES[self.site]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        console = {"url": reverse("vacancies_searches:index"), "label": _("Buscas")}
        return [*self.breadcrumbs_items, console, {"url": "", "label": self.get_page_title()}]

    def more(self, now: datetime) -> dict[str, Any]:
        days = facts.history(self.site, now)
        return {
            "row": next(row for row in facts.site_rows(now) if row.site == self.site),
            "days": list(reversed(days)),
            "chart": draw(days),
            "queue": facts.queue(site=self.site),
            "runs": facts.names(facts.last_runs(30, self.site)),
        }


class ActView(SiteView):
    """Asks whether a site is to be started, stopped or resumed, and does it."""

    template_name = "vacancies/admin/searches/confirm.html"
    needs = CONTROL

    @property
    def act(self) -> Act:
        try:
            return ACTS[self.kwargs["act"]]
        except KeyError:
            raise Http404 from None

    def more(self, now: datetime) -> dict[str, Any]:
        rows = facts.site_rows(now)
        return {"act": self.act, "row": next(row for row in rows if row.site == self.site)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act, site = self.act, self.site
        if not DEEDS[kwargs["act"]](site, request.user, timezone.now()):
            messages.warning(request, _("Nada mudou: isso já tinha sido feito."))
            return redirect("vacancies_searches:index")
        state = SiteState.objects.get(site=site)
        log(instance=state, action=act.logged, user=request.user, title=str(state))
        messages.success(request, act.said % {"site": SITES[site]})
        return redirect("vacancies_searches:index")


def _start(site: str, user: User, now: datetime) -> bool:
    sites.start(site, now)
    return True


DEEDS: dict[str, Callable[[str, Any, datetime], bool]] = {
    "comecar": _start,
    "parar": sites.pause,
    "retomar": lambda site, user, now: sites.resume(site, now),
}
