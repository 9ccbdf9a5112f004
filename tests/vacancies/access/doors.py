"""Every door of the vacancies in the dashboard, found by walking the addresses, and what is
behind each. Another part adds its own to ``build`` and its rows to the table of the test."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.urls import get_resolver
from django.utils import timezone

from tests.bot_flows.access.doors import DASHBOARD, Door, House, _walk
from tests.home.content import a_course, a_course_list, a_site
from vacancies.models import (
    MissedSearch,
    Posting,
    Search,
    SearchRun,
    SynonymGroup,
    Vacancy,
    VacancyPair,
    VacancyRule,
)

LINK = "https://exemplo.com.br/vaga/1"
NOT_DOORS = ("/choose/",)  # Wagtail's choosers show titles to whoever may enter


def doors() -> list[Door]:
    return [Door(path) for path, view in _walk(get_resolver().url_patterns) if _is_ours(path, view)]


def _is_ours(path: str, view: Any) -> bool:
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    named = "vacancies" in path or path.startswith(f"{DASHBOARD}vagas/")
    inside = path.startswith(DASHBOARD) and not any(part in path for part in NOT_DOORS)
    return inside and (named or module.startswith("vacancies"))


def build() -> House:
    boss = User.objects.create_superuser("chefe")
    vacancy = Vacancy.objects.create(title="Estágio", moderation="flagged")
    revision = vacancy.save_revision()
    rule = VacancyRule.objects.order_by("pk").first()
    assert rule is not None
    search = Search.objects.create(term="d", place="b", label="D", place_label="B")
    run = SearchRun.objects.create(
        search=search,
        site="indeed",
        outcome="found",
        started_at=timezone.now() - timedelta(minutes=1),
    )
    values = {
        "pk": vacancy.pk,
        "revision_id": revision.pk,
        "revision_id_a": revision.pk,
        "revision_id_b": "latest",
        "site": "indeed",
        "act": "parar",
        "action": "hide",
    }
    other = Vacancy.objects.create(title="Estágio em design")
    pair = VacancyPair.of(vacancy.pk, other.pk, score=0.5, reasons=[])
    pair.save()
    posting = Posting.objects.create(site="indeed", external_id="1", vacancy=vacancy, url=LINK)
    missed = MissedSearch.objects.create(key="ovni", phrase="ovni", door="site")
    paths = {
        "/vacancyrule/": rule.pk,
        "/sinonimos/": SynonymGroup.objects.order_by("pk")[0].pk,
        "/cursos/": a_course(a_course_list(a_site())).pk,
        "/duplicadas/": pair.pk,
        "/fontes/": posting.pk,
        "/sem-resultado/": missed.pk,
        "/searchrun/": run.pk,
    }
    return House(boss, values, paths)
