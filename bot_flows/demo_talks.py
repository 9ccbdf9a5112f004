"""The conversations that the demonstration bot must keep answering well."""

from collections.abc import Mapping
from datetime import timedelta

from bot_flows.demo_content import name_id
from bot_flows.scripts import (
    Act,
    Expects,
    ExpectsFlow,
    How,
    Line,
    Opening,
    Says,
    Script,
    Waits,
    World,
)


def _has(text: str) -> Expects:
    return Expects(text, How.CONTAINS)


def _lacks(text: str) -> Expects:
    return Expects(text, How.LACKS)


def _in(flow: str) -> ExpectsFlow:
    return ExpectsFlow(name_id(flow))


def _talk(*acts: Act, world: World = World.SOME) -> Script:
    return Script(Opening(), tuple(Line(act) for act in acts), world)


SILENCE = Expects("")
HALF_A_DAY = Waits(timedelta(hours=13))

TALKS: Mapping[str, Script] = {
    "Primeiro contato": _talk(
        Says("oi"),
        _has("Eu sou a *Capy*"),
        _has("Escreva *PARAR*"),
        _has("Como posso ajudar?"),
        _in("menu"),
        Says("menu"),
        _lacks("Eu sou a *Capy*"),
        _has("Como posso ajudar?"),
    ),
    "Menu por número e por palavra": _talk(
        Says("oi"),
        Says("2"),
        _has("Que vaga você procura?"),
        _in("search"),
        Says("menu"),
        _has("*2.* Buscar vaga por palavra"),
        Says("sobre o capyvagas"),
        _has("uma capivara robô"),
        _in("about"),
    ),
    "Vagas do curso, e mais vagas": _talk(
        Says("vagas"),
        _has("Qual é o seu curso?"),
        Says("1"),
        _has("Que tipo de vaga em"),
        Says("1"),
        _has("em qualquer cidade: 12"),
        _has("*1.* Mais vagas"),
        Says("mais"),
        _has("Mais vagas de"),
        Says("mais"),
        Says("mais"),
        _has("Estas foram todas as vagas"),
    ),
    "Busca por palavra e cidade": _talk(
        Says("buscar"),
        Says("desenvolvimento web"),
        _has("Quer filtrar por cidade?"),
        Says("sim"),
        _has("Em qual cidade?"),
        Says("curitiba"),
        _has("Vagas de *desenvolvimento web* em Curitiba/PR: 12"),
    ),
    "Busca que não encontra nada": _talk(
        Says("buscar"),
        Says("astronauta"),
        Says("não"),
        _has("Não encontrei vagas de *astronauta*"),
        world=World.NONE,
    ),
    "Não entendeu três vezes": _talk(
        Says("oi"),
        Says("asdfgh"),
        _has("não entendi “asdfgh”"),
        Says("qwerty"),
        _has("Ainda não entendi"),
        Says("zxcvb"),
        _has("água nos ouvidos"),
        _has("Falar com uma pessoa"),
    ),
    "Atendente: o bot se cala, e volta": _talk(
        Says("oi"),
        Says("5"),
        _has("Uma pessoa da equipe vai responder"),
        Says("Oi, tem alguém aí?"),
        SILENCE,
        HALF_A_DAY,
        Says("menu"),
        _has("Voltei!"),
        _has("Como posso ajudar?"),
    ),
    "PARAR, e voltar atrás": _talk(
        Says("oi"),
        Says("PARAR"),
        _has("não escrevo mais"),
        ExpectsFlow(""),
        Says("oi"),
        _has("Como posso ajudar?"),
    ),
    "Volta depois de 13 horas": _talk(
        Says("oi"),
        Says("2"),
        HALF_A_DAY,
        Says("dados"),
        _has("Continuamos de onde paramos?"),
        Says("sim"),
        _has("Que vaga você procura?"),
    ),
}
