"""What the API's description is about."""

from typing import Any

OURS = "/api/v1/"


def only_ours(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Leave out Wagtail's own admin API: it is private, and trips a reader that is not its page."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(OURS)]
