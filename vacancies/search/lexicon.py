"""Learning the words of the vacancies, from where the last time ended."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import connection, transaction

from vacancies.models import LexiconKey, LexiconMark, LexiconWord, Vacancy
from vacancies.words import fold

from . import sounds

BATCH = 2_000  # vacancies, in one transaction
MOST_BATCHES = 50  # in one run
MOST_WORDS = 60_000
_WORD = re.compile(rf"[^\W\d_]{{{sounds.SHORTEST},{sounds.LONGEST}}}")
_ADD = """
INSERT INTO vacancies_lexiconword (word, shown, count) VALUES {rows}
ON CONFLICT (word) DO UPDATE SET count = vacancies_lexiconword.count + excluded.count
"""

type Words = dict[str, Counter[str]]  # a folded word: how it was written, in how many vacancies


def learn(batches: int = MOST_BATCHES) -> int:
    """Read the vacancies that are new; gives how many were read. Two at once do not count twice."""
    read = 0
    for _number in range(batches):
        done = _learn_batch()
        read += done
        if done < BATCH:
            break
    _forget_the_rarest()
    return read


@transaction.atomic
def forget() -> None:
    """Begin anew: the next ``learn`` reads every vacancy."""
    LexiconKey.objects.all().delete()
    LexiconWord.objects.all().delete()
    LexiconMark.objects.all().delete()


@transaction.atomic
def _learn_batch() -> int:
    LexiconMark.objects.get_or_create(pk=1)
    mark = LexiconMark.objects.select_for_update().get(pk=1)
    rows = Vacancy.objects.filter(pk__gt=mark.vacancy_id, listed=True).order_by("pk")
    fields = list(rows.values_list("pk", "title", "company", "city", "description")[:BATCH])
    if not fields:
        return 0
    _add(_words(" ".join(texts) for _pk, *texts in fields))
    mark.vacancy_id = fields[-1][0]
    mark.save()
    return len(fields)


def _words(texts: Iterable[str]) -> Words:
    found: Words = defaultdict(Counter)
    folded: dict[str, str] = {}
    for text in texts:
        for written in set(_WORD.findall(text.lower())):
            word = folded.get(written)
            if word is None:
                word = folded[written] = fold(written)
            if word.isalpha() and len(word) >= sounds.SHORTEST:
                found[word][written] += 1
    return found


def _add(found: Words) -> None:
    names = sorted(found)
    known = set(LexiconWord.objects.filter(word__in=names).values_list("word", flat=True))
    for at in range(0, len(names), 300):
        part = names[at : at + 300]
        values = [(w, found[w].most_common(1)[0][0], found[w].total()) for w in part]
        with connection.cursor() as cursor:
            marks = ", ".join(["(%s, %s, %s)"] * len(values))
            cursor.execute(_ADD.format(rows=marks), [field for row in values for field in row])
    new = LexiconWord.objects.filter(word__in=[word for word in names if word not in known])
    LexiconKey.objects.bulk_create(
        (LexiconKey(key=key, word=word) for word in new for key in sounds.keys(word.word)),
        batch_size=5_000,
        ignore_conflicts=True,
    )


def _forget_the_rarest() -> None:
    """A flood of invented words pushes out nothing but itself."""
    kept = LexiconWord.objects.order_by("-count", "pk").values_list("pk", flat=True)
    rare = list(kept[MOST_WORDS : MOST_WORDS * 2])
    LexiconKey.objects.filter(word__in=rare).delete()
    LexiconWord.objects.filter(pk__in=rare).delete()
