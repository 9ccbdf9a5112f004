"""The stand-in job board as a fixture, for whoever searches."""

from collections.abc import Iterator

import pytest

from .board import Board


@pytest.fixture
def board(settings) -> Iterator[Board]:
    """A job board that the settings point JobSpy at."""
    with Board() as running:
        settings.JOBSPY_PROXIES = [running.proxy]
        settings.JOBSPY_CA_CERT = running.ca_cert
        yield running
