"""What a vacancy says of itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from vacancies.models import Vacancy
from vacancies.models.vacancy import OPEN_DAYS, link_key_of


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"city": "Curitiba", "state": "PR"}, "Curitiba/PR"),
        ({"city": "Curitiba"}, "Curitiba"),
        ({"state": "PR"}, "Paraná"),
        ({"remote": True}, "Remota"),
        ({"city": "Curitiba", "state": "PR", "remote": True}, "Curitiba/PR ou remota"),
        ({}, ""),
    ],
)
def test_place(fields: dict[str, object], label: str) -> None:
    assert Vacancy(title="x", **fields).place_label == label


def test_open_until_nobody_saw_it_for_sixty_days_unless_a_person_keeps_it() -> None:
    old = timezone.now() - timedelta(days=OPEN_DAYS + 1)
    assert Vacancy(title="x").is_open
    assert not Vacancy(title="x", live=False).is_open
    assert not Vacancy(title="x", last_seen_at=old).is_open
    assert Vacancy(title="x", last_seen_at=old, edited_by_hand=True).is_open


def test_address() -> None:
    assert Vacancy(pk=7, title="x").get_absolute_url() == "/vagas/7/"


def test_addresses_of_one_page_have_one_key() -> None:
    same = [
        "https://www.exemplo.com.br/vaga/1?a=1&b=2",
        "http://exemplo.com.br/vaga/1/?b=2&a=1&utm_campaign=x#fim",
        "https://EXEMPLO.com.br/vaga/1?a=1&b=2&gclid=9",
    ]
    assert len({link_key_of(link) for link in same}) == 1
    assert link_key_of("https://exemplo.com.br/vaga/2") != link_key_of(
        "https://exemplo.com.br/vaga/3"
    )
    assert link_key_of("") == ""


@pytest.mark.django_db
def test_saving_some_fields_saves_what_they_decide() -> None:
    vacancy = Vacancy.objects.create(title="Antes")
    vacancy.title = "Depois"
    vacancy.save(update_fields=["title"])
    vacancy.refresh_from_db()
    assert " depois " in vacancy.search_text
