"""The garbage collector of a process that lives long and makes many rows at once.

What start-up made is never garbage: it is looked at no more. What a batch makes dies with the
batch, by reference counts alone: looking through it every 700 objects costs a sixth of the work.
"""

import gc

THRESHOLDS = (20_000, 20, 50)


def settle() -> None:
    """Call once, when all is imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
