"""Words that mean the same: in searches, and in the dashboard."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from vacancies import missed
from vacancies.models import MissedSearch, SynonymGroup, Vacancy
from vacancies.search import Criteria, find, having

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ana", "ana@exemplo.com.br", "x"))
    return client


def titles(text: str, **more: object) -> list[str]:
    return [v.title for v in find(Criteria(text=text, **more)).vacancies]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("dev", "Pessoa desenvolvedora"),
        ("devs", "Programador"),
        ("RH", "Estágio em Recursos Humanos"),
        ("recursos humanos", "Analista de RH"),
        ("suporte de ti", "Suporte em tecnologia da informação"),
        ("qa", "Testes de software"),
        ("front", "Frontend React"),
        ("frontend", "Desenvolvimento front"),
    ],
)
def test_the_starting_set_finds_other_words(typed: str, title: str) -> None:
    Vacancy.objects.create(title=title)
    Vacancy.objects.create(title="Recursos hídricos, pessoas e informação")
    assert titles(typed) == [title]
    assert [v.title for v in having(Vacancy.objects.all(), typed)] == [title]
    assert titles(typed, exact=True) == []


def test_a_change_is_heard_by_the_next_search() -> None:
    Vacancy.objects.create(title="Torneiro")
    assert titles("usinador") == []
    group = SynonymGroup.objects.create(words="usinador, torneiro")
    assert titles("usinadores") == ["Torneiro"]
    group.words = "usinador, fresador"
    group.save()
    assert titles("usinador") == []
    group.delete()
    assert not SynonymGroup.objects.filter(words__contains="usinador").exists()


def add(editor: Client, words: str):
    return editor.post(reverse("vacancies_synonyms:add"), {"words": words})


def test_a_group_is_added_edited_deleted_and_logged(editor: Client) -> None:
    assert add(editor, " Torneiro ,torneiro, Usinador CNC,").status_code == 302
    group = SynonymGroup.objects.get(words="Torneiro, Usinador CNC")
    edit = reverse("vacancies_synonyms:edit", args=[group.pk])
    assert editor.post(edit, {"words": "torneiro, fresador"}).status_code == 302
    assert titles("nada") == []
    assert editor.post(reverse("vacancies_synonyms:delete", args=[group.pk])).status_code == 302
    logged = ModelLogEntry.objects.filter(
        object_id=str(group.pk), content_type__model="synonymgroup"
    )
    assert {entry.action for entry in logged} == {
        "wagtail.create",
        "wagtail.edit",
        "wagtail.delete",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("torneiro", "ao menos duas palavras"),
        ("torneiro, torneiros", "formas da mesma palavra"),
        ("torneiro, programadora", "já está no grupo"),
        ("torneiro, de", "não diz nada"),
        (f"torneiro, {'a' * 61}", "longa demais"),
        (", ".join(f"palavra{chr(97 + n)}" for n in range(21)), "no máximo 20"),
        ("", "obrigatório"),
    ],
)
def test_a_group_that_would_not_work_is_refused(editor: Client, words: str, said: str) -> None:
    before = SynonymGroup.objects.count()
    response = add(editor, words)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert SynonymGroup.objects.count() == before


def test_hostile_words_are_only_words(editor: Client) -> None:
    add(editor, "<script>alert(1)</script>, xx' | !(zz) & :*")
    page = editor.get(reverse("vacancies_synonyms:list")).content.decode()
    assert "<script>alert(1)" not in page
    assert titles("alert") == []


def test_the_list_costs_the_same_for_one_and_for_many(
    editor: Client, django_assert_max_num_queries
) -> None:
    editor.get(reverse("vacancies_synonyms:list"))
    with django_assert_max_num_queries(15):
        editor.get(reverse("vacancies_synonyms:list"))


def test_what_found_nothing_begins_a_group_and_leaves_the_list(editor: Client) -> None:
    missed.record("usinador", MissedSearch.Door.SITE)
    page = editor.get(reverse("vacancies_synonyms:add"), {"palavra": "usinador"})
    assert 'value="usinador, "' in page.content.decode()
    add(editor, "usinador, torneiro")
    row = MissedSearch.objects.get()
    assert (row.way, row.handled_at is not None) == ("synonym", True)
