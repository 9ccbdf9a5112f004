"""The public doors of a submission: the form, and the receipt that its sender keeps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from . import intake, pasting, submissions, typed
from .models import Submission, VacancySettings
from .submission_forms import LinkForm, SubmissionForm, begin

MOST_PAGES = 10  # read for one address in an hour


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def submit_vacancy(request: HttpRequest) -> HttpResponse:
    """Nothing is kept before the last button; a page that is read only fills the form."""
    if request.method != "POST":
        return _page(request, SubmissionForm(initial={"inicio": begin()}), LinkForm())
    if "preencher" in request.POST or _only_a_link(request):
        return _fill(request)
    form = SubmissionForm(typed.visible(request.POST))
    if not form.is_valid():
        return _page(request, form, LinkForm(), status=422)
    now = timezone.now()
    sender = form.sender(submissions.address_key(request, now))
    try:
        kept = submissions.submit(form.offer(), sender, now=now)
    except submissions.TooMany as error:
        return _page(request, form, LinkForm(), status=429, refusal=str(error))
    except intake.Refused as refused:
        for name, sentences in refused.errors.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return _page(request, form, LinkForm(), status=422)
    return redirect("vacancies:receipt", token=kept.token)


def _only_a_link(request: HttpRequest) -> bool:
    """In either field, and nothing else of the vacancy: its page is read, and not refused."""
    said = request.POST
    return bool(said.get("colado") and not said.get("title")) or bool(
        said.get("link") and not (said.get("title") or said.get("description"))
    )


def _fill(request: HttpRequest) -> HttpResponse:
    """The form with what the pasted page says; what was typed already stays."""
    said = {name: value for name, value in typed.visible(request.POST).items() if value}
    link = LinkForm({"colado": said.get("colado") or said.get("link", "")})
    if "title" not in said:  # a list that nobody touched says nothing
        said.pop("kind", None)
    initial: dict[str, Any] = {"inicio": begin(), **said}
    status = 200
    if link.is_valid() and link.cleaned_data["colado"]:
        try:
            initial = {**_read(request, link.cleaned_data["colado"]).fields(), **initial}
        except pasting.Unreadable as error:
            link.add_error("colado", str(error))
            status = 422
    else:
        link.add_error("colado", _("Cole o endereço da página da vaga."))
        status = 422
    form = SubmissionForm(initial=initial)
    return _page(request, form, link, status=status, filled=status == 200)


def _read(request: HttpRequest, link: str) -> pasting.Draft:
    who = submissions.address_key(request, timezone.now())
    return pasting.read_for(who, link, MOST_PAGES)


def _page(
    request: HttpRequest, form: SubmissionForm, link: LinkForm, status: int = 200, **more: Any
) -> HttpResponse:
    link.fields["colado"].widget.attrs["class"] = "field-input"
    days = VacancySettings.current().sender_days
    context = {"form": form, "link_form": link, "days": days, **more}
    return render(request, "vacancies/submit.html", context, status=status)


@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a submission; only its sender has the address."""
    rows = Submission.objects.select_related("vacancy")
    submission = get_object_or_404(rows, token=token[:40].replace("\0", ""))
    state, reason = submissions.state_of(submission)
    context = {"submission": submission, "state": state, "reason": reason}
    return render(request, "vacancies/receipt.html", context)
