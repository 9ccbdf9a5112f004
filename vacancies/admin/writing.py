"""A vacancy that an editor writes comes in by the same way as all others: held against those that
are stored, and by the rules. Whoever insists that it is another one has the last word."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView

from vacancies import ingest, intake, merging
from vacancies.models import Vacancy
from vacancies.panels import ANOTHER


class KnownFirst(CreateView):
    """The form comes back, with all that was typed, where the vacancy is surely there already."""

    error_message = gettext_lazy("A vaga não foi salva: veja o que está marcado.")

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            ingest.take_turn()
            form.instance.derive()
            placed = intake.place(form.instance, timezone.now())
            if placed.vacancy is None or ANOTHER in self.request.POST:
                return self._keep(form, placed)
        form.known = placed.vacancy
        form.add_error(None, _("Esta vaga já está aqui: veja no começo do formulário."))
        self.is_valid(form)  # no more: says so in the message above the form
        return self.form_invalid(form)

    def _keep(self, form: Any, placed: intake.Placed) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        vacancy = self.object
        intake.settle(vacancy, placed)
        if placed.vacancy is not None:
            merging.tell_apart(vacancy.pk, placed.vacancy.pk, self.request.user)
        if vacancy.moderation == Vacancy.Moderation.HIDDEN:
            said = _("Uma regra escondeu esta vaga: %s. Quem revisa pode liberá-la.")
            messages.warning(self.request, said % vacancy.moderation_reason)
        return response
