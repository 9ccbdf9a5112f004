"""The only file that knows the queue. It carries wake-ups and the clock, nothing else.

A task names a contact or a search and drains what waits there, under a lease: a lost or
doubled wake-up changes nothing, and ``sweep`` finds whatever was left.
"""

import logging
import threading
import time
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.api import TaskWrapper
from redis import ConnectionPool

from vacancies import checking, closing, missed, moderation, refresh, schedule, submissions
from vacancies.search import lexicon

from . import attachments, conversations, inbox, matches, outbox, planning
from .conversations import Outcome
from .pacing import Human, Off
from .waha.client import Client

logger = logging.getLogger(__name__)
OVERDUE = timedelta(seconds=5)
LONGEST_SWEEP = 20.0  # seconds of work that the sweep does itself: it also keeps the clock
LINKS_AT_ONCE, LONGEST_LOOK = 20, 20.0  # a searching thread is back within a minute


def _queue(name: str) -> Huey:
    """Redis where there is one, a file of SQLite where there is not."""
    if settings.QUEUE_IN_MEMORY:
        return MemoryHuey(name, results=False)
    if settings.REDIS_QUEUE_URL:
        pool = ConnectionPool.from_url(
            settings.REDIS_QUEUE_URL, socket_timeout=1.0, socket_connect_timeout=0.5
        )
        return RedisHuey(name, results=False, connection_pool=pool, read_timeout=0.5)
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    return SqliteHuey(name, results=False, filename=str(settings.DATA_DIR / f"{name}.queue"))


# A slow search must never hold up a reply: two queues, each with threads of its own.
messages = _queue("messages")
searches = _queue("searches")

for _queue_of_ours in (messages, searches):
    _queue_of_ours.pre_execute("close_stale")(lambda task: close_old_connections())

_local = threading.local()


def wake(outcome: Outcome) -> None:
    """After the commit, wake what this outcome calls for. A queue that is down loses nothing."""
    transaction.on_commit(partial(_wake, outcome), robust=True)


def _wake(outcome: Outcome) -> None:
    if outcome.messages:
        deliver(outcome.contact_id)
    for search_id in outcome.searches:
        run_search(search_id)


@messages.task()
def deliver(contact_id: int) -> None:
    """Send what waits for this contact, and come again when something must wait."""
    client = _client()
    pacing = Human(client) if settings.BOT_PACING == "human" else Off()
    again = outbox.deliver(contact_id, client, pacing, partial(attachments.send, client))
    if again is not None:
        deliver.schedule((contact_id,), delay=_seconds_until(again))


@messages.task()
def answer(contact_id: int) -> None:
    """Answer what waits for this contact."""
    try:
        with transaction.atomic():
            wake(conversations.answer(contact_id))
    except Exception as error:
        logger.exception("a turn failed")
        inbox.count_failure(contact_id, error)


@searches.task()
def run_search(search_id: int) -> None:
    """Search at the sources, then tell everyone who waits for it."""
    if refresh.run(search_id):
        match_vacancies()
        _tell(search_id, timezone.now().isoformat())
        _search_on()


def _search_on() -> None:
    """What the clock has due goes one after the other, and never before a person's search."""
    for search_id in schedule.queue_next(timezone.now()):
        run_search(search_id)


@searches.periodic_task(crontab(minute="*"))
def refresh_courses() -> None:
    """Hand the terms of all courses over, and begin what is due."""
    schedule.plan(matches.terms(), now=timezone.now())
    _search_on()


@searches.periodic_task(crontab(minute="*"))
def apply_rules() -> None:
    """Look through the stored vacancies where a rule of moderation changed."""
    moderation.apply_waiting()


@searches.periodic_task(crontab(minute="17"))
def forget_senders() -> None:
    """Erase the contacts of those who sent a vacancy long ago."""
    submissions.forget(timezone.now())


def _tell(search_id: int, run: str) -> None:
    for contact_id in inbox.search_finished(search_id, run=run):
        answer(contact_id)


@searches.periodic_task(crontab(minute="*"))
def publish_scheduled() -> None:
    """Publish and expire what editors scheduled."""
    planning.run_due(timezone.now())


@searches.periodic_task(crontab(minute="17"))
def learn_words() -> None:
    """What typing errors are corrected by; and room in the list of what found nothing."""
    lexicon.learn()
    missed.trim()


@searches.task()
def match_vacancies() -> None:
    """Vacancies came or changed: see which courses they fit."""
    matches.match_waiting()


def vacancy_saved(sender: object, **_options: object) -> None:
    """Somebody saved a vacancy; that it waits is written already."""
    transaction.on_commit(match_vacancies, robust=True)


@searches.periodic_task(crontab(minute="*"))
def check_links() -> None:
    """Look at a few links that are due, one for each site."""
    checking.check_due(limit=LINKS_AT_ONCE, seconds=LONGEST_LOOK)


@searches.periodic_task(crontab(minute="7"))
def tend_vacancies() -> None:
    """Close what is over by the calendar, reopen what its source shows again."""
    closing.tend(timezone.now())


@searches.task()
def renew_matches() -> None:
    """Courses changed: see anew which vacancies fit them."""
    matches.renew()


def courses_changed(sender: object, **_options: object) -> None:
    """A course page went live, or away."""
    transaction.on_commit(renew_matches, robust=True)


def sweep() -> None:
    """Wake whatever was left: the queue lost it, or a process died with it."""
    before = timezone.now() - OVERDUE
    _wake_all(answer, inbox.waiting_contacts(before=before))
    _wake_all(deliver, outbox.waiting_contacts(before=before))
    for search_id, run in inbox.finished_searches():
        _tell(search_id, run)
    for search_id in refresh.pending(limit=20):
        run_search(search_id)
    if matches.anything_waits():
        match_vacancies()


def _wake_all(task: TaskWrapper, contacts: list[int]) -> None:
    """Wake this task for each; while the queue is away, do the work here, as far as time allows."""
    until: float | None = None
    for contact_id in contacts:
        if until is None:
            try:
                task(contact_id)
                continue
            except Exception:
                logger.exception("the queue is away; the sweep does its work")
                until = time.monotonic() + LONGEST_SWEEP
        if time.monotonic() > until:
            return
        _do(task, contact_id)


def _do(task: TaskWrapper, contact_id: int) -> None:
    try:
        task.call_local(contact_id)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("what the sweep did itself failed; it comes again")


def _client() -> Client:
    """One client a thread: its connections are kept alive and never shared."""
    if not hasattr(_local, "client"):
        _local.client = Client(settings.WAHA_BASE_URL, settings.WAHA_API_KEY, settings.WAHA_SESSION)
    return _local.client


def _seconds_until(moment: datetime) -> float:
    return max((moment - timezone.now()).total_seconds(), 0.1)
