"""Vagas duplicadas, as an editor uses it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from vacancies.ingest import ingest
from vacancies.models import Posting, Vacancy, VacancyPair

from .test_ingest import NOW, posting
from .test_merging import an_unsure_pair, linkedin
from .test_wagtail_hooks import url

pytestmark = pytest.mark.django_db
LIST = "/dashboard/vagas/duplicadas/"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ana", "ana@exemplo.com.br", "x"))
    return client


def act(client: Client, name: str, pk: int, **data: Any) -> Any:
    return client.post(reverse(f"vacancies_{name}", args=[pk]), {"next": LIST, **data})


def actions() -> set[str]:
    return set(ModelLogEntry.objects.values_list("action", flat=True))


def test_the_menu_leads_to_an_empty_list_that_says_so(editor: Client) -> None:
    assert LIST in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "Nenhuma dúvida agora" in editor.get(LIST).content.decode()
    assert "Ninguém decidiu nada" in editor.get(LIST, {"situacao": "decididas"}).content.decode()


def test_a_pair_is_shown_side_by_side_with_what_differs_marked(editor: Client) -> None:
    an_unsure_pair()
    page = editor.get(LIST).content.decode()
    assert "Analista de Dados Sênior" in page
    assert "só um diz o nível" in page
    assert page.count('class="differs"') == 3, "title, sources, address"
    assert page.count(">difere<") == 3


def test_the_list_costs_the_same_for_one_and_for_thirty(
    editor: Client, django_assert_num_queries: Any
) -> None:
    vacancies = [Vacancy.objects.create(title=f"Vaga {n}") for n in range(60)]
    for n in range(0, 60, 2):
        Posting.objects.create(
            site="x", external_id=str(n), vacancy=vacancies[n], url="https://a.b/"
        )
    VacancyPair.of(vacancies[0].pk, vacancies[1].pk).save()
    editor.get(LIST)
    with django_assert_num_queries(11):
        editor.get(LIST)
    VacancyPair.objects.bulk_create(
        VacancyPair.of(vacancies[n].pk, vacancies[n + 1].pk) for n in range(2, 60, 2)
    )
    with django_assert_num_queries(11):
        assert "Página 1 de 2" in editor.get(LIST).content.decode()


def test_joining_asks_first_and_can_be_taken_back(editor: Client) -> None:
    pair = an_unsure_pair()
    page = editor.get(reverse("vacancies_pair_merge", args=[pair.pk])).content.decode()
    assert "Qual fica?" in page
    assert Vacancy.objects.filter(listed=True).count() == 2
    assert "Escolha qual" in act(editor, "pair_merge", pair.pk, fica="999").content.decode()
    assert act(editor, "pair_merge", pair.pk, fica=str(pair.second_id)).url == LIST
    assert Vacancy.objects.get(listed=True).pk == pair.second_id
    assert "vacancies.merge" in actions()
    decided = editor.get(LIST, {"situacao": "decididas"}).content.decode()
    assert "É a mesma vaga" in decided
    assert "Desfazer" in editor.get(reverse("vacancies_pair_undo", args=[pair.pk])).content.decode()
    act(editor, "pair_undo", pair.pk)
    assert Vacancy.objects.filter(listed=True).count() == 2
    assert "vacancies.undo_pair" in actions()
    assert (
        "já foi desfeito"
        in editor.post(reverse("vacancies_pair_undo", args=[pair.pk]), follow=True).content.decode()
    )


def test_different_ones_leave_the_list(editor: Client) -> None:
    pair = an_unsure_pair()
    act(editor, "pair_apart", pair.pk)
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by.username) == ("different", "ana")
    assert "Nenhuma dúvida" in editor.get(LIST).content.decode()
    assert "vacancies.tell_apart" in actions()
    entry = ModelLogEntry.objects.get(object_id=str(pair.first_id), action="vacancies.tell_apart")
    assert entry.message == (
        "Disse que não é a mesma vaga que “Analista de Dados Sênior · Mirante Dados”"
    )
    assert editor.get(url("history", pair.first_id)).status_code == 200


def test_a_vacancy_shows_its_sources_and_one_is_moved_out(editor: Client) -> None:
    ingest("indeed", [posting("in-1")], now=NOW)
    ingest("linkedin", [linkedin()], now=NOW)
    vacancy, moved = Vacancy.objects.get(), Posting.objects.get(site="linkedin")
    address = reverse("vacancies_posting_split", args=[moved.pk])
    assert address in editor.get(url("edit", vacancy.pk)).content.decode()
    assert "vira uma vaga própria" in editor.get(address).content.decode()
    editor.post(address)
    moved.refresh_from_db()
    assert moved.vacancy_id != vacancy.pk
    assert "vacancies.split" in actions()
    page = editor.post(address, {"next": LIST}, follow=True).content.decode()
    assert "É o único anúncio desta vaga." in page


def test_chosen_ones_are_joined_in_the_list(editor: Client) -> None:
    chosen = [Vacancy.objects.create(title=f"Vaga {n}") for n in range(3)]
    address = reverse("wagtail_bulk_action", args=["vacancies", "vacancy", "join"])
    address += "?next=/dashboard/&" + "&".join(f"id={v.pk}" for v in chosen)
    assert "Qual fica?" in editor.get(address).content.decode()
    assert editor.post(address, {"fica": str(chosen[1].pk)}).status_code == 302
    assert Vacancy.objects.get(listed=True) == chosen[1]
    alone = f"{address.partition('&')[0]}&id={chosen[1].pk}"
    assert "Marque de 2 a 20" in editor.get(alone).content.decode()


def test_who_only_sees_decides_nothing_and_who_does_not_see_is_kept_out() -> None:
    pair = an_unsure_pair()
    user = User.objects.create_user("leo", "leo@exemplo.com.br", "x")
    client = Client()
    client.force_login(user)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client.get(LIST).status_code == 302
    user.user_permissions.add(Permission.objects.get(codename="view_vacancy"))
    page = client.get(LIST).content.decode()
    assert "Analista de Dados Sênior" in page
    assert "São vagas diferentes" not in page
    for name in ("pair_apart", "pair_merge", "pair_undo"):
        act(client, name, pair.pk, fica=str(pair.first_id))
    pair.refresh_from_db()
    assert pair.decision == "pending"


def test_hostile_words_are_shown_as_words(editor: Client) -> None:
    bad = "<script>alert(1)</script>"
    vacancies = [Vacancy.objects.create(title=f"{bad} {n}", company=bad) for n in range(2)]
    pair = VacancyPair.of(*(v.pk for v in vacancies), reasons=["<b>", "title"])
    pair.save()
    for address in (LIST, reverse("vacancies_pair_merge", args=[pair.pk])):
        assert bad not in editor.get(address).content.decode()
    assert editor.get(LIST, {"pagina": "9" * 40, "situacao": "\0"}).status_code == 200
    answer = act(editor, "pair_apart", pair.pk, next="https://evil.example/")
    assert answer.url == LIST
