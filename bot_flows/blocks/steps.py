"""The steps that an editor can put in a flow. Each block knows its engine step.

``to_step`` reads the *stored* JSON of a block and looks ids up in a Library, so that a whole
release is compiled without one query for each chooser. The names of the fields are those of
the engine's steps: an issue names them, and the editor shows it there.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from bot_flows.engine import release as engine
from bot_flows.engine.release import AnswerKind, SearchSource, Step

from .branching import ASKABLE, ENGINE_SLOTS, OTHER, BranchBlock, slot, slot_errors
from .editing import FoldedListBlock, FoldedStreamBlock, SpokenBlock, SummarisedBlock
from .library import FlowChooserBlock, Library, StepBlock, Stored, items, text, words

KINDS = (
    (AnswerKind.TEXT.value, _("Texto livre")),
    (AnswerKind.YES_NO.value, _("Sim ou não")),
    (AnswerKind.NUMBER.value, _("Número")),
    (AnswerKind.EMAIL.value, _("E-mail")),
    (AnswerKind.PHONE.value, _("Telefone")),
    (AnswerKind.DATE.value, _("Data")),
    (AnswerKind.CITY.value, _("Cidade brasileira")),
    (AnswerKind.COURSE.value, _("Curso")),
    (AnswerKind.RA.value, _("RA (registro do estudante)")),
    (AnswerKind.PERIOD.value, _("Período ou semestre")),
    (AnswerKind.OPTION.value, _("Uma destas opções…")),
)
SOURCES = (
    (SearchSource.COURSE.value, _("Termos do curso escolhido")),
    (SearchSource.TYPED.value, _("Termo e cidade que a pessoa digitou")),
)
TRIES, MOST_TRIES = 3, 5
TALK, LISTEN, FIND, LEAD = _("Falar"), _("Perguntar"), _("Cursos e vagas"), _("Caminho")


class SayBlock(StepBlock):
    text = SpokenBlock(
        label=_("Texto"),
        required=False,
        rows=3,
        help_text=_(
            "Aceita *negrito*, _itálico_ e campos como {nome}. "
            "Uma linha em que nenhum campo tem valor não é enviada."
        ),
    )
    template = SnippetChooserBlock(
        "bot_flows.ReplyTemplate",
        label=_("…ou um texto pronto"),
        required=False,
        help_text=_("Um texto de Respostas, para dizer o mesmo em vários lugares."),
    )
    image = ImageChooserBlock(label=_("Imagem"), required=False)
    alt = blocks.CharBlock(
        label=_("O que a imagem mostra"),
        required=False,
        max_length=250,
        help_text=_(
            "Para quem não vê a imagem: vai com o endereço dela quando o WhatsApp não aceita "
            "arquivos. Vazio: vale a descrição da própria imagem."
        ),
    )
    document = DocumentChooserBlock(label=_("Documento"), required=False)

    class Meta:
        icon = "comment"
        label = _("Falar")
        group = TALK
        label_format = "{text}{template}"
        summary = "say"
        description = _("Envia um texto, com uma imagem ou um documento se você quiser.")
        preview_value = {"text": _("Oi, {nome}! Eu sou a *Capy* 🦫")}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if error := self._error(value):
            raise blocks.StructBlockValidationError(block_errors={"text": ValidationError(error)})
        if value["image"] and not (value["alt"].strip() or value["image"].description.strip()):
            error = _("Escreva o que a imagem mostra: quem não a vê precisa saber.")
            raise blocks.StructBlockValidationError(block_errors={"alt": ValidationError(error)})
        return value

    def _error(self, value: Stored) -> Any:
        if value["text"] and value["template"]:
            return _("Escreva um texto ou escolha um texto pronto, não os dois.")
        if not any(value[name] for name in ("text", "template", "image", "document")):
            return _("Escreva o que o bot deve dizer.")
        if value["image"] and value["document"]:
            return _("Escolha uma imagem ou um documento, não os dois.")
        return None

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.Say:
        said = text(raw, "text") or library.texts.get(raw.get("template") or 0, "")
        media, alt = library.media(raw), text(raw, "alt")
        if media and alt and media.kind == "image":
            media = replace(media, alt=alt)
        return engine.Say(step_id, said, media)


class ChoiceBlock(SummarisedBlock):
    label = blocks.CharBlock(label=_("Opção"), max_length=60)
    target = FlowChooserBlock(
        label=_("Vai para o fluxo"),
        required=False,
        help_text=_("Vazio: continua no passo abaixo deste menu."),
    )
    synonyms = blocks.CharBlock(
        label=_("Também vale se a pessoa digitar"),
        required=False,
        help_text=_("Separe por vírgulas: vagas, estágio, emprego."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Opção")
        label_format = "{label} → {target}"
        summary = "choice"


class MenuBlock(StepBlock):
    prompt = SpokenBlock(label=_("Pergunta"), rows=2)
    choices = FoldedListBlock(
        ChoiceBlock(),
        label=_("Opções"),
        help_text=_("O WhatsApp mostra as opções numeradas, nesta ordem."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Menu")
        group = LISTEN
        label_format = "{prompt} {choices}"
        summary = "menu"
        description = _("Mostra opções numeradas; cada uma continua abaixo ou leva a outro fluxo.")
        preview_value = {
            "prompt": _("Como posso ajudar?"),
            "choices": [{"label": _("Vagas")}, {"label": _("Cursos")}],
        }

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.Menu:
        choices = (
            engine.Choice(
                item_id,
                text(item, "label"),
                library.flow(item.get("target")),
                words(item.get("synonyms") or ""),
            )
            for item_id, item in items(raw, "choices")
        )
        return engine.Menu(step_id, text(raw, "prompt"), tuple(choices))


class AskBlock(StepBlock):
    prompt = SpokenBlock(label=_("Pergunta"), rows=2)
    kind = blocks.ChoiceBlock(
        choices=KINDS, default=AnswerKind.TEXT.value, label=_("Tipo de resposta")
    )
    slot = blocks.ChoiceBlock(choices=ASKABLE, default="termo", label=_("Guardar como"))
    custom = blocks.CharBlock(
        label=_("Nome da resposta"),
        required=False,
        help_text=_("Só para “Outro nome…”: letras minúsculas e “_”."),
    )
    options = blocks.TextBlock(
        label=_("Opções"),
        required=False,
        rows=2,
        help_text=_("Só para “Uma destas opções…”: uma por linha. Elas vão numeradas."),
    )
    error = SpokenBlock(
        label=_("Se a resposta não servir"),
        required=False,
        rows=2,
        help_text=_("Vazio: usa o texto deste tipo de resposta, em Respostas."),
    )
    tries = blocks.IntegerBlock(
        label=_("Tentativas"),
        required=False,
        default=TRIES,
        help_text=_(
            "Depois de tantas respostas que não servem, o bot oferece o menu, uma pessoa ou "
            "tentar de novo."
        ),
    )

    class Meta:
        icon = "help"
        label = _("Perguntar")
        group = LISTEN
        label_format = "{prompt} {kind}"
        summary = "ask"
        shown_when = {"custom": ("slot", (OTHER,)), "options": ("kind", (AnswerKind.OPTION.value,))}
        description = _("Faz uma pergunta aberta, confere a resposta e a guarda.")
        preview_value = {"prompt": _("Que vaga você procura?"), "kind": "text", "slot": "termo"}

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        errors = slot_errors(value, reserved=ENGINE_SLOTS)
        if value["kind"] == AnswerKind.OPTION and len(words(value["options"] or "")) < 2:
            errors["options"] = ValidationError(_("Escreva ao menos duas opções, uma por linha."))
        if value["tries"] is not None and not 1 <= value["tries"] <= MOST_TRIES:
            told = _("Escolha de 1 a %s tentativas.") % MOST_TRIES
            errors["tries"] = ValidationError(told)
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.Ask:
        kind = AnswerKind(raw.get("kind") or AnswerKind.TEXT)
        options = words(text(raw, "options")) if kind is AnswerKind.OPTION else ()
        tries = min(max(raw.get("tries") or TRIES, 1), MOST_TRIES)
        prompt, error = text(raw, "prompt"), text(raw, "error")
        return engine.Ask(step_id, prompt, slot(raw), kind, error, options, tries)


class CoursesBlock(StepBlock):
    prompt = SpokenBlock(label=_("Pergunta"), rows=2, default=_("Qual é o seu curso?"))

    class Meta:
        icon = "group"
        label = _("Cursos")
        group = FIND
        label_format = "{prompt}"
        description = _("Mostra os cursos publicados; depois valem {curso} e {curso_fatos}.")
        preview_value = {"prompt": _("Qual é o seu curso?")}

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.Courses:
        return engine.Courses(step_id, text(raw, "prompt"))


class VacanciesBlock(StepBlock):
    source = blocks.ChoiceBlock(
        choices=SOURCES, default=SearchSource.COURSE.value, label=_("Procurar por")
    )

    class Meta:
        icon = "search"
        label = _("Vagas")
        group = FIND
        label_format = "{source}"
        description = _("Procura vagas e as mostra em páginas, com “mais”.")
        preview_value = {"source": SearchSource.COURSE.value}

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.Vacancies:
        return engine.Vacancies(step_id, SearchSource(raw.get("source") or SearchSource.COURSE))


class HandoffBlock(StepBlock):
    text = SpokenBlock(label=_("O que o bot diz antes de se calar"), rows=2)

    class Meta:
        icon = "user"
        label = _("Atendente")
        group = LEAD
        label_format = "{text}"
        description = _("Passa a conversa a uma pessoa; o bot fica em silêncio.")
        preview_value = {"text": _("Vou chamar uma pessoa da equipe. 🙋")}

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.Handoff:
        return engine.Handoff(step_id, text(raw, "text"))


class GoToBlock(StepBlock):
    target = FlowChooserBlock(label=_("Fluxo"))

    class Meta:
        icon = "arrow-right-full"
        label = _("Ir para")
        group = LEAD
        label_format = "→ {target}"
        summary = "go_to"
        description = _("Continua no começo de outro fluxo.")
        preview_value = {"target": None}

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.GoTo:
        return engine.GoTo(step_id, library.flow(raw.get("target")) or "")


class EndBlock(StepBlock):
    text = SpokenBlock(label=_("Despedida"), required=False, rows=2)

    class Meta:
        icon = "circle-check"
        label = _("Encerrar")
        group = LEAD
        label_format = "{text}"
        summary = "end"
        description = _("Termina a conversa; a próxima mensagem começa de novo.")
        preview_value = {"text": _("Até logo! 👋")}

    def to_step(self, step_id: str, raw: Stored, library: Library) -> engine.End:
        return engine.End(step_id, text(raw, "text"))


class StepsBlock(FoldedStreamBlock):
    """All kinds of steps."""

    say = SayBlock()
    menu = MenuBlock()
    ask = AskBlock()
    branch = BranchBlock()
    courses = CoursesBlock()
    vacancies = VacanciesBlock()
    handoff = HandoffBlock()
    go_to = GoToBlock()
    end = EndBlock()

    def to_steps(self, stored: Iterable[Stored], library: Library) -> tuple[Step, ...]:
        """Engine steps from the stored JSON of a flow's steps."""
        return tuple(
            self.child_blocks[item["type"]].to_step(item["id"], item["value"], library)
            for item in stored
            if item["type"] in self.child_blocks
        )
