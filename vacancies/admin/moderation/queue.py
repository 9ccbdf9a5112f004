"""The moderation queue: what waits, what a rule marked, what a rule hid; and deciding."""

from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vacancies import decisions, words
from vacancies.forms import MODERATES
from vacancies.models import RuleHit, Submission, Vacancy

SENDERS = "vacancies.see_senders"
PER_PAGE = 30
MOST_AT_ONCE = 200
DONE = "vacancies_moderation_done"  # in the session: what was just done, said once
_M = Vacancy.Moderation
TABS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "esperando": (gettext_lazy("Esperando revisão"), (_M.WAITING,)),
    "marcadas": (gettext_lazy("Marcadas"), (_M.FLAGGED,)),
    "escondidas": (gettext_lazy("Escondidas por regra"), (_M.HIDDEN,)),
    "recusadas": (gettext_lazy("Recusadas"), (_M.REFUSED,)),
}
SAID = {
    "liberar": ("%(n)s vaga liberada.", "%(n)s vagas liberadas."),
    "recusar": ("%(n)s vaga recusada.", "%(n)s vagas recusadas."),
    "esconder": ("%(n)s vaga escondida.", "%(n)s vagas escondidas."),
}


def in_state(states: tuple[str, ...]) -> QuerySet[Vacancy]:
    """The vacancies to decide about, the newest first; what was merged away is not among them."""
    return Vacancy.objects.filter(moderation__in=states, merged_into=None).order_by("-pk")


def counts() -> dict[str, int]:
    """How many are in each state that is not clear; one statement."""
    rows = Vacancy.objects.exclude(moderation=_M.CLEAR).filter(merged_into=None)
    return dict(rows.values_list("moderation").annotate(Count("pk")).order_by())


class Moderating(View):
    """Only for those who may decide."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(MODERATES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> HttpResponse:
        asked = get_valid_next_url_from_request(self.request)
        return redirect(asked or reverse("vacancies_moderation:index"))


class QueueView(WagtailAdminTemplateMixin, Moderating, TemplateView):
    """A page of one tab; the first tab with something in it where none is named."""

    template_name = "vacancies/admin/moderation/queue.html"
    page_title = gettext_lazy("Moderação")
    header_icon = "check"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = counts()
        totals = {key: sum(found.get(s, 0) for s in states) for key, (_n, states) in TABS.items()}
        tab = self._tab(totals)
        sees = self.request.user.has_perm(SENDERS)
        page = Paginator(self._rows(TABS[tab][1]), PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **context,
            "tabs": [(key, name, totals[key], key == tab) for key, (name, _s) in TABS.items()],
            "tab": tab,
            "page_obj": page,
            "sees_senders": sees,
            "path": self.request.get_full_path(),
            "done": self.request.session.pop(DONE, None),
        }

    def _tab(self, totals: dict[str, int]) -> str:
        asked = self.request.GET.get("estado", "")
        if asked in TABS:
            return asked
        open_ones = [key for key in TABS if totals[key] and key != "recusadas"]
        return next(iter(open_ones), "esperando")

    def _rows(self, states: tuple[str, ...]) -> QuerySet[Vacancy]:
        hits = RuleHit.objects.filter(released_at=None).select_related("rule")
        return in_state(states).prefetch_related(
            Prefetch("hits", hits, to_attr="held"),
            Prefetch("submissions", Submission.objects.order_by("pk"), to_attr="sent"),
        )


class DecideView(Moderating):
    """Decides about the chosen vacancies, or about the one whose own button was pressed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action, ids = self._asked()
        reason = words.line(request.POST.get("motivo", ""), decisions.REASON_LIMIT)
        if action not in SAID or not ids:
            messages.warning(request, _("Marque ao menos uma vaga e escolha o que fazer."))
            return self.back()
        if action == "recusar" and not reason:
            messages.error(request, _("Diga o motivo da recusa: quem enviou vai ler."))
            return self.back()
        before = decisions.decide(ids, action, request.user, reason)
        if not before:
            messages.warning(request, _("Essas vagas não existem mais."))
            return self.back()
        request.session[DONE] = {
            "said": ngettext(*SAID[action], len(before)) % {"n": len(before)},
            "before": signing.dumps([item.as_json() for item in before], salt=DONE),
        }
        return self.back()

    def _asked(self) -> tuple[str, list[int]]:
        post = self.request.POST
        action, _colon, own = post.get("uma", "").partition(":")
        chosen = [own] if own else post.getlist("vaga")
        ids = [int(pk) for pk in chosen[:MOST_AT_ONCE] if pk.isascii() and pk.isdigit()]
        return action if own else post.get("acao", ""), [pk for pk in ids if pk < 2**63]


class UndoView(Moderating):
    """Takes back what this person decided last. Told in the form, so that two tabs do not mix."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        n = decisions.undo(_before_of(request), request.user)
        if n:
            said = ngettext("%(n)s vaga voltou.", "%(n)s vagas voltaram.", n) % {"n": n}
            messages.success(request, said)
        else:
            messages.warning(request, _("Não há nada a desfazer."))
        return self.back()


def _before_of(request: HttpRequest) -> list[decisions.Before]:
    """What a signed note says that there was; nothing where somebody wrote it by hand."""
    try:
        rows = signing.loads(request.POST.get("antes", ""), salt=DONE, max_age=86_400)
    except signing.BadSignature:
        return []
    return [decisions.Before.of_json(row) for row in rows]
