"""``python -m tests.vacancies.judged [--all]``: the figures, and the searches that did worst."""

import os
import sys

SHOWN = 15


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capyvagas.settings.test")
    sys.path.insert(0, "site")
    import django

    django.setup()
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        _print(connection.vendor)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _print(vendor: str) -> None:
    from vacancies.search import lexicon

    from . import collection, scoring

    names = collection.load()
    lexicon.learn()
    scores = [scoring.score(asked, names) for asked in collection.queries()]
    shown = len(scores) if "--all" in sys.argv else SHOWN
    for item in sorted(scores, key=lambda score: score.gain)[:shown]:
        fixed = f" → {item.corrected}" if item.corrected else ""
        sys.stdout.write(f"{item.gain:.3f}  {item.asked.text}{fixed}: {' '.join(item.answers)}\n")
    sys.stdout.write(
        f"{vendor}: {len(names)} vacancies, {len(scores)} judged searches\n"
        f"nDCG@10 {scoring.mean_gain(scores):.3f}\n"
        f"zero-result rate {scoring.zero_rate(scores):.1%}\n"
        f"rightly nothing {scoring.silence_rate(scores):.1%}\n"
    )


if __name__ == "__main__":
    main()
