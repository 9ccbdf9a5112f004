"""The forms of the editor. What would break the bot is refused when it is published, with the
reason at the field; a draft may be as unfinished as it likes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.forms import WagtailAdminModelForm

from bot_flows import publishing
from bot_flows.blocks import words
from bot_flows.compiler import compile_release
from bot_flows.engine.codes import Issue
from bot_flows.engine.wording import Reply
from bot_flows.models import BotSettings, Flow, ReplyTemplate
from bot_flows.models.content import LONGEST_TRIGGER
from bot_flows.replies import REPLIES
from bot_flows.sentences import sentence
from courses.models import CoursePage

from .faults import steps_error


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A fault that this change would cause in another piece of content."""

    text: str
    label: str
    url: str | None


def names() -> dict[str, str]:
    """Titles of flows by their ids, and names of replies by their keys."""
    titles = {str(key): title for key, title in Flow.objects.values_list("key", "title")}
    return {**titles, **{str(key): str(note.name) for key, note in REPLIES.items()}}


def owner(issue: Issue) -> Flow | ReplyTemplate | BotSettings | CoursePage | None:
    """The piece of content where an issue lies."""
    if issue.flow:
        return Flow.objects.filter(key=issue.flow).first()
    if issue.field == "replies":
        return ReplyTemplate.objects.filter(key=issue.item).first()
    if issue.field == "courses":
        return CoursePage.objects.filter(pk=issue.item).first()
    return BotSettings.objects.first()


def elsewhere(issues: Iterable[Issue], user: Any = None) -> list[Elsewhere]:
    """Issues with the name of their place and a link to it."""
    finder, titles = AdminURLFinder(user), names()
    found = []
    for issue in issues:
        place = owner(issue)
        label = str(place) if place else _("Respostas")
        text = _("%(place)s: %(fault)s") % {"place": label, "fault": sentence(issue, titles)}
        found.append(Elsewhere(text, label, finder.get_edit_url(place) if place else None))
    return found


class CheckedForm(WagtailAdminModelForm):
    """Compiles the unsaved object together with all live content before it may go live."""

    elsewhere: list[Elsewhere]

    def _post_clean(self) -> None:
        super()._post_clean()
        self.elsewhere = []
        self.instance.acting_user = self.for_user
        if not self.is_deferred_validation and not self.errors:
            self._check()

    def _check(self) -> None:
        reference = self.instance.reference
        bot = compile_release(overrides={reference: self.instance})
        found = publishing.errors(bot)
        own = [issue for issue in found if self.is_own(issue)]
        if own:
            self.show(own)
            return
        known = publishing.known_errors() if found else ()
        self.elsewhere = elsewhere([i for i in found if i not in known], self.for_user)
        for fault in self.elsewhere:
            self.add_error(None, fault.text)

    def is_own(self, issue: Issue) -> bool:
        """Whether this issue is at a field of this form."""
        raise NotImplementedError

    def show(self, issues: list[Issue]) -> None:
        """Put these issues at their fields."""
        raise NotImplementedError

    def lines(self, issues: list[Issue]) -> list[str]:
        """A line for each of these issues, to be read away from its field."""
        titles = names()
        return [sentence(issue, titles) for issue in issues]


class FlowForm(CheckedForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "triggers" in self.fields:
            flow = str(self.instance.pk or "")
            self.fields["triggers"].widget.attrs["data-bot-words-flow-value"] = flow

    def clean_title(self) -> str:
        """A draft that has no title yet must still be found in the list."""
        title: str = self.cleaned_data["title"]
        return title or _("Sem título")

    def clean_triggers(self) -> str:
        triggers: str = self.cleaned_data["triggers"]
        long = [word for word in words(triggers) if len(word) > LONGEST_TRIGGER]
        if long and not self.is_deferred_validation:
            message = _("“%(word)s…” é longa demais: uma palavra ou expressão por linha.")
            raise ValidationError(message % {"word": long[0][:30]})
        return triggers

    def is_own(self, issue: Issue) -> bool:
        return issue.flow == self.instance.reference

    def show(self, issues: list[Issue]) -> None:
        titles = {**names(), self.instance.reference: self.instance.title}
        triggers = [issue for issue in issues if issue.field == "triggers"]
        steps = [issue for issue in issues if issue.field != "triggers"]
        for issue in triggers:
            self.add_error("triggers", sentence(issue, titles))
        error = steps_error(steps, list(self.instance.steps.raw_data), titles)
        if error:
            self.add_error("steps", error)

    def lines(self, issues: list[Issue]) -> list[str]:
        steps = [item["id"] for item in self.instance.steps.raw_data]
        return [
            _("Passo %(number)s: %(fault)s")
            % {"number": steps.index(issue.step) + 1, "fault": line}
            if issue.step in steps
            else line
            for issue, line in zip(issues, super().lines(issues), strict=True)
        ]


def _moments(taken: Collection[str]) -> list[Any]:
    """The choices of a reply's key: a shared text, or a moment that has no reply, grouped."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, note in REPLIES.items():
        if key in taken:
            continue
        groups.setdefault(str(note.group), []).append((str(key), str(note.name)))
    return [("", _("Texto pronto, para os fluxos")), *groups.items()]


class ReplyForm(CheckedForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "key" in self.fields:
            self._offer_moments(self.fields["key"])

    def _offer_moments(self, field: forms.Field) -> None:
        key = self.instance.key
        shared = [(key, _("Texto pronto, para os fluxos"))] if key and key not in Reply else []
        others = ReplyTemplate.objects.exclude(pk=self.instance.pk)
        taken = set(others.values_list("key", flat=True))
        field.widget = forms.Select(choices=[*shared, *_moments(taken)])
        field.disabled = bool(self.instance.pk)
        if reply := self.instance.reply:
            field.help_text = str(REPLIES[reply].moment)
            self._keep_name()

    def _keep_name(self) -> None:
        """A moment of the engine has its name already."""
        if "title" in self.fields:
            self.fields["title"].disabled = True

    def clean_title(self) -> str:
        """The engine's moments are named; a shared text is, at the latest when published."""
        title: str = self.cleaned_data["title"]
        if title or self.cleaned_data.get("key") in Reply:
            return title
        if not self.is_deferred_validation:
            raise ValidationError(_("Dê um nome a este texto."))
        return _("Sem nome")

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key and key not in Reply and key != self.instance.key:
            raise ValidationError(_("Escolha um dos momentos da lista."))
        return key

    def is_own(self, issue: Issue) -> bool:
        return issue.field == "replies" and issue.item == self.instance.key

    def show(self, issues: list[Issue]) -> None:
        titles = names()
        for issue in issues:
            self.add_error("text", sentence(issue, titles))


class SettingsForm(CheckedForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if field := self.fields.get("menu_form"):
            link = format_html(
                '<a href="{}">{}</a>', reverse("bot_menus"), _("Ver o que vai agora")
            )
            field.help_text = format_html("{} {}", field.help_text, link)

    def is_own(self, issue: Issue) -> bool:
        return self._field(issue) in self.fields

    def show(self, issues: list[Issue]) -> None:
        titles = names()
        for issue in issues:
            self.add_error(self._field(issue), sentence(issue, titles))

    def _field(self, issue: Issue) -> str:
        if issue.flow:
            return ""
        return f"words_{issue.item}" if issue.field == "words" else issue.field
