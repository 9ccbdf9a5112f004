"""Conversations for tests: played on the engine and written as the message path writes them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from bot_flows.engine import codec
from bot_flows.engine.events import TextReceived
from bot_flows.engine.outcomes import EXITS, outcome, visited
from bot_flows.engine.release import AnswerKind
from bot_flows.engine.release import Release as Bot
from bot_flows.engine.state import State, to_json
from bot_flows.engine.turn import play
from bot_flows.models import Contact, Conversation, InboundEvent, Release
from tests import builders as b
from tests.bot_flows.engine.talking import stored

type Step = tuple[str, str]

PAUSE = timedelta(minutes=720)
WORDS = [
    *("oi", "1", "2", "3", "4", "menu", "voltar", "ajuda", "sair", "parar"),
    *("vagas", "dados", "xyzzy", "trampo", "obrigada", "sim", "não", "atendente"),
]


def a_bot() -> Bot:
    """Menus, a question with a kind, a person, an end."""
    return b.a_release(
        *b.little_bot(),
        b.a_flow(
            "Dados",
            b.ask("Qual é o seu e-mail?", "email", AnswerKind.EMAIL),
            b.menu("E agora?", b.choice("Fim", to="fim"), b.choice("De novo", to="dados")),
            triggers=("dados",),
        ),
        b.a_flow("Gente", b.handoff("Já chamo."), triggers=("atendente",)),
    )


def on_air(bot: Bot) -> Release:
    document = codec.to_json(bot)
    Release.objects.filter(active=True).update(active=False)
    return Release.objects.create(document=document, digest=codec.digest(document), active=True)


@dataclass
class Seeded:
    """What was written, counted by hand: arrivals and who still waits, by step."""

    begun: Counter[Step] = field(default_factory=Counter)
    waiting: Counter[Step] = field(default_factory=Counter)
    events: list[InboundEvent] = field(default_factory=list)


def seed(
    bot: Bot, release: Release, scripts: Iterable[Sequence[str]], *, end: datetime | None = None
) -> Seeded:
    """A contact for each script; the last message of each came at ``end``."""
    found, end = Seeded(), end or timezone.now()
    conversations: list[Conversation] = []
    scripts = list(scripts)
    contacts = Contact.objects.bulk_create([Contact(name="Ana") for _script in scripts])
    for contact, script in zip(contacts, scripts, strict=True):
        state = _talk(bot, release, contact, script, end, found)
        if there := visited(state.at):
            found.waiting[there] += 1
        conversations.append(
            Conversation(
                contact=contact, release=release, state=to_json(state), updated_at=end, chat_id="x"
            )
        )
    Conversation.objects.bulk_create(conversations, batch_size=1_000)
    InboundEvent.objects.bulk_create(found.events, batch_size=1_000)
    return found


def _talk(
    bot: Bot,
    release: Release,
    contact: Contact,
    script: Sequence[str],
    end: datetime,
    found: Seeded,
) -> State:
    state, now = State(), end - timedelta(minutes=len(script) - 1)
    for number, text in enumerate(script):
        event = TextReceived(text, "Ana")
        turn = play(bot, state, event, now, stored)
        came = outcome(state, event, turn, bot)
        was, after = visited(state.at), visited(turn.state.at)
        if after and (after != was or came in EXITS):
            found.begun[after] += 1
        found.events.append(_event(contact, release, state, number, text, now, came))
        state, now = turn.state, now + timedelta(minutes=1)
    return state


def _event(
    contact: Contact,
    release: Release,
    before: State,
    number: int,
    text: str,
    now: datetime,
    came: str,
) -> InboundEvent:
    at = before.at if came else None
    return InboundEvent(
        session="default",
        key=f"seed:{contact.pk}:{number}",
        contact=contact,
        kind="text",
        text=text,
        sent_at=now,
        received_at=now,
        answered_at=now,
        release_number=release.pk if at else None,
        flow=at.flow if at else "",
        step=at.step if at else "",
        outcome=came,
    )


def random_scripts(count: int, seed: int = 7) -> list[list[str]]:
    dice = Random(seed)
    return [["oi", *dice.choices(WORDS, k=dice.randint(0, 6))] for _ in range(count)]


def missed(
    texts: Iterable[str], *, flow: str = "inicio", step: str = "menu-1", people: int = 0
) -> None:
    """Texts that nobody understood at a step, each said by somebody of their own."""
    texts, now = list(texts), timezone.now()
    contacts = Contact.objects.bulk_create(
        [Contact(name="Bia") for _ in range(people or len(texts))]
    )
    InboundEvent.objects.bulk_create(
        (
            InboundEvent(
                session="default",
                key=f"missed:{contacts[0].pk}:{number}",
                contact=contacts[number % len(contacts)],
                kind="text",
                text=text,
                sent_at=now,
                received_at=now,
                answered_at=now,
                release_number=1,
                flow=flow,
                step=step,
                outcome="missed",
            )
            for number, text in enumerate(texts)
        ),
        batch_size=2_000,
    )
