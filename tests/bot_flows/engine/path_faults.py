"""Faults of what leads where, of choices, triggers, slots, rules, courses and settings."""

from dataclasses import replace

from bot_flows.engine import graph
from bot_flows.engine.issues import Code
from bot_flows.engine.release import AnswerKind, Operator, Release, Rule, Step
from bot_flows.engine.wording import Reply, Word
from tests import builders as b

from .faults import END, PLAIN_BOT, Fault, bot, flow_with, second, steps, two


def settings_of(field: str) -> Fault:
    """A flow that the settings name and that is gone."""
    kept = b.a_release(*(flow for flow in b.little_bot() if flow.id != "ajuda"))
    broken = replace(kept, settings=replace(kept.settings, **{field: "sumiu"}))  # type: ignore[arg-type]
    params = (("target", "sumiu"),)
    return Fault(Code.MISSING_TARGET, broken, kept, field=field, params=params)


def words_with(word: Word, *spellings: str) -> Release:
    return bot(words={**b.WORDS, word: spellings})


def triggers(code: Code, trigger: str, *, mended: str = "outra", **params: str) -> Fault:
    return Fault(
        code,
        bot(flow_with(b.end("Fim"), triggers=("teste", trigger))),
        bot(flow_with(b.end("Fim"), triggers=("teste", mended))),
        flow="teste",
        field="triggers",
        item="1",
        params=(("trigger", trigger), *params.items()),
    )


def without_courses(step: Step, field: str) -> Fault:
    flow = b.a_flow("Teste", step, b.end(), triggers=("teste",))
    kept = b.a_release(PLAIN_BOT, END, flow, courses=b.COURSES)
    at = flow.steps[0].id
    return Fault(Code.NO_COURSES, replace(kept, courses=()), kept, "teste", at, field)


def rule(code: Code, broken: Rule, **params: str) -> Fault:
    first, good = b.when("hora", Operator.AT_LEAST, "8", to="fim"), b.when("curso", to="fim")
    named = {f"_{key}": value for key, value in params.items()}
    return steps(
        code,
        [b.branch(first, broken)],
        [b.branch(first, good)],
        step="branch-1",
        field="rules",
        item="1",
        **named,
    )


def loop(back: Step, field: str, item: str = "") -> Fault:
    """The flow under test says something and leads back to itself, or asks before it does."""
    said, asked = b.say("De novo"), b.ask("De novo?")
    params = (("target", "Teste"),)
    at = b.a_flow("x", said, back).steps[1].id
    fim = b.end()
    return Fault(
        Code.AUTOMATIC_LOOP,
        bot(flow_with(said, back, *([fim] if graph.continues(back) else []))),
        bot(flow_with(asked, back, *([fim] if graph.continues(back) else []))),
        "teste",
        at,
        field,
        item,
        params,
    )


PATH_FAULTS = [
    # Targets.
    steps(
        Code.MISSING_TARGET,
        [b.menu("Certo?", b.choice("Sim"), b.choice("Não", to="sumiu"))],
        [b.menu("Certo?", b.choice("Sim"), b.choice("Não", to="fim"))],
        step="menu-1",
        field="choices",
        item="nao",
        _target="sumiu",
    ),
    steps(
        Code.MISSING_TARGET,
        [b.branch(b.when("curso", to="fim"), b.when("hora", to="sumiu"))],
        [b.branch(b.when("curso", to="fim"), b.when("hora", to="fim"))],
        step="branch-1",
        field="rules",
        item="1",
        _target="sumiu",
    ),
    Fault(
        Code.MISSING_TARGET,
        bot(flow_with(b.branch(b.when("curso", to="fim"), otherwise="sumiu"))),
        bot(flow_with(b.branch(b.when("curso", to="fim"), otherwise="fim"))),
        "teste",
        "branch-1",
        "otherwise",
    ),
    Fault(
        Code.MISSING_TARGET,
        bot(flow_with(b.go_to("sumiu"))),
        bot(flow_with(b.go_to("fim"))),
        "teste",
        "go_to-1",
        "target",
        params=(("target", "sumiu"),),
    ),
    Fault(
        Code.UNPUBLISHED_TARGET,
        replace(bot(flow_with(b.go_to("rascunho"))), unpublished=frozenset({"rascunho"})),
        bot(flow_with(b.go_to("fim"))),
        "teste",
        "go_to-1",
        "target",
        params=(("target", "rascunho"),),
    ),
    settings_of("menu"),
    settings_of("help"),
    settings_of("person"),
    Fault(
        Code.MISSING_START,
        bot(flow_with(b.go_to("inicio")), start="sumiu"),
        bot(flow_with(b.go_to("inicio")), start="teste"),
        field="start",
        params=(("start", "sumiu"),),
    ),
    # Choices.
    second(Code.DUPLICATE_OPTION, two("SIM!"), option="sim", label="Sim"),
    second(Code.DUPLICATE_OPTION, two("Não", "sim"), option="sim", label="Sim"),
    steps(
        Code.TOO_MANY_CHOICES,
        [b.menu("Qual?", *(b.choice(f"Área {n}") for n in range(11)))],
        [b.menu("Qual?", *(b.choice(f"Área {n}") for n in range(10)))],
        step="menu-1",
        field="choices",
        _count="11",
        _most="10",
    ),
    second(Code.LONG_LABEL, two("x" * 61), length="61", most="60"),
    second(Code.LABEL_IS_OTHER_NUMBER, two("1"), label="1", number="1", other="Sim"),
    # Where it leads.
    Fault(
        Code.MENU_WITHOUT_WAY_OUT,
        bot(flow_with(b.menu("Certo?", b.choice("Sim", to="teste"), b.choice("Não", to="teste")))),
        bot(flow_with(b.menu("Certo?", b.choice("Sim", to="teste"), b.choice("Não", to="fim")))),
        "teste",
        "menu-1",
        "choices",
    ),
    Fault(
        Code.MENU_WITHOUT_WAY_OUT,
        bot(
            b.a_flow("Porta", b.menu("Entra?", b.choice("Sim", to="teste")), triggers=("porta",)),
            flow_with(b.menu("Certo?", b.choice("Sim", to="sala"))),
            b.a_flow("Sala", b.say("Sala"), b.ask("E agora?"), b.go_to("teste")),
        ),
        bot(
            b.a_flow("Porta", b.menu("Entra?", b.choice("Sim", to="teste")), triggers=("porta",)),
            flow_with(b.menu("Certo?", b.choice("Sim", to="sala"))),
            b.a_flow("Sala", b.say("Sala"), b.ask("E agora?"), b.go_to("inicio")),
        ),
        "teste",
        "menu-1",
        "choices",
    ),
    loop(b.go_to("teste"), "target"),
    loop(b.branch(b.when("hora", to="fim"), b.when("curso", to="teste")), "rules", "1"),
    loop(b.branch(b.when("hora", to="fim"), otherwise="teste"), "otherwise"),
    Fault(
        Code.UNREACHABLE_FLOW,
        bot(flow_with(b.end("Fim"), triggers=())),
        bot(flow_with(b.end("Fim")), person="teste"),
        "teste",
        field="triggers",
    ),
    Fault(
        Code.UNREACHABLE_STEP,
        bot(flow_with(b.go_to("fim"), b.say("Nunca"), b.say("Nem isto"))),
        bot(flow_with(b.say("Agora"), b.say("E isto"), b.go_to("fim"))),
        "teste",
        "say-2",
        "text",
    ),
    Fault(
        Code.DEAD_END,
        bot(flow_with(b.say("Só isto."))),
        bot(flow_with(b.say("Só isto."), b.end())),
        "teste",
        "say-1",
        "text",
    ),
    Fault(
        Code.DEAD_END,
        bot(flow_with(b.ask("Qual?"))),
        bot(flow_with(b.ask("Qual?"), b.vacancies())),
        "teste",
        "ask-1",
        "prompt",
    ),
    Fault(
        Code.DEAD_END,
        bot(flow_with(b.menu("Certo?", b.choice("Sim", to="fim"), b.choice("Não")))),
        bot(flow_with(b.menu("Certo?", b.choice("Sim", to="fim"), b.choice("Não", to="fim")))),
        "teste",
        "menu-1",
        "choices",
        "nao",
    ),
    Fault(
        Code.DEAD_END,
        bot(flow_with(b.branch(b.when("curso", to="fim")))),
        bot(flow_with(b.branch(b.when("curso", to="fim"), otherwise="inicio"))),
        "teste",
        "branch-1",
        "rules",
    ),
    # Triggers.
    triggers(Code.TRIGGER_IS_WORD, "Menu!", word="menu"),
    triggers(Code.EMPTY_TRIGGER, "🙂"),
    triggers(Code.TRIGGER_IS_ANSWER, "Vagas", mended="vagas já", other="Início"),
    Fault(
        Code.TRIGGER_IS_ANSWER,
        bot(
            flow_with(b.end("Fim"), triggers=("teste", "SIM")),
            b.a_flow("Outro", b.ask("Certo?", kind=AnswerKind.YES_NO), b.end(), triggers=("x",)),
        ),
        bot(
            flow_with(b.end("Fim"), triggers=("teste", "SIM")),
            b.a_flow("Outro", b.ask("Certo?"), b.end(), triggers=("x",)),
        ),
        "teste",
        field="triggers",
        item="1",
    ),
    # Slots and rules.
    *(
        steps(
            Code.INVALID_SLOT,
            [b.ask("Qual?", slot)],
            [b.ask("Qual?", "periodo_2")],
            step="ask-1",
            field="slot",
            _slot=slot,
        )
        for slot in ("", "período", "2a", "Nome", "curso_id", "hora", "curso", "x" * 31)
    ),
    rule(Code.UNFILLED_SLOT, b.when("semestre", to="fim"), slot="semestre"),
    rule(Code.RULE_NEVER_HOLDS, Rule((), "fim")),
    rule(Code.RULE_NEVER_HOLDS, b.when("hora", Operator.AT_MOST, "tarde", to="fim")),
    rule(Code.RULE_NEVER_HOLDS, b.when("curso", Operator.CONTAINS, "!", to="fim")),
    # Courses.
    without_courses(b.courses("Qual curso?"), "prompt"),
    without_courses(b.vacancies(), "source"),
    without_courses(b.ask("Qual curso?", "curso", AnswerKind.COURSE), "kind"),
    Fault(
        Code.COURSE_WITHOUT_TERMS,
        bot(courses=[b.a_course("Dança")]),
        bot(courses=[b.a_course("Dança", "dança")]),
        field="courses",
        item="danca",
        params=(("course", "Dança"),),
    ),
    # Settings and replies.
    Fault(
        Code.MISSING_REPLY,
        bot(replies={Reply.GOODBYE: "  "}),
        bot(replies={Reply.GOODBYE: "Tchau!"}),
        field="replies",
        item="goodbye",
        params=(("reply", "goodbye"),),
    ),
    Fault(
        Code.MISSING_WORD,
        words_with(Word.QUIT, "!"),
        words_with(Word.QUIT, "fui"),
        field="words",
        item="quit",
        params=(("word", "quit"),),
    ),
    Fault(
        Code.WORD_USED_TWICE,
        words_with(Word.STOP, "parar", "SAIR"),
        words_with(Word.STOP, "parar", "PARAR!"),
        field="words",
        item="stop",
        params=(("spelling", "SAIR"), ("other", "quit")),
    ),
]
