"""What machines merge, what people decide, and that neither undoes the other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from vacancies import merging
from vacancies.ingest import ingest
from vacancies.models import Posting, Vacancy, VacancyMatch, VacancyPair

from .test_ingest import NOW, posting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def linkedin(key: str = "li-1", **changes: Any) -> dict[str, Any]:
    page = f"https://www.linkedin.com/jobs/view/37912{key[3:]:0>5}"
    return posting(key, **{"job_url": page, **changes})


def an_unsure_pair() -> VacancyPair:
    ingest("indeed", [posting("in-1", title="Analista de Dados")], now=NOW)
    ingest("linkedin", [linkedin(title="Analista de Dados Sênior")], now=NOW)
    return VacancyPair.objects.get()


def test_words_written_in_two_ways_are_one_vacancy_with_two_sources(
    django_assert_num_queries: Any,
) -> None:
    ingest("indeed", [posting(title="Desenvolvedor(a) Python Jr. (Curitiba/PR)")], now=NOW)
    ingest("linkedin", [linkedin(title="Dev Python Júnior", location="Curitiba")], now=LATER)
    vacancy = Vacancy.objects.prefetch_related("postings").get()
    with django_assert_num_queries(0):
        found = [(source.name, source.is_alive) for source in vacancy.sources()]
    assert found == [("LinkedIn", True), ("Indeed", True)]
    Posting.objects.filter(site="linkedin").update(dead_at=LATER)
    assert [s.name for s in Vacancy.objects.get().sources()] == ["Indeed", "LinkedIn"]


def test_a_vacancy_without_postings_names_its_own_link_and_never_a_script() -> None:
    assert [
        s.name for s in Vacancy.objects.create(title="x", link="https://a.example/1").sources()
    ] == ["a.example"]
    assert Vacancy.objects.create(title="x", link="javascript:alert(1)").sources() == []


def test_what_is_unsure_is_noted_once_and_not_merged() -> None:
    pair = an_unsure_pair()
    assert (Vacancy.objects.count(), pair.decision) == (2, "pending")
    assert "só um diz o nível, como júnior ou pleno" in pair.doubts
    ingest("linkedin", [linkedin(title="Analista de Dados Sênior")], now=LATER)
    assert VacancyPair.objects.count() == 1


def test_unsure_ones_of_one_batch_are_noted_too() -> None:
    rows = [
        posting("in-1", title="Analista de Dados"),
        posting("in-2", title="Analista de Dados Pleno"),
    ]
    assert ingest("indeed", rows, now=NOW).unsure == 1
    assert VacancyPair.objects.get().decision == "pending"


def test_what_a_person_told_apart_is_never_merged_nor_asked_again() -> None:
    pair = an_unsure_pair()
    merging.tell_apart(pair.first_id, pair.second_id, None)
    for day in range(1, 4):
        now = NOW + timedelta(days=day)
        ingest("indeed", [posting("in-1", title="Analista de Dados")], now=now)
        ingest("linkedin", [linkedin(title="Analista de Dados Sênior")], now=now)
    assert Vacancy.objects.filter(merged_into=None).count() == 2
    assert VacancyPair.objects.get().decision == "different"


def test_what_a_person_joined_stays_joined() -> None:
    pair = an_unsure_pair()
    merging.merge(pair.first_id, pair.second_id, None)
    ingest("linkedin", [linkedin(title="Analista de Dados Sênior")], now=LATER)
    repeated = linkedin("li-2", title="Analista de Dados Sr", job_url="https://li.example/sr-99123")
    assert ingest("glassdoor", [repeated], now=LATER).vacancy_ids == (pair.first_id,)
    assert Vacancy.objects.get(merged_into=None).postings.count() == 3
    assert VacancyPair.objects.get().decision == "same"


def test_a_merge_moves_what_belongs_and_undo_brings_it_back() -> None:
    pair = an_unsure_pair()
    winner, loser = pair.first, pair.second
    VacancyMatch.objects.create(vacancy=winner, course_id=1, course_name="C", term="dados")
    VacancyMatch.objects.create(vacancy=loser, course_id=1, course_name="C", term="dados")
    VacancyMatch.objects.create(vacancy=loser, course_id=2, course_name="D", term="dados")
    older = Vacancy.objects.create(title="Mais antiga", merged_into=loser)
    merging.merge(winner.pk, loser.pk, None)
    older.refresh_from_db()
    assert (older.merged_into_id, winner.postings.count(), winner.matches.count()) == (
        winner.pk,
        2,
        2,
    )
    assert Vacancy.objects.filter(listed=True).get() == winner
    merging.undo(pair.pk)
    loser.refresh_from_db()
    older.refresh_from_db()
    assert (loser.merged_into_id, older.merged_into_id) == (None, loser.pk)
    assert (winner.postings.count(), loser.postings.count()) == (1, 1)
    assert (winner.matches.count(), loser.matches.count()) == (1, 2)
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by, pair.moved) == ("pending", None, {})


def test_undo_leaves_what_moved_on_since() -> None:
    pair = an_unsure_pair()
    merging.merge(pair.first_id, pair.second_id, None)
    elsewhere = Vacancy.objects.create(title="Outra")
    Posting.objects.filter(site="linkedin").update(vacancy=elsewhere)
    merging.undo(pair.pk)
    assert elsewhere.postings.count() == 1


def test_a_posting_that_was_moved_out_stays_out() -> None:
    ingest("indeed", [posting("in-1")], now=NOW)
    ingest("linkedin", [linkedin()], now=NOW)
    old = Vacancy.objects.get()
    new, pair = merging.split(Posting.objects.get(site="linkedin").pk, None)
    assert (new.title, new.source, pair.decision) == ("Estágio em dados", "LinkedIn", "different")
    ingest("indeed", [posting("in-1")], now=LATER)
    ingest("linkedin", [linkedin()], now=LATER)
    assert (old.postings.get().site, new.postings.get().site) == ("indeed", "linkedin")
    renamed = linkedin("li-7", job_url=linkedin()["job_url"] + "?trk=again")
    assert ingest("linkedin", [renamed], now=LATER).vacancy_ids == (new.pk,)
    merging.undo(pair.pk)
    new.refresh_from_db()
    assert (new.merged_into_id, old.postings.count()) == (old.pk, 3)


@pytest.mark.parametrize("which", ["itself", "gone", "merged", "demo"])
def test_what_cannot_be_joined_is_refused_with_a_sentence(which: str) -> None:
    one, other = (Vacancy.objects.create(title=title) for title in "ab")
    if which == "merged":
        Vacancy.objects.filter(pk=other.pk).update(merged_into=one)
    if which == "demo":
        Vacancy.objects.filter(pk=other.pk).update(is_demo=True)
    target = {"itself": one.pk, "gone": 10**9}.get(which, other.pk)
    with pytest.raises(merging.Refused, match=r"\w+ .*\."):
        merging.merge(one.pk, target, None)
    assert not VacancyPair.objects.exists()


def test_the_only_posting_is_not_moved_out_and_nothing_is_undone_twice() -> None:
    pair = an_unsure_pair()
    with pytest.raises(merging.Refused):
        merging.split(Posting.objects.get(site="indeed").pk, None)
    with pytest.raises(merging.Refused):
        merging.undo(pair.pk)
    merging.merge(pair.first_id, pair.second_id, None)
    with pytest.raises(merging.Refused):
        merging.tell_apart(pair.first_id, pair.second_id, None)


def test_the_page_of_what_was_joined_leads_to_what_stays() -> None:
    pair = an_unsure_pair()
    user = User.objects.create(username="ana")
    merging.merge(pair.first_id, pair.second_id, user)
    answer = Client().get(f"/vagas/{pair.second_id}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/vagas/{pair.first_id}/")
    assert Client().get(f"/vagas/{pair.first_id}/").status_code == 200


@pytest.mark.parametrize(
    ("reason", "apply_by", "opens"),
    [
        ("gone", None, True),
        ("said", None, True),
        ("editor", None, False),
        ("deadline", datetime(2026, 11, 1, tzinfo=UTC).date(), False),
        ("deadline", datetime(2027, 1, 1, tzinfo=UTC).date(), True),
    ],
)
def test_seen_again_is_open_again_unless_a_person_or_a_date_closed_it(
    reason: str, apply_by: Any, opens: bool
) -> None:
    ingest("indeed", [posting()], now=NOW)
    Vacancy.objects.update(
        closed_at=NOW, closed_reason=reason, strikes=2, struck_on=NOW.date(), apply_by=apply_by
    )
    Posting.objects.update(dead_at=NOW)
    ingest("indeed", [posting()], now=LATER)
    vacancy = Vacancy.objects.get()
    assert (vacancy.closed_at is None, vacancy.strikes == 0, vacancy.listed) == (opens,) * 3
    assert Posting.objects.get().dead_at is None


def test_facts_are_corrected_by_their_own_site_and_filled_by_another() -> None:
    ingest("linkedin", [linkedin()], now=NOW)
    Vacancy.objects.update(pay_min=900, pay_period="mes", hours_week=30, benefits=["vale"])
    ingest("indeed", [posting("in-2")], now=LATER)
    vacancy = Vacancy.objects.get()
    assert (vacancy.pay_min, vacancy.hours_week, vacancy.benefits) == (900, 30, ["vale"])


def test_a_posting_that_was_moved_is_read_again_though_it_says_the_same() -> None:
    """Its description is not kept with it: the next search brings it to its own vacancy."""
    ingest("indeed", [posting()], now=NOW)
    ingest("linkedin", [linkedin(description=None)], now=NOW)
    new, _pair = merging.split(Posting.objects.get(site="indeed").pk, None)
    assert not new.description
    ingest("indeed", [posting()], now=LATER)
    new.refresh_from_db()
    assert new.description.startswith("SQL")
