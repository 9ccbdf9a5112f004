"""Postings into vacancies with full dedupe: how many a second, and whether stored rows slow it.

Two databases, one with 10,000 vacancies and one with ``BENCH_INGEST_ROWS`` (200,000 unless
said; 1,000,000 is the goal's). Rounds alternate between them, so that both see the same
machine: postings that nobody knew, the same ones again, and the same rows copied by hand into a
table like it, which is what the database alone takes. Every company has ten vacancies in its
place, so each new posting meets those; what a round added is taken out again, untimed.
"""

import io
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from . import servers
from .figures import report

FEW, MANY = 10_000, int(os.environ.get("BENCH_INGEST_ROWS", "200000"))
ROUNDS, WARM, BATCH = int(os.environ.get("BENCH_INGEST_ROUNDS", "7")), 1, 2000
PER_COMPANY = 10
LIMIT, FLAT = 4000, 1.5
CHILD = (sys.executable, "-m", "benchmarks.ingest")
CITIES = ("Curitiba, PR", "Londrina, PR", "São Paulo, SP", "Joinville, SC", "Campinas, SP")
ROLES = ("Analista", "Assistente", "Técnico", "Estágio", "Desenvolvedor(a)", "Engenheiro(a)")
LEVELS = ("Júnior", "Pleno", "Sênior", "I", "II", "- Turno da noite")
AREAS = (
    "dados redes suporte compras vendas qualidade logística produção projetos marketing "
    "automação manutenção custos processos sistemas finanças crédito contratos pesquisa ensino"
)
WORDS = (
    "apoiar a equipe na elaboração de relatórios e planilhas, atender clientes internos, manter "
    "a documentação atualizada, colaborar com as áreas de negócio e cursar ensino superior"
)

type Seconds = dict[str, list[float]]


def measure() -> None:
    """A line for new ones and one for repeated ones, without and with descriptions; and how
    much dearer they are with many vacancies stored."""
    with servers.database("capyvagas_bench_few") as few:
        servers.manage(servers.environment(few, 9), "migrate", "--verbosity=0")
        with servers.database("capyvagas_bench", template="capyvagas_bench_few") as many:
            found = _rounds([_start(few, FEW), _start(many, MANY)])
    for name in ("new", "repeated", "described"):
        small, large = (statistics.median(part[name]) for part in found)
        bare = statistics.median(found[1]["bare"])
        report(
            f"ingest_{name}",
            BATCH / large,
            "vacancies/s",
            limit=LIMIT if name != "described" else None,
            stored=MANY,
            cpu_us=round(statistics.median(found[1][f"{name}_cpu"]) / BATCH * 1e6),
            times_bare_copy=round(large / bare, 2),
        )
        report(f"ingest_{name}_flat", large / small, "ratio", limit=FLAT, few=FEW, many=MANY)


def _start(url: str, rows: int) -> subprocess.Popen[str]:
    """A process on its own database, filled; it runs a round for each line that it is sent."""
    env = servers.environment(url, 9)
    pipe = subprocess.PIPE
    child = subprocess.Popen(
        (*CHILD, str(rows)), env=env, cwd=servers.ROOT, stdin=pipe, stdout=pipe, text=True
    )
    _answer(child)
    return child


def _rounds(children: list[subprocess.Popen[str]]) -> list[Seconds]:
    found: list[Seconds] = [{} for _child in children]
    try:
        for number in range(WARM + ROUNDS):
            for child, seconds in zip(children, found, strict=True):
                assert child.stdin
                print(number, file=child.stdin, flush=True)
                for name, value in _answer(child).items():
                    seconds.setdefault(name, []).extend([value] if number >= WARM else [])
    finally:
        for child in children:
            child.kill()
            child.communicate()
    return found


def _answer(child: subprocess.Popen[str]) -> dict[str, float]:
    assert child.stdout
    line = child.stdout.readline()
    if not line:
        raise RuntimeError("the process that ingests ended early")
    said: dict[str, float] = json.loads(line)
    return said


def _serve(rows: int) -> None:
    """Inside the process with Django."""
    from bot_flows import collector

    companies = [f"Q{number:x}z Serviços" for number in range(max(1, rows // PER_COMPANY))]
    _fill(rows, companies)
    collector.settle()  # as the worker does
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(_round(int(line), companies)), flush=True)
        _take_out(rows)


def _round(number: int, companies: list[str]) -> dict[str, float]:
    from vacancies.ingest import ingest

    chance = random.Random(number)
    batch = [_posting(number * BATCH + n, companies, chance) for n in range(BATCH)]
    words = [" ".join(chance.choices(WORDS.split(), k=90)) for _n in range(BATCH)]
    described = [
        {**_posting(10**7 + number * BATCH + n, companies, chance), "description": words[n]}
        for n in range(BATCH)
    ]
    found: dict[str, float] = {}
    for name, postings in (("new", batch), ("repeated", batch), ("described", described)):
        seconds, cpu = _timed(lambda rows=postings: ingest("linkedin", rows, merge_days=30))
        found |= {name: seconds, f"{name}_cpu": cpu}
    return found | {"bare": _copy_by_hand()}


def _timed(act: Callable[[], Any]) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - cpu


def _posting(number: int, companies: list[str], chance: random.Random) -> dict[str, Any]:
    """As JobSpy gives it: one of some thousand titles, and nobody else's at its company, which has
    others in its place."""
    company = chance.randrange(len(companies))
    area, other = chance.sample(AREAS.split(), 2)
    return {
        "id": f"li-{number}",
        "title": f"{chance.choice(ROLES)} de {area} e {other} {chance.choice(LEVELS)}",
        "company": companies[company],
        "location": CITIES[company % len(CITIES)],
        "date_posted": "2026-11-20",
        "job_url": f"https://www.linkedin.com/jobs/view/{3_000_000_000 + number}",
        "description": None,
        "min_amount": 1500,
        "interval": "monthly",
    }


def _copy_by_hand() -> float:
    """The newest rows of a batch once more, by nothing but COPY, into a table like the real one."""
    from django.db import connection, transaction

    table = "vacancies_vacancy"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
            "WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        (columns,) = cursor.fetchone()
        kept = io.StringIO()
        newest = (
            f"SELECT {columns} FROM {table} WHERE description = '' ORDER BY id DESC LIMIT {BATCH}"
        )
        cursor.copy_expert(f"COPY ({newest}) TO STDOUT", kept)
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bare (LIKE {table} INCLUDING ALL)")
        cursor.execute("TRUNCATE bare")
        kept.seek(0)
        began = time.perf_counter()
        with transaction.atomic():
            cursor.copy_expert(f"COPY bare ({columns}) FROM STDIN", kept)
        return time.perf_counter() - began


def _fill(rows: int, companies: list[str]) -> None:
    """Vacancies and their postings, with the keys that ingest would give them; ten a company."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(
            "CREATE TEMP TABLE company (nth int PRIMARY KEY, name text, place text, key bigint)"
        )
        lines = "".join(_company_lines(companies))
        cursor.copy_expert("COPY company FROM STDIN", io.StringIO(lines))
        cursor.execute(_FILL, {"rows": rows, "companies": len(companies)})
        cursor.execute(_FILL_POSTINGS)
        cursor.execute("ANALYZE vacancies_vacancy, vacancies_posting")
        cursor.execute("SET synchronous_commit = on")


def _company_lines(companies: list[str]) -> Iterator[str]:
    from vacancies.likeness import Ad, keys

    for number, name in enumerate(companies):
        city, _comma, _state = CITIES[number % len(CITIES)].partition(", ")
        yield f"{number}\t{name}\t{city}\t{keys(Ad('x', name, city))[1]}\n"


def _take_out(rows: int) -> None:
    """The vacancies and postings that came after those of the fill."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM vacancies_vacancypair")
        for table in ("matchwait", "posting"):
            cursor.execute(f"DELETE FROM vacancies_{table} WHERE vacancy_id > %s", [rows])
        cursor.execute("DELETE FROM vacancies_vacancy WHERE id > %s", [rows])


_FILL = """
INSERT INTO vacancies_vacancy (
    title, company, city, state, remote, kind, salary, link, source, posted_at, last_seen_at,
    description, origin, is_demo, edited_by_hand, created_at, sort_date, city_key, match_key,
    link_key, company_key, title_key, title_core, title_text, search_text, live, moderation,
    moderation_reason, closed_reason, check_outcome, strikes, pay_period, modality, benefits)
SELECT 'Auxiliar de serviço ' || n, name, place, 'PR', false, 'emprego', '',
    'https://a.example/' || n, 'Indeed', current_date, now(), '', 'site', false, false, now(),
    current_date - (n %% 60), lower(place), md5('m' || n), md5('l' || n), key,
    ('x' || substr(md5('t' || n), 1, 16))::bit(64)::bigint, n || ' auxili servic',
    ' auxiliar de servico ', ' auxiliar de servico ' || n || ' ',
    true, 'clear', '', '', '', 0, '', '', '[]'
FROM generate_series(0, %(rows)s - 1) AS n JOIN company ON nth = n %% %(companies)s
"""
_FILL_POSTINGS = """
INSERT INTO vacancies_posting (
    site, external_id, vacancy_id, url, link_key, title, raw, first_seen_at, last_seen_at)
SELECT 'indeed', 'in-' || id, id, link, link_key, title, '{}', now(), now()
FROM vacancies_vacancy
"""

if __name__ == "__main__":
    import django

    django.setup()
    _serve(int(sys.argv[1]))
