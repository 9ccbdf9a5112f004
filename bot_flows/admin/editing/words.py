"""What the panel under the trigger words says: which flow each word opens, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot_flows.engine.clean import shorten
from bot_flows.engine.folding import fold
from bot_flows.engine.release import Flow, FlowId, Release
from bot_flows.sentences import WORDS

from .openings import Kind, Outcome, Question, at_rest, inside, questions

MOST_WORDS = 60
MOST_PLACES = 5
LONGEST_QUESTION = 50

type Told = dict[str, object]


@dataclass(frozen=True, slots=True)
class Panel:
    """``bot`` is what publishing the form would make, ``on_air`` the bot that people talk to."""

    bot: Release
    on_air: Release | None
    own: FlowId

    def word(self, text: str) -> Told:
        """The verdict on one trigger: ``ok``, ``warning``, or ``blocked`` where it cannot
        be published."""
        state, sentence = self._verdict(text)
        notes = self._chosen_by(text) if state == "ok" else []
        return {
            "word": text,
            "state": "warning" if notes else state,
            "sentence": sentence,
            "notes": notes,
        }

    def _verdict(self, text: str) -> tuple[str, str]:
        outcome = at_rest(self.bot, text)
        if not fold(text):
            return "blocked", _("não tem nenhuma letra nem número.")
        if outcome.kind is Kind.WORD:
            return "blocked", _(
                "vale em toda a conversa (%s): vence sempre, e nunca abriria este fluxo."
            ) % WORDS[outcome.by]
        if other := self._other_owner(text):
            told = _(
                "já abre “%s”, que vence. Publicar é recusado até a palavra sair de um dos dois."
            )
            return "blocked", told % other.title
        return "ok", self._change(text)

    def _other_owner(self, text: str) -> Flow | None:
        """Another published flow with the same word."""
        folded = fold(text)
        others = (flow for flow in self.bot.flows.values() if flow.id != self.own)
        return next((flow for flow in others if folded in map(fold, flow.triggers)), None)

    def _change(self, text: str) -> str:
        """What the word does today, where that is something else."""
        today = at_rest(self.on_air, text) if self.on_air else None
        if today and today.kind is Kind.TRIGGER and today.flow == self.own:
            return _("abre este fluxo.")
        if today and today.kind is Kind.TRIGGER:
            told = _("vai abrir este fluxo quando for publicado. Hoje abre “%s”, por semelhança.")
            return told % self._title(today.flow)
        return _("vai abrir este fluxo quando for publicado.")

    def phrase(self, text: str) -> Told:
        """What would happen with a phrase that somebody types."""
        outcome = at_rest(self.bot, text)
        return {
            "sentence": self._at_rest(outcome),
            "opens": outcome.flow == self.own,
            "notes": [*self._chosen_by(text), *self._kept_by(text)],
        }

    def _at_rest(self, outcome: Outcome) -> str:
        match outcome.kind:
            case Kind.WORD:
                word = WORDS[outcome.by]
                if outcome.flow:
                    told = _(
                        "É a palavra “%(word)s”, que vale em toda a conversa: leva a “%(flow)s”."
                    )
                    return told % {"word": word, "flow": self._title(outcome.flow)}
                return _("É a palavra “%s”, que vale em toda a conversa.") % word
            case Kind.TRIGGER if outcome.flow == self.own:
                return _("Abre este fluxo.")
            case Kind.TRIGGER:
                return _("Abre “%s”, que tem esta palavra.") % self._title(outcome.flow)
            case Kind.COURTESY:
                return _("É uma gentileza: o bot agradece e não abre nada.")
            case _:
                return _("Não abre nenhum fluxo: a conversa começa em “%s”.") % self._title(
                    outcome.flow
                )

    def _inside(self, text: str) -> Iterator[tuple[Question, Outcome]]:
        """Questions where the phrase is an answer that leads elsewhere."""
        for question in questions(self.bot):
            found = inside(self.bot, question, text)
            if found is not None and found.flow != self.own:
                yield question, found

    def _chosen_by(self, text: str) -> list[str]:
        """The options that the phrase chooses, the first few by name."""
        chosen = [item for item in self._inside(text) if item[1].kind is Kind.OPTION]
        told = [self._chosen(question, found) for question, found in chosen[:MOST_PLACES]]
        if len(chosen) > MOST_PLACES:
            told.append(_("… e em mais %s menus.") % (len(chosen) - MOST_PLACES))
        return told

    def _kept_by(self, text: str) -> list[str]:
        count = sum(found.kind is Kind.ANSWER for _question, found in self._inside(text))
        return [self._kept(count)] if count else []

    def _kept(self, count: int) -> str:
        return (
            ngettext(
                "Em %s pergunta aberta, é guardada como resposta.",
                "Em %s perguntas abertas, é guardada como resposta.",
                count,
            )
            % count
        )

    def _chosen(self, question: Question, found: Outcome) -> str:
        told = _("Em “%(flow)s”, no menu “%(menu)s”, escolhe “%(label)s”.")
        prompt = shorten(" ".join(question.step.prompt.split()), LONGEST_QUESTION)
        return told % {"flow": question.flow.title, "menu": prompt, "label": found.by}

    def _title(self, flow: FlowId | None) -> str:
        known = self.bot.flows.get(flow or "")
        return known.title if known else _("(nenhum fluxo)")
