"""What happens by the clock: pieces of content go live and end, releases go on the air and
leave it again.

``run_due`` is called each minute, by as many workers as there are: whoever takes a row first
does it, in one transaction with its trace. One failure holds up nothing else. What comes due
while no worker runs is done late, and says so; what is over by then is not begun.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from . import publishing
from .models import BotSettings, PublishRefused, Release, ReleasePlan
from .models.release import load
from .models.schedule import EXPIRED, SCHEDULED, moment, refuse

logger = logging.getLogger(__name__)

DONE, REFUSED, CANCELLED = "done", "refused", "cancelled"
LATE = timedelta(minutes=2)
GIVE_UP = timedelta(hours=1)  # what still fails after this is not tried again
LONGEST_DETAIL = 300


class PlanRefused(Exception):
    """A plan that cannot be made; the text is a sentence for people."""


def run_due(now: datetime) -> None:
    """Do all that is due at ``now``: ends first, so that what begins in its place finds it."""
    for act in (*_pieces_to_end(now), *_pieces_to_publish(now), *_plans(now)):
        try:
            with transaction.atomic():
                act()
        except Exception:
            logger.exception("something scheduled failed; it comes again")


def _pieces_to_end(now: datetime) -> Iterator[Callable[[], None]]:
    for model in _scheduled_models():
        due = model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
        for key in due.values_list("pk", flat=True):
            yield partial(_end_piece, model, key, now)


def _scheduled_models() -> list[Any]:
    """As Wagtail's own command finds them."""
    others = (model for model in apps.get_models() if not issubclass(model, Page))
    return [Page, *(model for model in others if issubclass(model, DraftStateMixin))]


def _end_piece(model: Any, key: Any, now: datetime) -> None:
    due = model.objects.select_for_update().filter(pk=key, live=True, expire_at__lte=now)
    if piece := due.first():
        piece.unpublish(set_expired=True, log_action=EXPIRED)


def _pieces_to_publish(now: datetime) -> Iterator[Callable[[], None]]:
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    for key in due.values_list("pk", flat=True):
        yield partial(_publish_piece, key, now)


def _publish_piece(key: int, now: datetime) -> None:
    revision = Revision.objects.filter(pk=key).first()
    taken = Revision.objects.filter(pk=key, approved_go_live_at__lte=now)
    if revision is None or not taken.update(approved_go_live_at=None):
        return
    ends = moment(revision, "expire_at")
    if ends and ends <= now:
        reason = _("O período terminou em %s, antes que isto pudesse ir ao ar.") % shown(ends)
        refuse(revision.content_object, revision, [reason])
        return
    _publish(revision, now)


def _publish(revision: Revision, now: datetime) -> None:
    """Publish it whatever Wagtail's own clock says. Raises what failed, for another try."""
    at, revision.content["go_live_at"] = revision.content.get("go_live_at"), None
    try:
        with transaction.atomic():
            revision.publish(log_action=SCHEDULED)
    except Exception:
        if revision.approved_go_live_at > now - GIVE_UP:
            raise
        logger.exception("a scheduled publication failed for too long")
        revision.content["go_live_at"] = at
        refuse(revision.content_object, revision, [_("Algo falhou no sistema; publique à mão.")])


def plan(
    release: Release, starts_at: datetime, ends_at: datetime | None, by: User | None
) -> ReleasePlan:
    """Put a release on the air at a time, and take it off at another. Raises PlanRefused."""
    with transaction.atomic():
        list(BotSettings.objects.select_for_update().values_list("pk"))  # one plan at a time
        if other := clash(starts_at, ends_at):
            text = _("Nessa hora já há um agendamento: %s. Cancele-o ou escolha outra hora.")
            raise PlanRefused(text % told(other))
        made = ReleasePlan.objects.create(
            release=release, starts_at=starts_at, ends_at=ends_at, planned_by=by
        )
        _log("bot_flows.plan", made, by)
    return made


def clash(starts_at: datetime, ends_at: datetime | None) -> ReleasePlan | None:
    """A plan that waits or runs at some time of these: a return would not know where to."""
    last = ends_at or starts_at
    open_plans = ReleasePlan.objects.filter(outcome="", starts_at__lte=last)
    until = Q(ends_at__gte=starts_at) | Q(ends_at=None, starts_at__gte=starts_at)
    return open_plans.select_related("release").defer("release__document").filter(until).first()


def cancel(pk: int, by: User | None) -> ReleasePlan | None:
    """Cancel a plan that waits, or the way back of one that runs; None where it is over."""
    with transaction.atomic():
        waits = ReleasePlan.objects.filter(pk=pk, outcome="")
        detail = _("Cancelado por %s.") % by if by else _("Cancelado.")
        kept = _("A volta foi cancelada: a versão fica no ar.")
        done = waits.filter(started_at=None).update(outcome=CANCELLED, detail=detail)
        if not (done or waits.update(outcome=DONE, detail=kept)):
            return None
        found = ReleasePlan.objects.select_related("release").get(pk=pk)
        _log("bot_flows.cancel_plan", found, by)
    return found


def told(item: ReleasePlan) -> str:
    """A plan in words: which release, from when to when."""
    words = {
        "release": item.release,
        "start": shown(item.starts_at),
        "end": item.ends_at and shown(item.ends_at),
    }
    if item.ends_at:
        return _("%(release)s, de %(start)s a %(end)s") % words
    return _("%(release)s, a partir de %(start)s") % words


def shown(at: datetime) -> str:
    """A moment as people here write it."""
    return date_format(timezone.localtime(at), "d/m/Y H:i")


def _plans(now: datetime) -> Iterator[Callable[[], None]]:
    """What is due of the plans, in the order of their times."""
    waits = ReleasePlan.objects.filter(outcome="")
    starting = waits.filter(started_at=None, starts_at__lte=now)
    ending = waits.filter(ends_at__lte=now).exclude(started_at=None)
    due: list[tuple[Any, int, Callable[[int, datetime], None]]] = [
        *((at, pk, _end) for at, pk in ending.values_list("ends_at", "pk")),
        *((at, pk, _start) for at, pk in starting.values_list("starts_at", "pk")),
    ]
    for _at, pk, act in sorted(due, key=itemgetter(0)):
        yield partial(act, pk, now)


def _start(pk: int, now: datetime) -> None:
    """Put a planned release on the air, once."""
    waits = ReleasePlan.objects.filter(pk=pk, outcome="", started_at=None, starts_at__lte=now)
    if not waits.update(started_at=now):
        return
    item = ReleasePlan.objects.select_related("release", "planned_by").get(pk=pk)
    if item.ends_at and item.ends_at <= now:
        _close(item, REFUSED, _("O período passou enquanto o servidor estava parado."))
        return
    item.previous = Release.objects.filter(active=True).defer("document").first()
    item.save(update_fields=["previous"])
    if _try(item, item.release):
        detail = _late(item.starts_at, now)
        _close(item, "" if item.ends_at else DONE, detail)


def _end(pk: int, now: datetime) -> None:
    """Put what was on the air before there again, unless somebody published since."""
    runs = ReleasePlan.objects.filter(pk=pk, outcome="", returned_at=None, ends_at__lte=now)
    if not runs.exclude(started_at=None).update(returned_at=now):
        return
    item = ReleasePlan.objects.select_related("release", "previous", "planned_by").get(pk=pk)
    if reason := _why_stay(item):
        _close(item, DONE, reason)
    elif _try(item, item.previous):
        text = _("A %s voltou ao ar.") % item.previous
        _close(item, DONE, f"{text} {_late(item.ends_at, now)}".strip())


def _why_stay(item: ReleasePlan) -> str:
    """Why there is no way back; empty where there is one."""
    newer = Release.objects.filter(created_at__gt=item.started_at).order_by("number").first()
    on_air = Release.objects.filter(active=True).defer("document").first()
    if item.previous is None or item.previous == item.release:
        return _("Não havia outra versão para voltar ao ar.")
    if newer or on_air != item.release:
        return _("Não voltou: a %s foi posta no ar depois e continua nele.") % on_air
    return ""


def _try(item: ReleasePlan, release: Release | None) -> bool:
    """Put it on the air, or close the plan with the reasons."""
    assert release is not None
    try:
        put_on_air(release, item.planned_by)
    except PublishRefused as refused:
        _close(item, REFUSED, " ".join(refused.reasons()))
    except ValueError:
        _close(item, REFUSED, _("Esta versão foi escrita num formato que o sistema não lê mais."))
    else:
        _log("bot_flows.activate_planned", item, item.planned_by, release)
        return True
    return False


def put_on_air(release: Release, by: User | None) -> None:
    """Activate an older release, if it holds by the rules of today.

    Raises PublishRefused with its errors, TestsFailed (see ``publishing.overriding``), or
    ValueError where its format is none that is read.
    """
    with transaction.atomic():
        if found := publishing.errors(load(release.number)):
            raise PublishRefused(found)
        publishing.activate(release, by)


def _late(due: datetime | None, now: datetime) -> str:
    if due is None or now - due < LATE:
        return ""
    return _("Com atraso, às %s: o servidor estava parado na hora marcada.") % shown(now)


def _close(item: ReleasePlan, outcome: str, detail: str) -> None:
    item.outcome, item.detail = outcome, detail[:LONGEST_DETAIL]
    item.save(update_fields=["outcome", "detail"])
    if outcome == REFUSED:
        logger.error("a planned release was refused: plan=%s: %s", item.pk, detail)
        _log("bot_flows.refuse_plan", item, item.planned_by)


def _log(action: str, item: ReleasePlan, by: User | None, release: Release | None = None) -> None:
    data = {"plan": told(item), "detail": item.detail}
    log(instance=release or item.release, action=action, user=by, data=data)


def upcoming() -> QuerySet[ReleasePlan]:
    """Plans that wait or run, the next one first."""
    return _listed(ReleasePlan.objects.filter(outcome=""))


def over(most: int = 5) -> QuerySet[ReleasePlan]:
    """Plans that are over, the latest first."""
    return _listed(ReleasePlan.objects.exclude(outcome="").order_by("-starts_at"))[:most]


def _listed(plans: QuerySet[ReleasePlan]) -> QuerySet[ReleasePlan]:
    return plans.select_related("release", "planned_by").defer("release__document")
