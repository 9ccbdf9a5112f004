"""The drawing says what the content says: its flows are the nodes, its links are the edges."""

import time
from itertools import combinations

import pytest
from hypothesis import given, settings

from bot_flows.engine import graph
from bot_flows.engine.issues import inspect
from bot_flows.engine.release import Operator, Release
from bot_flows.mapping import facts, svg
from bot_flows.mapping.facts import Counts, Known, Mark
from tests import builders as b
from tests.bot_flows.engine.test_issues import a_large_bot
from tests.examples import examples
from tests.strategies import releases

from .reading import Drawing


def drawn(release: Release, known: Known | None = None) -> Drawing:
    return Drawing(svg.draw(facts.read(release, known), label="Mapa"))


@settings(max_examples=examples(60), deadline=None)
@given(releases())
def test_nodes_and_edges_are_the_links_of_the_content(release: Release) -> None:
    found = drawn(release)
    links = [(flow.id, to) for flow in release.flows.values() for to in graph.targets(flow)]
    assert sorted(found.nodes) == sorted(release.flows)
    assert sorted(found.edges) == sorted(links)


@settings(max_examples=examples(40), deadline=None)
@given(releases())
def test_no_card_lies_on_another(release: Release) -> None:
    found = drawn(release)
    for one, other in combinations(map(found.box, found.nodes), 2):
        apart_x = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
        apart_y = one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
        assert apart_x or apart_y


@settings(max_examples=examples(40), deadline=None)
@given(releases())
def test_a_line_leads_to_the_next_column_so_it_passes_behind_no_card(release: Release) -> None:
    found = drawn(release)
    step = svg.WIDTH + svg.COLUMN_GAP
    for source, target in found.lines:
        assert found.box(target)[0] - found.box(source)[0] == step


def test_the_start_comes_first_and_what_is_lost_comes_last() -> None:
    bot = b.a_release(
        b.a_flow("Perdido", b.end()),
        b.a_flow("Início", b.menu("?", b.choice("Vagas", to="vagas"))),
        b.a_flow("Vagas", b.go_to("inicio")),
        b.a_flow("Promoção", b.end(), triggers=("promo",)),
    )
    found = drawn(bot)
    assert found.nodes == ["inicio", "vagas", "promocao", "perdido"]
    tops = [found.box(name)[1] for name in ("inicio", "promocao", "perdido")]
    assert tops == sorted(tops)
    assert "Nada leva até aqui" in found.text


def test_a_way_back_is_written_and_a_way_on_is_drawn() -> None:
    bot = b.a_release(
        b.a_flow("Início", b.menu("?", b.choice("Vagas", to="vagas"))),
        b.a_flow(
            "Vagas", b.menu("?", b.choice("Início", to="inicio"), b.choice("Mais", to="vagas"))
        ),
    )
    found = drawn(bot)
    assert found.lines == [("inicio", "vagas")]
    assert sorted(found.edges) == [("inicio", "vagas"), ("vagas", "inicio"), ("vagas", "vagas")]
    assert "↩ Início" in found.text
    assert "Mais ↻ Vagas" in found.text


def test_what_is_not_there_is_drawn_as_such() -> None:
    bot = b.a_release(b.a_flow("Início", b.menu("?", b.choice("A", to="x"), b.choice("B", to="y"))))
    found = drawn(bot, Known(titles={"x": "Rascunho"}))
    assert found.labels["x"] == "Rascunho; não publicado"
    assert found.labels["y"] == "(fluxo que não existe); não existe"
    assert sorted(found.edges) == [("inicio", "x"), ("inicio", "y")]


def test_a_card_tells_roles_changes_faults_and_numbers_in_words() -> None:
    broken = b.a_release(
        b.a_flow("Início", b.say("{salame}"), b.say("*oi"), b.go_to("ajuda"), triggers=("oi",)),
        b.a_flow("Ajuda", b.end()),
    )
    known = Known(
        urls={"inicio": "/editar/1/"},
        marks={"inicio": Mark.CHANGED},
        issues=inspect(broken),
        counts={"inicio": Counts(entries=40, left=10)},
    )
    assert drawn(broken, known).labels["inicio"] == (
        "Início; início; alterado; 1 erro; 1 aviso; 3 passos · “oi”; "
        "40 entradas · 10 saíram (25%); leva a: Ajuda"
    )


def test_the_words_of_choices_and_rules_stand_at_the_way() -> None:
    bot = b.a_release(
        b.a_flow(
            "Início",
            b.menu("?", b.choice("Quero vagas", to="vagas"), b.choice("Estágio", to="vagas")),
            b.branch(b.when("semestre", Operator.AT_LEAST, "8", to="fim"), otherwise="vagas"),
        ),
        b.a_flow("Vagas", b.end()),
        b.a_flow("Fim", b.end()),
    )
    ways = facts.read(bot).by_id["inicio"].ways
    assert [(way.target, way.words) for way in ways] == [
        ("vagas", ("Quero vagas", "Estágio", "senão")),
        ("fim", ("se o semestre é pelo menos 8",)),
    ]


def test_only_one_flow_and_its_neighbours() -> None:
    bot = b.a_release()
    whole = facts.read(bot)
    around = facts.around(whole, "cursos")
    assert {node.id for node in around.nodes} == {"inicio", "cursos"}
    found = Drawing(svg.draw(around, label="Mapa"))
    assert found.edges == [("inicio", "cursos")]


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", '"><b>', "a" * 80, "👩‍👩‍👧‍👦 é", ""]
)
def test_whatever_an_editor_writes_stays_text(title: str) -> None:
    flow = b.a_flow(title, b.menu("?", b.choice(title or "x", to="x", id="1")), id="x")
    found = drawn(b.a_release(flow, start="x"), Known(urls={"x": '/"onclick="x'}))
    assert found.nodes == ["x"]
    assert "<script" not in found.text
    assert "<b>" not in found.text


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn(b.a_release(b.a_flow("Início"))).nodes == ["inicio"]
    empty = svg.draw(facts.Picture(()), label="Mapa")
    assert Drawing(empty).nodes == []


def test_a_large_bot_is_drawn_in_time(record_property) -> None:
    release = a_large_bot(150)
    began = time.process_time()
    found = drawn(release, Known(issues=inspect(release)))
    took = time.process_time() - began
    record_property("seconds", took)
    print(f"150 flows read and drawn in {took:.2f} s")
    assert len(found.nodes) == 150
    assert took < 1.5
