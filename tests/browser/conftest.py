"""One demonstration for all tests of a module: it takes longer to start than they take."""

from collections.abc import Iterator

import pytest

from .demonstration import Demonstration, demonstration


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with demonstration(tmp_path_factory.mktemp("demo")) as running:
        yield running
