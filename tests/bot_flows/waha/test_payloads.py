"""Reading webhooks: each engine, each kind of message, and everything that is not for us."""

from copy import deepcopy
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot_flows.waha.payloads import Incoming, Receipt, SessionStatus, parse

from .bodies import AT, LID, MAKERS, ME, PHONE, envelope, gows, noweb, webjs

KEY = "message:3A5C4F0E11223344AABB"


def read(payload, event="message", **more):
    return parse(envelope(event, payload, **more))


@pytest.mark.parametrize("engine", MAKERS)
def test_a_text_under_a_phone(engine):
    said = read(MAKERS[engine](), engine=engine)
    assert isinstance(said, Incoming)
    assert (said.session, said.key, said.kind, said.text) == ("default", KEY, "text", "oi")
    assert (said.chat_id, said.name) == (f"{PHONE}@c.us", "Ana")
    assert said.sent_at == datetime.fromtimestamp(AT, UTC)
    others = () if engine == "WEBJS" else (f"{LID}@lid",)
    assert said.aliases == (f"{PHONE}@c.us", *others)


@pytest.mark.parametrize("engine", MAKERS)
def test_a_text_under_a_lid_is_answered_there(engine):
    said = read(MAKERS[engine](f"{LID}@lid"), engine=engine)
    others = () if engine == "WEBJS" else (f"{PHONE}@c.us",)
    assert said.aliases == (f"{LID}@lid", *others)
    assert said.chat_id == f"{LID}@lid"


@pytest.mark.parametrize("engine", MAKERS)
def test_the_same_message_has_one_key_however_it_comes(engine):
    make = MAKERS[engine]
    keys = {
        read(make(chat), event, engine=engine).key
        for chat in (f"{PHONE}@c.us", f"{LID}@lid")
        for event in ("message", "message.any")
    }
    assert keys == {KEY}


def test_the_inner_address_is_written_as_a_phone():
    said = read(gows(f"{PHONE}:12@s.whatsapp.net"))
    assert said.chat_id == f"{PHONE}@c.us"
    assert said.aliases.count(f"{PHONE}@c.us") == 1


def test_a_phone_that_whatsapp_hides():
    said = read(gows(f"{LID}@lid", info={"SenderAlt": ""}))
    assert said.aliases == (f"{LID}@lid",)


def test_our_own_addresses_are_nobodys_alias():
    said = read(noweb() | {"_data": {"key": {"remoteJidAlt": ME["lid"], "senderPn": ME["id"]}}})
    assert said.aliases == (f"{PHONE}@c.us",)


RAW = {
    "audio": {"audioMessage": {"mimetype": "audio/ogg; codecs=opus", "ptt": True}},
    "image": {"imageMessage": {"mimetype": "image/jpeg"}},
    "video": {"videoMessage": {"mimetype": "video/mp4"}},
    "sticker": {"stickerMessage": {"mimetype": "image/webp"}},
    "document": {"documentMessage": {"mimetype": "application/pdf"}},
    "location": {"locationMessage": {"degreesLatitude": -25.4}},
    "contact": {"contactMessage": {"vcard": "BEGIN:VCARD"}},
    "other": {"pollCreationMessageV3": {"name": "Qual?"}},
}
WEBJS_TYPES = {
    "audio": "ptt",
    "image": "image",
    "video": "video",
    "sticker": "sticker",
    "document": "document",
    "location": "location",
    "contact": "vcard",
    "other": "poll_creation",
}


@pytest.mark.parametrize("kind", RAW)
@pytest.mark.parametrize("engine", MAKERS)
def test_kinds_of_messages(engine, kind):
    raw = {"type": WEBJS_TYPES[kind]} if engine == "WEBJS" else {"message": RAW[kind]}
    said = read(MAKERS[engine](body=None, **raw), engine=engine)
    assert (said.kind, said.text) == (kind, "")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"hasMedia": True, "media": {"mimetype": "audio/ogg; codecs=opus"}}, "audio"),
        ({"hasMedia": True, "media": {"mimetype": "image/jpeg", "url": None}}, "image"),
        ({"hasMedia": True, "media": {"mimetype": "image/webp"}}, "sticker"),
        ({"hasMedia": True, "media": {"mimetype": "application/pdf"}}, "document"),
        ({"hasMedia": True, "media": None}, "other"),
        ({"hasMedia": True, "media": {"mimetype": None}}, "other"),
        ({"location": {"latitude": "-25", "longitude": "-49", "live": False}}, "location"),
        ({"vCards": ["BEGIN:VCARD"]}, "contact"),
        ({"body": None}, "other"),
        ({"body": ""}, "other"),
        ({"body": "  "}, "text"),
    ],
)
def test_kinds_without_the_engines_raw_message(fields, kind):
    assert read({**noweb(**fields), "_data": None}).kind == kind


def test_a_caption_is_kept_and_a_places_thumbnail_is_not():
    photo = read(noweb(body="meu currículo", message=RAW["image"]))
    assert (photo.kind, photo.text) == ("image", "meu currículo")
    assert read(webjs(type="location", body="/9j/4AAQ")).text == ""


@pytest.mark.parametrize("wrapper", ["ephemeralMessage", "viewOnceMessageV2"])
def test_a_message_in_wrappers(wrapper):
    inner = {"documentWithCaptionMessage": {"message": RAW["document"]}}
    assert read(noweb(message={wrapper: {"message": inner}})).kind == "document"


@pytest.mark.parametrize("source", ["app"])
@pytest.mark.parametrize("engine", MAKERS)
def test_what_staff_types_on_the_phone_belongs_to_the_other_side(engine, source):
    said = read(MAKERS[engine](mine=True, body="#bot"), "message.any", engine=engine)
    assert (said.kind, said.text, said.name) == ("staff", "#bot", "")
    assert said.chat_id == f"{PHONE}@c.us"
    assert said.aliases == (f"{PHONE}@c.us", *(() if engine == "WEBJS" else (f"{LID}@lid",)))


@pytest.mark.parametrize("engine", MAKERS)
@pytest.mark.parametrize(("source", "ack", "told"), [("api", 0, 1), (None, 2, 2), ("api", -1, -1)])
def test_our_own_message_is_a_receipt(engine, source, ack, told):
    seen = read(MAKERS[engine](mine=True, source=source, ack=ack), "message.any", engine=engine)
    assert seen == Receipt("default", "3A5C4F0E11223344AABB", told)


@pytest.mark.parametrize("ack", [-1, 0, 1, 2, 3, 4])
def test_an_ack(ack):
    payload = {"id": f"true_{LID}@lid_ABC", "from": f"{LID}@lid", "fromMe": True, "ack": ack}
    assert read(payload, "message.ack") == Receipt("default", "ABC", ack)


@pytest.mark.parametrize(
    "payload",
    [
        {"id": f"false_{PHONE}@c.us_ABC", "fromMe": False, "ack": 3},
        {"id": f"true_{PHONE}@c.us_ABC", "fromMe": True, "ack": None},
        {"id": f"true_{PHONE}@c.us_ABC", "fromMe": True, "ack": True},
        {"id": None, "fromMe": True, "ack": 1},
    ],
)
def test_acks_that_say_nothing_of_ours(payload):
    assert read(payload, "message.ack") is None


def test_a_call():
    payload = {"id": "CALL1", "from": f"{LID}@lid", "timestamp": AT + 0.5, "isGroup": False}
    said = read(
        {**payload, "_data": {"CallCreatorAlt": f"{PHONE}@s.whatsapp.net"}}, "call.received"
    )
    assert (said.kind, said.key) == ("call", "call:CALL1")
    assert said.aliases == (f"{LID}@lid", f"{PHONE}@c.us")
    assert read({**payload, "isGroup": True}, "call.received") is None
    assert read(payload, "call.accepted") is None


def test_the_sessions_state():
    payload = {"name": "default", "status": "SCAN_QR_CODE", "statuses": []}
    assert read(payload, "session.status") == SessionStatus("default", "SCAN_QR_CODE")
    assert read({"status": None}, "session.status") is None


@pytest.mark.parametrize(
    "chat",
    [
        "120363021111111111@g.us",
        "status@broadcast",
        "5541999990001@broadcast",
        "120363033333333333@newsletter",
        "0@c.us",
        "867051314767696@bot",
        "abc@c.us",
        "@c.us",
        "",
    ],
)
@pytest.mark.parametrize("engine", MAKERS)
@pytest.mark.parametrize("mine", [False, True])
def test_chats_that_are_no_person(engine, chat, mine):
    assert read(MAKERS[engine](chat, mine=mine, participant=f"{PHONE}@c.us"), "message.any") is None


def test_a_note_to_ourselves_is_nobodys():
    assert read(gows(ME["id"], mine=True, info={"RecipientAlt": ME["lid"]}), "message.any") is None


@pytest.mark.parametrize(
    "payload",
    [
        noweb(message={"reactionMessage": {"text": "👍"}}),
        gows(message={"protocolMessage": {"type": 0}}),
        gows(message={"editedMessage": {"message": {}}, "conversation": ""}),
        noweb(message={"pollUpdateMessage": {"vote": {}}}),
        {**noweb(), "_data": {"messageStubType": 40}},
        webjs(type="e2e_notification"),
        webjs(type="revoked"),
        webjs(type="call_log"),
    ],
)
def test_what_older_engines_send_as_a_message(payload):
    assert read(payload) is None


def test_an_empty_field_for_a_reaction_is_no_reaction():
    assert read(gows(message={"conversation": "oi", "reactionMessage": None})).kind == "text"


@pytest.mark.parametrize(
    "event",
    [
        "message.reaction",
        "message.revoked",
        "message.edited",
        "message.waiting",
        "message.ack.group",
        "poll.vote",
        "presence.update",
        "group.v2.join",
        "engine.event",
        "brand.new",
        None,
        7,
        ["message"],
    ],
)
def test_events_that_are_not_for_us(event):
    assert read(gows(), event) is None


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (AT, AT),
        (AT + 0.75, AT + 0.75),
        (AT * 1000, AT),
        (str(AT), AT),
        (None, AT + 0.25),
        (True, AT + 0.25),
        ("ontem", AT + 0.25),
        (float("nan"), AT + 0.25),
        (10**400, AT + 0.25),
        (-1, AT + 0.25),
    ],
)
def test_times(given, seconds):
    assert read(gows(timestamp=given)).sent_at == datetime.fromtimestamp(seconds, UTC)


def test_without_any_time_it_is_now():
    before = datetime.now(UTC)
    said = read(gows(timestamp=None), timestamp=None)
    assert before <= said.sent_at <= datetime.now(UTC)


def test_texts_that_databases_refuse_are_mended():
    said = read(gows(body="a\0b\ud800c \ud83d\ude00", info={"PushName": "A\nna\0 \ud800"}))
    assert said.text == "ab\ufffdc 😀"
    assert said.name == "A na \ufffd"


@pytest.mark.parametrize("message_id", [None, "", 7, [], {}, f"false_{PHONE}@c.us_", "x" * 129])
def test_a_message_without_a_usable_id_is_left_alone(message_id):
    assert read(gows(id=message_id)) is None


def test_an_id_as_webjs_keeps_it():
    said = read(webjs(id={"_serialized": f"false_{PHONE}@c.us_ABC", "fromMe": False}))
    assert said.key == "message:ABC"


def test_a_bare_id_leaves_the_chat_to_the_sender():
    assert read(noweb(id="ABC")).chat_id == f"{PHONE}@c.us"
    assert read(webjs(id="ABC", mine=True), "message.any").chat_id == f"{PHONE}@c.us"


@pytest.mark.parametrize("session", [None, "", 7, "\0"])
def test_without_a_session_it_is_nobodys(session):
    assert read(gows(), session=session) is None


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
EVENTS = st.sampled_from(
    ["message", "message.any", "message.ack", "call.received", "session.status"]
)


@given(ANY)
def test_no_json_makes_it_raise(body):
    assert parse(body) is None


@given(st.data())
def test_no_value_in_any_place_makes_it_raise(data):
    """Take a good webhook and put anything at all into some of its fields."""
    engine = data.draw(st.sampled_from(sorted(MAKERS)))
    payload = MAKERS[engine](mine=data.draw(st.booleans()))
    body = deepcopy(envelope(data.draw(EVENTS), payload, engine))
    for _ in range(data.draw(st.integers(1, 4))):
        place = body
        while True:
            name = data.draw(st.sampled_from(sorted(place)))
            if not isinstance(place[name], dict) or not place[name] or data.draw(st.booleans()):
                break
            place = place[name]
        place[name] = data.draw(ANY)
    found = parse(body)
    if isinstance(found, Incoming):
        assert found.aliases[0] == found.chat_id
        assert found.chat_id.endswith(("@c.us", "@lid"))
        assert found.sent_at.tzinfo is UTC
        f"{found.text}{found.name}{found.key}{found.session}".encode()
