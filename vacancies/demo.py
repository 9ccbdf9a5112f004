"""The demonstration: sixty invented vacancies, marked as such, and searches that look fresh."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from . import words
from .factual import read_facts
from .models import Search, SearchRun, Vacancy, VacancySettings
from .places import parse

SOURCE = "Demonstração"
NOTE = "Vaga inventada para demonstração: a empresa, o salário e o lugar não existem."
TERMS = (
    "desenvolvimento web",
    "testes de software",
    "dados",
    "suporte de TI",
    "automação",
    "manutenção",
    "projetos mecânicos",
    "laboratório",
    "processos químicos",
    "design gráfico",
    "UX/UI",
    "análise de sistemas",
    "eletrotécnica",
    "manutenção elétrica",
    "produção industrial",
    "qualidade",
    "ilustração",
)
AREAS = {
    "Engenharia de Software": "desenvolvimento de sistemas",
    "Sistemas de Informação": "análise de sistemas e dados",
    "Engenharia Elétrica": "eletrotécnica e manutenção elétrica",
    "Engenharia Mecânica": "manutenção e produção industrial",
    "Química": "laboratório e qualidade",
    "Design": "design gráfico e ilustração",
}
_CONDITIONS = {
    "estagio": (
        "Carga horária: 30h semanais. A partir do 3º período. Vale-transporte e seguro de vida.",
        "Das 13h às 17h, de segunda a sexta. A partir do 2º período. Vale-transporte.",
        "Carga horária: 30 horas semanais. A partir do 5º período. Vale-refeição e VT.",
        "Carga horária de 25 horas semanais. Vale-refeição, seguro de vida e recesso remunerado.",
    ),
    "aprendiz": ("Carga horária: 20 horas semanais. Vale-transporte e refeitório.",),
    "emprego": (
        "40 horas semanais. Vale-refeição, plano de saúde e plano odontológico.",
        "44 horas semanais. Vale-alimentação e vale-transporte.",
    ),
}
_PLACES = ("Trabalho presencial.", "Modelo híbrido.", "Trabalho presencial.")
_FILE = Path(__file__).with_name("demo_data.json")


@transaction.atomic
def load(terms: Sequence[str] = TERMS) -> None:
    """Put the demonstration in place; a second time changes nothing but the dates."""
    now = timezone.now()
    for number, row in enumerate(rows(), start=1):
        _keep(number, row, now)
    for term in terms:
        _search(term, now)


def rows() -> list[dict[str, Any]]:
    """The invented vacancies: title, company, place, kind, salary, days, description, course."""
    courses = json.loads(_FILE.read_text(encoding="utf-8"))
    return [{**row, "course": course} for course, found in courses.items() for row in found]


def _keep(number: int, row: dict[str, Any], now: datetime) -> None:
    """The link tells which one it is; a corrected or hidden one keeps what a person decided."""
    link = f"https://exemplo.com.br/vagas/{number}"
    old = Vacancy.objects.filter(is_demo=True, link=link).first()
    vacancy = old or Vacancy(is_demo=True, link=link, created_at=now)
    if not vacancy.edited_by_hand:
        place = parse(row["place"])
        vacancy.title, vacancy.company, vacancy.kind = row["title"], row["company"], row["kind"]
        vacancy.city, vacancy.state, vacancy.remote = place.city, place.state, place.remote
        vacancy.salary, vacancy.source = row["salary"], SOURCE
        area = f"Área: {AREAS[row['course']]}."
        terms = _conditions(number, vacancy)
        vacancy.description = f"{row['description']}\n\n{terms}\n\n{area}\n\n{NOTE}"
        vacancy.posted_at = timezone.localdate(now) - timedelta(days=row["days"])
        _read_facts(vacancy)
    vacancy.last_seen_at = now
    vacancy.save()


def _conditions(number: int, vacancy: Vacancy) -> str:
    """What an advertisement says of hours and place, in words for the reader of facts."""
    lines = _CONDITIONS.get(vacancy.kind, _CONDITIONS["emprego"])
    place = "Trabalho 100% remoto." if vacancy.remote else _PLACES[number % len(_PLACES)]
    return f"{lines[number % len(lines)]} {place}"


def _read_facts(vacancy: Vacancy) -> None:
    """By the same reader as any posting; the invented pay stands apart from the text."""
    text = f"{vacancy.salary}\n\n{vacancy.description}"
    facts = read_facts(vacancy.title, text, on=vacancy.posted_at)
    for name, value in facts.columns().items():
        setattr(vacancy, name, value)


def _search(term: str, now: datetime) -> None:
    place = VacancySettings.current().place
    search, _created = Search.objects.get_or_create(
        term=words.fold(term),
        place=words.fold(place),
        defaults={"label": term, "place_label": place},
    )
    Search.objects.filter(pk=search.pk).update(answered_at=now, finished_at=now, blocked=False)
    SearchRun.objects.update_or_create(
        search=search,
        site="Demonstração",
        defaults={
            "outcome": SearchRun.Outcome.FOUND,
            "started_at": now,
            "finished_at": now,
            "message": "Vagas inventadas, sem busca de verdade.",
        },
    )
