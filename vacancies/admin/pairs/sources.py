"""Where a vacancy stands, on its own page of the dashboard; and a posting moved out of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from vacancies import merging
from vacancies.models import Posting

from .views import SPLIT, Page


class SplitView(Page):
    """Asks, and makes of one posting a vacancy of its own."""

    template_name = "vacancies/pairs/split.html"
    page_title = gettext_lazy("Separar um anúncio")

    def _posting(self) -> Posting:
        return get_object_or_404(Posting.objects.select_related("vacancy"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posting = self._posting()
        edit = reverse("wagtailsnippets_vacancies_vacancy:edit", args=[posting.vacancy_id])
        return super().get_context_data(posting=posting, edit_url=edit, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posting = self._posting()
        old = posting.vacancy
        try:
            new, pair = merging.split(posting.pk, self.editor)
        except merging.Refused as refused:
            return self.refused(refused)
        log(instance=old, action=SPLIT, user=self.editor, data={"other": str(new), "id": new.pk})
        log(instance=new, action=SPLIT, user=self.editor, data={"other": str(old), "id": old.pk})
        undo = messages.button(reverse("vacancies_pair_undo", args=[pair.pk]), _("Desfazer"))
        said = _("O anúncio agora é a vaga “%(vacancy)s”.") % {"vacancy": new}
        messages.success(request, said, buttons=[undo])
        return redirect("wagtailsnippets_vacancies_vacancy:edit", new.pk)
