"""The list of synonyms: each group of words that mean the same, checked as it is written."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from vacancies import missed
from vacancies.models import MissedSearch, SynonymGroup
from vacancies.models.synonyms import LONGEST_WORD, MOST_WORDS, key_of, split, taken
from vacancies.words import fold

from .exports import HarmlessExport
from .menu import VACANCIES_MENU, Order


class SynonymGroupForm(WagtailAdminModelForm):
    """At least two words, none too long, none in another group."""

    def clean_words(self) -> str:
        said = split(self.cleaned_data["words"])
        keys = {key_of(word): word for word in said}
        self._check_each(said)
        if len(said) < 2:
            raise ValidationError(_("Escreva ao menos duas palavras, separadas por vírgula."))
        if len(said) > MOST_WORDS:
            raise ValidationError(
                _("Um grupo tem no máximo %(most)s palavras.") % {"most": MOST_WORDS}
            )
        if len(keys) < 2:
            raise ValidationError(
                _("Estas são formas da mesma palavra, e a busca já as junta sozinha.")
            )
        for key, group in taken([*keys], self.instance.pk).items():
            raise ValidationError(
                _("“%(word)s” já está no grupo “%(group)s”. Mude aquele grupo.")
                % {"word": keys[key], "group": group.words}
            )
        return ", ".join(said)

    def _check_each(self, said: list[str]) -> None:
        for word in said:
            if not key_of(word):
                raise ValidationError(
                    _("“%(word)s” não diz nada a uma busca. Tire esta palavra.") % {"word": word}
                )
            if len(word) > LONGEST_WORD:
                raise ValidationError(
                    _("“%(word)s…” é longa demais: até %(most)s letras.")
                    % {"word": word[:20], "most": LONGEST_WORD}
                )


class SynonymIndexView(HarmlessExport, IndexView):
    def search_queryset(self, queryset: QuerySet[SynonymGroup]) -> QuerySet[SynonymGroup]:
        """Found by any of its words, without accents and in any form."""
        if not self.is_searching:
            return queryset
        asked = key_of(self.search_query) or fold(self.search_query)
        return queryset.filter(members__key__contains=asked).distinct()


class _Saving:
    """Two editors who put one word into two groups at once: the second is told."""

    def form_valid(self, form: SynonymGroupForm) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            said = _("Alguém acabou de pôr uma destas palavras em outro grupo. Confira a lista.")
            form.add_error("words", said)
            return self.form_invalid(form)  # type: ignore[attr-defined]


class SynonymEditView(_Saving, EditView):
    pass


class SynonymCreateView(_Saving, CreateView):
    """A new group; from a search that found nothing it begins with that phrase."""

    def get_initial(self) -> dict[str, Any]:
        phrase = self.request.GET.get("palavra", "").replace("\0", "")
        begun = f"{phrase}, " if missed.is_fit(phrase) and "," not in phrase else ""
        return {**super().get_initial(), "words": begun}

    def save_instance(self) -> Any:
        """What found nothing is dealt with once its words are in a group."""
        group = super().save_instance()
        keys = [fold(word) for word in split(group.words)]
        missed.handle(MissedSearch.objects.filter(key__in=keys), MissedSearch.Way.SYNONYM)
        return group


class SynonymViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "link"
    menu_label = gettext_lazy("Sinônimos")
    menu_hook = VACANCIES_MENU
    menu_order = Order.SYNONYMS
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    list_display = ("words", UpdatedAtColumn())
    list_export = ("words", "updated_at")
    list_per_page = 50
    search_fields = ("words",)
    copy_view_enabled = False
    admin_url_namespace = "vacancies_synonyms"
    base_url_path = "vagas/sinonimos"
    edit_handler = ObjectList(SynonymGroup.panels, base_form_class=SynonymGroupForm)


register_snippet(SynonymViewSet)
