"""Idempotency-Key: the same write asked for twice is done once, and answered twice alike.

The key is taken, the work done and the answer kept in one transaction: whoever asks at the same
instant waits for it, and what failed leaves nothing behind.
"""

import hashlib
import json
import re
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from home.integrations import KeptAnswer

from .keys import owner_of

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
_KEY = re.compile(r"[!-~]{1,100}")


class AnotherBody(APIException):
    status_code = 422
    default_detail = gettext_lazy("Esta Idempotency-Key já foi usada com outro pedido.")
    more = {"type": "urn:capyvagas:problem:idempotency"}


def once(request: Request, work: Callable[[], Response]) -> Response:
    """Do it, or say what was said the first time."""
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not _KEY.fullmatch(key):
        raise ValidationError({HEADER: [_("De 1 a 100 letras, números e sinais, sem espaços.")]})
    with transaction.atomic():
        KeptAnswer.objects.filter(created_at__lt=timezone.now() - KeptAnswer.LIFE).delete()
        asked = _digest(request)
        kept, is_first = KeptAnswer.objects.get_or_create(
            owner=owner_of(request), key=key, defaults={"asked": asked}
        )
        if not is_first:
            return _again(kept, asked)
        response = work()
        kept.status, kept.body = response.status_code, response.data
        kept.location = response.headers.get("Location", "")
        kept.save(update_fields=["status", "body", "location"])
    return response


def _again(kept: KeptAnswer, asked: str) -> Response:
    if kept.asked != asked:
        raise AnotherBody
    headers = {REPLAYED: "true"} | ({"Location": kept.location} if kept.location else {})
    return Response(kept.body, status=kept.status, headers=headers)


def _digest(request: Request) -> str:
    data = request.data
    body = data if isinstance(data, bytes) else json.dumps(data, sort_keys=True).encode()
    return hashlib.sha256(request.get_full_path().encode() + b"\n" + body).hexdigest()
