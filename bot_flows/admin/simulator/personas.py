"""Personas: who the bot is tried with, kept by name."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from bot_flows.admin.menu import BOT_MENU, Order
from bot_flows.models import Persona

HELP = _(
    "Uma persona é alguém com quem experimentar o bot no simulador e nos testes: uma caloura, "
    "um formando que já conversou antes, quem já disse a cidade. Nada aqui vai a ninguém."
)
KNOWN = _(
    "O nome é o do campo, sem chaves: semestre, cidade, termo. O bot começa a conversa "
    "sabendo disto, como se a pessoa já tivesse respondido."
)


class TryColumn(Column):
    """A link into the simulator as this persona."""

    cell_template_name = "bot_flows/simulator/try_cell.html"

    def get_cell_context_data(self, instance: Persona, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["url"] = f"{reverse('bot_simulator')}?persona={instance.pk}"
        return context


def _answers(persona: Persona) -> str:
    slots = persona.slots
    return ", ".join(f"{name}: {slots[name]}" for name in slots if name != "curso_id")


def _returning(persona: Persona) -> Any:
    return _("sim") if persona.returning else ""


class PersonaViewSet(SnippetViewSet):
    model = Persona
    icon = "user"
    menu_label = _("Personas")
    menu_hook = BOT_MENU
    menu_order = Order.PERSONAS
    list_per_page = 50
    list_display = (
        "title",
        Column("name", label=_("No WhatsApp")),
        Column("course", label=_("Curso")),
        Column("returning", label=_("Já conversou"), accessor=_returning),
        Column("answers", label=_("Já disse"), accessor=_answers),
        TryColumn("try", label="", accessor="pk"),
    )
    edit_handler = ObjectList(
        [
            HelpPanel(content=HELP),
            FieldPanel("title"),
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("returning"), FieldPanel("course")],
                heading=_("Quem é"),
            ),
            FieldPanel("known", help_text=KNOWN),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        return Persona.objects.select_related("course")
