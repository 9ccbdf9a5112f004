"""Printing figures, and the order statistics that they are made of."""

import json
import statistics
from collections.abc import Sequence


def report(name: str, value: float, unit: str, **facts: object) -> None:
    """One JSON line; ``facts`` say under what conditions, and what limit holds."""
    print(json.dumps({"figure": name, "value": round(value, 4), "unit": unit, **facts}), flush=True)


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 of at least two values, in their own unit."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {"p50": round(cuts[49], 2), "p95": round(cuts[94], 2), "p99": round(cuts[98], 2)}


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
