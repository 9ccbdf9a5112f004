"""What an editor is told while writing: length in the worst case, parts, faults and their mends."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot_flows.engine.codes import Code
from bot_flows.engine.limits import CAPTION_LIMIT, TEXT_LIMIT
from bot_flows.engine.proofreading import formatting_faults, proofread, worst_length
from bot_flows.engine.wording import PLACEHOLDERS, Reply, fill
from bot_flows.writing import Place, advise, fields, mended, parts, worst_case

FOREIGN, LONELY, UNSEEN, UNKNOWN, BRACES = (
    Code.FOREIGN_FORMATTING,
    Code.UNBALANCED_MARK,
    Code.HIDDEN_CHARACTER,
    Code.UNKNOWN_PLACEHOLDER,
    Code.BROKEN_BRACES,
)

# What is written, its faults, and what the button makes of it.
GOLDEN = [
    ("Oi, *Ana*! Tudo _bem_? ~não~", [], "Oi, *Ana*! Tudo _bem_? ~não~"),
    ("Veja as **vagas** de hoje", [FOREIGN], "Veja as *vagas* de hoje"),
    ("Um __curso__ novo", [FOREIGN], "Um _curso_ novo"),
    ("~~ontem~~ hoje", [FOREIGN], "~ontem~ hoje"),
    ("***Atenção***", [FOREIGN], "*Atenção*"),
    ("# Vagas da semana", [FOREIGN], "*Vagas da semana*"),
    ("### Vagas *novas*", [FOREIGN], "*Vagas novas*"),
    ("#estagio na cidade", [], "#estagio na cidade"),
    ("[edital](https://ufx.br/e_1)", [FOREIGN], "edital: https://ufx.br/e_1"),
    ("[https://ufx.br](https://ufx.br)", [FOREIGN], "https://ufx.br"),
    ("<b>Prazo</b>: sexta", [FOREIGN, FOREIGN], "*Prazo*: sexta"),
    ("<em> já </em>", [FOREIGN, FOREIGN], "_já_"),
    ("um<br>dois", [FOREIGN], "um\ndois"),
    ("*Prazo: sexta", [LONELY], "Prazo: sexta"),
    ("Prazo: sexta*", [LONELY], "Prazo: sexta"),
    ("*Atenção: traga o *documento*", [LONELY], "Atenção: traga o *documento*"),
    ("*Um* e *dois", [LONELY], "*Um* e dois"),
    ("_Oi, *Ana*!", [LONELY], "Oi, *Ana*!"),
    ("*Título\nsegue*", [LONELY], "Título\nsegue"),
    ("* um\n* dois", [], "* um\n* dois"),
    ("* um\n* *dois", [LONELY], "* um\n* dois"),
    ("2 * 3 = 6", [], "2 * 3 = 6"),
    ("termo_de_busca e {curso_fatos}", [], "termo_de_busca e {curso_fatos}"),
    ("`**código**`", [], "`**código**`"),
    ("veja `a*` **já**", [FOREIGN], "veja `a*` *já*"),
    ("https://x.br/a_b_*", [], "https://x.br/a_b_*"),
    ("Olá\u200b, Ana", [UNSEEN], "Olá, Ana"),
    ("👩‍👩‍👧 e\u200d Ana", [UNSEEN], "👩‍👩‍👧 e Ana"),
    ("Oi, {{nome}}!", [UNKNOWN], "Oi, {nome}!"),
    ("Oi, {Nome}: { curso }, {cursos}", [UNKNOWN] * 3, "Oi, {nome}: {curso}, {cursos}"),
    ("Oi, {nome! *", [BRACES], "Oi, {nome! *"),
    ("\ufeff**Oi, {NOME}**\r\n", [UNKNOWN, UNSEEN, FOREIGN], "*Oi, {nome}*\n"),
]


@pytest.mark.parametrize(("text", "codes", "right"), GOLDEN)
def test_faults_and_their_mends(text: str, codes: list[Code], right: str) -> None:
    found = proofread(text.replace("\r\n", "\n"), TEXT_LIMIT, slots=frozenset())
    assert [code for code, _params in found] == codes
    assert mended(text) == right


def test_there_are_golden_strings_enough() -> None:
    assert len(GOLDEN) >= 30


PIECES = [
    *"*_~`#[]()<>{}/-aé👩",
    *("vaga", "**", "__", "```", "<b>", "</b>", "<br>", "{nome}", "{{", "}}", "https://x.br/"),
]
UNSEEN_PIECES = [" ", "\n", "\r\n", "\u200b", "\u200d", "\x1f", "\ud83d"]
MARKED = st.lists(st.sampled_from(PIECES + UNSEEN_PIECES), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(MARKED)
@example("{{{nome}}}")
@example("{no\u200bme}")
@example("*" * 40 + "a")
@example("#```")
def test_a_mended_text_has_no_fault_and_stays_as_it_is(text: str) -> None:
    right = mended(text)
    assert not list(formatting_faults(right))
    assert mended(right) == right


@settings(max_examples=200, deadline=None)
@given(MARKED)
def test_what_has_no_fault_is_left_as_it_is(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not list(formatting_faults(plain)) and "{" not in plain:
        assert mended(plain) == plain


@pytest.mark.parametrize("text", ["*a" * 10_000, "[" * 20_000, "# " * 9_000, "_a\n" * 6_000])
def test_a_huge_text_is_mended_in_no_time(text: str) -> None:
    assert not list(formatting_faults(mended(text)))


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_field_counts_with_its_longest_value(name: str) -> None:
    known = PLACEHOLDERS[name]
    text = f"Veja {{{name}}}!"
    longest = max(known.longest, len(known.fallback), len(known.sample))
    assert len(worst_case(text)) == len("Veja !") + longest
    assert len(worst_case(text)) == worst_length(text)


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_field_without_a_value_says_its_fallback_and_never_its_name(name: str) -> None:
    said = fill(f"Veja {{{name}}} aqui", {})
    assert said == f"Veja {PLACEHOLDERS[name].fallback} aqui"
    assert "{" not in said


@given(st.text(alphabet="a é\n👩‍👧.", max_size=60), st.lists(st.sampled_from(list(PLACEHOLDERS))))
def test_the_counter_says_what_the_publication_measures(text: str, names: list[str]) -> None:
    whole = text + "x" + " ".join(f"{{{name}}}" for name in names)
    assert len(worst_case(whole)) == worst_length(whole.strip())


VACANCIES = "\n\n".join(
    f"*{number}. Estágio em Desenvolvimento Web*\nAraucária Sistemas · Curitiba/PR 🦫\n"
    f"https://exemplo.com.br/vaga/{number}?origem=capyvagas"
    for number in range(1, 51)
)


def test_fifty_long_vacancies_are_split_between_paragraphs_and_no_word_is_cut() -> None:
    advice = advise(VACANCIES, Place())
    assert advice.length == len(VACANCIES) > TEXT_LIMIT
    assert len(advice.parts) == 2
    assert "\n\n".join(advice.parts) == VACANCIES
    assert all(len(part) <= TEXT_LIMIT for part in advice.parts)
    assert advice.faults == (
        (Code.TEXT_TOO_LONG, {"length": str(len(VACANCIES)), "limit": str(TEXT_LIMIT)}),
    )


def test_one_paragraph_of_fifty_vacancies_is_cut_between_words() -> None:
    text = " ".join(VACANCIES.split())
    found = parts(text, caption=True)
    assert " ".join(found) == text
    assert all(len(part) <= CAPTION_LIMIT for part in found[:1])


def test_a_caption_has_its_own_limit() -> None:
    advice = advise("palavra " * 200, Place(caption=True))
    assert (advice.limit, len(advice.parts)) == (CAPTION_LIMIT, 2)
    assert [code for code, _params in advice.faults] == [Code.TEXT_TOO_LONG]


def test_the_options_of_a_menu_count_too() -> None:
    advice = advise("Como posso ajudar?", Place(options=("Vagas", "Cursos")))
    assert advice.parts == ("Como posso ajudar?\n\n*1.* Vagas\n*2.* Cursos",)
    assert advice.length == len(advice.parts[0])


def test_the_sample_shows_values_and_the_worst_case_shows_their_length() -> None:
    advice = advise("Oi, {nome}!", Place())
    assert advice.sample == "Oi, Ana!"
    assert re.fullmatch(r"Oi, Ana…{22}!", advice.parts[0])


def test_an_empty_text_is_no_message() -> None:
    assert advise(" \n", Place()).parts == ()


def test_only_fields_with_a_value_are_offered() -> None:
    assert {"nome", "curso"} <= {item.name for item in fields()}
    assert "titulo" not in {item.name for item in fields()}
    assert {"titulo", "nome"} <= {item.name for item in fields(Reply.VACANCY_CARD)}
