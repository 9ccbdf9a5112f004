"""The baseline: the same transaction in bare psycopg2, and nothing else.

A WSGI application that takes the signed webhook, records the event once, locks and updates
the conversation, queues the reply and wakes a worker through Redis; and that worker, which
marks the reply as being sent, posts it, and marks it sent. No framework, no content.
"""

import hashlib
import hmac
import http.client
import json
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg2
from redis import Redis

TABLES = """
CREATE TABLE conversation (address text PRIMARY KEY, id bigserial UNIQUE, state jsonb NOT NULL,
    sent int NOT NULL DEFAULT 0, updated timestamptz);
CREATE TABLE event (id bigserial PRIMARY KEY, session text, key text, conversation bigint,
    kind text, body text, sent_at timestamptz, answered timestamptz, UNIQUE (session, key));
CREATE TABLE message (id bigserial PRIMARY KEY, conversation bigint, number int, chat text,
    body text, status text, created timestamptz, sent_at timestamptz,
    UNIQUE (conversation, number));
CREATE INDEX message_waiting ON message (conversation, number) WHERE status <> 'sent';
"""
TEXT = "Menu principal\n\n*1.* Cursos\n*2.* Buscar vaga\n*3.* Vagas do meu curso\n*4.* Sobre"
QUEUE = "bench:bare"
_local = threading.local()


def _connection() -> Any:
    if not hasattr(_local, "connection"):
        _local.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        _local.redis = Redis.from_url(os.environ["REDIS_QUEUE_URL"])
    return _local.connection


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Accept one webhook."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    signature = hmac.new(os.environ["WAHA_HMAC_KEY"].encode(), body, hashlib.sha512).hexdigest()
    if not hmac.compare_digest(signature, environ.get("HTTP_X_WEBHOOK_HMAC", "")):
        start("401 Unauthorized", [("Content-Length", "0")])
        return [b""]
    conversation = _answer(json.loads(body)["payload"])
    if conversation is not None:
        _local.redis.lpush(QUEUE, conversation)
    start("200 OK", [("Content-Length", "0")])
    return [b""]


def _answer(payload: dict[str, Any]) -> int | None:
    connection = _connection()
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO event (session, key, kind, body, sent_at)"
            " VALUES ('default', %s, 'text', %s, to_timestamp(%s))"
            " ON CONFLICT DO NOTHING RETURNING id",
            (payload["id"].split("_")[2], payload["body"], payload["timestamp"]),
        )
        row = cursor.fetchone()
        if row is None:
            return None
        conversation, sent, state = _lock(cursor, payload["from"])
        cursor.execute(
            "INSERT INTO message (conversation, number, chat, body, status, created)"
            " VALUES (%s, %s, %s, %s, 'queued', now())",
            (conversation, sent + 1, payload["from"], TEXT),
        )
        cursor.execute(
            "UPDATE conversation SET state = %s, sent = %s, updated = now() WHERE id = %s",
            (json.dumps(state), sent + 1, conversation),
        )
        cursor.execute(
            "UPDATE event SET conversation = %s, answered = now() WHERE id = %s",
            (conversation, row[0]),
        )
    return conversation


def _lock(cursor: Any, address: str) -> tuple[int, int, Any]:
    select = "SELECT id, sent, state FROM conversation WHERE address = %s FOR UPDATE"
    cursor.execute(select, (address,))
    row = cursor.fetchone()
    if row is None:
        cursor.execute(
            "INSERT INTO conversation (address, state) VALUES (%s, '{}') ON CONFLICT DO NOTHING",
            (address,),
        )
        cursor.execute(select, (address,))
        row = cursor.fetchone()
    return row


def work(host: str, port: int, threads: int = 8) -> None:
    """Deliver until killed."""
    workers = [
        threading.Thread(target=_deliver_for_ever, args=(host, port)) for _ in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def _deliver_for_ever(host: str, port: int) -> None:
    connection, waha = _connection(), http.client.HTTPConnection(host, port)
    connection.autocommit = True
    while True:
        found = _local.redis.brpop(QUEUE, timeout=1)
        if found:
            _deliver(connection, waha, int(found[1]))


def _deliver(connection: Any, waha: http.client.HTTPConnection, conversation: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE message SET status = 'sending' WHERE conversation = %s AND status = 'queued'"
            " RETURNING id, chat, body",
            (conversation,),
        )
        for number, chat, text in cursor.fetchall():
            body = json.dumps({"session": "default", "chatId": chat, "text": text})
            waha.request("POST", "/api/sendText", body, {"Content-Type": "application/json"})
            waha.getresponse().read()
            cursor.execute(
                "UPDATE message SET status = 'sent', sent_at = now() WHERE id = %s", (number,)
            )


if __name__ == "__main__":
    work("127.0.0.1", int(os.environ["WAHA_PORT"]))
