"""What a search finds in a talk: the fixed worlds, and what is stored, with nothing asked for."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from bot_flows.engine.effects import SearchVacancies
from bot_flows.rehearsal import Opening, Says
from bot_flows.simulator.acts import Act, SearchEnds
from bot_flows.simulator.talk import Talk, replay
from bot_flows.simulator.worlds import Finds, Source
from bot_flows.whatsapp import render
from tests.builders import SearchSource, a_flow, a_release, ask, vacancies
from vacancies import refresh
from vacancies.models import Search, VacancySettings

WANTED = SearchVacancies(key="k", terms=("robótica",), limit=5)
BOT = a_release(a_flow("Início", ask("O que procura?", "termo"), vacancies(SearchSource.TYPED)))


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def talk(finds: Finds, *done: Act) -> Talk:
    opening = Opening(flow="inicio")
    return replay(opening, [Says("robótica"), *done], lambda at: BOT, Source(finds))


def said(made: Talk) -> list[str]:
    """The first lines of what was said last."""
    spoken = (item for item in made.exchanges[-1].effects if hasattr(item, "text"))
    return [part.text.split("\n")[0] for item in spoken for part in render(item)]


def test_examples_are_found_at_once() -> None:
    assert said(talk(Finds.SOME)) == ["12 vagas de robótica:", "E agora?"]


def test_more_comes_when_the_search_has_ended() -> None:
    first = talk(Finds.NEWS)
    assert said(first)[0] == "2 vagas de robótica, de há 3 horas. Procurando mais…"
    assert first.state.search is not None
    assert first.state.search.pending
    after = talk(Finds.NEWS, SearchEnds())
    assert said(after)[0] == "Chegaram vagas novas de robótica:"


def test_a_search_that_ends_unasked_says_nothing() -> None:
    assert said(talk(Finds.SOME, SearchEnds())) == []


@pytest.mark.parametrize(
    ("finds", "text"),
    [
        (Finds.NONE, "Nenhuma vaga de robótica."),
        (Finds.BLOCKED, "Os sites de vagas não responderam."),
    ],
)
def test_a_world_without_vacancies(finds: Finds, text: str) -> None:
    assert said(talk(finds))[0] == text


@pytest.mark.django_db
def test_what_is_stale_would_be_searched_and_nothing_is_queued(now: datetime) -> None:
    VacancySettings.objects.create(use_linkedin=False, use_glassdoor=False)
    assert Source(Finds.STORED)(WANTED, now).refreshing
    assert not Search.objects.exists()
    assert refresh.request(WANTED.terms, "", now=now)


@pytest.mark.django_db
def test_what_was_tried_a_moment_ago_would_not_be_searched(now: datetime) -> None:
    VacancySettings.objects.create(use_linkedin=False, use_glassdoor=False)
    queued = refresh.request(WANTED.terms, "", now=now)
    assert Source(Finds.STORED)(WANTED, now).refreshing  # it is under way
    Search.objects.filter(pk__in=queued).update(requested_at=None, finished_at=now)
    assert not Source(Finds.STORED)(WANTED, now + timedelta(seconds=1)).refreshing
    assert not refresh.request(WANTED.terms, "", now=now + timedelta(seconds=1))
