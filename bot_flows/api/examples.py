"""One example for each answer about the bot."""

from drf_spectacular.utils import OpenApiExample

_RELEASE = {
    "number": 12,
    "active": True,
    "created_at": "2026-11-22T14:55:07.253823-03:00",
    "summary": "Mudou: Boas-vindas",
    "digest": "3f6c…",
    "tests_run": 9,
    "tests_failed": 0,
}
_FLOW = "0f0e8d1c-6b1f-4f65-9a52-0a8f3f4a4d10"
_PLACE = {
    "contact": 41,
    "release": 12,
    "flow": _FLOW,
    "step": "5d0b9a77-51a1-44b7-8f6e-0e6f6f6c7a11",
    "waits_for": "answer",
    "silent_until": None,
    "sent_count": 18,
    "updated_at": "2026-11-22T14:55:07.253823-03:00",
}
RELEASE = OpenApiExample("Uma versão", _RELEASE, response_only=True)
RELEASE_DETAIL = OpenApiExample(
    "Uma versão",
    {**_RELEASE, "flows": [{"id": _FLOW, "title": "Boas-vindas"}]},
    response_only=True,
)
FLOW = OpenApiExample(
    "Um fluxo",
    {
        "id": _FLOW,
        "release": 12,
        "title": "Boas-vindas",
        "triggers": ["oi", "olá"],
        "steps": [
            {
                "step": "say",
                "id": "5d0b9a77-51a1-44b7-8f6e-0e6f6f6c7a11",
                "text": "Oi, {nome}!",
                "media": None,
            }
        ],
    },
    response_only=True,
)
CONTACT = OpenApiExample(
    "Um contato, mascarado",
    {
        "id": 41,
        "name": "A•••",
        "addresses": ["•••• 7766"],
        "opted_out": False,
        "created_at": "2026-11-20T09:12:00-03:00",
        "masked": True,
    },
    response_only=True,
)
CONVERSATION = OpenApiExample("Uma conversa", _PLACE, response_only=True)
CONVERSATION_DETAIL = OpenApiExample(
    "Uma conversa, mascarada",
    {
        **_PLACE,
        "masked": True,
        "slots": {"cidade": ""},
        "messages": [
            {
                "direction": "in",
                "at": "2026-11-22T14:55:06-03:00",
                "kind": "text",
                "status": "answered",
                "text": "oi, sou a Ana",
            },
            {
                "direction": "out",
                "at": "2026-11-22T14:55:07-03:00",
                "kind": "text",
                "status": "sent",
                "text": "Oi, Ana!",
            },
        ],
    },
    response_only=True,
)
