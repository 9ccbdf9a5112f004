"""A stand-in for WAHA: a real server on loopback, for tests and for the demonstration."""

from .server import EVENTS, Standin
from .webhooks import Retry, Webhook
from .world import Message

__all__ = ["EVENTS", "Message", "Retry", "Standin", "Webhook"]
