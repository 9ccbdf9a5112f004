"""The "Vagas" menu as an editor uses it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vacancies.models import Search, SearchRun, Vacancy, VacancySettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ana", "ana@exemplo.com.br", "x"))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_vacancies_vacancy:{name}", args=args)


def form(vacancy: Vacancy, **changes: str) -> dict[str, str]:
    fields = [
        "title",
        "company",
        "city",
        "state",
        "kind",
        "salary",
        "link",
        "source",
        "description",
    ]
    data = {name: getattr(vacancy, name) for name in fields}
    return {**data, "posted_at": "", "live": "on", **changes}


def test_the_menu_holds_the_vacancies_the_log_and_the_settings(editor: Client) -> None:
    page = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "Registro de buscas" in page
    assert page.count("/settings/vacancies/vacancysettings/") == 1


def test_the_list_is_searched_as_students_search(editor: Client) -> None:
    Vacancy.objects.create(title="Técnico de laboratório", live=False)
    Vacancy.objects.create(title="Designer", city="Curitiba", state="PR")
    page = editor.get(url("list"), {"q": "tecnicos"}).content.decode()
    assert "Técnico de laboratório" in page
    assert "Designer" not in page


@pytest.mark.parametrize(
    ("query", "shown"), [({"live": "false"}, "Escondida"), ({"state": "PR"}, "Daqui")]
)
def test_the_list_is_filtered(editor: Client, query: dict[str, str], shown: str) -> None:
    Vacancy.objects.create(title="Escondida", live=False)
    Vacancy.objects.create(title="Daqui", state="PR")
    page = editor.get(url("list"), query).content.decode()
    assert [title for title in ("Escondida", "Daqui") if title in page] == [shown]


def test_the_list_costs_the_same_for_one_and_for_many(
    editor: Client, django_assert_max_num_queries
) -> None:
    Vacancy.objects.bulk_create([_derived(f"Vaga {n}") for n in range(40)])
    editor.get(url("list"))
    with django_assert_max_num_queries(25):
        editor.get(url("list"))


def _derived(title: str) -> Vacancy:
    vacancy = Vacancy(title=title)
    vacancy.derive()
    return vacancy


def test_a_saved_vacancy_is_marked_as_edited_and_keeps_a_revision(editor: Client) -> None:
    vacancy = Vacancy.objects.create(title="Do site", link="https://exemplo.com.br/1")
    response = editor.post(url("edit", vacancy.pk), form(vacancy, title="Do editor"))
    assert response.status_code == 302, response.context["form"].errors
    vacancy.refresh_from_db()
    assert (vacancy.title, vacancy.edited_by_hand) == ("Do editor", True)
    assert " editor " in vacancy.search_text
    assert vacancy.revisions.count() == 1


def test_hiding_alone_is_not_an_edit(editor: Client) -> None:
    vacancy = Vacancy.objects.create(title="Do site")
    data = form(vacancy)
    del data["live"]
    editor.post(url("edit", vacancy.pk), data)
    vacancy.refresh_from_db()
    assert (vacancy.live, vacancy.edited_by_hand) == (False, False)


def test_a_vacancy_is_written_by_hand(editor: Client) -> None:
    editor.post(url("add"), form(Vacancy(title="Monitoria", kind="estagio")))
    vacancy = Vacancy.objects.get(title="Monitoria")
    assert (vacancy.edited_by_hand, vacancy.live, vacancy.is_open) == (True, True, True)


def test_a_link_that_is_not_of_the_web_is_refused(editor: Client) -> None:
    vacancy = Vacancy.objects.create(title="Do site")
    response = editor.post(url("edit", vacancy.pk), form(vacancy, link="javascript:alert(1)"))
    assert "link" in response.context["form"].errors


@pytest.mark.parametrize(("action", "live"), [("hide", False), ("show", True)])
def test_many_are_hidden_and_shown_at_once(editor: Client, action: str, live: bool) -> None:
    chosen = [Vacancy.objects.create(title=f"V{n}", live=not live) for n in range(2)]
    other = Vacancy.objects.create(title="Outra", live=not live)
    address = reverse("wagtail_bulk_action", args=["vacancies", "vacancy", action])
    address += "?next=/dashboard/&" + "&".join(f"id={v.pk}" for v in chosen)
    assert "V0" in editor.get(address).content.decode()
    assert editor.post(address).status_code == 302
    assert set(Vacancy.objects.filter(live=live)) == set(chosen)
    assert other in Vacancy.objects.filter(live=not live)


def test_the_log_is_read_and_never_written(editor: Client) -> None:
    search = Search.objects.create(
        term="dados", place="brasil", label="Dados", place_label="Brasil"
    )
    run = SearchRun.objects.create(
        search=search, site="indeed", outcome="blocked", started_at=timezone.now()
    )
    base = "vacancies_searchrun_modeladmin"
    page = editor.get(reverse(f"{base}_index")).content.decode()
    assert "bloqueada pelo site" in page
    assert "Dados (Brasil)" in page
    assert editor.get(reverse(f"{base}_inspect", args=[run.pk])).status_code == 200
    assert editor.get(reverse(f"{base}_create")).status_code == 302
    assert editor.post(reverse(f"{base}_delete", args=[run.pk])).status_code == 302
    assert SearchRun.objects.count() == 1


def test_the_settings_are_edited(editor: Client) -> None:
    address = reverse("wagtailsettings:edit", args=["vacancies", "vacancysettings"])
    address = editor.get(address).url
    page = editor.get(address).content.decode()
    assert "Depois disso, quem pedir o mesmo termo faz buscar de novo." in page
    names = [f.name for f in VacancySettings._meta.fields if f.name != "id"]
    data = {n: getattr(VacancySettings(), n) for n in names if not n.startswith(("use", "read"))}
    response = editor.post(address, {**data, "use_indeed": "on", "stale_hours": "12"})
    assert response.status_code == 302
    assert (VacancySettings.current().stale_hours, VacancySettings.current().sites) == (
        12,
        ("indeed",),
    )
