"""What can go wrong with WAHA, told apart by what the caller should do."""

import re
from collections.abc import Mapping
from typing import Self

_SERVER_ERROR = re.compile(r"\berror (\d{3})\b")
_NAME = re.compile(r"[A-Za-z]{1,40}")
_STATUS = re.compile(r"[A-Z_]{1,40}")
_TRY_LATER = frozenset({408, 425, 429})
_GATEWAY = frozenset({502, 503, 504})
TIMELOCK = "463"


class WahaError(Exception):
    """WAHA could not do what was asked; its text names the cause and no content.

    ``kind``: auth, not_working (no WhatsApp now), timelock (no new contacts for a while),
    refused, unsupported (by the engine), network (never reached WAHA), lost (no answer).
    ``permanent``: the same request will fail again. ``sent_unknown``: the message may be out.
    ``status``: the HTTP status, 0 without an answer.
    """

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        permanent: bool = False,
        sent_unknown: bool = False,
        status: int = 0,
    ) -> None:
        super().__init__(f"{kind} ({detail})" if detail else kind)
        self.kind = kind
        self.permanent = permanent
        self.sent_unknown = sent_unknown
        self.status = status
        self._detail = detail

    def as_unknown(self) -> Self:
        """The same error, met while asking what became of a message."""
        return type(self)(
            self.kind,
            self._detail,
            permanent=self.permanent,
            sent_unknown=True,
            status=self.status,
        )


def refusal(status: int, body: object, *, sends: bool) -> WahaError:
    """The error in an answer that is not 2xx. ``sends``: the request was not a mere question."""
    answer = body if isinstance(body, Mapping) else {}
    detail = f"HTTP {status}"
    match status:
        case 401 | 403:
            return WahaError("auth", detail, status=status)
        case 422:
            return _unprocessable(answer)
        case 501:
            return WahaError("unsupported", detail, permanent=True, status=status)
        case 500 if "exception" in answer:
            return _engine_failure(answer, sends)
        case _ if status >= 500:
            return WahaError("lost", detail, sent_unknown=sends, status=status)
    permanent = status not in _TRY_LATER and not _names_session(status, answer)
    return WahaError("refused", detail, permanent=permanent, status=status)


def _names_session(status: int, answer: Mapping[object, object]) -> bool:
    """404 for a session that somebody has yet to create."""
    return status == 404 and "session not found" in str(answer.get("message", "")).lower()


def _unprocessable(answer: Mapping[object, object]) -> WahaError:
    """422: WhatsApp is not connected; or, in older versions, a feature that costs."""
    state = answer.get("status")
    known = isinstance(state, str) and _STATUS.fullmatch(state)
    detail = f"HTTP 422, {state}" if known else "HTTP 422"
    told = f"{answer.get('message', '')} {answer.get('error', '')}"
    if "plus" in told.lower():
        return WahaError("unsupported", detail, permanent=True, status=422)
    return WahaError("not_working", detail, status=422)


def _engine_failure(answer: Mapping[object, object], sends: bool) -> WahaError:
    """500: our mistake, WhatsApp's refusal, or an engine that does not know itself."""
    thrown = answer.get("exception")
    exception: Mapping[object, object] = thrown if isinstance(thrown, Mapping) else {}
    name = exception.get("name")
    told = str(exception.get("message", ""))
    code = _SERVER_ERROR.search(told)
    parts = ["HTTP 500"]
    if isinstance(name, str) and _NAME.fullmatch(name):
        parts.append(name)
    if code:
        parts.append(f"error {code[1]}")
    detail = ", ".join(parts)
    if code and code[1] == TIMELOCK:
        return WahaError("timelock", detail, status=500)
    answered = code is not None or name == "TypeError"
    return WahaError("refused", detail, sent_unknown=sends and not answered, status=500)
