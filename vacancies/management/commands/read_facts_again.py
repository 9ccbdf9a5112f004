"""``manage.py read_facts_again``: read stored vacancies' facts anew, after the reader changed.

Only facts, and only of vacancies that a search brought: what a person wrote stays as it is.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vacancies.factual import read_facts
from vacancies.models import Vacancy
from vacancies.models.facts import FACTS

BATCH = 500


class Command(BaseCommand):
    help = "Lê de novo a ficha (bolsa, horas, modalidade…) das vagas que vieram dos sites."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="só conta o que mudaria")

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, changed, last = _rows().count(), 0, 0, 0
        while ids := list(_rows().filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
            last = ids[-1]
            changed += _read(ids, write=not options["dry_run"])
            done += len(ids)
            self._show(done, total)
        if options["dry_run"]:
            said = ngettext("%(n)s vaga mudaria.", "%(n)s vagas mudariam.", changed)
        else:
            said = ngettext("%(n)s vaga mudou.", "%(n)s vagas mudaram.", changed)
        self.stdout.write(said % {"n": changed})

    def _show(self, done: int, total: int) -> None:
        """A bar that grows in its own line; in a file, a line for each batch."""
        share = done / max(total, done)
        bar = ("█" * round(share * 30)).ljust(30, "░")
        said = _("%(done)s de %(total)s vagas") % {"done": done, "total": total}
        here = self.stderr.isatty()
        line = f"{bar} {share:4.0%} {said}"
        self.stderr.write(f"\r{line}" if here else line, ending="" if here else "\n")
        if here and done >= total:
            self.stderr.write("")


def _rows() -> QuerySet[Vacancy]:
    rows = Vacancy.objects.filter(edited_by_hand=False, is_demo=False, origin=Vacancy.Origin.SITE)
    return rows.order_by("pk")


@transaction.atomic
def _read(ids: list[int], *, write: bool) -> int:
    """How many of these are told otherwise now. Locked, so that no editor's words are lost."""
    rows = _rows().filter(pk__in=ids).select_for_update()
    found = rows.defer("search_text", "title_text").prefetch_related("postings")
    changed = [vacancy for vacancy in found if _reread(vacancy)]
    if write:
        Vacancy.objects.bulk_update(changed, [*FACTS, "salary"])
    return len(changed)


def _reread(vacancy: Vacancy) -> bool:
    """A salary that we wrote ourselves, from the facts of before, follows them."""
    given = next((p.raw for p in vacancy.postings.all() if p.raw.get("min_amount")), None)
    on = vacancy.posted_at or timezone.localdate(vacancy.created_at)
    facts = read_facts(vacancy.title, vacancy.description, on=on, given=given)
    before = {name: getattr(vacancy, name) for name in FACTS}
    derived = vacancy.salary in ("", vacancy.pay_label)
    for name, value in facts.columns().items():
        setattr(vacancy, name, value)
    if derived:
        vacancy.salary = vacancy.pay_label
    return before != facts.columns()
