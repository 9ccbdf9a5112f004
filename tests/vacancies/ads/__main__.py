"""``python -m tests.vacancies.ads``: how well the facts of an advertisement are read.

``accuracy`` counts what is as a careful person read it, blanks too; ``wrong`` is a value where
another one or none is right; ``missed`` is a blank where there is a value. ``--each`` lists them.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capyvagas.settings.test")
sys.path[:0] = ["site"]
django.setup()

from . import corpus  # noqa: E402 - the reader needs Django's settings


def main() -> None:
    sets = {name: corpus.load(name) for name in corpus.FILES}
    sets["all"] = [ad for ads in sets.values() for ad in ads]
    for name, ads in sets.items():
        print(f"\n{name}: {len(ads)} advertisements")
        print(f"{'field':10} {'accuracy':>8} {'wrong':>6} {'missed':>6}")
        for field, mark in corpus.marks(ads).items():
            missed = len(mark.missed) / mark.total
            print(f"{field:10} {mark.accuracy:8.3f} {mark.wrong_rate:6.3f} {missed:6.3f}")
            if "--each" in sys.argv and name != "all":
                print("".join(f"    wrong  {line}\n" for line in mark.wrong), end="")
                print("".join(f"    missed {line}\n" for line in mark.missed), end="")


if __name__ == "__main__":
    main()
