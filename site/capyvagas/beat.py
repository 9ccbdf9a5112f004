"""``python -m capyvagas.beat``: is the worker of this container alive? Exit 0 or 1.

A container asks every half minute, so it asks the database itself, without all of Django.
"""

import socket
import sys

import psycopg2

from capyvagas import env

SILENT_AFTER = "60 seconds"
# The table of bot_flows.models.WorkerBeat; a worker signs as "<host>:<process id>".
QUERY = """
SELECT EXISTS (
    SELECT 1 FROM bot_flows_workerbeat
    WHERE starts_with(name, %s) AND beat_at > now() - %s::interval
)
"""


def alive(database_url: str, host: str) -> bool:
    with psycopg2.connect(database_url, connect_timeout=5) as database, database.cursor() as cursor:
        cursor.execute(QUERY, (f"{host}:", SILENT_AFTER))
        row = cursor.fetchone()
    database.close()
    return bool(row and row[0])


def main() -> int:
    url = env.load().database_url
    if url is None or not url.startswith("postgres"):
        sys.exit("the beat is read from PostgreSQL, and DATABASE_URL names none")
    try:
        return 0 if alive(url, socket.gethostname()) else 1
    except psycopg2.Error:
        return 1


if __name__ == "__main__":
    sys.exit(main())
