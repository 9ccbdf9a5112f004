"""Pictures and documents: as files where WAHA sends them, else their words and their address."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bot_flows import whatsapp
from bot_flows.engine.effects import Say
from bot_flows.engine.release import Media
from bot_flows.engine.release import Release as Bot
from bot_flows.models import OutboundMessage
from tests import builders as b

from .phone import a_phone
from .test_conversations import publish

pytestmark = pytest.mark.django_db
IMAGE = Media(
    "image",
    "bot/mapa.png",
    "mapa.png",
    "image/png",
    "https://capy.example/media/mapa.png",
    "Mapa do câmpus, com a entrada marcada",
)
PAPER = Media(
    "document",
    "bot/guia.pdf",
    "guia.pdf",
    "application/pdf",
    "https://capy.example/documents/1/guia.pdf",
)


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    for media in (IMAGE, PAPER):
        default_storage.save(media.file, ContentFile(b"\x89PNG or %PDF"))


def bot(media: Media, text: str = "Olhe:") -> Bot:
    start = b.a_flow(
        "Início",
        b.say("Antes."),
        b.say(text, media),
        b.menu("E aí?", b.choice("De novo", to="inicio"), b.choice("Fim", to="fim")),
        triggers=("oi",),
    )
    return b.a_release(start, b.a_flow("Fim", b.end("Tchau!")))


def said(messages) -> list[tuple[str, str]]:
    """Kind and text of all but the greeting."""
    return [(message.kind, message.text) for message in messages[1:]]


@pytest.mark.parametrize(
    ("media", "kind"), [(IMAGE, "image"), (PAPER, "document")], ids=["image", "document"]
)
@pytest.mark.parametrize(
    ("tier", "version"), [("CORE", "2026.6.1"), ("PLUS", "2026.5.1")], ids=["core", "plus"]
)
def test_a_file_goes_out_with_its_caption(media: Media, kind: str, tier: str, version: str) -> None:
    publish(bot(media))
    with a_phone(tier=tier, version=version) as phone:
        sent = phone.say("oi")
        assert sent[2].media is not None
        assert sent[2].media.filename == media.filename
    assert said(sent)[:2] == [("text", "Antes."), (kind, "Olhe:")]


@pytest.mark.parametrize(
    ("media", "link"),
    [
        (IMAGE, "Mapa do câmpus, com a entrada marcada\nhttps://capy.example/media/mapa.png"),
        (PAPER, "https://capy.example/documents/1/guia.pdf"),
    ],
    ids=["image", "document"],
)
def test_on_the_core_tier_the_person_gets_caption_and_link_in_the_same_order(
    media: Media, link: str
) -> None:
    publish(bot(media))
    with a_phone(tier="CORE", version="2026.5.1") as phone:
        sent = phone.say("oi")
    assert said(sent) == [
        ("text", "Antes."),
        ("text", f"Olhe:\n\n{link}"),
        ("text", "E aí?\n\n*1.* De novo\n*2.* Fim"),
    ]
    assert not OutboundMessage.objects.exclude(status="sent").exists()


def test_a_file_that_waha_refuses_for_good_is_a_link_at_once() -> None:
    """WAHA says nothing of itself, so the file is tried, and refused."""
    publish(bot(IMAGE))
    with a_phone(tier="CORE", version="2026.5.1") as phone:
        phone.waha.faults.add("500", calls="/api/server/version")
        sent = phone.say("oi")
    assert said(sent)[1][0] == "text"
    assert IMAGE.url in said(sent)[1][1]


def test_a_file_that_is_gone_from_the_storage_is_a_link() -> None:
    publish(bot(IMAGE))
    default_storage.delete(IMAGE.file)
    with a_phone() as phone:
        assert IMAGE.url in phone.say("oi")[2].text


def test_an_image_without_a_caption_still_says_what_it_shows() -> None:
    publish(bot(IMAGE, text=""))
    with a_phone(version="2026.5.1") as phone:
        assert phone.say("oi")[2].text == f"{IMAGE.alt}\n{IMAGE.url}"


def test_what_a_preview_shows_in_the_place_of_a_file_is_what_goes_out() -> None:
    (shown,) = whatsapp.render(Say("Olhe:", IMAGE))
    assert shown.media is not None
    assert whatsapp.link_text(shown.text, shown.media) == f"Olhe:\n\n{IMAGE.alt}\n{IMAGE.url}"
