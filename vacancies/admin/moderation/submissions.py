"""What people sent through the public form, and, for those who may see it, who they are."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vacancies import submissions
from vacancies.models import Submission, VacancySettings

from .queue import PER_PAGE, SENDERS

SEE = "vacancies.view_submission"


class SubmissionsView(WagtailAdminTemplateMixin, TemplateView):
    """The newest first; ``?codigo=`` finds the one whose sender is asking."""

    template_name = "vacancies/admin/moderation/submissions.html"
    page_title = gettext_lazy("Envios")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        code = self.request.GET.get("codigo", "").strip().upper()[:9]
        rows = Submission.objects.select_related("vacancy").order_by("-created_at", "-pk")
        rows = rows.filter(code=code.replace("\0", "")) if code else rows
        page: Any = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        names = {
            "review": _("em revisão"),
            "shown": _("publicada"),
            "refused": _("recusada"),
            "closed": _("encerrada"),
        }
        for row in page.object_list:
            row.said = names[submissions.state_of(row)[0]]
        return {
            **context,
            "page_obj": page,
            "code": code,
            "sees_senders": self.request.user.has_perm(SENDERS),
            "days": VacancySettings.current().sender_days,
        }
