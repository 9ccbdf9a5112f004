"""A picture or a document with its words; its address instead where WAHA cannot send files."""

import logging

from django.core.files.storage import default_storage

from . import channels, whatsapp
from .engine.release import Media
from .ledger import Letter
from .waha.client import Client, WahaError

logger = logging.getLogger(__name__)


def send(client: Client, message: Letter) -> str:
    """Send a message that has media. Answers WAHA's id; raises WahaError."""
    media = Media(**(message.media or {}))
    if not channels.can_send_media(client):
        return _send_address(client, message, media)
    try:
        with default_storage.open(media.file) as file:
            data = file.read()
    except OSError:
        logger.warning("the file of an outbound message is gone: message=%s", message.id)
        return _send_address(client, message, media)
    call = client.send_image if media.kind == "image" else client.send_file
    try:
        return call(
            message.chat_id,
            data,
            mimetype=media.mimetype,
            filename=media.filename,
            caption=message.text,
        )
    except WahaError as error:
        if not error.permanent:
            raise
        return _send_address(client, message, media)


def _send_address(client: Client, message: Letter, media: Media) -> str:
    text = whatsapp.link_text(message.text, media)
    return client.send_text(message.chat_id, text, message_id=message.waha_id or None)
