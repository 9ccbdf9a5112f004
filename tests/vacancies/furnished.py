"""Something behind every page of the vacancies in the dashboard, as a busy week leaves it.

Stands on a site with vacancies that need not be there; nothing is fetched.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from home.integrations import ApiToken, Scope
from tests.vacancies.test_ingest import NOW, posting
from tests.vacancies.test_merging import linkedin
from vacancies import merging, missed, sites, submissions
from vacancies.ingest import ingest
from vacancies.models import (
    MissedSearch,
    Posting,
    Search,
    SearchRun,
    SiteState,
    Submission,
    Vacancy,
    VacancyPair,
    VacancyReport,
    VacancySettings,
    Visit,
)
from vacancies.submissions import Offer, Sender

LONG = "Pessoa desenvolvedora de software embarcado para sistemas ferroviários e metroviários"
M = Vacancy.Moderation
MODERATED = {
    M.WAITING: ("Bolsa de iniciação científica em química verde", ""),
    M.FLAGGED: ("Divulgação de produtos em casa", "Promete dinheiro fácil."),
    M.HIDDEN: ("Curso com vaga garantida", "Parece cobrar de quem se candidata."),
    M.REFUSED: (LONG, "A vaga já encerrou."),
}


@dataclass(frozen=True, slots=True)
class Furnished:
    """Rows to open pages with."""

    vacancy: Vacancy
    pair: VacancyPair
    decided: VacancyPair
    posting: Posting
    submission: Submission
    token: ApiToken


@transaction.atomic
def furnish() -> Furnished:
    pair, decided = _pairs()
    vacancy = _reported()
    _moderated()
    _searches()
    _missed()
    return Furnished(
        vacancy=vacancy,
        pair=pair,
        decided=decided,
        posting=Posting.objects.filter(site="linkedin").order_by("pk")[0],
        submission=_sent(),
        token=_keys(),
    )


def _pairs() -> tuple[VacancyPair, VacancyPair]:
    """One that waits and one that was joined, each with two postings."""
    ingest("indeed", [posting("in-1", title="Analista de Dados")], now=NOW)
    ingest("linkedin", [linkedin(title="Analista de Dados Sênior")], now=NOW)
    waiting = VacancyPair.objects.get(decision=VacancyPair.Decision.PENDING)
    one, other = (Vacancy.objects.create(title=f"{LONG}{more}") for more in ("", " (Curitiba)"))
    return waiting, merging.merge(one.pk, other.pk, None)


def _reported() -> Vacancy:
    vacancy = Vacancy.objects.create(
        title=LONG, company="Trilhos & Cia", link="https://exemplo.com.br/vaga/1", city="Curitiba"
    )
    kind = VacancyReport.Kind
    for who, said in enumerate((kind.DEAD, kind.DEAD, kind.MISLEADING, kind.ASKS_MONEY)):
        VacancyReport.objects.create(vacancy=vacancy, reporter=f"web:{who}", kind=said)
    return vacancy


def _moderated() -> None:
    for state, (title, reason) in MODERATED.items():
        Vacancy.objects.create(title=title, moderation=state, moderation_reason=reason)


def _sent() -> Submission:
    sender = Sender("Rita", "rita@exemplo.br", "DAINF", "professor", "1")
    offer = Offer("Estágio em robótica", "Laboratório de Robótica", "estagio", how="Escreva")
    return submissions.submit(offer, sender, now=timezone.now())


def _searches() -> None:
    now = timezone.now()
    outcome = SearchRun.Outcome
    for number, (site, said) in enumerate(
        (("indeed", outcome.FOUND), ("linkedin", outcome.BLOCKED), ("glassdoor", outcome.FAILED))
    ):
        search, _new = Search.objects.get_or_create(
            term=f"termo {number}",
            place="brasil",
            defaults={"label": "Desenvolvimento de software embarcado", "place_label": "Brasil"},
        )
        run = SearchRun.objects.create(
            search=search, site=site, outcome=said, found=12, started_at=now, finished_at=now
        )
        sites.record(run, VacancySettings.current())
        Visit.objects.get_or_create(
            search=search, site=site, defaults={"due_at": now + timedelta(hours=1)}
        )
    SiteState.objects.filter(site="glassdoor").update(paused_at=now)


def _missed() -> None:
    door = MissedSearch.Door
    for text in ("astronauta", "desenvolvimento de software embarcado para satélites", "ovni"):
        for where in (door.SITE, door.BOT):
            missed.record(text, where)


def _keys() -> ApiToken:
    now = timezone.now()
    ApiToken.issue(name="Site do curso", scopes=[Scope.VACANCIES], last_used_at=now)
    ApiToken.issue(name="Antiga", expires_at=now - timedelta(days=1))
    ApiToken.issue(name="Vazada", revoked_at=now)
    name = "Painel da Pró-Reitoria de Graduação e Educação Profissional"
    return ApiToken.issue(name=name, scopes=[s.value for s in Scope])[0]
