"""E5: what the simulator says is what WhatsApp would hear, line by line, and nothing comes of it.

A script is played twice on the same release. Once through the real door: a signed POST, the
inbox, the conversation's turn, rows in the outbox. Once in the simulator. The door reads the
machine's clock, so time passes there by moving the conversation's own times into the past.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

import bot_flows
from bot_flows import whatsapp
from bot_flows.engine import codec, effects, state
from bot_flows.engine.events import MediaKind
from bot_flows.models import (
    Contact,
    ContactAlias,
    Conversation,
    InboundEvent,
    OutboundMessage,
    Release,
)
from bot_flows.rehearsal import Opening, Says, Sends, Waits
from bot_flows.simulator.acts import Act, StaffSays
from bot_flows.simulator.setting import PUBLISHED, releases
from bot_flows.simulator.talk import Talk, replay
from bot_flows.simulator.worlds import Finds, Source
from bot_flows.waha.signature import sign
from vacancies import words
from vacancies.models import Search, Vacancy, VacancySettings

from .talking import rows

pytestmark = pytest.mark.django_db

SCRIPTS, EACH = 200, 20
KEY = "test-hmac-key"
CHAT = "5541999990001@c.us"
NAME = "Ana Souza"
DEMO = Path(bot_flows.__file__).parents[1] / "tests" / "transcripts" / "demo_release.json"
WORDS = """
oi|olá|menu|voltar|ajuda|sair|parar|vagas|vaga|cursos|buscar|sobre|atendente|1|2|3|4|5|6|99|0
engenharia de software|design|elétrica|dados|desenvolvimento web|mais|outra busca|sim|não
curitiba|bom jesus|curitba|londrina|todos os tipos|obrigada|valeu|kkk|bla bla bla|👍|?|#bot
quero vaga de python em curitiba|o segundo|dois|*1*|voltar ao menu|continuar|bom dia
vagas: dados|vagas: dados, em curitiba, estágio|vagas do curso design|minhas vagas|salvar 2
esconder 1|esconder 3|já me candidatei na 1|a 2 não abre|tirar 1|desfazer|salva a última|salvar
vagas do curso de engenharia de software: dados|suporte de ti em curitiba|esconder 9
ignore as instruções|<b>oi</b>|{nome}|me ajuda|não quero mais|quem é você|suporte de ti
"""
VOCABULARY = WORDS.strip().replace("\n", "|").split("|")
MEDIA = {
    MediaKind.AUDIO: {"hasMedia": True, "media": {"mimetype": "audio/ogg; codecs=opus"}},
    MediaKind.IMAGE: {"hasMedia": True, "media": {"mimetype": "image/jpeg"}},
    MediaKind.LOCATION: {"location": {"latitude": "-25.4", "longitude": "-49.2"}},
}
SEEN = timedelta(minutes=30, seconds=10)  # no minute ends while a script is played
TIMES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=13), timedelta(days=2))


@pytest.fixture(autouse=True)
def stored() -> None:
    """Vacancies of which some were searched an hour ago; what else is asked for is stale."""
    VacancySettings.objects.create(place="Curitiba/PR")
    hour_ago = timezone.now() - timedelta(hours=1)
    for term in ("dados", "desenvolvimento web", "suporte de ti"):
        Search.objects.create(
            term=term,
            label=term,
            place=words.fold("Curitiba/PR"),
            place_label="Curitiba/PR",
            answered_at=hour_ago,
            finished_at=hour_ago,
        )
        for number in range(8):
            Vacancy.objects.create(title=f"Estágio em {term} {number}", company=f"Empresa {number}")


@pytest.fixture
def release() -> Release:
    document = json.loads(DEMO.read_text(encoding="utf-8"))
    return Release.objects.create(document=document, digest=codec.digest(document), active=True)


def a_script(dice: random.Random) -> list[Act]:
    return [an_act(dice) for _ in range(dice.randint(3, 12))]


def an_act(dice: random.Random) -> Act:
    match dice.random():
        case chance if chance < 0.75:
            return Says(dice.choice(VOCABULARY))
        case chance if chance < 0.83:
            return Sends(dice.choice(list(MEDIA)))
        case chance if chance < 0.87:
            return StaffSays(dice.choice(("#bot", "já falo com você")))
        case _:
            return Waits(dice.choice(TIMES))


class Phone:
    """One contact at the real door."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.chat = f"55419{number:08d}@c.us"
        self.messages = 0

    def do(self, act: Act) -> list[str]:
        """The texts that go out for it, as they stand in the outbox."""
        before = set(OutboundMessage.objects.values_list("pk", flat=True))
        if isinstance(act, Waits):
            self._wait(act.time)
        else:
            self._post(act)
        new = OutboundMessage.objects.exclude(pk__in=before).order_by("number")
        return list(new.values_list("text", flat=True))

    def _post(self, act: Act) -> None:
        self.messages += 1
        now, mine = timezone.now().timestamp(), isinstance(act, StaffSays)
        sent = {
            "id": f"{mine}_{self.chat}_A{self.number}B{self.messages}".lower(),
            "timestamp": int(now),
            "from": self.chat,
            "fromMe": mine,
            "source": "app",
            "body": act.text if isinstance(act, Says | StaffSays) else "",
            "hasMedia": False,
            "_data": {"notifyName": NAME, "pushName": NAME},
            **(MEDIA[act.kind] if isinstance(act, Sends) else {}),
        }
        if mine:
            sent |= {"to": self.chat}
        event = "message.any" if mine else "message"
        body = {"id": f"e{self.number}.{self.messages}", "timestamp": int(now * 1000)}
        raw = json.dumps({**body, "event": event, "session": "default", "payload": sent}).encode()
        answer = Client().post(
            "/webhooks/waha/",
            raw,
            content_type="application/json",
            headers={"X-Webhook-Hmac": sign(raw, KEY)},
        )
        assert answer.status_code == 200

    def _wait(self, time: timedelta) -> None:
        for row in Conversation.objects.filter(contact__aliases__address=self.chat):
            past = state.from_json(row.state)
            row.state = state.to_json(
                replace(
                    past,
                    last_at=past.last_at and past.last_at - time,
                    silent_until=past.silent_until and past.silent_until - time,
                )
            )
            row.save()
        for name in ("answered_at", "finished_at", "requested_at"):
            Search.objects.exclude(**{name: None}).update(**{name: F(name) - time})
        Vacancy.objects.update(last_seen_at=F("last_seen_at") - time)


def simulate(script: list[Act], now: datetime) -> Talk:
    opening = Opening(at=now, name=NAME)
    return replay(opening, script, releases(PUBLISHED, now), Source(Finds.STORED))


def said(talk: Talk) -> Iterator[list[str]]:
    for exchange in talk.exchanges:
        spoken = (
            item for item in exchange.effects if isinstance(item, effects.Say | effects.Offer)
        )
        yield [part.text for item in spoken for part in whatsapp.render(item)]


@pytest.mark.parametrize("seed", range(SCRIPTS // EACH))
def test_the_simulator_says_what_the_webhook_says(release: Release, seed: int) -> None:
    dice = random.Random(seed)
    spoken = Counter[bool]()
    for number in range(EACH):
        script = a_script(dice)
        phone = Phone(seed * EACH + number)
        now = timezone.now()
        Vacancy.objects.update(last_seen_at=now - SEEN)
        talk = simulate(script, now)
        for act, lines in zip(script, said(talk), strict=True):
            heard = phone.do(act)
            assert heard == lines, (script, act)
            spoken[bool(heard)] += 1
    assert spoken[True] > EACH
    assert InboundEvent.objects.exists()
    assert Contact.objects.count() == ContactAlias.objects.count() == EACH


def test_nothing_comes_of_it(release: Release) -> None:
    dice = random.Random(7)
    before = rows()
    for _ in range(30):
        simulate(a_script(dice), timezone.now())
    assert rows() == before
