"""What rules do to vacancies, what an editor decides about it, and who wins."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from vacancies import decisions, moderation, words
from vacancies.ingest import ingest
from vacancies.models import RuleHit, Vacancy, VacancyRule
from vacancies.models.rules import key_of
from vacancies.moderation import Fields, judge

M = Vacancy.Moderation


def a_rule(pattern: str, kind: str = "words", action: str = "hide", **more: Any) -> VacancyRule:
    reason = more.pop("reason", f"por causa de {pattern}")
    return VacancyRule(kind=kind, pattern=pattern, action=action, reason=reason, **more)


def keyed(rule: VacancyRule, pk: int = 1) -> VacancyRule:
    rule.pk, rule.key = pk, key_of(rule.kind, rule.pattern)
    return rule


def fields(text: str = "", company: str = "", link: str = "") -> Fields:
    return Fields(words.index(text), words.index(company), link, text)


@pytest.mark.parametrize(
    ("pattern", "text", "held"),
    [
        ("taxa de inscrição", "Há TAXA DE INSCRICAO de R$ 50", True),
        ("taxa de inscrição", "Não há taxa; inscrição grátis", False),
        ("taxa", "Taxação de lucros", False),
        ("taxa", "taxa", True),
        ("kit inicial", "Kit-inicial por sua conta", True),
        ("promoções", "PROMOÇÃO de vendas", True),
        ("c++", "Programador C++", True),
        (".*", "qualquer coisa", False),
        ("vagas (urgente)", "Vagas: urgente!", True),
    ],
)
def test_words_are_whole_folded_and_no_pattern_language(
    pattern: str, text: str, held: bool
) -> None:
    rule = keyed(a_rule(pattern))
    assert (judge(fields(text), [rule]).state == M.HIDDEN) == (held and bool(rule.key))


@pytest.mark.parametrize(
    ("pattern", "link", "held"),
    [
        ("golpe.com", "https://www.golpe.com/vaga/1", True),
        ("https://golpe.com/x", "http://golpe.com", True),
        ("golpe.com", "https://vagas.golpe.com:8443/1", True),
        ("golpe.com", "https://naogolpe.com/1", False),
        ("golpe.com", "https://exemplo.com/golpe.com", False),
        ("golpe.com", "https://golpe.com.br/", False),
        ("golpe.com", "http://[mal", False),
        ("golpe.com", "", False),
    ],
)
def test_a_domain_holds_for_its_own_and_those_below(pattern: str, link: str, held: bool) -> None:
    verdict = judge(fields(link=link), [keyed(a_rule(pattern, "domain"))])
    assert bool(verdict.rules) == held


@pytest.mark.parametrize(
    ("pattern", "text", "held"),
    [
        ("41 99999-0000", "Chame no (41) 99999.0000 já", True),
        ("41 99999-0000", "Chame no +55 41 99999 0000", True),
        ("+55 41 99999-0000", "41999990000", True),
        ("41 99999-0000", "41 99999-00001", False),
        ("rh@golpe.com", "Escreva a RH@Golpe.com.", True),
        ("rh@golpe.com", "Escreva a outro.rh@golpe.com", False),
        ("rh@golpe.com", "rh@golpe.com-br", False),
    ],
)
def test_a_number_or_an_address_however_it_is_written(pattern: str, text: str, held: bool) -> None:
    verdict = judge(fields(text), [keyed(a_rule(pattern, "contact"))])
    assert bool(verdict.rules) == held


def test_a_company_is_looked_for_in_the_company_alone() -> None:
    rule = keyed(a_rule("Golpe Ltda", "company"))
    assert judge(fields(company="GOLPE LTDA. (Curitiba)"), [rule]).rules
    assert not judge(fields("Não somos a Golpe Ltda", "Séria SA"), [rule]).rules


def test_hiding_is_stronger_and_every_reason_is_said() -> None:
    flag = keyed(a_rule("kit", action="flag", reason="pede um kit"), 1)
    hide = keyed(a_rule("taxa", reason="cobra"), 2)
    off = keyed(a_rule("vaga", active=False), 3)
    both = judge(fields("vaga: kit e taxa"), [flag, hide, off])
    assert (both.state, both.reason, both.rules) == (M.HIDDEN, "pede um kit · cobra", (1, 2))
    assert judge(fields("kit"), [flag, hide]).state == M.FLAGGED
    assert judge(fields("nada"), [flag, hide]) == moderation.Verdict()


@given(st.text(max_size=300), st.text(max_size=60), st.sampled_from(VacancyRule.Kind.values))
def test_no_text_and_no_pattern_break_it(text: str, pattern: str, kind: str) -> None:
    rule = keyed(a_rule(pattern, kind))
    verdict = judge(fields(text, text, text), [rule])
    assert verdict.state in (M.CLEAR, M.HIDDEN)


def posting(number: int, title: str, text: str = "", **more: str) -> dict[str, str]:
    address = f"https://exemplo.com.br/vaga/{number}"
    return {"id": str(number), "title": title, "job_url": address, "description": text, **more}


def state(title: str) -> tuple[str, bool]:
    vacancy = Vacancy.objects.get(title=title)
    return vacancy.moderation, vacancy.listed


@pytest.mark.django_db
def test_the_starters_hide_a_pay_to_work_advertisement_and_leave_a_good_one() -> None:
    ingest(
        "indeed",
        [
            posting(1, "Renda extra sem sair de casa", "Marketing multinível sério"),
            posting(2, "Auxiliar", "O valor da TAXA DE INSCRIÇÃO é R$ 90"),
            posting(3, "Consultora", "Compre o kit inicial e comece"),
            posting(4, "Estágio em laboratório", "Bolsa de R$ 900 por mês, 30 horas"),
        ],
    )
    assert state("Renda extra sem sair de casa") == (M.HIDDEN, False)
    assert state("Auxiliar") == (M.HIDDEN, False)
    assert state("Consultora") == (M.FLAGGED, True)
    assert state("Estágio em laboratório") == (M.CLEAR, True)
    hidden = Vacancy.objects.get(title="Auxiliar")
    assert hidden.moderation_reason == "Parece cobrar de quem se candidata."


@pytest.mark.django_db
def test_what_an_editor_released_is_not_taken_again_by_the_same_rule() -> None:
    ana = User.objects.create_user("ana")
    ingest("indeed", [posting(1, "Auxiliar", "Sem taxa de inscrição!")])
    vacancy = Vacancy.objects.get()
    decisions.decide([vacancy.pk], "liberar", ana)
    assert state("Auxiliar") == (M.CLEAR, True)
    ingest("indeed", [posting(1, "Auxiliar", "Sem taxa de inscrição! Mesmo.")])
    assert state("Auxiliar") == (M.CLEAR, True)
    a_rule("mesmo", action="flag").save()
    assert state("Auxiliar") == (M.FLAGGED, True)
    assert Vacancy.objects.get().moderation_reason == "por causa de mesmo"


@pytest.mark.django_db
def test_a_text_that_was_corrected_at_the_source_is_shown_again() -> None:
    ingest("indeed", [posting(1, "Auxiliar", "Taxa de inscrição: R$ 90")])
    assert state("Auxiliar") == (M.HIDDEN, False)
    ingest("indeed", [posting(1, "Auxiliar", "Inscrição grátis")])
    assert state("Auxiliar") == (M.CLEAR, True)
    assert not RuleHit.objects.exists()


@pytest.mark.django_db
def test_a_new_rule_looks_through_what_is_stored_and_its_end_gives_it_back() -> None:
    ingest("indeed", [posting(n, f"Vendas {n}", "porta a porta") for n in range(12)])
    ingest("indeed", [posting(99, "Laboratório", "bancada")])
    found = moderation.preview(a_rule("porta a porta"))
    assert (found.total, len(found.first), found.cut) == (12, 12, False)
    assert not RuleHit.objects.exists()
    rule = a_rule("porta a porta")
    rule.save()
    assert Vacancy.objects.filter(listed=False, moderation=M.HIDDEN).count() == 12
    assert VacancyRule.objects.get(pk=rule.pk).applied_at is not None
    rule.action = "flag"
    rule.save()
    assert Vacancy.objects.filter(listed=True, moderation=M.FLAGGED).count() == 12
    rule.active = False
    rule.save()
    assert Vacancy.objects.filter(moderation=M.CLEAR).count() == 13
    rule.active, rule.action = True, "hide"
    rule.save()
    rule.delete()
    assert Vacancy.objects.filter(moderation=M.CLEAR, listed=True).count() == 13


@pytest.mark.django_db
def test_two_rules_hide_and_one_goes_the_other_still_holds() -> None:
    first, second = a_rule("porta"), a_rule("vendas")
    first.save()
    second.save()
    ingest("indeed", [posting(1, "Vendas", "porta a porta")])
    first.delete()
    assert state("Vendas") == (M.HIDDEN, False)
    assert Vacancy.objects.get().moderation_reason == "por causa de vendas"
    VacancyRule.objects.filter(pk=second.pk).first().delete()
    assert state("Vendas") == (M.CLEAR, True)


@pytest.mark.django_db
def test_a_rule_never_overrules_a_person() -> None:
    Vacancy.objects.create(title="Recusada", description="taxa", moderation=M.REFUSED)
    Vacancy.objects.create(title="Espera", description="taxa", moderation=M.WAITING)
    other = Vacancy.objects.create(title="Outra", moderation=M.FLAGGED, moderation_reason="dúvida")
    rule = a_rule("taxa")
    rule.save()
    assert state("Recusada") == (M.REFUSED, False)
    assert state("Espera") == (M.WAITING, False)
    rule.delete()
    assert state("Espera") == (M.WAITING, False)
    other.refresh_from_db()
    assert (other.moderation, other.moderation_reason) == (M.FLAGGED, "dúvida")


@pytest.mark.django_db
def test_a_decision_is_taken_back_to_what_there_was() -> None:
    ana = User.objects.create_user("ana")
    ingest("indeed", [posting(1, "Auxiliar", "taxa de inscrição")])
    vacancy = Vacancy.objects.get()
    before = decisions.decide([vacancy.pk], "liberar", ana)
    assert RuleHit.objects.get().released_by == ana
    kept = [decisions.Before.of_json(item.as_json()) for item in before]
    assert decisions.undo(kept, ana) == 1
    assert state("Auxiliar") == (M.HIDDEN, False)
    assert RuleHit.objects.get().released_at is None
    decisions.decide([vacancy.pk], "recusar", ana, "Não é uma vaga\u202e <b>")
    vacancy.refresh_from_db()
    assert (vacancy.moderation, vacancy.moderation_reason) == (M.REFUSED, "Não é uma vaga <b>")
    vacancy.delete()
    assert decisions.undo(kept, ana) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", ["", "  ", "!!", "ab", "\u202e\u200b", "@@"])
def test_a_pattern_that_says_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        a_rule(pattern).full_clean(exclude=["key"])


@pytest.mark.django_db
def test_the_same_rule_is_made_once() -> None:
    a_rule("Kit Especial").save()
    with pytest.raises(ValidationError) as told:
        a_rule("kit  ESPECIAL!").full_clean(exclude=["key"])
    assert "Já existe uma regra assim." in str(told.value)


@pytest.mark.django_db
def test_judging_costs_the_same_for_one_and_for_many(django_assert_num_queries) -> None:
    for count in (1, 200):
        rows = [Vacancy(title=f"Limpa {count} {n}") for n in range(count)]
        for row in rows:
            row.derive()
        Vacancy.objects.bulk_create(rows)
        with django_assert_num_queries(2):
            moderation.review(rows)


@pytest.mark.django_db
def test_too_many_for_a_request_are_left_to_the_worker() -> None:
    ingest("indeed", [posting(n, f"Vendas {n}", "porta a porta") for n in range(4)])
    rule = VacancyRule.objects.create(kind="words", pattern="nada disso", reason="x")
    VacancyRule.objects.filter(pk=rule.pk).update(
        pattern="porta a porta", key="porta a porta", action="hide", applied_at=None
    )
    rule.refresh_from_db()
    assert not moderation.apply(rule, limit=3)
    assert Vacancy.objects.filter(listed=True).count() == 4
    assert moderation.apply_waiting() >= 1
    assert Vacancy.objects.filter(listed=False).count() == 4
    assert not VacancyRule.objects.filter(applied_at=None).exists()
