"""The door of the pictures that are shown where somebody shares a link of ours.

The words decide the address, so that a picture may be kept for ever by whoever fetched it, and
a page names a new one as soon as its words change.
"""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from courses.models import CoursePage
from home.cards import Card, draw
from home.models import HomePage
from vacancies import words
from vacancies.models import Vacancy

KEPT_SECONDS = 86_400
FOREVER = "public, max-age=31536000, immutable"
type Subject = Vacancy | Page | None


def card_of(subject: Subject) -> Card:
    """What the picture says; of no subject, the site's own."""
    match subject:
        case Vacancy():
            return _of_vacancy(subject)
        case CoursePage():
            facts = (subject.get_level_display(), subject.get_shift_display(), subject.campus)
            return Card(subject.title, _("Curso"), (" · ".join(facts),))
        case HomePage():
            return Card(subject.hero_title, _("Estágios e vagas pelo WhatsApp"))
        case Page():
            return Card(subject.title)
    return Card(_("Vagas do seu curso, numa conversa"), _("Estágios e vagas pelo WhatsApp"))


def _of_vacancy(vacancy: Vacancy) -> Card:
    place = " · ".join(filter(None, (vacancy.company, vacancy.place_label)))
    lines = tuple(words.line(text, 120) for text in (place, vacancy.salary) if text)
    return Card(words.line(vacancy.title, 200), str(vacancy.get_kind_display()), lines)


def address_of(subject: Subject) -> str:
    """The path of the subject's picture as it is now."""
    kind = "vaga" if isinstance(subject, Vacancy) else "pagina" if subject else "site"
    number = subject.pk if subject else 0
    return reverse("card", args=[kind, number or 0, card_of(subject).version])


@require_safe
def show(request: HttpRequest, kind: str, pk: int, version: str) -> HttpResponseBase:
    """The picture; an old address leads to the one that is right now."""
    subject = _subject(kind, pk)
    card = card_of(subject)
    if version != card.version:
        return redirect(address_of(subject))
    key = f"card:{version}"
    picture = cache.get(key)
    if picture is None:
        picture = draw(card)
        cache.set(key, picture, KEPT_SECONDS)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": FOREVER})


def _subject(kind: str, pk: int) -> Subject:
    found: Subject = None
    if kind == "vaga":
        rows = Vacancy.objects.filter(listed=True, pk=pk)
        found = rows.defer("description", "search_text", "title_text").first()
    elif kind == "pagina":
        page = Page.objects.live().public().filter(pk=pk).first()
        found = page.specific if page else None
    elif kind == "site" and not pk:
        return None
    if found is None:
        raise Http404
    return found
