"""A talk kept as a conversation test."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log

from bot_flows import rehearsal
from bot_flows.models import ConversationTest, Flow, ReplyTemplate
from bot_flows.rehearsal import Line, Says, Script, Sends, Waits
from bot_flows.simulator.setting import DRAFTS, Setting
from bot_flows.simulator.talk import Talk, person_acts
from bot_flows.simulator.worlds import WORLDS, Finds

from .items import touched

LONGEST_TITLE = 120


class NotATest(Exception):
    """This talk cannot be a test; the text says why and what to do."""


def save(talk: Talk, setting: Setting, title: str, user: User) -> ConversationTest:
    """A test that expects of the bot what it said in this talk. Raises NotATest."""
    script = _script(talk, setting, title)
    recorded = rehearsal.record(talk.release, script)
    waits_for = _drafts(touched(talk)) if setting.version == DRAFTS else []
    persona = setting.persona if setting.persona.pk else None
    test = ConversationTest.of(recorded, title.strip(), waits_for, persona)
    test.save()
    log(instance=test, action="wagtail.create", user=user)
    return test


def _script(talk: Talk, setting: Setting, title: str) -> Script:
    if not title.strip():
        raise NotATest(_("Dê um título ao teste: o que esta conversa mostra."))
    if len(title.strip()) > LONGEST_TITLE:
        raise NotATest(_("O título do teste é longo demais: até %s caracteres.") % LONGEST_TITLE)
    done = list(person_acts(talk))
    kept = [act for act in done if isinstance(act, Says | Sends | Waits)]
    if not kept:
        raise NotATest(_("Ainda não há conversa para guardar: escreva ao bot primeiro."))
    if len(kept) < len(done) or setting.finds is Finds.NEWS:
        raise NotATest(
            _(
                "Um teste guarda só o que a pessoa faz. Desfaça as falas da equipe e as buscas "
                "que terminaram, ou escolha outra busca, para salvar."
            )
        )
    lines = tuple(Line(act) for act in kept)
    return Script(talk.opening, lines, WORLDS[setting.finds])


def _drafts(references: set[str]) -> list[str]:
    """Those of these that have changes which are not on the air yet."""
    flows = Flow.objects.values_list("key", "live", "has_unpublished_changes")
    replies = ReplyTemplate.objects.values_list("key", "live", "has_unpublished_changes")
    waiting = {str(key) for key, live, changed in (*flows, *replies) if changed or not live}
    return sorted(references & waiting)


def edit_url(test: ConversationTest, user: User) -> str:
    """Where a test is edited; the simulator for who may not edit it."""
    return AdminURLFinder(user).get_edit_url(test) or reverse("bot_simulator")
