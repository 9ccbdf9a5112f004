"""What is stored: content that editors write, releases, and what happens at run time."""

from .content import BotSettings, Flow, PublishRefused, ReplyTemplate
from .heard import HandledPhrase
from .parcels import Parcel
from .rehearsals import ConversationTest, Persona
from .release import Release, ReleasePlan
from .reviews import GuestComment, ReviewLink
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
    "GuestComment",
    "HandledPhrase",
    "InboundEvent",
    "OutboundMessage",
    "Parcel",
    "Persona",
    "PublishRefused",
    "Release",
    "ReleasePlan",
    "ReplyTemplate",
    "ReviewLink",
    "SearchWait",
    "WorkerBeat",
]
