"""One flat listing of all courses in the dashboard."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from courses.models import CoursePage


class CourseListing(PageListingViewSet):
    model = CoursePage
    name = "courses"
    menu_label = _("Cursos")
    icon = "list-ul"
    add_to_admin_menu = True
    menu_order = 150
    columns = [
        *PageListingViewSet.columns,
        Column("code", label=_("Código"), sort_key="code"),
        Column("get_level_display", label=_("Grau"), sort_key="level"),
        Column("campus", label=_("Campus"), sort_key="campus"),
    ]
    list_filter = ["level", "modality", "shift", "featured"]


@hooks.register("register_admin_viewset")
def register_course_listing() -> CourseListing:
    return CourseListing("courses")
