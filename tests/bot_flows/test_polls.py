"""Menus as polls and lists, from the tap on the phone to the answer; and when votes fail."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from bot_flows import channels
from bot_flows.engine.release import MenuForm
from bot_flows.engine.release import Release as Bot
from bot_flows.models import Channel, InboundEvent, OutboundMessage
from tests import builders as b

from .phone import ANA, a_phone
from .test_conversations import publish

pytestmark = pytest.mark.django_db
BIA = "5541999990002"
VAGAS, CURSOS, NADA = "Buscar vagas", "Ver cursos", "Nada disso"
ASKED = "O que você quer?"


def bot(form: str) -> Bot:
    start = b.a_flow(
        "Início",
        b.menu(
            ASKED,
            b.choice(VAGAS, "vagas", to="vagas"),
            b.choice(CURSOS, to="cursos"),
            b.choice(NADA, to="fim"),
        ),
        triggers=("oi",),
    )
    vacancies = b.a_flow("Vagas", b.ask("Que vaga?", "termo"), b.go_to("inicio"))
    courses = b.a_flow(
        "Cursos", b.menu("Qual deles?", b.choice("TDS", to="tds"), b.choice("Outro", to="inicio"))
    )
    tds = b.a_flow("TDS", b.say("Seis semestres."), b.go_to("inicio"))
    end = b.a_flow("Fim", b.end("Até logo!"))
    return b.a_release(start, vacancies, courses, tds, end, menu_form=MenuForm(form))


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [item.levelname for item in caplog.records if item.name == channels.__name__]


def kinds(messages) -> list[str]:
    return [message.kind for message in messages]


@pytest.mark.parametrize(
    ("engine", "wanted", "kind"),
    [
        ("GOWS", "poll", "poll"),
        ("GOWS", "list", "list"),
        ("NOWEB", "poll", "poll"),
        ("NOWEB", "list", "list"),
        ("WEBJS", "poll", "text"),
        ("WEBJS", "list", "text"),
        ("GOWS", "text", "text"),
    ],
)
def test_a_menu_goes_out_in_the_form_that_the_engine_has(
    engine: str, wanted: str, kind: str
) -> None:
    publish(bot(wanted))
    with a_phone(engine=engine) as phone:
        *_, menu = phone.say("oi")
    assert menu.kind == kind
    if kind == "text":
        assert f"*2.* {CURSOS}" in menu.text
    else:
        assert (menu.text, menu.options) == (ASKED, (VAGAS, CURSOS, NADA))
    stored = OutboundMessage.objects.latest("number")
    assert f"*2.* {CURSOS}" in stored.text
    assert stored.form in (kind, "")


def test_a_menu_in_text_is_stored_without_options() -> None:
    publish(bot("text"))
    with a_phone() as phone:
        phone.say("oi")
    assert list(OutboundMessage.objects.values_list("options", "form").distinct()) == [(None, "")]


@pytest.mark.parametrize("form", ["text", "poll", "list"])
@pytest.mark.parametrize("typed", ["2", "dois", "a segunda", CURSOS, "cursos"])
def test_the_number_and_the_label_typed_work_in_each_form(form: str, typed: str) -> None:
    publish(bot(form))
    with a_phone() as phone:
        phone.say("oi")
        answer = phone.say(typed)
    assert "Qual deles?" in answer[-1].text


@pytest.mark.parametrize("engine", ["GOWS", "NOWEB"])
@pytest.mark.parametrize("form", ["poll", "list"])
def test_a_tap_is_the_choice(engine: str, form: str) -> None:
    publish(bot(form))
    with a_phone(engine=engine) as phone:
        phone.say("oi")
        answer = phone.tap(VAGAS)
    assert [message.text for message in answer] == ["Que vaga?"]
    event = InboundEvent.objects.latest("pk")
    assert (event.kind, event.text) == ("vote", VAGAS)


@pytest.mark.parametrize("form", ["poll", "list"])
def test_the_same_tap_twice_is_answered_once(form: str) -> None:
    publish(bot(form))
    with a_phone() as phone:
        phone.say("oi")
        phone.waha.tap(ANA, VAGAS)
        answer = phone.exchange(times=3)
    assert len(answer) == 1


def test_a_changed_vote_takes_the_other_way() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        phone.tap(VAGAS)
        answer = phone.tap(CURSOS)
    assert answer[-1].text == "Qual deles?"


def test_a_vote_taken_back_says_nothing() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        phone.waha.tap(ANA, VAGAS)
        phone.waha.settle()
        (vote,) = [item.event for item in phone._receiver.came if b"poll.vote" in item.raw]
        vote["payload"]["vote"] |= {"selectedOptions": [], "id": "false_x@c.us_OTHER"}
        assert phone.post(vote) == 200
    assert not InboundEvent.objects.filter(kind="vote").exists()


def test_an_old_poll_is_answered_by_its_own_options() -> None:
    """What is tapped in the first menu is meant for the first, though the second one waits."""
    publish(bot("poll"))
    with a_phone() as phone:
        *_, first = phone.say("oi")
        second = phone.tap(CURSOS)[-1]
        phone.tap("TDS", second)
        again = phone.tap(CURSOS, first)
    assert again[-1].text == "Qual deles?"


def test_a_vote_in_a_poll_that_is_not_ours_is_left_alone() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        OutboundMessage.objects.update(waha_id="")
        answer = phone.tap(VAGAS)
    assert answer == []
    assert not InboundEvent.objects.filter(answered_at=None).exists()


# When it fails


def test_what_waha_does_not_have_goes_out_as_text_in_its_place() -> None:
    """It says that it is GOWS, and refuses all the same."""
    publish(bot("list"))
    now = timezone.now()
    known = {"engine": "GOWS", "tier": "PLUS", "version": "2026.5.1", "checked_at": now}
    Channel.objects.create(session="default", **known)
    with a_phone(tier="CORE", version="2026.5.1") as phone:
        sent = phone.say("oi")
    assert kinds(sent) == ["text", "text"]
    assert f"*2.* {CURSOS}" in sent[-1].text
    assert OutboundMessage.objects.latest("number").form == "text"


def test_a_poll_that_is_refused_goes_out_as_text_at_once_and_once() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.waha.faults.add("500", count=1, calls="sendPoll")
        sent = phone.say("oi")
        phone.deliver()
        assert phone.waha.sent[-1] is sent[-1]
    assert kinds(sent) == ["text", "text"]


def test_a_lost_answer_of_a_poll_is_looked_up() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.waha.faults.add("lost", count=1, calls="sendPoll")
        phone.say("oi")
        phone.deliver()
        assert kinds(phone.waha.sent) == ["text", "poll"]
    assert not OutboundMessage.objects.exclude(status="sent").exists()


def test_a_vote_that_failed_is_followed_by_the_menu_in_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        phone.waha.faults.add("failed_vote", count=1)
        with caplog.at_level(logging.WARNING, logger="bot_flows.channels"):
            answer = phone.tap(VAGAS)
        assert kinds(answer) == ["text", "text"]
        assert answer[0].text == b.REPLIES["vote_lost"]
        assert f"*1.* {VAGAS}" in answer[1].text
        assert warnings(caplog) == ["WARNING"]
        assert "Que vaga?" in phone.say("1")[-1].text
        others = phone.say("oi", person=BIA)
    assert Channel.objects.get().polls_failed_at
    assert kinds(others) == ["text", "text"]


def test_a_failed_vote_is_told_once() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        phone.waha.faults.add("failed_vote", count=1)
        phone.waha.tap(ANA, VAGAS)
        answer = phone.exchange(times=3)
    assert len(answer) == 2


def type_to_polls(phone, count: int, person: str = ANA) -> list[str]:
    """Lose a vote and type the number instead, so often; the form of each menu after it.

    The second option of one menu leads to the other menu.
    """
    forms = []
    for _ in range(count):
        phone.waha.faults.add("lost_vote", count=1)
        menu = [item for item in phone.waha.sent if item.phone == person][-1]
        assert phone.tap(menu.options[1], person=person) == []
        forms += kinds(phone.say("2", person=person))
    return forms


def test_votes_that_never_come_end_the_polls_of_the_session(
    caplog: pytest.LogCaptureFixture,
) -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        with caplog.at_level(logging.WARNING, logger="bot_flows.channels"):
            assert type_to_polls(phone, 3) == ["poll", "poll", "text"]
        assert warnings(caplog) == ["WARNING"]
        assert kinds(phone.say("oi", person=BIA)) == ["text", "text"]
        assert f"*2.* {CURSOS}" in phone.waha.sent[-1].text
    assert Channel.objects.get().polls_failed_at


def test_polls_of_several_people_count_together_and_a_vote_clears_them() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        phone.say("oi", person=BIA)
        assert type_to_polls(phone, 2) == ["poll", "poll"]
        assert Channel.objects.get().polls_unheard == 2
        assert kinds(phone.tap(CURSOS)) == ["poll"]
        assert Channel.objects.get().polls_unheard == 0
        assert type_to_polls(phone, 2, BIA) == ["poll", "poll"]
        assert type_to_polls(phone, 1) == ["text"]


def test_who_goes_elsewhere_by_a_word_does_not_count() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        for _ in range(4):
            assert kinds(phone.say("menu")) == ["poll"]
    assert Channel.objects.get().polls_unheard == 0
    assert Channel.objects.get().polls_failed_at is None


def test_polls_come_back_after_a_day_or_by_hand() -> None:
    publish(bot("poll"))
    with a_phone() as phone:
        phone.say("oi")
        channels.polls_failed("default", timezone.now() - timedelta(hours=23))
        assert kinds(phone.say("menu")) == ["text"]
        Channel.objects.update(polls_failed_at=timezone.now() - timedelta(hours=25))
        assert kinds(phone.say("menu")) == ["poll"]
        channels.polls_failed("default", timezone.now())
        channels.try_polls_again("default")
        assert kinds(phone.say("menu")) == ["poll"]


# What is known of the account


def test_an_account_is_asked_once_in_ten_minutes() -> None:
    with a_phone(engine="NOWEB", version="2026.5.1") as phone:
        channels.known(phone.client)
        phone.waha.engine = "GOWS"
        assert channels.known(phone.client).engine == "NOWEB"
        Channel.objects.update(checked_at=timezone.now() - timedelta(minutes=11))
        found = channels.known(phone.client)
    assert (found.engine, found.tier, found.version) == ("GOWS", "CORE", "2026.5.1")


def test_what_waha_said_before_holds_while_it_is_away() -> None:
    with a_phone(engine="GOWS") as phone:
        channels.known(phone.client)
        Channel.objects.update(checked_at=timezone.now() - timedelta(hours=1))
        phone.waha.faults.add("500", calls="/api/server/version")
        assert channels.known(phone.client).engine == "GOWS"


def test_nothing_is_asked_for_a_bot_in_text() -> None:
    publish(bot("text"))
    with a_phone() as phone:
        phone.say("oi")
    assert not Channel.objects.exists()
