"""The page of the simulator. It keeps nothing: each answer is played from what was posted."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from bot_flows.engine.effects import Source as Place
from bot_flows.engine.events import MediaKind
from bot_flows.models import Channel
from bot_flows.rehearsal import Says, Sends, Waits
from bot_flows.simulator import acts, telling, wording
from bot_flows.simulator.acts import MOST_ACTS, Act, SearchEnds, StaffSays, Unreadable
from bot_flows.simulator.agenda import Agenda
from bot_flows.simulator.setting import AGENDA, DRAFTS, NoSuchRelease, releases
from bot_flows.simulator.talk import Releases, Talk, replay
from bot_flows.simulator.worlds import Source

from . import saving
from .forms import ENGINES, SettingForm
from .items import Editor, items, moment

USE = ("view_flow", "change_flow", "add_flow", "publish_flow", "add_conversationtest")
TESTS = "bot_flows.add_conversationtest"
STAGE = "X-Simulator-Stage"  # asks for the part of the page that changes
LONGEST_ADDRESS = 1800
WAITS = (
    (5, gettext_lazy("5 min")),
    (60, gettext_lazy("1 h")),
    (13 * 60, gettext_lazy("13 h")),
    (2 * 24 * 60, gettext_lazy("2 dias")),
)


def may_try(user: Any) -> bool:
    """Whether this user may try the bot out: whoever works on it, and whoever reads along."""
    return any(user.has_perm(f"bot_flows.{right}") for right in USE)


class SimulatorView(WagtailAdminTemplateMixin, TemplateView):
    """A chat with the bot, from an opening and the acts since, both in the page itself."""

    page_title = gettext_lazy("Simulador")
    header_icon = "comment-add"
    template_name = "bot_flows/simulator/index.html"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_try(request.user):
            raise PermissionDenied
        self.notices: list[str] = []
        self.now = timezone.now()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._open(request.GET)
        return self._show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An act is added to the script, or taken from it; or the talk is kept as a test."""
        self._open(request.POST)
        name, _colon, value = request.POST.get("acao", "").partition(":")
        handler = self.handlers.get(name)
        answer = handler(value) if handler else None
        return answer or self._show()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @property
    def handlers(self) -> Mapping[str, Callable[[str], HttpResponse | None]]:
        return {
            "dizer": self._say,
            "manda": self._send,
            "passa": self._wait,
            "equipe": self._staff,
            "busca": self._end_search,
            "desfazer": self._step_back,
            "recomecar": self._start_again,
            "trazer": self._bring_back,
            "baixar": self._download,
            "salvar": self._save,
        }

    def _open(self, data: Mapping[str, str]) -> None:
        self.form = SettingForm(data, engine=self._usual_engine(), now=self.now)
        self.typed = ""
        self.before = ""
        self.acts: tuple[Act, ...] = ()
        try:
            self.acts = acts.loads(data.get("conversa", ""))
        except Unreadable:
            self.notices.append(_("Não consegui ler a conversa guardada: ela começa de novo."))
        self.bots = self._releases()
        self.form.offer_flows(self.bots(self.form.begins_at()))
        self.notices += self.form.misfits()
        self.setting = self.form.setting()

    def _usual_engine(self) -> str:
        known = Channel.objects.filter(engine__in=ENGINES).order_by("-checked_at")
        return known.values_list("engine", flat=True).first() or ENGINES[0]

    def _releases(self) -> Releases:
        try:
            return releases(self.form.version, self.now)
        except NoSuchRelease:
            self.notices.append(
                _("Não há nada no ar, ou não há mais essa versão: a conversa é com os rascunhos.")
            )
            self.form.chosen["versao"] = DRAFTS
            return releases(DRAFTS, self.now)

    @cached_property
    def talk(self) -> Talk:
        source = Source(self.setting.finds)
        return replay(self.setting.opening(), self.acts, self.bots, source)

    def _add(self, act: Act) -> None:
        if len(self.acts) >= MOST_ACTS:
            self.notices.append(_("A conversa ficou longa demais. Recomece para continuar."))
        else:
            self.acts = (*self.acts, act)

    def _say(self, number: str) -> None:
        self._add_typed(number or self.request.POST.get("texto", ""), Says)

    def _staff(self, _value: str) -> None:
        self._add_typed(self.request.POST.get("texto", ""), StaffSays)

    def _add_typed(self, text: str, kind: type[Says | StaffSays]) -> None:
        if not text.strip():
            self.notices.append(_("Escreva uma mensagem antes de enviar."))
        else:
            self._add(kind(acts.says(text).text))

    def _send(self, kind: str) -> None:
        if kind in set(MediaKind):
            self._add(Sends(MediaKind(kind)))

    def _wait(self, minutes: str) -> None:
        if minutes.isdecimal() and minutes in {str(length) for length, _label in WAITS}:
            self._add(Waits(timedelta(minutes=int(minutes))))

    def _end_search(self, _value: str) -> None:
        self._add(SearchEnds())

    def _step_back(self, _value: str) -> None:
        """One act fewer; what was typed comes back into the field."""
        if self.acts:
            *rest, last = self.acts
            self.acts = tuple(rest)
            self.typed = last.text if isinstance(last, Says | StaffSays) else ""

    def _start_again(self, _value: str) -> None:
        self.before = acts.dumps(self.acts) if self.acts else ""
        self.acts = ()

    def _bring_back(self, _value: str) -> None:
        try:
            self.acts = acts.loads(self.request.POST.get("anterior", ""))
        except Unreadable:
            self.notices.append(_("A conversa anterior não está mais aqui."))

    def _download(self, _value: str) -> HttpResponse:
        answer = HttpResponse(self._transcript(), content_type="text/plain; charset=utf-8")
        name = f"conversa-{slugify(self.setting.persona.name)}-{self.setting.at:%Y%m%d-%H%M}.txt"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _save(self, _value: str) -> HttpResponse | None:
        """Keep the talk as a conversation test, and go on in its editor."""
        user = self.request.user
        assert isinstance(user, User)
        if not user.has_perm(TESTS):
            raise PermissionDenied
        try:
            test = saving.save(self.talk, self.setting, self.request.POST.get("titulo", ""), user)
        except saving.NotATest as refused:
            self.notices.append(str(refused))
            return None
        messages.success(
            self.request, _("O teste “%s” foi criado. Confira o que ele espera.") % test
        )
        return redirect(saving.edit_url(test, user))

    def _show(self) -> HttpResponse:
        if self._is_part:
            self.template_name = "bot_flows/simulator/stage.html"
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, talk = self.request.user, self.talk
        editor = Editor(talk, may_open=user.has_perm("bot_flows.change_flow"))
        where = wording.where(talk.state, talk.release)
        silent = talk.state.silent_until
        return super().get_context_data(
            fields=() if self._keeps_opening else self.form,
            opening=self._fields(),
            script=acts.dumps(self.acts),
            before=self.before,
            typed=self.typed,
            notices=self.notices,
            talk=talk,
            items=items(talk, editor, self.form.cleaned_data["motor"]),
            where=where,
            where_url=editor.step_url(Place(where.flow, where.step)),
            answers_with=self._version(talk.release.number),
            known=wording.known(talk.state),
            clock=moment(talk.now),
            silent=moment(silent) if silent else "",
            quick=self._quick(),
            media=[(str(kind), label) for kind, label in wording.MEDIA.items()],
            waits=WAITS,
            searching=bool(talk.state.search and talk.state.search.pending),
            transcript=self._transcript(),
            address=self._address(),
            may_save=user.has_perm(TESTS),
            is_empty=not talk.release.flows,
            may_add_flow=user.has_perm("bot_flows.add_flow"),
            planned=self._planned(),
            **kwargs,
        )

    @property
    def _is_part(self) -> bool:
        return STAGE in self.request.headers

    @property
    def _keeps_opening(self) -> bool:
        """Whether the fields of the opening are in the page already, as they are."""
        return self._is_part and "abertura" not in self.request.POST

    def _fields(self) -> dict[str, str]:
        """The opening, as the other form of the page carries it along."""
        return {name: self.form.chosen[name] for name in self.form.fields}

    def _quick(self) -> list[tuple[int, str]]:
        """The options that are open, to be pressed."""
        silent = self.talk.state.silent_until
        offered = () if silent else self.talk.state.offered
        return [(number, option.label) for number, option in enumerate(offered, start=1)]

    def _version(self, number: int) -> str:
        """Which content answered last, in words."""
        return _("versão %s") % number if number else _("os rascunhos")

    def _transcript(self) -> str:
        version = self._version(self.talk.release.number)
        heading = _("Conversa com %(version)s\n%(name)s, %(moment)s") % {
            "version": version,
            "name": self.setting.persona.name,
            "moment": moment(self.setting.at),
        }
        return telling.text(self.talk, heading)

    def _address(self) -> str:
        """An address that repeats this talk; empty where it would be too long for one."""
        address = self.request.build_absolute_uri(self._with(conversa=acts.dumps(self.acts)))
        return address if len(address) <= LONGEST_ADDRESS else ""

    def _with(self, **changes: str) -> str:
        return f"{reverse('bot_simulator')}?{urlencode({**self._fields(), **changes})}"

    def _planned(self) -> list[dict[str, str]] | None:
        """What is planned, where the talk is held with that; each with an address to try it at."""
        if self.form.version != AGENDA:
            return None
        return [
            {
                "text": wording.coming(change),
                "moment": moment(change.at),
                "url": self._with(quando=f"{timezone.localtime(change.at):%Y-%m-%dT%H:%M}"),
            }
            for change in Agenda(self.now).coming()
        ]
