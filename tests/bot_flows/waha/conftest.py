from collections.abc import Iterator

import pytest

from bot_flows.waha.client import Client
from bot_flows.waha.standin import Standin

from .receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as it:
        yield it


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin(time_scale=0.01) as it:
        yield it


@pytest.fixture
def client(standin: Standin) -> Iterator[Client]:
    with Client(standin.url, standin.api_key, "default") as it:
        yield it
