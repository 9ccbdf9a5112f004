"""The list of versions, a version's page, and the difference between any two."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from bot_flows.engine import codec
from bot_flows.models import BotSettings, Flow, Release
from bot_flows.models.release import load
from tests.builders import a_flow, a_release, say
from tests.factories import a_bot

from .conftest import edit

pytestmark = pytest.mark.django_db

INDEX = "/dashboard/bot/versoes/"


def page(release: Release, **query: Any) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('bot_releases:release', args=[release.pk])}?{asked}"


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_says_what_changed_who_did_it_and_how_the_tests_came_out(
    editor: Client, two: tuple[Release, Release]
) -> None:
    first, second = two
    user = User.objects.create_user("bia")
    Release.objects.filter(pk=second.pk).update(tests_run=12, created_by=user)
    Release.objects.filter(pk=first.pk).update(tests_run=12, tests_failed=2, overridden_by=user)
    html = text_of(editor.get(INDEX))
    assert "1 texto" in html
    assert "12 de 12 passaram" in html
    assert "publicada apesar de 2 testes, por bia" in html
    assert "Publicou “Início”" in html
    assert page(first).removesuffix("?") in html
    assert html.count("No ar") == 1


def test_without_any_version_the_list_says_how_one_is_made(editor: Client) -> None:
    html = text_of(editor.get(INDEX))
    assert "Nenhuma versão está no ar ainda" in html
    assert "Cada publicação faz uma versão do bot inteiro" in html


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_one_version_and_for_thirty(
    editor: Client, count: int, django_assert_num_queries: Any
) -> None:
    _start, release = a_bot()
    user = User.objects.create_user("bia")
    Release.objects.bulk_create(
        Release(document=release.document, digest=str(n), created_by=user, overridden_by=user)
        for n in range(1, count)
    )
    editor.get(INDEX)
    with django_assert_num_queries(19) as queries:
        editor.get(INDEX)
    lists = [query["sql"] for query in queries if "bot_flows_release" in query["sql"]]
    assert not [sql for sql in lists if '"document"' in sql]


def test_a_version_is_shown_beside_the_one_before_with_the_words_marked(
    editor: Client, two: tuple[Release, Release]
) -> None:
    first, second = two
    html = text_of(editor.get(page(second)))
    assert f"Da {first} para a {second}" in html
    assert "Temos <strong><del>muitas</del></strong> vagas" in html
    assert "Temos <strong><ins>poucas</ins></strong> vagas" in html
    assert "Passo 1: mudou" in html
    assert "1 passo igual" in html


def test_any_two_versions_are_compared_the_older_one_first(
    editor: Client, two: tuple[Release, Release]
) -> None:
    first, _second = two
    third = edit(Flow.objects.get(), "Bem-vinda! Temos *todas* as vagas.")
    for url in (page(third, com=first.pk), page(first, com=third.pk)):
        html = text_of(editor.get(url))
        assert f"Da {first} para a {third}" in html
        assert "<ins>todas</ins>" in html


@pytest.mark.parametrize("asked", ["", "abc", "0", "99999", "9" * 40, "-1", "1e3", "²", "<b>"])
def test_a_number_that_is_none_falls_back_to_the_version_before(
    editor: Client, two: tuple[Release, Release], asked: str
) -> None:
    first, second = two
    assert f"Da {first} para a {second}" in text_of(editor.get(page(second, com=asked)))


def test_the_first_version_has_nothing_before_it(editor: Client) -> None:
    _start, release = a_bot()
    assert "É a primeira versão" in text_of(editor.get(page(release)))


def test_a_version_that_is_not_there_is_not_found(editor: Client) -> None:
    assert editor.get(reverse("bot_releases:release", args=[7])).status_code == 404


def test_two_versions_that_say_the_same_have_no_difference(
    editor: Client, two: tuple[Release, Release]
) -> None:
    first, _second = two
    edit(Flow.objects.get(), "Bem-vinda, {nome}! Temos *muitas* vagas.")
    html = text_of(editor.get(page(first, com=Release.objects.get(active=True).pk)))
    assert "Não há diferença" in html


@pytest.mark.parametrize(
    "document", [{"format": 0}, {"format": 1}, {}, {"format": 1, "flows": 7, "settings": None}]
)
def test_a_format_that_is_not_read_any_more_is_told_in_a_sentence(
    editor: Client, two: tuple[Release, Release], document: dict[str, Any]
) -> None:
    first, second = two
    Release.objects.filter(pk=first.pk).update(document=document)
    load.cache_clear()
    sentence = f"A {first} foi escrita num formato que o sistema não lê mais."
    assert sentence in text_of(editor.get(page(second)))
    for name in ("activate", "plan"):
        url = reverse(f"bot_releases:{name}", args=[first.pk])
        assert sentence in text_of(editor.get(url))
        assert sentence in editor.post(url, {"starts_at": "24/12/2090 10:00"}).content.decode()
    assert Release.objects.get(active=True) == second


def test_settings_are_told_in_sentences_and_courses_in_a_line(editor: Client) -> None:
    _start, _first = a_bot()
    settings = BotSettings.load()
    settings.page_size, settings.words_menu = 3, "menu, cardápio"
    settings.save()
    html = text_of(editor.get(page(Release.objects.get(active=True))))
    assert "Vagas por vez: era 5, agora é 3." in html
    assert "Palavra “menu”: passou a valer “cardápio”; deixou de valer “início”" in html


def test_what_people_wrote_is_escaped(editor: Client, two: tuple[Release, Release]) -> None:
    evil = "<script>alert(1)</script> & {nome} *<b>*"
    html = text_of(editor.get(page(edit(Flow.objects.get(), evil))))
    assert "<script>alert(1)" not in html
    assert "&lt;" in html


def test_a_flow_that_changed_links_to_its_editor_for_those_who_may(
    two: tuple[Release, Release], somebody: Any
) -> None:
    url = reverse("wagtailsnippets_bot_flows_flow:edit", args=[Flow.objects.get().pk])
    assert url not in text_of(somebody("view_release").get(page(two[1])))


def stored(number_of_flows: int, text: str) -> Release:
    flows = [
        a_flow(f"Fluxo {n}", *(say(f"{text} {n} {step} " + "palavra " * 20) for step in range(10)))
        for n in range(number_of_flows)
    ]
    document = codec.to_json(a_release(*flows))
    return Release.objects.create(document=document, digest=codec.digest(document))


def test_a_hundred_and_fifty_flows_that_all_changed_are_shown_within_a_second(
    editor: Client,
) -> None:
    a_bot()
    first, second = stored(150, "Antes"), stored(150, "Depois")
    editor.get(page(second, com=first.pk))
    began = time.process_time()
    html = text_of(editor.get(page(second, com=first.pk)))
    took = time.process_time() - began
    assert html.count("<ins>Depois</ins>") == 1_500
    assert took < 3, f"{took:.2f} s"  # below one second on an idle machine
