"""Talking to the bot in the terminal: nothing is stored but the file that was asked for."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bot_flows import transcript
from bot_flows.models import Contact, InboundEvent, OutboundMessage, Release

from .test_conversations import bot, publish

pytestmark = pytest.mark.django_db


def chat(monkeypatch: pytest.MonkeyPatch, *typed: str, **options: object) -> str:
    monkeypatch.setattr("sys.stdin", StringIO("\n".join(typed) + "\n"))
    out = StringIO()
    call_command("bot_chat", stdout=out, **options)
    return out.getvalue()


def test_it_answers_and_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(bot())
    said = chat(monkeypatch, "oi", "1", "!áudio")
    assert "Olá!" in said
    assert "Temos seis cursos." in said
    assert "Ainda não ouço áudios." in said
    assert not any(model.objects.exists() for model in (Contact, InboundEvent, OutboundMessage))


def test_the_saved_talk_is_a_transcript(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    publish(bot())
    chat(monkeypatch, "oi", "!áudio", save=str(tmp_path / "conversa"))
    lines = transcript.parse((tmp_path / "conversa.txt").read_text(encoding="utf-8"))
    assert [line.text for line in lines if line.mark in (">", "!")] == ["oi", "áudio"]
    assert any("Olá!" in line.text for line in lines if line.mark == "<")


def test_without_a_release_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Release.objects.exists()
    with pytest.raises(CommandError, match="--draft"):
        chat(monkeypatch, "oi")


def test_a_file_that_cannot_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(bot())
    with pytest.raises(CommandError, match="gravar"):
        chat(monkeypatch, "oi", save=str(tmp_path / "nenhuma" / "conversa"))


def test_an_older_release_is_talked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(bot())
    publish(bot("Outra saudação."))
    assert "Outra saudação." in chat(monkeypatch, "oi")
    assert "Olá!" in chat(monkeypatch, "oi", release=str(first.number))
    with pytest.raises(CommandError, match="Não há versão"):
        chat(monkeypatch, "oi", release="99")


def test_time_passes_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(bot())
    said = chat(monkeypatch, "oi", "2", "@ +13h", "Ana")
    assert "Que bom que voltou!" in said
    assert "Anotei!" not in said


def test_what_is_nothing_is_said_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(bot())
    said = chat(monkeypatch, "", "@ amanhã", "oi")
    assert said.count("Não entendi: escreva um texto") == 2
    assert "Olá!" in said
