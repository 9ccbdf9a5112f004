"""What is stored: content that editors write, releases, and what happens at run time."""

from .content import BotSettings, Flow, PublishRefused, ReplyTemplate
from .release import Release
from .runtime import (
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
    "Contact",
    "ContactAlias",
    "Conversation",
    "Flow",
    "InboundEvent",
    "OutboundMessage",
    "PublishRefused",
    "Release",
    "ReplyTemplate",
    "SearchWait",
    "WorkerBeat",
]
