"""What the editor's preview shows of unsaved content, however unfinished it is."""

from typing import Any

from django.apps import apps
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot_flows.engine.release import Step
from bot_flows.engine.wording import Word

from . import preview
from .drafts import newest
from .library import gather
from .neighbours import drawings
from .preview import Bubble, note, person


def _model(name: str) -> Any:
    return apps.get_model("bot_flows", name)


def conversation(flow: Any) -> list[Bubble]:
    """A flow as a talk on the phone."""
    titles = _titles()
    bubbles = preview.conversation(_steps(flow), titles, next(iter(flow.trigger_words), ""))
    return preview.timed(bubbles)


def _titles() -> dict[str, str]:
    return {str(key): title for key, title in _model("Flow").objects.values_list("key", "title")}


def _steps(flow: Any) -> tuple[Step, ...]:
    keys = {pk: str(key) for pk, key in _model("Flow").objects.values_list("pk", "key")}
    texts = dict(_model("ReplyTemplate").objects.values_list("pk", "text"))
    stored = list(flow.steps.raw_data)
    found: tuple[Step, ...] = flow.steps.stream_block.to_steps(stored, gather(keys, texts, stored))
    return found


def map_around(flow: Any) -> dict[str, SafeString]:
    """A flow among what leads to it and where it leads, drawn for both widths of a page."""
    drafts, settings = newest(_model("Flow")), _model("BotSettings").objects.first()
    wide, narrow = map(mark_safe, drawings(flow, drafts, settings))  # svg.draw escapes
    return {"wide": wide, "narrow": narrow}


def beginning(settings: Any) -> list[Bubble]:
    """How a conversation begins by these settings, and the words that always work."""
    return preview.timed([*_start(settings), *_words(settings), *_times(settings)])


def _start(settings: Any) -> list[Bubble]:
    if settings.start is None:
        return [person("oi"), note(_("Ainda não há fluxo inicial: o bot não responderia."))]
    opened = next(iter(settings.start.trigger_words), "oi")
    return list(preview.conversation(_steps(settings.start), _titles(), opened))


def _words(settings: Any) -> list[Bubble]:
    found = [note(_("Palavras que valem em toda a conversa:"))]
    for word, spellings in settings.spellings().items():
        found.append(person(", ".join(spellings) or "…"))
        found.append(note(_leads(settings, word)))
    return found


def _leads(settings: Any, word: Word) -> str:
    match word:
        case Word.MENU:
            home = settings.menu or settings.start
            return _("Leva a → %s") % (home or _("(ainda nenhum fluxo)"))
        case Word.HELP if settings.help:
            return _("Leva a → %s") % settings.help
        case Word.HELP:
            return _("O bot diz a resposta “Ajuda”.")
        case Word.BACK:
            return _("Volta um passo.")
        case Word.QUIT:
            return _("O bot se despede.")
        case _:
            return _("O bot não escreve mais, até a pessoa escrever de novo.")


def _times(settings: Any) -> list[Bubble]:
    said = {
        _("Depois de %s sem resposta, pergunta se a pessoa continua."): settings.idle_minutes,
        _("Enquanto uma pessoa atende, fica calado por até %s."): settings.handoff_minutes,
    }
    return [note(text % _span(minutes)) for text, minutes in said.items() if minutes]


def _span(minutes: int) -> str:
    if minutes % 60:
        return ngettext("%(count)s minuto", "%(count)s minutos", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)s hora", "%(count)s horas", hours) % {"count": hours}
