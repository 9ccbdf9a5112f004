"""Faults of texts: what is empty, placeholders, length, and how it looks on WhatsApp."""

from dataclasses import replace

from bot_flows.engine.issues import Code
from bot_flows.engine.limits import CAPTION_LIMIT, TEXT_LIMIT
from bot_flows.engine.release import AnswerKind
from bot_flows.engine.wording import Reply
from tests import builders as b

from .faults import END, PLAIN_BOT, Fault, bot, flow_with, second, steps, text, two

TEXT_FAULTS = [
    # What is empty.
    Fault(Code.EMPTY_FLOW, bot(flow_with()), bot(flow_with(b.end("Fim"))), "teste", field="steps"),
    Fault(
        Code.EMPTY_MENU,
        bot(flow_with(b.menu("Certo?"))),
        bot(flow_with(b.menu("Certo?", b.choice("Sim", to="fim")))),
        "teste",
        "menu-1",
        "choices",
    ),
    text(Code.EMPTY_TEXT, " \n", "Oi"),
    steps(
        Code.EMPTY_TEXT,
        [b.menu("", b.choice("Sim"))],
        [b.menu("Certo?", b.choice("Sim"))],
        step="menu-1",
        field="prompt",
    ),
    steps(Code.EMPTY_TEXT, [b.ask("")], [b.ask("Qual?")], step="ask-1", field="prompt"),
    steps(Code.EMPTY_TEXT, [b.courses("")], [b.courses("Qual?")], step="courses-1", field="prompt"),
    Fault(
        Code.EMPTY_TEXT,
        bot(flow_with(b.handoff(""))),
        bot(flow_with(b.handoff("Já vem alguém."))),
        "teste",
        "handoff-1",
        "text",
    ),
    second(Code.EMPTY_TEXT, two("  ")),
    steps(
        Code.EMPTY_MENU,
        [b.ask("Turno?", "turno", AnswerKind.OPTION)],
        [b.ask("Turno?", "turno", AnswerKind.OPTION, options=("Dia", "Noite"))],
        step="ask-1",
        field="options",
    ),
    # What nobody could be told of.
    steps(
        Code.MISSING_ALT,
        [b.say("Veja:", replace(b.an_image(), alt=" "))],
        [b.say("Veja:", b.an_image())],
        step="say-1",
        field="alt",
    ),
    # Placeholders.
    text(Code.UNKNOWN_PLACEHOLDER, "Oi, {nme}!", "Oi, {nome} {{sic}}!", placeholder="nme"),
    text(Code.UNKNOWN_PLACEHOLDER, "Oi, {nome.x}!", "Oi, {nome}!", placeholder="nome.x"),
    text(Code.UNKNOWN_PLACEHOLDER, "Oi, {}!", "Oi!", placeholder=""),
    second(Code.UNKNOWN_PLACEHOLDER, two("Sou {nome}"), placeholder="nome"),
    text(Code.BROKEN_BRACES, "Oi, {nome!", "Oi, {nome}!"),
    text(Code.BROKEN_BRACES, "Oi, nome}!", "Oi, nome!"),
    text(Code.BROKEN_BRACES, "Oi, {no\nme}!", "Oi, {nome}!"),
    second(Code.BROKEN_BRACES, two("Não}")),
    Fault(
        Code.UNKNOWN_PLACEHOLDER,
        bot(replies={Reply.HELP: "Oi, {nme}!"}),
        bot(replies={Reply.HELP: "Oi, {nome}!"}),
        field="replies",
        item="help",
    ),
    text(Code.PLACEHOLDER_WITHOUT_VALUE, "Vi {titulo}", "Vi {termo}", placeholder="titulo"),
    Fault(
        Code.PLACEHOLDER_WITHOUT_VALUE,
        bot(replies={Reply.HELP: "Oi, {total}!"}),
        bot(replies={Reply.FOUND: "Oi, {total}!"}),
        field="replies",
        item="help",
        params=(("placeholder", "total"),),
    ),
    # Length.
    text(
        Code.TEXT_TOO_LONG,
        "x" * (TEXT_LIMIT + 1),
        "x" * TEXT_LIMIT,
        length=str(TEXT_LIMIT + 1),
        limit=str(TEXT_LIMIT),
    ),
    text(
        Code.TEXT_TOO_LONG,
        "{curso_fatos}" * 14,
        "{curso_fatos}" * 13,
        length="4200",
        limit="4096",
    ),
    steps(
        Code.TEXT_TOO_LONG,
        [b.say("x" * (CAPTION_LIMIT + 1), b.an_image())],
        [b.say("x" * CAPTION_LIMIT, b.an_image())],
        step="say-1",
        field="text",
        _limit=str(CAPTION_LIMIT),
        _length=str(CAPTION_LIMIT + 1),
    ),
    steps(
        Code.TEXT_TOO_LONG,
        [b.menu("x" * (TEXT_LIMIT - 9), b.choice("Sim"))],
        [b.menu("x" * (TEXT_LIMIT - 10), b.choice("Sim"))],
        step="menu-1",
        field="prompt",
        _length=str(TEXT_LIMIT + 1),
    ),
    steps(
        Code.TEXT_TOO_LONG,
        [b.ask("x" * (TEXT_LIMIT - 15), kind=AnswerKind.YES_NO)],
        [b.ask("x" * (TEXT_LIMIT - 15), kind=AnswerKind.TEXT)],
        step="ask-1",
        field="prompt",
    ),
    steps(
        Code.TEXT_TOO_LONG,
        [b.courses("x" * (TEXT_LIMIT - 44))],
        [b.courses("x" * (TEXT_LIMIT - 45))],
        step="courses-1",
        field="prompt",
        _length=str(TEXT_LIMIT + 1),
    ),
    steps(
        Code.TEXT_TOO_LONG,
        [b.ask("Qual?", error="x" * (TEXT_LIMIT + 1))],
        [b.ask("Qual?", error="x" * TEXT_LIMIT)],
        step="ask-1",
        field="error",
    ),
    Fault(
        Code.TEXT_TOO_LONG,
        b.a_release(
            PLAIN_BOT, END, courses=[b.a_course(f"{n} " + "x" * 200, "dados") for n in range(20)]
        ),
        b.a_release(
            PLAIN_BOT, END, courses=[b.a_course(f"{n} " + "x" * 180, "dados") for n in range(20)]
        ),
        field="replies",
        item="choose_course",
    ),
    Fault(
        Code.TEXT_TOO_LONG,
        bot(courses=[b.a_course("Dados", *[f"{n} " + "x" * 200 for n in range(20)])]),
        bot(courses=[b.a_course("Dados", *[f"{n} " + "x" * 180 for n in range(20)])]),
        field="replies",
        item="choose_term",
    ),
    # How it looks.
    text(Code.FOREIGN_FORMATTING, "Olhe **isto**!", "Olhe *isto*!", found="**isto**"),
    text(
        Code.FOREIGN_FORMATTING,
        "[aqui](https://x.br)",
        "https://x.br",
        found="[aqui](https://x.br)",
    ),
    text(Code.FOREIGN_FORMATTING, "# Título", "#bot", found="# Título"),
    text(Code.FOREIGN_FORMATTING, "a <b> c", "a < b > c", found="<b>"),
    text(Code.UNBALANCED_MARK, "Olhe *isto!", "2 * 3 * 4 = *24*", mark="*"),
    text(Code.UNBALANCED_MARK, "_um\ndois_", "_um_\n_dois_", mark="_"),
    text(Code.UNBALANCED_MARK, "~R$ 10", "- ~R$ 10~\n* item", mark="~"),
    text(
        Code.UNBALANCED_MARK, "*{nome}", "*{nome}* {curso_fatos} https://x.br/_a a_b `*`", mark="*"
    ),
    text(Code.HIDDEN_CHARACTER, "Oi\u200b!", "Oi 👩‍💻!", character="U+200B"),
    second(Code.HIDDEN_CHARACTER, two("Não\ufeff"), character="U+FEFF"),
]
