"""WAHA's door. It answers 200 to all that it need not hear again: WAHA repeats everything else.

401 only for a bad signature, 413 for a body over a megabyte, 503 while the database is away.
"""

import json
import logging

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import conversations, inbox, outbox, tasks
from .waha import signature
from .waha.payloads import MAX_BODY, Incoming, Receipt, parse

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """One event of WAHA's: recorded once and answered in one transaction."""
    if _length(request) > MAX_BODY:
        return HttpResponse(status=413)
    body = request.body
    signed = request.headers.get("X-Webhook-Hmac")
    if not signature.is_valid(body, signed, [settings.WAHA_HMAC_KEY]):
        logger.warning("a webhook with a bad signature was refused")
        return HttpResponse(status=401)
    try:
        _take(_decode(body))
    except DatabaseError:
        logger.exception("the database is away; WAHA will come again")
        return HttpResponse(status=503)
    return HttpResponse(status=200)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else MAX_BODY + 1


def _decode(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        logger.warning("a webhook that is not JSON was left alone")
        return None


def _take(payload: object) -> None:
    match parse(payload):
        case Incoming() as incoming:
            _answer(incoming)
        case Receipt() as receipt:
            outbox.confirm(receipt)


def _answer(incoming: Incoming) -> None:
    """One transaction. When the turn fails, the event alone is kept, for the sweep."""
    try:
        with transaction.atomic():
            contact_id = inbox.receive(incoming)
            if contact_id is not None:
                tasks.wake(conversations.answer(contact_id))
    except DatabaseError:
        raise
    except Exception:
        logger.exception("a turn failed; its event is kept")
        with transaction.atomic():
            inbox.receive(incoming)
