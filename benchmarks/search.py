"""Searching a million vacancies: our ``find`` beside the SQL that one would write by hand.

Both run in the same process on the same connection, one after the other, so that what else the
machine does weighs on both. ``BENCH_VACANCIES`` says how many vacancies.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from . import servers
from .figures import median, quantiles, report

CHILD = (sys.executable, "-m", "benchmarks.search")
ROWS = int(os.environ.get("BENCH_VACANCIES", "1000000"))
ROUNDS = int(os.environ.get("BENCH_SEARCH_ROUNDS", "10"))
RATIO, TYPING_ERROR_MS, FILL_SECONDS = 1.3, 50.0, 300
SINCE = date.today() - timedelta(30)
LEARNT = 60_000  # vacancies that the lexicon is learnt from: their words are all of the words

SEARCHES: tuple[dict[str, Any], ...] = (
    {"text": "desenvolvedor python", "state": "PR", "posted_since": SINCE},
    {"text": "estágio", "state": "SP", "posted_since": SINCE},
    {"text": "estágio dados", "remote": True, "posted_since": SINCE},
    {"text": "analista de dados", "state": "SP", "remote": True, "posted_since": SINCE},
    {"text": "manutenção elétrica", "state": "PR"},
    {"text": "estágio"},
    {"text": "docker flask"},
    {"text": "técnico em eletrotécnica", "city": "Curitiba/PR"},
    {"text": "excel inglês", "kind": "estagio", "posted_since": SINCE},
    {"text": "usinagem soldagem", "state": "MG", "posted_since": SINCE},
    {"text": "estágio", "course": 2, "state": "PR", "posted_since": SINCE},
    {"text": "excel", "course": 1, "kind": "estagio", "remote": True},
)
LISTS: tuple[dict[str, Any], ...] = (
    {},
    {"state": "PR"},
    {"state": "PE", "kind": "trainee"},
    {"kind": "estagio", "remote": True, "posted_since": SINCE},
    {"course": 1, "state": "PR"},
    {"city": "Pato Branco/PR"},
    {"text": "estágio dados", "state": "PR", "sort": "recentes"},
)
ERRORS = ("desenvolvdor", "estajio em dadso", "eletrotecinca", "manutensão eletrca", "quimca")
BY_HAND = """
WITH newest AS MATERIALIZED (
    SELECT id, sort_date, city_key, search_vector FROM vacancies_vacancy
    WHERE listed AND search_vector @@ {query} {filters}
    ORDER BY sort_date DESC, id DESC LIMIT 1001
), ranked AS (
    SELECT id, count(*) OVER () AS matching,
        ts_rank_cd('{{0.05, 0.1, 0.4, 1.0}}', search_vector, {query}, 32)
        * (0.5 + 0.5 * exp(-greatest(current_date - sort_date, 0) / 30.0)) {near} AS score
    FROM newest ORDER BY score DESC, sort_date DESC, id DESC LIMIT 20
)
SELECT v.*, matching FROM ranked JOIN vacancies_vacancy v USING (id)
ORDER BY score DESC, sort_date DESC, id DESC
"""
EVERY_MATCH = """
SELECT *, ts_rank_cd('{{0.05, 0.1, 0.4, 1.0}}', search_vector, {query}, 32) AS score
FROM vacancies_vacancy WHERE listed AND search_vector @@ {query} {filters}
ORDER BY score DESC, sort_date DESC, id DESC LIMIT 20
"""


def measure() -> None:
    """A line for each: relevance beside SQL by hand, lists, the count, typing errors."""
    with servers.database("capyvagas_bench_search") as url:
        env = servers.environment(url, 9)
        servers.manage(env, "migrate", "--verbosity=0")
        subprocess.run(CHILD, env=env, cwd=servers.ROOT, check=True)


def _measure() -> None:
    """Inside the process with Django."""
    from vacancies.search import lexicon

    from . import filling

    seconds = _timed(lambda: filling.fill(ROWS))
    report("search_fill", seconds, "s", limit=FILL_SECONDS, rows=ROWS)
    read = lexicon.BATCH * -(-LEARNT // lexicon.BATCH)
    report("search_learn", _timed(lambda: lexicon.learn(LEARNT // lexicon.BATCH)), "s", rows=read)
    _analyze()
    _beside_hand()
    _lists()
    _counts()
    _typing_errors()


def _beside_hand() -> None:
    from vacancies.search import Criteria, find

    ours: list[float] = []
    hand: list[float] = []
    every: list[float] = []
    for number in range(ROUNDS + 1):  # the first warms both
        for asked in SEARCHES:
            criteria = Criteria(**asked)
            by_hand, by_rank = _by_hand(criteria)
            pairs = [(ours, lambda c=criteria: find(c)), (hand, by_hand)]
            for times, part in pairs if number % 2 else reversed(pairs):
                times.append(_timed(part) * 1000)
            if number == ROUNDS:
                every.append(_timed(by_rank) * 1000)
    ours, hand = ours[len(SEARCHES) :], hand[len(SEARCHES) :]
    mine, theirs = quantiles(ours), quantiles(hand)
    ratio = mine["p95"] / theirs["p95"]
    report("search_ratio_p95", ratio, "ours/by hand", limit=RATIO, rows=ROWS, searches=len(ours))
    report("search_find", mine["p95"], "ms p95", p50=mine["p50"], counted=True)
    report("search_by_hand", theirs["p95"], "ms p95", p50=theirs["p50"])
    ranked = quantiles(every)
    report("search_ranking_every_match", ranked["p95"], "ms p95", p50=ranked["p50"])
    for asked, times in zip(SEARCHES, zip(*_split(ours), strict=True), strict=True):
        report(
            "search_one", sorted(times)[len(times) // 2], "ms", asked=json.dumps(asked, default=str)
        )


def _split(times: list[float]) -> list[list[float]]:
    size = len(SEARCHES)
    return [times[at : at + size] for at in range(0, len(times), size)]


def _by_hand(criteria: Any) -> tuple[Callable[[], None], Callable[[], None]]:
    """Two ways of writing it: ranking the newest thousand, and ranking every match."""
    from django.db import connection

    from vacancies.search import fulltext, question

    asked = question.read((criteria.text,))
    words = fulltext.tsquery(asked)
    query = f"to_tsquery('portuguese', '{words}')"
    where = {
        "state": f"AND state = '{criteria.state}'",
        "remote": f"AND remote = {criteria.remote}",
        "kind": f"AND kind = '{criteria.kind}'",
        "posted_since": f"AND sort_date >= '{criteria.posted_since}'",
        "course": "AND EXISTS (SELECT 1 FROM vacancies_vacancymatch m WHERE m.vacancy_id ="
        f" vacancies_vacancy.id AND m.course_id = {criteria.course})",
        "city": "AND ((city_key = 'curitiba' AND state IN ('PR', '')) OR remote)",
    }
    given = [sql for name, sql in where.items() if getattr(criteria, name) not in ("", None)]
    near = "* CASE WHEN city_key = 'curitiba' THEN 1 ELSE 0.8 END" if criteria.city else ""

    def run(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql.format(query=query, filters=" ".join(given), near=near))
            cursor.fetchall()

    return lambda: run(BY_HAND), lambda: run(EVERY_MATCH)


def _lists() -> None:
    from vacancies.search import Criteria, Sort, find

    times = []
    for _number in range(ROUNDS):
        for asked in LISTS:
            criteria = Criteria(**asked | {"sort": Sort(asked.get("sort", "relevancia"))})
            times.append(_timed(lambda c=criteria: find(c)) * 1000)
    figures = quantiles(times)
    report("search_newest_first", figures["p95"], "ms p95", p50=figures["p50"], counted=True)


def _analyze() -> None:
    """What autovacuum does within a minute, for the lexicon that has just been learnt."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE vacancies_lexiconword, vacancies_lexiconkey")


def _counts() -> None:
    """Counting stops at the cap: beside the same count to its end."""
    from vacancies.search import Criteria, finding

    capped, whole = [], []
    for number in range(ROUNDS + 1):
        for asked in SEARCHES:
            rows, _heard = finding._matching(Criteria(**asked))
            capped.append(_timed(lambda r=rows: finding._count(r)) * 1000)
            if number == ROUNDS:
                whole.append(_timed(lambda r=rows: r.order_by().count()) * 1000)
    figures, full = quantiles(capped[len(SEARCHES) :]), quantiles(whole)
    report("search_count", figures["p95"], "ms p95", p50=figures["p50"], cap=finding.CAP)
    report("search_count_to_the_end", full["p95"], "ms p95", p50=full["p50"])


def _typing_errors() -> None:
    """Finding that nothing has the word and which was meant; and with the search for that one."""
    from vacancies.search import Criteria, find, spelling

    whole, deciding, processor, searching, mended = [], [], [], [], set()
    for number in range(ROUNDS + 1):
        for text in ERRORS:
            began = time.perf_counter()
            found = find(Criteria(text=text))
            took = (time.perf_counter() - began) * 1000
            plain = _timed(lambda t=found.corrected: find(Criteria(text=t, exact=True))) * 1000
            busy = time.process_time()
            alone = _timed(lambda t=text: find(Criteria(text=t, exact=True))) * 1000
            alone += _timed(lambda t=text: spelling.corrected((t,))) * 1000
            if number:
                whole.append(took)
                deciding.append(alone)
                processor.append((time.process_time() - busy) * 1000)
                searching.append(plain)
            mended |= {found.corrected}
    decided, figures, plainly = map(quantiles, (deciding, whole, searching))
    own = round(median(processor), 2)
    report(
        "search_deciding",
        decided["p95"],
        "ms p95",
        p50=decided["p50"],
        limit=TYPING_ERROR_MS,
        own_processor_ms=own,
    )
    report(
        "search_typing_error",
        figures["p95"],
        "ms p95",
        p50=figures["p50"],
        limit=TYPING_ERROR_MS,
        read_as=sorted(mended),
    )
    report("search_without_error", plainly["p95"], "ms p95", p50=plainly["p50"])


def _timed(part: Callable[[], Any]) -> float:
    began = time.perf_counter()
    part()
    return time.perf_counter() - began


if __name__ == "__main__":
    import django

    django.setup()
    _measure()
