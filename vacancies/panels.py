"""Parts of a vacancy's form that are not fields."""

from typing import Any

from wagtail.admin.panels import Panel

ANOTHER = "e_outra"


class KnownPanel(Panel):
    """Which vacancy this one surely is already, and the box of who says that it is another."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "vacancies/admin/known_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and getattr(self.form, "known", None))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "known": self.form.known, "another": ANOTHER}


class SourcesPanel(Panel):
    """Where the vacancy was seen, and the way to move one of its postings out."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "vacancies/pairs/sources_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            postings = list(self.instance.postings.order_by("dead_at", "-last_seen_at"))
            merged = list(self.instance.merged.order_by("pk"))
            return {**context, "vacancy": self.instance, "postings": postings, "merged": merged}
