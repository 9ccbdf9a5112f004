"""What the editors' rules say of a vacancy, and what an editor says of the rules.

``judge`` is pure. What a rule found is kept as a ``RuleHit``; a hit that an editor released
counts no more, so the same rule never takes the same vacancy twice. Where no hit of a rule is
left, the vacancy is shown again.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from . import words
from .models import RuleHit, Vacancy, VacancyRule
from .models.rules import key_of

BATCH = 1000
SHOWN = 20
AT_ONCE = 20_000  # more stored vacancies than this are looked through by the worker
STATES = Vacancy.Moderation
_DECIDED = (STATES.WAITING, STATES.REFUSED)
_DIGITS = re.compile(r"[0-9][0-9 ().\-]{6,}[0-9]")
_FIELDS = ("pk", "title", "company", "link", "description", "search_text", "moderation")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a rule looks at. ``text`` as ``words.index`` writes it."""

    text: str
    company: str = ""
    link: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of a vacancy: its state, the reason, and the rules that hold."""

    state: str = str(STATES.CLEAR)
    reason: str = ""
    rules: tuple[int, ...] = ()


def fields_of(vacancy: Vacancy, kinds: Collection[str] = VacancyRule.Kind.values) -> Fields:
    """A vacancy as rules of these kinds see it; it must have been derived."""
    company = words.index(vacancy.company) if VacancyRule.Kind.COMPANY in kinds else ""
    contact = VacancyRule.Kind.CONTACT in kinds
    text = f"{vacancy.title} {vacancy.description}" if contact else ""
    return Fields(vacancy.search_text, company, vacancy.link, text)


def judge(fields: Fields, rules: Iterable[VacancyRule]) -> Verdict:
    """Which of these rules hold. Hiding is stronger than flagging; inactive rules say nothing."""
    return _verdict([rule for rule in rules if rule.active and _holds(rule, fields)])


def _verdict(found: Sequence[VacancyRule]) -> Verdict:
    if not found:
        return Verdict()
    hides = any(rule.action == VacancyRule.Action.HIDE for rule in found)
    reasons = " · ".join(dict.fromkeys(rule.reason for rule in found if rule.reason))
    state = STATES.HIDDEN if hides else STATES.FLAGGED
    return Verdict(str(state), reasons[:200], tuple(rule.pk for rule in found))


def _holds(rule: VacancyRule, fields: Fields) -> bool:
    if rule.kind == VacancyRule.Kind.WORDS:
        return f" {rule.key} " in fields.text
    if rule.kind == VacancyRule.Kind.COMPANY:
        return f" {rule.key} " in fields.company
    if rule.kind == VacancyRule.Kind.DOMAIN:
        return _is_at(fields.link, rule.key)
    return _says_contact(fields.words, rule.key)


def _is_at(link: str, domain: str) -> bool:
    try:
        host = (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return host == domain or host.endswith(f".{domain}")


def _says_contact(text: str, key: str) -> bool:
    """An address or a number, however it is written."""
    if "@" in key:
        return bool(re.search(rf"(?<![\w.+-]){re.escape(key)}(?![\w-])", text.lower()))
    numbers = ("".join(filter(str.isdigit, run)) for run in _DIGITS.findall(text))
    return any(number.removeprefix("55") == key for number in numbers)


def rules_in_use() -> list[VacancyRule]:
    return list(VacancyRule.objects.filter(active=True).order_by("pk"))


def review(vacancies: Sequence[Vacancy]) -> None:
    """Judge stored vacancies (new or changed) and keep what the rules say; four statements a
    batch at most, one where there is no rule. What a person decided stays."""
    rules = rules_in_use()
    if not rules:
        return
    look = _Look(rules)
    for batch in batched({v.pk: v for v in vacancies if v.pk}.values(), BATCH, strict=False):
        _keep(batch, {v.pk: look.at(v) for v in batch}, rules)


class _Look:
    """Which of these rules hold for many vacancies: most rules are words, and most words are in
    no vacancy, so words are looked for first and alone."""

    def __init__(self, rules: Sequence[VacancyRule]) -> None:
        words_only = [rule for rule in rules if rule.kind == VacancyRule.Kind.WORDS]
        self.words = [(f" {rule.key} ", rule.pk) for rule in words_only]
        self.others = [rule for rule in rules if rule.kind != VacancyRule.Kind.WORDS]
        self.kinds = {rule.kind for rule in self.others}

    def at(self, vacancy: Vacancy) -> set[int]:
        text = vacancy.search_text
        found = {pk for word, pk in self.words if word in text}
        if self.others:
            found.update(judge(fields_of(vacancy, self.kinds), self.others).rules)
        return found


def _keep(
    batch: Sequence[Vacancy], found: dict[int, set[int]], rules: Sequence[VacancyRule]
) -> None:
    """Bring the hits of these rules for these vacancies in line, and the vacancies with them."""
    ids, looked_at = [v.pk for v in batch], {rule.pk for rule in rules}
    known: dict[int, set[int]] = defaultdict(set)
    stale = []
    touched = set()
    rows = RuleHit.objects.filter(vacancy_id__in=ids, rule_id__in=looked_at)
    for pk, vacancy, rule, released in rows.values_list(
        "pk", "vacancy_id", "rule_id", "released_at"
    ):
        known[vacancy].add(rule)
        if rule not in found[vacancy] and not released:
            stale.append(pk)
            touched.add(vacancy)
    new = [
        RuleHit(vacancy_id=pk, rule_id=rule)
        for pk, held in found.items()
        for rule in sorted(held - known[pk])
    ]
    touched |= {hit.vacancy_id for hit in new}
    RuleHit.objects.filter(pk__in=stale).delete()
    RuleHit.objects.bulk_create(new, BATCH, ignore_conflicts=True)
    states = settle(touched)
    for vacancy in batch:
        if vacancy.pk in states:
            vacancy.moderation, vacancy.moderation_reason = states[vacancy.pk]


def settle(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Give these vacancies the state that their hits add up to. A waiting or refused one keeps
    its state: a person decides there. The new states, by id."""
    hits: dict[int, list[VacancyRule]] = defaultdict(list)
    for batch in batched(ids, BATCH, strict=False):
        rows = RuleHit.objects.filter(
            vacancy_id__in=batch, released_at=None, rule__active=True
        ).select_related("rule")
        for hit in rows.order_by("rule_id"):
            hits[hit.vacancy_id].append(hit.rule)
    wanted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pk in ids:
        verdict = _verdict(hits[pk])
        wanted[verdict.state, verdict.reason].append(pk)
    for (state, reason), chosen in wanted.items():
        for batch in batched(chosen, BATCH, strict=False):
            rows = Vacancy.objects.filter(pk__in=batch).exclude(moderation__in=_DECIDED)
            rows.update(moderation=state, moderation_reason=reason)
    return {pk: pair for pair, chosen in wanted.items() for pk in chosen}


def candidates(rule: VacancyRule) -> QuerySet[Vacancy]:
    """The stored vacancies that this rule may hold for: a few too many, never one too few."""
    key = key_of(rule.kind, rule.pattern)
    rows = Vacancy.objects.filter(merged_into=None).only(*_FIELDS).order_by("pk")
    if rule.kind == VacancyRule.Kind.DOMAIN:
        return rows.filter(link__icontains=key)
    if rule.kind == VacancyRule.Kind.CONTACT:
        last = key[-4:] if "@" not in key else key
        return rows.filter(Q(description__icontains=last) | Q(title__icontains=last))
    return rows.filter(search_text__contains=f" {key} ")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do to what is stored: how many, and the first of them."""

    total: int
    first: tuple[Vacancy, ...]
    cut: bool


def preview(rule: VacancyRule) -> Preview:
    """The vacancies that people see today and this rule would take; nothing is written."""
    rule.key = key_of(rule.kind, rule.pattern)
    seen = candidates(rule).filter(listed=True)
    if rule.pk:
        seen = seen.exclude(
            hits__in=RuleHit.objects.filter(rule=rule.pk, released_at__isnull=False)
        )
    looked_at, total = 0, 0
    taken: list[Vacancy] = []
    for vacancy in seen[:AT_ONCE].iterator(BATCH):
        looked_at += 1
        if _holds(rule, fields_of(vacancy)):
            total += 1
            if len(taken) < SHOWN:
                taken.append(vacancy)
    return Preview(total, tuple(taken), looked_at >= AT_ONCE)


def apply(rule: VacancyRule, *, limit: int | None = None) -> bool:
    """Look through all that is stored; False where more than ``limit`` would have to be."""
    ids = list(candidates(rule).values_list("pk", flat=True)[: limit + 1 if limit else None])
    if limit and len(ids) > limit:
        return False
    before = list(RuleHit.objects.filter(rule=rule).values_list("vacancy_id", flat=True))
    for batch in batched(dict.fromkeys([*ids, *before]), BATCH, strict=False):
        with transaction.atomic():
            rows = list(Vacancy.objects.filter(pk__in=batch).only(*_FIELDS))
            _keep(rows, {v.pk: _found(v, rule) for v in rows}, [rule])
            settle([v.pk for v in rows if v.pk in set(before)])
    VacancyRule.objects.filter(pk=rule.pk).update(applied_at=timezone.now())
    return True


def _found(vacancy: Vacancy, rule: VacancyRule) -> set[int]:
    return {rule.pk} if _holds(rule, fields_of(vacancy)) else set()


def apply_waiting() -> int:
    """Apply the rules that changed and were too much for a request; how many."""
    waiting = list(VacancyRule.objects.filter(applied_at=None))
    return sum(apply(rule) for rule in waiting)


def rule_saved(sender: object, instance: VacancyRule, raw: bool = False, **_: object) -> None:
    """A rule was made or changed: look through what is stored, now or by the worker."""
    if raw:
        return
    VacancyRule.objects.filter(pk=instance.pk).update(applied_at=None)
    apply(instance, limit=AT_ONCE)


def rule_goes(sender: object, instance: VacancyRule, **_: object) -> None:
    """A rule is deleted: what it alone hid is shown again."""
    hits = RuleHit.objects.filter(rule=instance)
    ids = list(hits.values_list("vacancy_id", flat=True))
    hits.delete()
    settle(ids)
