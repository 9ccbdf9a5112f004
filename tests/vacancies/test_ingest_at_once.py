"""Two ingests of the same postings at the same time make one vacancy of each."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from vacancies.ingest import ingest
from vacancies.models import Posting, Vacancy

from .test_ingest import NOW, posting

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, EACH = 4, 25


def test_the_same_postings_at_once_are_one_vacancy_each() -> None:
    start, faults = Barrier(WORKERS), []

    def work(worker: int) -> None:
        rows = [
            posting(f"{worker % 2}-{n}", title=f"Função q{n}", company=f"Casa k{n}x{n}")
            for n in range(EACH)
        ]
        try:
            start.wait(20)
            ingest(f"site-{worker % 2}", rows, now=NOW, merge_days=30)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert (Vacancy.objects.count(), Posting.objects.count()) == (EACH, EACH * 2)
