"""``--update`` writes the bot first, and then what it says."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--update"):
        items.sort(key=lambda item: item.path.name != "test_demo_release.py")
