"""What the frameworks leave in English is read in Portuguese."""

import os
import re
from pathlib import Path

import polib
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from capyvagas.catalogue import BASE, compile_catalogues
from tests.factories import a_bot, edit_url

FOLDER = BASE / "home/locale/pt_BR/LC_MESSAGES"
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%s|(?<!%)\{\w+\}|</?\w[^>]*>")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A catalogue of one sentence, in a place of its own."""
    path = tmp_path / "home/locale/pt_BR/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Good morning"\nmsgstr "Bom dia"\n')
    return path


@pytest.mark.parametrize(
    ("english", "portuguese"),
    [
        ("Go to the first error", "Ir para o primeiro erro"),
        ("Saved", "Salvo"),
        ("- Select an option -", "- Escolha uma opção -"),
        ("Schedule to publish", "Agendar publicação"),
        ("Once scheduled:", "Depois de agendar:"),
        ("Toggle minimap", "Alternar minimapa"),
    ],
)
def test_what_an_editor_meets_is_in_portuguese(english: str, portuguese: str) -> None:
    with override("pt-br"):
        assert gettext(english) == portuguese


@pytest.mark.parametrize(("count", "said"), [(1, "1 página"), (2, "2 páginas")])
def test_plurals_are_portuguese(count: int, said: str) -> None:
    with override("pt-br"):
        text = ngettext("%(num_pages)d page", "%(num_pages)d pages", count)
    assert text % {"num_pages": count} == said


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_every_entry_is_translated_and_keeps_what_it_fills_in(name: str) -> None:
    for entry in polib.pofile(FOLDER / f"{name}.po"):
        assert entry.translated(), entry.msgid
        if not entry.msgid_plural:
            wanted = sorted(PLACEHOLDERS.findall(entry.msgid))
            assert sorted(PLACEHOLDERS.findall(entry.msgstr)) == wanted, entry.msgid


@pytest.mark.django_db
def test_the_editor_of_a_flow_is_in_portuguese(client: Client) -> None:
    start, _release = a_bot()
    client.force_login(User.objects.create_superuser("editora"))
    page = client.get(edit_url(start)).content.decode()
    assert "O salvamento automático está em pausa" in page
    assert "Autosave is paused" not in page
    assert "Escolha quando entra no ar e quando sai (fluxo)" in page


@pytest.mark.django_db
def test_the_door_asks_for_the_password_in_portuguese(client: Client) -> None:
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    assert re.search(r'for="id_password"[^>]*>\s*Senha', page)


def test_a_script_of_the_dashboard_speaks_portuguese(client: Client) -> None:
    page = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert "As mudan\\u00e7as foram salvas." in page


def age(path: Path, seconds: int) -> None:
    stat = path.stat()
    os.utime(path, (stat.st_atime, stat.st_mtime - seconds))


def test_a_catalogue_is_compiled_once(source: Path) -> None:
    compiled = source.with_suffix(".mo")
    assert compile_catalogues(source.parents[4]) == [compiled]
    assert [(e.msgid, e.msgstr) for e in polib.mofile(compiled)] == [("Good morning", "Bom dia")]
    assert compile_catalogues(source.parents[4]) == []
    assert sorted(source.parent.iterdir()) == [compiled, source]


def test_a_catalogue_that_changed_is_compiled_again(source: Path) -> None:
    compile_catalogues(source.parents[4])
    age(source.with_suffix(".mo"), 60)
    assert compile_catalogues(source.parents[4]) == [source.with_suffix(".mo")]
