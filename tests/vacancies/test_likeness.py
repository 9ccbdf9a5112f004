"""Whether two advertisements are one vacancy: the rules one by one, and the labelled pairs."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vacancies import pairs
from vacancies.likeness import (
    Ad,
    Reason,
    Verdict,
    compare,
    core_of,
    keys,
    may_be_alike,
    may_be_one_company,
)
from vacancies.links import link_key_of
from vacancies.titles import read_company, read_title

AD = Ad("Analista de Dados Pleno", "Mirante Dados", "Curitiba", "PR", kind="emprego")
WORDS = ("dados", "daods", "dado", "software", "sofware", "engenharia", "engenhria", "jr", "…", "-")


def test_the_labelled_pairs_are_judged_well_enough() -> None:
    """Precision is what merges cost nothing by; the floor of recall is what was reached."""
    labelled = pairs.load()
    held = tuple(pair for pair in labelled if pair.held)
    assert len(labelled) >= 220
    assert len(held) >= len(labelled) / 3
    for part, recall in ((labelled, 0.80), (held, 0.70)):
        got = pairs.score(part)
        assert got.precision >= 0.98, got
        assert got.recall >= recall, got
        assert got.found >= 0.85, got


@pytest.mark.parametrize("pair", pairs.load(), ids=lambda pair: f"{pair.one.title}-{pair.about}")
def test_the_order_of_the_two_does_not_matter(pair: pairs.Pair) -> None:
    there, back = compare(pair.one, pair.other), compare(pair.other, pair.one)
    assert (there.verdict, there.score) == (back.verdict, back.score)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "Analista de Dados Júnior"}, Reason.OTHER_LEVEL),
        ({"title": "Estágio em Análise de Dados", "kind": "estagio"}, None),
        ({"city": "Londrina"}, Reason.OTHER_PLACE),
        ({"state": "SC"}, Reason.OTHER_PLACE),
        ({"company": "Outra Casa"}, Reason.OTHER_COMPANY),
        ({"title": "Analista de Redes Pleno"}, Reason.OTHER_TITLE),
        ({"seen": date(2026, 12, 31)}, Reason.OTHER_TIME),
    ],
)
def test_what_is_never_the_same(changes: dict[str, object], reason: Reason | None) -> None:
    one = replace(AD, seen=date(2026, 11, 1))
    found = compare(one, replace(one, **changes))
    assert found.verdict != Verdict.SAME
    assert reason is None or (found.verdict == Verdict.DIFFERENT and reason in found.reasons)


def test_another_requisition_or_page_of_the_employer_is_never_the_same() -> None:
    one = replace(AD, title=f"{AD.title} - REQ 1234")
    assert compare(one, replace(AD, title=f"{AD.title} - REQ 1235")).verdict == Verdict.DIFFERENT
    pages = [replace(AD, link=f"https://mirante.gupy.io/jobs/{n}") for n in (81234, 81235)]
    found = compare(*pages)
    assert (found.verdict, Reason.OTHER_PAGE in found.reasons) == (Verdict.UNSURE, True)


def test_one_page_with_words_that_contradict_is_for_a_person() -> None:
    link = "https://mirante.example/vaga/98123"
    one, other = replace(AD, link=link), replace(AD, link=link, city="Londrina")
    assert compare(one, other).verdict == Verdict.UNSURE
    assert compare(one, replace(one, title="Data Analyst Pl")).verdict == Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Grupo Mirante Dados S/A", "mirante dados"),
        ("Mirante Dados Ltda.", "MIRANTE DADOS BRASIL"),
        ("Cia. Mirante", "Companhia Mirante S.A."),
    ],
)
def test_companies_are_read_without_their_legal_forms(one: str, other: str) -> None:
    assert read_company(one) == read_company(other)


def test_what_the_comparison_would_find_is_looked_for() -> None:
    """Of the pairs that are not told apart, nearly all meet by one of their keys."""
    alike = [p for p in pairs.load() if p.judged().verdict != Verdict.DIFFERENT]
    met = [p for p in alike if _meet(p.one, p.other)]
    assert len(met) / len(alike) >= 0.95


def _meet(one: Ad, other: Ad) -> bool:
    mine, theirs = keys(one), keys(other)
    links = {link_key_of(ad.link) for ad in (one, other)}
    return (links != {""} and len(links) == 1) or any(
        key and key == there for key, there in zip(mine, theirs, strict=True)
    )


def test_a_beginning_that_names_nobody_is_no_crowd() -> None:
    hospitals = {
        keys(replace(AD, company=f"Hospital {name}"))[1] for name in ("Santa Cruz", "Cajuru", "")
    }
    assert len(hospitals) == 3
    assert keys(replace(AD, company="Itaú"))[1] == keys(replace(AD, company="Itaú Unibanco"))[1]


@pytest.mark.parametrize("name", ["", "Confidencial", "Empresa Confidencial", "Randstad Brasil"])
def test_who_does_not_name_the_employer_is_known(name: str) -> None:
    assert read_company(name).hidden


def test_titles_lose_their_ornaments_and_nothing_else() -> None:
    assert read_title("Desenvolvedor C++").core != read_title("Desenvolvedor C#").core
    assert read_title("Dev .NET").core == read_title("Desenvolvedora .NET").core
    assert read_title("Analista Jr").core == read_title("Analista Sênior").core
    assert read_title("2 vagas - Analista (Curitiba/PR)", city="Curitiba").named == "analist"


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=30), st.text(max_size=80))
def test_anything_is_compared_without_a_fault(
    title: str, company: str, city: str, link: str
) -> None:
    """An advertisement is never another one than itself; keys are what databases can hold."""
    ad = Ad(title, company, city, link=link)
    assert compare(ad, ad).verdict in Verdict
    match, company_key, title_key = keys(ad)
    assert len(match) in {0, 32}
    assert all(key is None or -(2**63) <= key < 2**63 for key in (company_key, title_key))


def test_ten_megabytes_of_title_cost_little() -> None:
    """Titles are cut when they are read; what compares them holds without that."""
    long = replace(AD, title="(a)/ - " * 30_000)
    assert compare(long, AD).verdict == Verdict.DIFFERENT


def test_the_quick_question_never_hides_what_the_slow_one_would_find() -> None:
    """``may_be_alike`` is asked first: over the labelled advertisements, each with each."""
    ads = [ad for pair in pairs.load() for ad in (pair.one, pair.other)][::3]
    quick = 0
    for one, other in itertools.product(ads, repeat=2):
        if not may_be_alike(core_of(one), core_of(other)):
            quick += 1
        if not may_be_one_company(one.company, other.company):
            quick += 1
        elif may_be_alike(core_of(one), core_of(other)):
            continue
        found = compare(replace(one, link=""), replace(other, link=""))
        assert found.verdict == Verdict.DIFFERENT, (one, other)
    assert quick > len(ads) ** 2 / 2  # and it is worth asking


@given(st.lists(st.sampled_from(WORDS), max_size=6), st.lists(st.sampled_from(WORDS), max_size=6))
def test_nor_with_slips_of_the_finger_and_titles_cut_short(
    one: list[str], other: list[str]
) -> None:
    left, right = (replace(AD, title=" ".join(said), link="") for said in (one, other))
    if compare(left, right).verdict != Verdict.DIFFERENT:
        assert may_be_alike(core_of(left), core_of(right))
