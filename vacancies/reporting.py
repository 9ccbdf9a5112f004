"""The public page on which anybody tells us that something is wrong with a vacancy.

A page of its own: the form is for one visitor, and the vacancy's page stays the same for all.
"""

from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from . import departed, words
from .models import Vacancy, VacancyReport
from .reports import report
from .visitors import address_of

AN_HOUR = 3600  # seconds
MOST_BY_SESSION = 10
MOST_BY_ADDRESS = 100  # a whole campus may come from one address
LABELS = {
    VacancyReport.Kind.DEAD: _("O link não funciona, ou a vaga já encerrou"),
    VacancyReport.Kind.MISLEADING: _("A vaga não é o que o anúncio diz"),
    VacancyReport.Kind.ASKS_MONEY: _("Pedem dinheiro para participar"),
}


class ReportForm(forms.Form):
    aviso = forms.ChoiceField(
        label=_("O que aconteceu?"),
        choices=list(LABELS.items()),
        widget=forms.RadioSelect,
        initial=VacancyReport.Kind.DEAD,
        error_messages={
            "required": _("Escolha o que aconteceu."),
            "invalid_choice": _("Escolha uma das opções."),
        },
    )


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def report_vacancy(request: HttpRequest, pk: int) -> HttpResponse:
    vacancy = get_object_or_404(Vacancy, pk=pk)
    if not vacancy.is_listed:
        return departed.answer(request, vacancy)
    context: dict[str, Any] = {"vacancy": vacancy, "form": ReportForm(), "status": 200}
    if request.method == "POST":
        context["form"] = form = ReportForm(request.POST)
        if not form.is_valid():
            context["status"] = 400
        elif not _allowed(request):
            context |= {"too_many": True, "status": 429}
        else:
            report(pk, _reporter(request), form.cleaned_data["aviso"])
            return redirect(f"{request.path}?obrigado=1")
    context["thanks"] = request.method != "POST" and request.GET.get("obrigado") == "1"
    return render(request, "vacancies/report.html", context, status=context["status"])


def _reporter(request: HttpRequest) -> str:
    """Tells two visitors apart, and nothing else of them is kept."""
    return f"web:{words.digest('report', _session(request))}"


def _session(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.create()
    return str(request.session.session_key)


def _allowed(request: HttpRequest) -> bool:
    """So many an hour from one browser, and from one address. Without a cache, all."""
    address = words.digest("address", address_of(request))
    session = words.digest("session", _session(request))
    counts = (_count(address) <= MOST_BY_ADDRESS, _count(session) <= MOST_BY_SESSION)
    return all(counts)


def _count(name: str) -> int:
    key = f"vacancy-report:{name}"
    cache.add(key, 0, AN_HOUR)
    try:
        return int(cache.incr(key) or 0)
    except ValueError:
        return 0
