"""A course's terms and its vacancies in the dashboard: pages, menu, and help while editing."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models import CoursePage
from vacancies.admin.menu import VACANCIES_MENU, Order

from .views import CoursesView, TermsView

URLS = [
    path("", CoursesView.as_view(), name="index"),
    path("<int:pk>/termos/", TermsView.as_view(), name="terms"),
]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("vagas/cursos/", include((URLS, "bot_matching"), "bot_matching"))]


class CoursesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(PagePermissionPolicy().user_has_any_permission(request.user, {"change", "add"}))


@hooks.register(VACANCIES_MENU)
def courses_item() -> MenuItem:
    return CoursesItem(
        _("Vagas de cada curso"),
        reverse("bot_matching:index"),
        name="bot-matching",
        icon_name="link",
        order=Order.SEARCHES + 5,
    )


class CompareItem(ActionMenuItem):
    """In the course's own form: posts it, unsaved, to the page that compares."""

    name = "action-compare-terms"
    label = _("Ver o que muda nas vagas")
    icon_name = "link"
    template_name = "bot_flows/matching/action.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return context["view"] == "edit" and isinstance(page, CoursePage)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "address": reverse("bot_matching:terms", args=[context["page"].pk])}


@hooks.register("register_page_action_menu_item")
def compare_item() -> ActionMenuItem:
    return CompareItem(order=60)


@hooks.register("insert_editor_js")
def show_while_editing() -> SafeString:
    """Below a course's terms: which vacancies would come and go, before it is saved."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script defer src="{}" data-address="{}"></script>',
        static("bot_flows/matching/matching.css"),
        static("bot_flows/matching/terms.js"),
        reverse("bot_matching:terms", args=[0]),
    )
