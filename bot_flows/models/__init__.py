"""What is stored: content that editors write, releases, and what happens at run time."""

from .content import BotSettings, Flow, PublishRefused, ReplyTemplate
from .heard import HandledPhrase
from .rehearsals import ConversationTest, Persona
from .release import Release, ReleasePlan
from .runtime import (
    Channel,
    Contact,
    ContactAlias,
    Conversation,
    InboundEvent,
    OutboundMessage,
    SearchWait,
    WorkerBeat,
)

__all__ = [
    "BotSettings",
    "Channel",
    "Contact",
    "ContactAlias",
    "Conversation",
    "ConversationTest",
    "Flow",
    "HandledPhrase",
    "InboundEvent",
    "OutboundMessage",
    "Persona",
    "PublishRefused",
    "Release",
    "ReleasePlan",
    "ReplyTemplate",
    "SearchWait",
    "WorkerBeat",
]
