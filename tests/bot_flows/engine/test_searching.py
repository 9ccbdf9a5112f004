"""Searching for vacancies: pages, news, and the next search."""

from dataclasses import replace

from bot_flows.engine import state
from bot_flows.engine.effects import SearchVacancies
from bot_flows.engine.events import SearchFinished, TextReceived, VacanciesFound
from bot_flows.engine.release import SearchSource
from bot_flows.engine.state import Phase, Search, State
from bot_flows.engine.turn import Turn, play
from bot_flows.engine.wording import Reply
from tests import builders as b

from .talking import BOT, NOW, after, at, city_of, offered, stale, stored, tell, texts


def listed(look_up: object = stored) -> State:
    place = State()
    for said in ("oi", "1", "es", "2"):
        place = play(BOT, place, TextReceived(said), NOW, look_up).state  # type: ignore[arg-type]
    return place


def test_a_search_that_ended_is_news_only_where_it_is_waited_for() -> None:
    waiting = listed(stale)
    done = SearchFinished("dados@")
    assert [type(item) for item in tell(BOT, waiting, done).effects] == [SearchVacancies]
    assert tell(BOT, tell(BOT, waiting, "menu").state, done).effects == ()
    assert tell(BOT, tell(BOT, waiting, "ajuda", "voltar").state, done).effects == ()
    assert tell(BOT, waiting, SearchFinished("outra@")).effects == ()
    assert tell(BOT, listed(stored), done).effects == ()
    assert tell(BOT, State(), done) == Turn(State(), ())


def test_who_opted_out_hears_no_news() -> None:
    waiting = listed(stale)
    done = SearchFinished("dados@")
    assert tell(BOT, tell(BOT, waiting, "parar").state, done).effects == ()
    assert tell(BOT, replace(waiting, stopped=True), done).effects == ()


def test_news_are_told_once_and_only_where_there_are_more_than_before() -> None:
    waiting, done = listed(stale), SearchFinished("dados@")
    nothing_new = tell(BOT, waiting, done)
    assert texts(nothing_new) == []
    assert nothing_new.state.offered == waiting.offered
    assert tell(BOT, nothing_new.state, done).effects == ()

    def eight(effect: SearchVacancies) -> VacanciesFound:
        return replace(stored(effect), total=8)

    news = play(BOT, waiting, done, NOW, eight)
    assert texts(news)[0].startswith("Chegaram vagas novas de dados:")
    assert play(BOT, news.state, done, NOW, eight).effects == ()


def test_what_was_not_shown_by_silent_news_comes_with_more() -> None:
    turn = tell(BOT, listed(stale), SearchFinished("dados@"), "mais")
    assert "*Vaga 6*" in texts(turn)[0]


def test_more_after_the_last_page_says_so() -> None:
    turn = tell(BOT, listed(), "mais", "mais")
    assert texts(turn)[0] == "Não há mais vagas de dados."
    assert offered(turn) == ("Outra área", "Voltar ao menu", "Salvar ou esconder")
    lost = tell(BOT, turn.state, "zzz")
    assert offered(lost) == ("Outra área", "Voltar ao menu", "Salvar ou esconder")


def test_a_city_counts_for_one_search() -> None:
    place = after("oi", "2", "dados", "curitiba")
    assert city_of(place) == "Curitiba/PR"
    flow = b.a_flow("Vagas", b.ask("Que vaga?", "termo"), b.vacancies(SearchSource.TYPED))
    release = replace(BOT, flows={**BOT.flows, "vagas": flow})
    assert city_of(tell(release, place, "menu", "2", "testes").state) == ""


def test_another_search_asks_for_the_term_anew() -> None:
    place = after("oi", "2", "dados", "curitiba", "outra área")
    assert at(place) == ("vagas", "ask-1", Phase.ANSWER)
    assert at(tell(BOT, place, "voltar").state) == ("inicio", "menu-1", Phase.ANSWER)


def test_a_state_of_before_searches_counted_is_read() -> None:
    old = {"at": ["vagas", "vacancies-3", "list"], "search": ["k@", "k", ["k"], "", "", [1], True]}
    search = state.from_json(old).search
    assert search == Search("k@", "k", ("k",), shown=(1,), pending=True, total=0)


def test_without_courses_what_was_open_stays_open() -> None:
    release = replace(BOT, courses=())
    turn = tell(release, after("oi"), "1")
    assert texts(turn) == [b.REPLIES[Reply.NO_COURSES]]
    assert at(tell(release, turn.state, "2").state) == ("vagas", "ask-1", Phase.ANSWER)
