"""Broken bots, each with one fault, beside the same bot mended."""

from dataclasses import dataclass

from bot_flows.engine.issues import Code
from bot_flows.engine.release import Flow, Release, Step
from tests import builders as b


@dataclass(frozen=True)
class Fault:
    """A broken release with one issue, and the same one mended."""

    code: Code
    broken: Release
    mended: Release
    flow: str = ""
    step: str = ""
    field: str = ""
    item: str = ""
    params: tuple[tuple[str, str], ...] = ()


def flow_with(*steps: Step, triggers: tuple[str, ...] = ("teste",)) -> Flow:
    """The flow under test; the bot around it is whole."""
    return b.a_flow("Teste", *steps, triggers=triggers)


def bot(*flows: Flow, **changes: object) -> Release:
    return b.a_release(*b.little_bot(), *flows, **changes)  # type: ignore[arg-type]


def steps(code: Code, broken: list[Step], mended: list[Step], **at: str) -> Fault:
    """A fault of the steps of the flow under test, before an End."""
    params = tuple((key[1:], value) for key, value in at.items() if key.startswith("_"))
    place = {key: value for key, value in at.items() if not key.startswith("_")}
    return Fault(
        code,
        bot(flow_with(*broken, b.end())),
        bot(flow_with(*mended, b.end())),
        flow="teste",
        params=params,
        **place,
    )


def text(code: Code, broken: str, mended: str, **params: str) -> Fault:
    """A fault of the text of a Say."""
    named = {f"_{key}": value for key, value in params.items()}
    return steps(code, [b.say(broken)], [b.say(mended)], step="say-1", field="text", **named)


def two(label: str = "Não", *synonyms: str) -> Step:
    """A menu whose second choice is under test."""
    return b.menu("Certo?", b.choice("Sim"), b.choice(label, *synonyms, id="b"))


def second(code: Code, broken: Step, **params: str) -> Fault:
    named = {f"_{key}": value for key, value in params.items()}
    return steps(code, [broken], [two()], step="menu-1", field="choices", item="b", **named)


PLAIN_BOT = b.a_flow("Início", b.menu("O que procura?", b.choice("Nada", to="fim")))
END = b.a_flow("Fim", b.end("Até logo!"))


def named(fault: Fault) -> str:
    """How a test of this fault is called."""
    return f"{fault.code}-{fault.field}"
