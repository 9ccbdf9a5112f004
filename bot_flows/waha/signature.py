"""WAHA's webhook signature: HMAC-SHA512 in hexadecimal over the raw bytes of the body."""

import hashlib
import hmac
from collections.abc import Sequence


def sign(body: bytes, key: str) -> str:
    """The lower-case hexadecimal signature of these bytes."""
    return hmac.new(key.encode(), body, hashlib.sha512).hexdigest()


def is_valid(body: bytes, signature: str | None, keys: Sequence[str]) -> bool:
    """Whether one of the keys made this signature. Every key is tried, whichever fits."""
    given = (signature or "").strip().lower().encode("utf-8", "replace")
    fits = [hmac.compare_digest(sign(body, key).encode(), given) for key in keys if key]
    return any(fits)
