"""The list of pairs that a person should decide, and what he decides."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from vacancies import merging
from vacancies.models import Vacancy, VacancyPair

from . import sides

SEE, DECIDE = "vacancies.view_vacancy", "vacancies.change_vacancy"
MERGED, APART, SPLIT, UNDONE = (
    "vacancies.merge",
    "vacancies.tell_apart",
    "vacancies.split",
    "vacancies.undo_pair",
)
PAGE = 20


class Guarded(View):
    """``needs``: the right without which nobody comes in."""

    needs = DECIDE
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.needs):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def editor(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def back(self) -> HttpResponse:
        return redirect(get_valid_next_url_from_request(self.request) or reverse("vacancies_pairs"))

    def refused(self, refused: merging.Refused) -> HttpResponse:
        messages.warning(self.request, str(refused))
        return self.back()


class Page(WagtailAdminTemplateMixin, Guarded, TemplateView):
    """A page of this area."""

    header_icon = "copy"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items]
        if not isinstance(self, PairsView):
            items.append({"url": reverse("vacancies_pairs"), "label": _("Vagas duplicadas")})
        return [*items, {"url": "", "label": self.get_page_title()}]


class PairsView(Page):
    """The pairs that wait, the likeliest first; or those that were decided, the newest first."""

    needs = SEE
    template_name = "vacancies/pairs/index.html"
    page_title = gettext_lazy("Vagas duplicadas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decided = self.request.GET.get("situacao") == "decididas"
        pairs = _decided() if decided else _waiting()
        page = Paginator(pairs, PAGE).get_page(self.request.GET.get("pagina"))
        return super().get_context_data(
            page=page,
            pairs=[sides.of(pair) for pair in page],
            decided=decided,
            may_decide=self.request.user.has_perm(DECIDE),
            here=self.request.get_full_path(),
            **kwargs,
        )


def _pairs() -> QuerySet[VacancyPair]:
    rows = VacancyPair.objects.select_related("first", "second", "decided_by")
    return rows.prefetch_related("first__postings", "second__postings")


def _waiting() -> QuerySet[VacancyPair]:
    """Of vacancies that were joined meanwhile nothing is asked any more."""
    pending = _pairs().filter(decision=VacancyPair.Decision.PENDING)
    return pending.filter(first__merged_into=None, second__merged_into=None)


def _decided() -> QuerySet[VacancyPair]:
    rows = _pairs().exclude(decision=VacancyPair.Decision.PENDING)
    return rows.order_by("-decided_at", "-pk")


class MergeView(Page):
    """Asks which of the two stays, and joins them."""

    template_name = "vacancies/pairs/merge.html"
    page_title = gettext_lazy("Juntar vagas")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair = get_object_or_404(_pairs(), pk=self.kwargs["pk"])
        return super().get_context_data(
            sides=sides.of(pair), next=get_valid_next_url_from_request(self.request), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pair = get_object_or_404(_pairs(), pk=kwargs["pk"])
        both = {str(pair.first_id): pair.first, str(pair.second_id): pair.second}
        stays = both.pop(request.POST.get("fica", ""), None)
        if stays is None:
            messages.warning(request, _("Escolha qual das duas fica."))
            return self.get(request, *args, **kwargs)
        (goes,) = both.values()
        try:
            done = merging.merge(stays.pk, goes.pk, self.editor)
        except merging.Refused as refused:
            return self.refused(refused)
        tell_merged(request, self.editor, stays, goes, done)
        return self.back()


def tell_merged(
    request: HttpRequest, editor: User, stays: Vacancy, goes: Vacancy, pair: VacancyPair
) -> None:
    """Keep it in both histories, and say it with the way back."""
    log(instance=stays, action=MERGED, user=editor, data={"other": str(goes), "id": goes.pk})
    log(instance=goes, action=MERGED, user=editor, data={"other": str(stays), "id": stays.pk})
    said = _("“%(goes)s” agora é parte de “%(stays)s”.") % {"goes": goes, "stays": stays}
    messages.success(request, said, buttons=[_undo_button(pair)])


def _undo_button(pair: VacancyPair) -> Any:
    return messages.button(reverse("vacancies_pair_undo", args=[pair.pk]), _("Desfazer"))


class ApartView(Guarded):
    """These two are not one vacancy."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pair = get_object_or_404(VacancyPair, pk=kwargs["pk"])
        try:
            pair = merging.tell_apart(pair.first_id, pair.second_id, self.editor)
        except merging.Refused as refused:
            return self.refused(refused)
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            log(instance=one, action=APART, user=self.editor, data={"other": str(other)})
        said = _("Anotado: são vagas diferentes. Não vamos perguntar de novo.")
        messages.success(request, said, buttons=[_undo_button(pair)])
        return self.back()


class UndoView(Page):
    """Asks, and takes a decision back."""

    template_name = "vacancies/pairs/undo.html"
    page_title = gettext_lazy("Desfazer a decisão")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair = get_object_or_404(_pairs(), pk=self.kwargs["pk"])
        return super().get_context_data(
            sides=sides.of(pair),
            was_same=pair.decision == VacancyPair.Decision.SAME,
            was_split="posting" in pair.moved,
            next=get_valid_next_url_from_request(self.request),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            pair = merging.undo(kwargs["pk"])
        except merging.Refused as refused:
            return self.refused(refused)
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            log(instance=one, action=UNDONE, user=self.editor, data={"other": str(other)})
        messages.success(request, _("Desfeito. As duas vagas estão como antes."))
        return self.back()
