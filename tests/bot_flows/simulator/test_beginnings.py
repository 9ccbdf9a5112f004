"""Where a talk begins: at any step, as anybody, at any time, with what will be on the air then."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from bot_flows.models import (
    Flow,
    Persona,
)
from bot_flows.simulator import acts
from tests.factories import (
    a_flow,
    branch,
    choice,
    end,
    menu,
    publish,
    say,
    set_steps,
)

from .talking import HERE, bubbles, page, script_in, talk, told

pytestmark = pytest.mark.django_db


def test_a_third_semester_student_who_returns_begins_at_a_step_at_eleven_at_night(
    editor: Client, start: Flow
) -> None:
    """ "Escolher curso" is the second step; what follows it depends on who speaks, and when."""
    night = a_flow("Noite", end("Boa noite, {nome}! A secretaria abre às 8h."))
    third = a_flow("Terceiro", step_hour(night), end("Veja os estágios do 3º semestre."))
    course = a_flow(
        "Escolher curso",
        say("Antes de tudo."),
        menu("Qual é o seu curso?", choice("TDS"), choice("Química")),
        branch("semestre", "3", third, third),
        end("Fim"),
    )
    persona = Persona.objects.create(
        title="Caloura que voltou",
        name="Bia Lima",
        returning=True,
        known=json.dumps(
            [{"type": "answer", "id": "a", "value": {"name": "semestre", "value": "3"}}]
        ),
    )
    query = {
        "fluxo": course.reference,
        "passo": course.steps.raw_data[1]["id"],
        "persona": str(persona.pk),
        "quando": "2026-03-02T23:00",
    }

    opened = editor.get(f"{HERE}?{urlencode(query)}")

    assert bubbles(opened) == ["Qual é o seu curso?\n\n1. TDS\n2. Química"]
    assert "Segunda-feira, 02/03/2026, 23:00" in page(opened)
    assert re.search(r"\{semestre\}</code></dt><dd>3</dd>", page(opened))
    assert re.search(r"\{voltou\}</code></dt><dd>sim</dd>", page(opened))
    chosen = talk(editor, "tds", **query)
    assert bubbles(chosen)[-1] == "Boa noite, Bia! A secretaria abre às 8h."
    by_day = talk(editor, "tds", **{**query, "quando": "2026-03-02T10:00"})
    assert bubbles(by_day)[-1] == "Veja os estágios do 3º semestre."


def step_hour(target: Flow) -> Any:
    made = branch("hora", "22", target)
    made["value"]["rules"][0]["value"]["conditions"][0]["value"]["operator"] = "at_least"
    return made


# E3: the agenda


def schedule(flow: Flow, text: str, start: datetime, until: datetime | None) -> None:
    flow.steps = json.dumps([say(text), end("Fui!")])
    flow.go_live_at, flow.expire_at = start, until
    flow.save_revision(approved_go_live_at=start)


def test_a_greeting_that_is_scheduled_is_heard_in_its_time_only(
    editor: Client, start: Flow
) -> None:
    set_steps(start, say("A de sempre"), end("Fui!"))
    publish(start)
    tomorrow = timezone.localtime() + timedelta(days=1)
    ten = tomorrow.replace(hour=10, minute=0, second=0, microsecond=0)
    schedule(start, "Bom dia de matrícula!", ten, ten + timedelta(hours=2))

    def greeted(hour: int) -> str:
        when = ten.replace(hour=hour).strftime("%Y-%m-%dT%H:%M")
        return bubbles(talk(editor, "oi", versao="agenda", quando=when))[1]

    assert [greeted(hour) for hour in (9, 11, 13)] == [
        "A de sempre",
        "Bom dia de matrícula!",
        "A de sempre",
    ]


def test_the_agenda_is_listed_with_links_to_its_times(editor: Client, start: Flow) -> None:
    publish(start)
    soon = timezone.now() + timedelta(days=1)
    schedule(start, "Novo", soon, soon + timedelta(hours=1))
    said = page(editor.get(f"{HERE}?versao=agenda"))
    assert "“Início” entra no ar" in said
    assert "“Início” volta ao que era" in said
    assert f"quando={timezone.localtime(soon):%Y-%m-%dT%H}%3A" in said


# What does not fit


@pytest.mark.parametrize(
    "conversa",
    ["{", "[1]", '[["diz",""]]', '[["passa",-1]]', '[["manda","bomba"]]', '"' * 5, "[" * 9999],
)
def test_a_script_that_is_not_ours_begins_anew(editor: Client, start: Flow, conversa: str) -> None:
    answer = editor.post(HERE, {"conversa": conversa})
    assert "Não consegui ler a conversa guardada" in page(answer)
    assert script_in(answer) == []


def test_a_script_that_is_too_long_begins_anew(editor: Client, start: Flow) -> None:
    many = json.dumps([["diz", "oi"]] * (acts.MOST_ACTS + 1))
    assert "Não consegui ler" in page(editor.post(HERE, {"conversa": many}))
    full = json.dumps([["diz", "oi"]] * acts.MOST_ACTS)
    answer = editor.post(HERE, {"conversa": full, "acao": "dizer", "texto": "mais"})
    assert "A conversa ficou longa demais." in page(answer)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("versao=99999", "não há mais essa versão"),
        ("versao=99999999999999999999999", "não há mais essa versão"),
        ("persona=999", "Esta persona não existe mais"),
        ("fluxo=nada", "Este fluxo não está nesta versão"),
        ("quando=ontem", "Não entendi o dia e a hora"),
        ("quando=0001-01-01T00:00", "Não entendi o dia e a hora"),
        ("vagas=todas", "Não conheço esta busca"),
        ("motor=TURBO", "Não conheço este motor"),
    ],
)
def test_what_an_address_asks_for_in_vain_is_said(
    editor: Client, start: Flow, query: str, sentence: str
) -> None:
    assert sentence in page(editor.get(f"{HERE}?{query}"))


def test_what_people_type_is_escaped(editor: Client, start: Flow) -> None:
    answer = talk(editor, "<script>alert(1)</script>")
    assert b"<script>alert" not in answer.content


def test_a_bot_without_flows_says_where_to_begin(editor: Client) -> None:
    assert "Ainda não há nenhum fluxo para conversar." in page(editor.get(HERE))
    assert "O bot não respondeu." in told(talk(editor, "oi"))


def test_nothing_on_the_air_is_said(editor: Client) -> None:
    a_flow("Início", end())
    answer = editor.get(f"{HERE}?versao=publicada")
    assert "Não há nada no ar" in page(answer)
