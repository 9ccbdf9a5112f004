"""Folding, choosing, global words, triggers; and the corpus that publishes the score."""

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot_flows import cities
from bot_flows.engine import answers
from bot_flows.engine.reading import Nothing, Picked, Unsure, fold, named, pick, trigger, word
from bot_flows.engine.release import AnswerKind
from bot_flows.engine.state import Option
from bot_flows.engine.wording import Word

from .corpus import COURSES, MENUS, TODAY, TRIGGERS, WORDS, load

QUICK = settings(max_examples=40, deadline=None)

MAIN = MENUS["principal"]
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SCRAPS = st.lists(
    st.sampled_from(
        [
            "2",
            "²",
            "½",
            "２",
            "2️⃣",
            "١",
            "é",
            "\u202e",
            "\u200d",
            "👍",
            "❌",
            "\x00",
            "\n",
            ".",
            ",",
            "@",
            "+",
            "-",
            "/",
            "#",
            "(",
            ")",
            "ªº",
            " ",
            "vagas",
            "cursos",
            "não",
            "ou",
            "e",
            "quero",
            "opção",
            "segunda",
            "mil",
            "de",
            "dezembro",
            "curitiba",
            "pr",
            "sim",
            "n",
        ]
    ),
    max_size=14,
).map("".join)
HUGE = [
    unit * (65_536 // len(unit))
    for unit in (
        "a",
        "1",
        "²",
        "é",
        "\u202e",
        "👍",
        "ﷺ",
        " ",
        "#",
        "(",
        "1.",
        "a@a.",
        "2 e ",
        "não ",
    )
] + ["vaga curso xpto " * 4096, "25/12/" * 10_922, "sao jose " * 7281, "\x00" * 65_536]


# The corpus


def test_the_corpus_is_large_and_says_each_thing_once() -> None:
    lines = load()
    assert len(lines) >= 300
    assert len({(line.message, line.reader) for line in lines}) == len(lines)


def test_the_corpus_is_read_rightly_and_hardly_ever_wrongly(record_property: Callable) -> None:
    heard = [(line, line.heard()) for line in load()]
    missed = [(line, said) for line, said in heard if not line.is_right(said)]
    wrong = [(line, said) for line, said in missed if line.is_wrong_and_sure(said)]
    right = 1 - len(missed) / len(heard)
    record_property("right", f"{right:.1%}")
    record_property("wrong_and_sure", f"{len(wrong) / len(heard):.2%}")
    faults = "\n".join(
        f"{line.message!r} ({line.reader}): {line.expected} <> {said}" for line, said in missed
    )
    assert right >= 0.95, faults
    assert len(wrong) <= 0.01 * len(heard), wrong


@pytest.mark.parametrize("reader", sorted({line.reader for line in load()}))
def test_no_reader_hides_behind_the_others(reader: str) -> None:
    lines = [line for line in load() if line.reader == reader]
    missed = [line for line in lines if not line.is_right(line.heard())]
    assert len(missed) <= 0.12 * len(lines), missed


# Folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("📚 Ver Cursos!", "ver cursos"),
        ("  Análise  e\tDesenvolvimento\n", "analise e desenvolvimento"),
        ("va\u200bga\u0301s\u202e", "vagas"),
        ("2️⃣", "2"),
        ("２", "2"),
        ("٢", "2"),
        ("²", ""),
        ("½ ①", ""),
        ("2ª opção", "2a opcao"),
        ("nº 2", "no 2"),
        ("ℹ️ Sobre", "sobre"),
        ("Ⓜ️", ""),
        ("snake_case-e.tal", "snake case e tal"),
        ("#bot", "#bot"),
        ("＃BOT ", "#bot"),
        ("# ", ""),
        ("a #bot", "a bot"),
        ("C++ e C#", "cpp e csharp"),
        ("STRASSE ß", "strasse ss"),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@QUICK
@given(ANYTHING | SCRAPS)
@example("#ª")
@example("ͅa")
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


def test_fold_reads_no_more_than_the_first_words() -> None:
    assert len(fold("a" * 65_536)) == 300
    assert len(fold("ﷺ" * 65_536)) <= 300


# Choosing


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("2", "busca", "number"),
        ("a segunda", "busca", "number"),
        ("3 - ver cursos", "cursos", "number"),
        ("última", "pessoa", "number"),
        ("Ver Cursos", "cursos", "label"),
        ("📚", "cursos", "label"),
        ("atendente", "pessoa", "synonym"),
        ("quero ver os cursos", "cursos", "words"),
        ("o q é isso", "sobre", "words"),
        ("crusos", "cursos", "typo"),
        ("vagasdomeucurso", "vagas", "words"),
        ("vagasdomeucurs", "vagas", "typo"),
    ],
)
def test_why_an_option_is_picked(text: str, key: str, why: str) -> None:
    assert pick(text, MAIN) == Picked(key, why)


@pytest.mark.parametrize("text", ["6", "0", "opção 9", "²", "2.5", "não quero vagas", "", "👀"])
def test_what_fits_nothing_is_not_guessed(text: str) -> None:
    assert pick(text, MAIN) == Nothing(())


def test_without_options_nothing_is_picked() -> None:
    assert pick("1", ()) == Nothing(())


def test_two_options_of_one_name_leave_a_doubt() -> None:
    twins = (Option("a", "Vagas"), Option("b", "💼 vagas"), Option("c", "Cursos"))
    assert pick("vagas", twins) == Unsure(("a", "b"))


def test_a_label_that_reads_as_another_number_leaves_a_doubt() -> None:
    semesters = (Option("second", "2"), Option("third", "3"), Option("ninth", "9"))
    assert pick("2", semesters) == Unsure(("second", "third"))
    assert pick("9", semesters) == Picked("ninth", "label")


def test_a_doubt_names_four_options_at_most() -> None:
    courses = tuple(
        Option(name, f"Engenharia {name}")
        for name in ("Civil", "Mecânica", "Elétrica", "Química", "Ambiental")
    )
    assert pick("engenharia", courses[:4]) == Unsure(("Civil", "Mecânica", "Elétrica", "Química"))
    assert pick("engenharia", courses) == Nothing(("Civil", "Mecânica", "Elétrica"))
    assert named("engenharia", courses) == tuple(option.key for option in courses)


def test_what_comes_near_is_named() -> None:
    assert pick("engenharia de computação", MENUS["cursos"]) == Nothing(("es", "em", "ec"))
    assert pick("dezainer", MENUS["cursos"]) == Nothing(())
    assert pick("administrasaum", MENUS["cursos"]) == Nothing(("adm",))


def test_an_option_that_denies_is_picked_by_its_denial() -> None:
    options = (Option("yes", "Tenho currículo"), Option("no", "Não tenho"), Option("?", "Não sei"))
    assert pick("não tenho", options) == Picked("no", "label")
    assert pick("não sei não", options) == Picked("?", "words")
    assert pick("não tenho certeza", options) == Nothing(())


def test_two_things_joined_are_two_options_unless_a_label_joins_them() -> None:
    options = (Option("a", "Gestão"), Option("b", "Administração e Gestão"), Option("c", "Direito"))
    assert pick("quero administração e gestão", options) == Picked("b", "words")
    assert pick("gestão e direito", options) == Unsure(("a", "c"))


def test_no_number_is_read_where_none_was_shown() -> None:
    assert named("2", MENUS["cursos"]) == ()
    assert named("civil", MENUS["cursos"]) == ("ec",)


@QUICK
@given(st.integers(-5, 400), st.sampled_from(["{}", "{}.", "opção {}", "quero a {}", "*{}*"]))
def test_a_number_picks_its_own_option_or_none(number: int, form: str) -> None:
    reading = pick(form.format(number), MAIN)
    inside = 1 <= abs(number) <= len(MAIN)  # "-2" is a list's dash before a 2
    expected = Picked(MAIN[abs(number) - 1].key, "number") if inside else Nothing(())
    assert reading == expected


@QUICK
@given(st.lists(st.text("abcdef ", min_size=1, max_size=8), min_size=1, max_size=4), st.data())
def test_a_label_typed_as_shown_never_picks_another(labels: list[str], data: st.DataObject) -> None:
    options = tuple(Option(str(place), label) for place, label in enumerate(labels))
    meant = data.draw(st.sampled_from(options))
    reading = pick(meant.label.upper(), options)
    if isinstance(reading, Picked):
        assert fold(options[int(reading.key)].label) == fold(meant.label)
    elif fold(meant.label):
        assert meant.key in (reading.keys if isinstance(reading, Unsure) else reading.nearest)


# Global words and triggers


@pytest.mark.parametrize(
    "text", ["pararr", "parrar", "paraar", "PARA R", "parar por favor", "paar"]
)
def test_stop_must_be_exact(text: str) -> None:
    assert word(text, WORDS) is None


def test_a_slip_between_stop_and_another_word_is_neither() -> None:
    words = {Word.STOP: ("cancelar",), Word.QUIT: ("cancela", "sair")}
    assert word("cancelar", words) is Word.STOP
    assert word("cancela", words) is Word.QUIT
    assert word("cancelaa", words) is Word.QUIT
    assert word("canclar", words) is None
    assert word("cancelr", words) is None


def test_words_without_spellings_are_never_heard() -> None:
    assert word("menu", {}) is None
    assert word("", {Word.MENU: ("", "👍")}) is None


def test_a_trigger_is_the_whole_message() -> None:
    assert trigger("vagas", TRIGGERS) == "vagas"
    assert trigger("vagas em londrina", TRIGGERS) is None
    assert trigger("", TRIGGERS) is None
    assert trigger("oi", {}) is None


def test_a_slip_between_two_flows_is_neither() -> None:
    triggers = {"carta": "a", "carro": "b", "carga": "c"}
    assert trigger("carto", triggers) is None
    assert trigger("carat", triggers) == "a"
    assert trigger("carda", triggers) is None


def test_short_triggers_are_not_guessed() -> None:
    assert trigger("vaha", {"vaga": "a"}) is None
    assert trigger("vaaga", {"vaga": "a"}) == "a"


def test_a_trigger_spelled_with_a_double_letter_keeps_it() -> None:
    triggers = {"carreira": "a", "passo a passo": "b"}
    assert trigger("Carreiraaa", triggers) == "a"
    assert trigger("passo  a passo!", triggers) == "b"


# Whatever is typed


def _read_all(text: str) -> None:
    for menu in MENUS.values():
        pick(text, menu)
    word(text, WORDS)
    trigger(text, TRIGGERS)
    for kind in AnswerKind:
        answers.read(text, kind, courses=COURSES, cities=cities.known(), today=TODAY)


@QUICK
@given(ANYTHING | SCRAPS)
def test_nothing_that_is_typed_raises(text: str) -> None:
    _read_all(text)


@pytest.mark.parametrize("text", HUGE, ids=lambda text: ascii(text[:6]))
def test_huge_input_costs_little(text: str) -> None:
    _read_all(text)
    assert _fastest(lambda: _read_all(text), rounds=2) < 0.1


@pytest.mark.parametrize("text", ["2", "ver cursos", "oi", "menu", "atendente"])
def test_common_messages_take_microseconds(text: str) -> None:
    triggers = {f"gatilho numero {number}": "x" for number in range(3000)} | TRIGGERS

    def turn() -> None:
        word(text, WORDS)
        pick(text, MAIN)
        trigger(text, triggers)

    turn()
    assert _fastest(turn, rounds=40) < 150e-6  # 20 to 60 where nothing else runs


@pytest.mark.parametrize(
    "city", ["curtiba", "sao jose dos pinhas", "santa xyzabc do sul", "s" * 40]
)
def test_a_mistyped_city_is_searched_for_in_milliseconds(city: str) -> None:
    table = cities.known()

    def search() -> None:
        answers.read(city, AnswerKind.CITY, courses=COURSES, cities=table, today=TODAY)

    search()
    assert _fastest(search, rounds=5) < 5e-3


def _fastest(action: Callable[[], None], rounds: int) -> float:
    """Seconds of the fastest of several runs: what it costs where nothing else runs."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return min(times)
