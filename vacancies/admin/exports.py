"""Spreadsheets that run nothing: a text that a spreadsheet would take for a formula is quoted."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """The value, with an apostrophe before a text that could be a formula."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_BEGINNINGS):
        return f"'{value}"
    return value


class HarmlessExport(SpreadsheetExportMixin):
    """Wagtail's export of a list, for cells that people or other sites wrote."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return harmless(super().preprocess_field_value(field, value, export_format))
