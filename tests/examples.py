"""How many examples a test of random input draws: all of them in CI, a quarter at a desk."""

import os

ALL = os.environ.get("EXAMPLES") == "all"


def examples(count: int) -> int:
    return count if ALL else max(count // 4, 5)
