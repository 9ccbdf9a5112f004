"""The list of versions, as Wagtail lists things."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from bot_flows.admin.menu import BOT_MENU, Order
from bot_flows.models import Release

from . import acting, page, views

PAGES = [
    path("<int:pk>/", page.DetailView.as_view(), name="release"),
    path("voltar/<int:pk>/", acting.ActivateView.as_view(), name="activate"),
    path("agendar/<int:pk>/", acting.PlanView.as_view(), name="plan"),
    path("cancelar/<int:pk>/", acting.CancelPlanView.as_view(), name="cancel_plan"),
    path("mover/", acting.MoveView.as_view(), name="move"),
    path("mover/<int:pk>/", acting.MoveView.as_view(), name="move_from"),
]


class ReleasePolicy(ModelPermissionPolicy):
    """A release is made by publishing and never changed: it may be looked at."""

    def user_has_permission(self, user: User, action: str) -> bool:
        allowed = ("bot_flows.view_release", "bot_flows.publish_flow", "bot_flows.change_flow")
        return action == "view" and any(user.has_perm(item) for item in allowed)

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ReleaseViewSet(ModelViewSet):
    """The versions of the bot, to read and to go back to."""

    name = "bot_releases"
    url_prefix = "bot/versoes"
    model = Release
    icon = "history"
    menu_label: Promise = _("Versões")
    menu_hook = BOT_MENU
    menu_order = Order.RELEASES
    form_fields: list[str] = []
    index_view_class = views.ReleaseIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 30

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None that could be given: nobody changes a release, and looking on is named elsewhere."""
        return Permission.objects.none()

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [
            item for item in super().get_urlpatterns() if item.name in ("index", "index_results")
        ]
        return [*kept, *PAGES]


register_permission_policy(Release, ReleasePolicy(Release))
