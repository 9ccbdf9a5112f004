"""What the tests of the vacancies share."""

from tests.home.content import own_media
from tests.jobboard.fixtures import board

__all__ = ["board", "own_media"]
