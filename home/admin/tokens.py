"""The keys of integrations in the dashboard: made, shown once, changed, revoked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log

from home.integrations import NEEDS, ApiToken, Scope, may, read_addresses

CREATED, CHANGED, REVOKED = "home.token_created", "home.token_changed", "home.token_revoked"
LONGEST = timedelta(days=366 * 5)


class TokenForm(forms.ModelForm):
    """Nobody gives a key what they may not do themselves; what it already has stays."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("O que a chave pode"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Cursos, vagas e fluxos publicados podem ser lidos sem permissão nenhuma."
        ),
    )

    class Meta:
        model = ApiToken
        fields = ("name", "scopes", "expires_at", "addresses")
        widgets = {"addresses": forms.Textarea(attrs={"rows": 3}), "expires_at": AdminDateTimeInput}
        help_texts = {
            "name": gettext_lazy("Quem vai usar, como “Site do curso” ou “Painel da PROGRAD”."),
            "expires_at": gettext_lazy("Vazio: vale até ser revogada."),
            "addresses": gettext_lazy(
                "IPs ou redes, um por linha. Vazio: vale a partir de qualquer lugar."
            ),
        }

    def __init__(self, *args: Any, maker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [scope for scope in Scope if may(maker, scope)]
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (s.value, s.label) for s in allowed
        ]
        self.kept = [s for s in self.instance.scopes if s not in allowed]

    def clean_scopes(self) -> list[str]:
        chosen = [*self.cleaned_data["scopes"], *self.kept]
        for scope, needed in NEEDS.items():
            if scope in chosen and needed not in chosen:
                raise forms.ValidationError(
                    _("“%(scope)s” só faz sentido junto de “%(needed)s”: marque também essa.")
                    % {"scope": scope.label, "needed": needed.label}
                )
        return chosen

    def clean_addresses(self) -> str:
        return read_addresses(self.cleaned_data["addresses"])

    def clean_expires_at(self) -> Any:
        until, now = self.cleaned_data["expires_at"], timezone.now()
        if until and until <= now and "expires_at" in self.changed_data:
            raise forms.ValidationError(_("Esta data já passou."))
        if until and until > now + LONGEST:
            raise forms.ValidationError(_("No máximo cinco anos; depois, faça uma chave nova."))
        return until


class _MakerMixin:
    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "maker": self.request.user}  # type: ignore[misc]


class TokenIndexView(generic.IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("name", label=_("Nome"), sort_key="name", get_url=self.get_edit_url),
            Column("prefix", label=_("Começa com"), accessor=lambda row: f"{row.prefix}…"),
            Column("scopes_shown", label=_("Pode")),
            Column("standing", label=_("Situação")),
            DateColumn("expires_at", label=_("Vale até"), sort_key="expires_at"),
            DateColumn("last_used_at", label=_("Usada em"), sort_key="last_used_at"),
        ]

    def get_list_more_buttons(self, instance: ApiToken) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        for button in buttons:
            if button.url == self.get_delete_url(instance):
                button.label = _("Revogar")
        return buttons


class TokenCreateView(_MakerMixin, generic.CreateView):
    def form_valid(self, form: TokenForm) -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in TokenForm.Meta.fields}
        self.object, key = ApiToken.issue(**given, created_by=self.request.user)
        log(instance=self.object, action=CREATED, user=self.request.user)
        context = {"key": key, "token": self.object, "index_url": self.index_url}
        title = _("Chave criada")
        context |= {"page_title": title, "header_title": title, "header_icon": "key"}
        answer = TemplateResponse(self.request, "home/tokens/created.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    @property
    def index_url(self) -> str:
        return str(self.get_success_url())


class TokenEditView(_MakerMixin, generic.EditView):
    delete_item_label = gettext_lazy("Revogar")

    def save_instance(self) -> ApiToken:
        token: ApiToken = self.form.save()
        log(instance=token, action=CHANGED, user=self.request.user)
        return token


class TokenRevokeView(generic.DeleteView):
    """The row stays, so that the log can still say whose key it was."""

    page_title = gettext_lazy("Revogar")
    template_name = "home/tokens/confirm_revoke.html"

    def get_page_subtitle(self) -> str:
        return str(self.object.name)

    @property
    def confirmation_message(self) -> str:
        return _(
            "Revogar esta chave? Quem a usa para de entrar na hora, e ela não volta: "
            "para voltar a usar a API será preciso fazer outra."
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = self.object
        token.revoke(timezone.now())
        log(instance=token, action=REVOKED, user=request.user)
        messages.success(request, _("A chave “%s” foi revogada.") % token.name)
        return redirect(self.get_success_url())


class TokenViewSet(ModelViewSet):
    model = ApiToken
    icon = "key"
    menu_label = gettext_lazy("Integrações")
    menu_name = "integracoes"
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 50
    ordering = ("-created_at", "-pk")
    index_view_class = TokenIndexView
    add_view_class = TokenCreateView
    edit_view_class = TokenEditView
    delete_view_class = TokenRevokeView
    delete_template_name = TokenRevokeView.template_name

    def get_form_class(self, for_update: bool = False) -> type[TokenForm]:
        return TokenForm
