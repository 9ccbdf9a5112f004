"""What people reported of vacancies, a row for each vacancy, the most reported first."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic

from vacancies.models import Vacancy, VacancyReport

from .menu import VACANCIES_MENU, Order
from .standing import CHANGE

PER_PAGE = 30
WAITING = Q(reports__resolved_at=None)


class ReportsView(generic.BaseListingView):
    """The vacancies about which nobody has dealt with a report yet."""

    template_name = "vacancies/admin/reports.html"
    page_title = _("Avisos sobre vagas")
    header_icon = "warning"
    index_url_name = "vacancies_reports"
    paginate_by = PER_PAGE
    is_searchable = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Vacancy]:
        kinds = {
            f"n_{kind.name.lower()}": Count("reports", filter=WAITING & Q(reports__kind=kind))
            for kind in VacancyReport.Kind
        }
        rows = Vacancy.objects.filter(reports__isnull=False, reports__resolved_at=None)
        rows = rows.annotate(
            people=Count("reports__reporter", distinct=True, filter=WAITING),
            newest=Max("reports__reported_at", filter=WAITING),
            **kinds,
        )
        return rows.defer("description", "search_text", "title_text").order_by(
            "-people", "-newest", "-pk"
        )


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("vagas/avisos/", ReportsView.as_view(), name="vacancies_reports")]


class ReportsMenuItem(MenuItem):
    """Seen by whoever may act on a report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE))


@hooks.register(VACANCIES_MENU)
def reports_item() -> MenuItem:
    return ReportsMenuItem(
        _("Avisos"),
        reverse("vacancies_reports"),
        name="vacancy-reports",
        icon_name="warning",
        order=Order.REPORTS,
    )
