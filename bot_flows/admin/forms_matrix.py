"""How menus go out: what each engine of WhatsApp can show, and what ours shows now."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from bot_flows import channels, menu_forms
from bot_flows.engine.release import MenuForm
from bot_flows.models import BotSettings, Channel

SETTINGS = "bot_flows.change_botsettings"
LOOK = ("bot_flows.change_flow", "bot_flows.change_replytemplate", SETTINGS)
SOME_OPTIONS = ("A", "B")  # enough of a menu to ask what an account shows


class MenusView(WagtailAdminTemplateMixin, TemplateView):
    """The table, and the state of our own account; "try polls again" is a POST."""

    template_name = "bot_flows/forms/page.html"
    page_title = gettext_lazy("Como os menus são enviados")
    header_icon = "list-ul"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        needed = (SETTINGS,) if request.method == "POST" else LOOK
        if not any(request.user.has_perm(name) for name in needed):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = [*self.breadcrumbs_items]
        if self.request.user.has_perm(SETTINGS):
            items.append({"url": _settings_url(), "label": _("Configurações do bot")})
        return [*items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = BotSettings.objects.first() or BotSettings()
        may_change = self.request.user.has_perm(SETTINGS)
        return super().get_context_data(
            rows=menu_forms.matrix(),
            limits=_limits(),
            wanted=wanted.get_menu_form_display(),
            accounts=[_account(item, wanted.menu_form) for item in Channel.objects.order_by("pk")],
            may_change=may_change,
            settings_url=_settings_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        channels.try_polls_again(request.POST.get("session", ""))
        messages.success(request, _("As enquetes voltam a ser enviadas no próximo menu."))
        return redirect("bot_menus")


def _settings_url() -> str:
    return reverse("wagtailsettings:edit", args=["bot_flows", "botsettings"])


def _account(channel: Channel, wanted: str) -> dict[str, Any]:
    """One account as the page shows it; ``now`` is the form of a menu that fits."""
    resting = channels.are_polls_resting(channel, timezone.now())
    form = menu_forms.form(wanted, channel.engine, channel.tier, channel.version, SOME_OPTIONS)
    if form is MenuForm.POLL and resting:
        form = MenuForm.TEXT
    return {
        "channel": channel,
        "now": dict(BotSettings._meta.get_field("menu_form").choices)[form.value],
        "resting": resting,
        "back_at": channel.polls_failed_at + channels.REST if channel.polls_failed_at else None,
        "degraded": form.value != wanted,
        "media": menu_forms.can_send_media(channel.engine, channel.tier, channel.version),
    }


def _limits() -> dict[str, int]:
    return {
        "fewest_options": menu_forms.FEWEST_POLL_OPTIONS,
        "most_options": menu_forms.MOST_POLL_OPTIONS,
        "longest_option": menu_forms.LONGEST_POLL_OPTION,
        "longest_name": menu_forms.LONGEST_POLL_NAME,
        "most_rows": menu_forms.MOST_ROWS,
        "longest_row": menu_forms.LONGEST_ROW,
    }


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("bot/menus/", MenusView.as_view(), name="bot_menus")]
