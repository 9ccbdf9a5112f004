"""What the tests of the vacancies share."""

from tests.jobboard.fixtures import board

__all__ = ["board"]
