"""The folder for pictures, for every test here."""

from tests.home.content import own_media

__all__ = ["own_media"]
