"""The map can be read: what is near the start comes first, what is lost comes last."""

from bot_flows.drawing import text_map
from bot_flows.engine.release import Operator
from tests import builders as b

BOT = b.a_release(
    b.a_flow("Perdido", b.say("Ninguém chega aqui."), b.go_to("sumiu")),
    b.a_flow("Longe", b.end()),
    b.a_flow("Ajuda", b.say("Escolha um número.")),
    b.a_flow(
        "Início",
        b.say("Oi, {nome}!\n\nTudo bem?", b.an_image()),
        b.menu("O que procura?", b.choice("Vagas", to="vagas"), b.choice("Nada")),
        b.branch(b.when("semestre", Operator.AT_LEAST, "8", to="longe"), otherwise="vagas"),
        triggers=("oi", "olá"),
    ),
    b.a_flow("Vagas", b.ask("Qual área?", "termo"), b.vacancies(), b.go_to("longe")),
)

DRAWN = """\
Início [início]
  gatilhos: oi, olá
  1. diz “Oi, {nome}! Tudo bem?” + imagem
  2. menu “O que procura?”
     1 Vagas → Vagas
     2 Nada ↓ segue
  3. se semestre ≥ 8 → Longe
     senão → Vagas
  saídas: → Vagas, → Longe

Vagas
  1. pergunta “Qual área?” (termo: texto)
  2. vagas (curso)
  3. vai para → Longe
  saídas: → Longe

Longe
  1. encerra

Ajuda [ajuda]
  1. diz “Escolha um número.”

── Sem caminho até aqui ──

Perdido
  1. diz “Ninguém chega aqui.”
  2. vai para → sumiu (não existe)
  saídas: → sumiu (não existe)
"""


def test_the_map_of_a_bot() -> None:
    assert text_map(BOT) == DRAWN


def test_every_flow_is_drawn_once_whatever_leads_where() -> None:
    drawn = text_map(b.a_release())
    titles = [line.split(" [")[0] for line in drawn.splitlines() if line and line[0] != " "]
    assert sorted(titles) == sorted(flow.title for flow in b.little_bot())


def test_long_texts_are_shortened() -> None:
    drawn = text_map(b.a_release(b.a_flow("Início", b.say("palavra " * 50))))
    assert max(map(len, drawn.splitlines())) < 80
    assert "…”" in drawn


def test_the_words_of_the_map_can_be_given() -> None:
    drawn = text_map(BOT, {"exits": "exits", "unreachable": "Nothing leads here"})
    assert "  exits: → Vagas, → Longe" in drawn
    assert "── Nothing leads here ──" in drawn
    assert "gatilhos" in drawn
