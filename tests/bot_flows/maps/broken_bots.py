"""Broken bots as an editor would make them, each with one fault that refuses the publish.

``break_it`` is given the start of a whole little bot, and returns the flow to be published
and what is typed into its form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot_flows.engine.codes import Code
from bot_flows.models import Flow
from tests.factories import Stored, a_flow, choice, end, go_to, menu, say, step

type Broken = tuple[Flow, dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """``at`` is the way to the field in the form; ``field`` is the engine's name for it."""

    code: Code
    break_it: Callable[[Flow], Broken]
    field: str
    at: tuple[Any, ...]
    sentence: str

    def __str__(self) -> str:
        return self.code.value


def steps(*typed: Stored) -> Callable[[Flow], Broken]:
    return lambda start: (start, {"steps": [*typed]})


def unpublished_target(start: Flow) -> Broken:
    draft = a_flow("Rascunho", end(), live=False)
    return start, {"steps": [menu("E aí?", choice("Ficar"), choice("Ir", draft)), end()]}


def no_way_out(start: Flow) -> Broken:
    return start, {"steps": [menu("E aí?", choice("De novo", start), choice("Outra", start))]}


def loop(start: Flow) -> Broken:
    """Round through another flow, without any question."""
    other = a_flow("Volta", say("Voltando"), go_to(start), triggers="volta")
    return start, {"steps": [say("Indo"), go_to(other)]}


def trigger(words: str) -> Callable[[Flow], Broken]:
    return lambda start: (a_flow("Vagas", say("Vagas"), end(), live=False), {"triggers": words})


def choices(*labels: tuple[str, str]) -> Stored:
    return menu("E aí?", *(choice(label, None, synonyms) for label, synonyms in labels))


BROKEN = [
    Case(
        Code.MISSING_TARGET,
        steps(say("Oi"), step("go_to", target=None)),
        "target",
        (1, "target"),
        "Este campo é obrigatório.",
    ),
    Case(
        Code.UNPUBLISHED_TARGET,
        unpublished_target,
        "choices",
        (0, "choices", 1, "target"),
        "Leva ao fluxo “Rascunho”, que não está publicado.",
    ),
    Case(Code.EMPTY_FLOW, steps(), "steps", (), "Este fluxo não tem nenhum passo."),
    Case(
        Code.EMPTY_MENU,
        steps(say("Oi"), menu("E aí?")),
        "choices",
        (1, "choices"),
        "Este menu não tem nenhuma opção.",
    ),
    Case(
        Code.UNKNOWN_PLACEHOLDER,
        steps(say("Tome {salame}"), end()),
        "text",
        (0, "text"),
        "O campo {salame} não existe ou não vale aqui.",
    ),
    Case(
        Code.BROKEN_BRACES,
        steps(say("Oi, {nome!"), end()),
        "text",
        (0, "text"),
        "Há uma chave { ou } sem par neste texto.",
    ),
    Case(
        Code.TEXT_TOO_LONG,
        steps(say("a" * 4097), end()),
        "text",
        (0, "text"),
        "O texto pode chegar a 4097 caracteres, com os campos preenchidos; o WhatsApp aceita 4096.",
    ),
    Case(
        Code.DUPLICATE_OPTION,
        steps(choices(("Vagas", ""), ("Estágio", "vagas")), end()),
        "choices",
        (0, "choices", 1, "label"),
        "“vagas” também vale para a opção “Vagas”: o bot não saberia qual escolher.",
    ),
    Case(
        Code.MENU_WITHOUT_WAY_OUT,
        no_way_out,
        "choices",
        (0, "choices"),
        "Nenhuma opção leva para fora deste menu: a pessoa ficaria presa. "
        "Inclua uma opção que volte ao menu inicial, encerre ou chame uma pessoa.",
    ),
    Case(
        Code.AUTOMATIC_LOOP,
        loop,
        "target",
        (1, "target"),
        "O caminho por “Volta” dá voltas sem fazer nenhuma pergunta: o bot não pararia.",
    ),
    Case(
        Code.TRIGGER_USED_TWICE,
        trigger("vagas\nOI"),
        "triggers",
        ("triggers",),
        "“OI” já abre o fluxo “Início”.",
    ),
    Case(
        Code.TRIGGER_IS_WORD,
        trigger("menu"),
        "triggers",
        ("triggers",),
        "“menu” é uma palavra que vale em toda a conversa (menu); ela nunca abriria este fluxo.",
    ),
    Case(
        Code.EMPTY_TRIGGER,
        trigger("🙂"),
        "triggers",
        ("triggers",),
        "“🙂” não tem nenhuma letra nem número.",
    ),
    Case(
        Code.NO_COURSES,
        steps(step("courses", prompt="Qual é o seu curso?"), end()),
        "prompt",
        (0, "prompt"),
        "Não há nenhum curso publicado para mostrar.",
    ),
]
