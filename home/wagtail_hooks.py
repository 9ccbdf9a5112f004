"""What the site itself adds to the dashboard: the keys of integrations."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from home.admin import tokens


@hooks.register("register_admin_viewset")
def integrations() -> tokens.TokenViewSet:
    return tokens.TokenViewSet("integracoes", url_prefix="integracoes")


@hooks.register("insert_global_admin_css")
def looks() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/dashboard.css"))


@hooks.register("register_permissions")
def rights() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="home",
        codename__in=[f"{action}_apitoken" for action in ("add", "change", "delete", "view")],
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(tokens.CREATED, _("Criar chave"), _("Criou a chave"))
    actions.register_action(tokens.CHANGED, _("Mudar chave"), _("Mudou a chave"))
    actions.register_action(tokens.REVOKED, _("Revogar chave"), _("Revogou a chave"))
