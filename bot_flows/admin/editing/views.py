"""Answers while an editor types: what a text will look like, what a word will open."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bot_flows import writing
from bot_flows.compiler import compile_release
from bot_flows.engine.codes import Code, Issue
from bot_flows.engine.proofreading import Fault
from bot_flows.engine.release import AnswerKind
from bot_flows.engine.wording import Placeholder, Reply
from bot_flows.models import Flow, Release, ReplyTemplate
from bot_flows.models.release import load
from bot_flows.sentences import sentence
from courses.selectors import live_courses

from . import words
from .meanings import MEANINGS
from .openings import settled

LARGEST = 20_000  # bytes of a request
LONGEST_PHRASE = 300
MAY_WRITE = [
    f"bot_flows.{action}_{model}"
    for action in ("add", "change", "publish")
    for model in ("flow", "replytemplate")
]
# What the button puts right.
MENDABLE = frozenset(
    {
        Code.FOREIGN_FORMATTING,
        Code.UNBALANCED_MARK,
        Code.HIDDEN_CHARACTER,
        Code.UNKNOWN_PLACEHOLDER,
    }
)

type View = Callable[[HttpRequest], HttpResponse]


def for_writers(view: View) -> View:
    """Only by POST, only for who writes the bot's words, and of a bounded size."""

    @require_POST
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not any(request.user.has_perm(item) for item in MAY_WRITE):
            return _refused(_("Você não tem permissão para escrever os textos do bot."), 403)
        if int(request.headers.get("Content-Length") or 0) > LARGEST:
            return _refused(_("O texto é grande demais para conferir enquanto se escreve."), 413)
        return view(request)

    return checked


def _refused(why: str, status: int) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)


@for_writers
def text(request: HttpRequest) -> HttpResponse:
    """How long a text may become, the messages it will be, its faults and their mends."""
    written, place = request.POST.get("text", ""), _place(request)
    advice = writing.advise(written, place)
    if any(code is Code.PLACEHOLDER_WITHOUT_VALUE for code, _params in advice.faults):
        place = writing.Place(place.options, place.caption, place.reply, _slots())
        advice = writing.advise(written, place)
    return JsonResponse(
        {
            "length": advice.length,
            "limit": advice.limit,
            "parts": advice.parts,
            "faults": [_shown(fault, advice.mended, written) for fault in advice.faults],
            "sample": advice.sample,
            "fields": [_field(item) for item in writing.fields(place.reply)],
        }
    )


def _place(request: HttpRequest) -> writing.Place:
    key = request.POST.get("reply", "")
    return writing.Place(
        options=tuple(_options(request)),
        caption=request.POST.get("caption") == "1",
        reply=Reply(key) if key in Reply else None,
    )


def _options(request: HttpRequest) -> Iterable[str]:
    """What is shown below a question: as it stands in the form, or as the bot knows it."""
    posted = request.POST
    if posted.get("step") == "courses" or posted.get("reply") == Reply.CHOOSE_COURSE:
        return [course.name for course in live_courses()]
    if posted.get("kind") == AnswerKind.YES_NO:
        keys = [Reply.OPTION_YES, Reply.OPTION_NO]
        texts = dict(ReplyTemplate.objects.filter(key__in=keys).values_list("key", "text"))
        return [texts[key] for key in keys if key in texts]
    return [label for label in posted.getlist("options") if label.strip()]


def _slots() -> frozenset[str]:
    """The answers that some question of some flow keeps."""
    stored = (item for flow in Flow.objects.only("steps") for item in flow.steps.raw_data)
    asked = (item["value"] for item in stored if item["type"] == "ask")
    return frozenset(value.get("custom") or value.get("slot") or "" for value in asked)


def _shown(fault: Fault, mended: str, written: str) -> dict[str, Any]:
    code, params = fault
    told = {"code": code.value, "sentence": sentence(Issue(code, params=params))}
    mends = code in MENDABLE and mended != written and not _stays(fault, mended)
    return {**told, "mended": mended} if mends else told


def _stays(fault: Fault, mended: str) -> bool:
    """An unknown field that only its writer can put right."""
    code, params = fault
    name = params.get("placeholder", "")
    return code is Code.UNKNOWN_PLACEHOLDER and f"{{{name}}}" in mended


def _field(item: Placeholder) -> dict[str, str]:
    return {
        "name": item.name,
        "meaning": str(MEANINGS.get(item.name, "")),
        "sample": item.sample,
        "fallback": item.fallback,
    }


@for_writers
def opened(request: HttpRequest) -> HttpResponse:
    """What each trigger word of a flow would open, and what a phrase would do."""
    flow = _flow(request)
    bot = settled(compile_release(overrides={flow.reference: flow}), flow.reference)
    number = Release.objects.filter(active=True).values_list("number", flat=True).first()
    panel = words.Panel(bot, load(number) if number else None, flow.reference)
    phrase = request.POST.get("phrase", "").strip()[:LONGEST_PHRASE]
    return JsonResponse(
        {
            "words": [panel.word(item) for item in flow.trigger_words[: words.MOST_WORDS]],
            "phrase": panel.phrase(phrase) if phrase else None,
        }
    )


def _flow(request: HttpRequest) -> Flow:
    """The flow as its form says it now, its steps as they were saved last."""
    pk = request.POST.get("flow", "")
    stored = Flow.objects.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 12 else None
    flow: Flow = stored.get_latest_revision_as_object() if stored else Flow()
    flow.title = request.POST.get("title", "").strip() or flow.title or _("(sem título)")
    flow.triggers = request.POST.get("triggers", "")
    return flow
