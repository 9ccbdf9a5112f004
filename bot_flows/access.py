"""Who may do what, as a closed list: the groups, what each is for, and its rights.

Permissions are named as Django names them (``app.codename``). Data migrations make the
groups from this list; whatever an administrator adds to them stays. A change here needs a
migration that runs ``make_groups`` of ``0003_groups`` again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

type Rights = frozenset[str]


@dataclass(frozen=True, slots=True)
class Role:
    """A group: ``pages`` are its rights on every page, ``files`` those on every collection."""

    name: str
    purpose: str
    rights: Rights = frozenset()
    pages: Rights = frozenset()
    files: Rights = frozenset()
    approves: bool = False


def _rights(app: str, actions: str, models: str) -> Rights:
    return frozenset(
        f"{app}.{action}_{model}" for action in actions.split() for model in models.split()
    )


def _named(app: str, codenames: str) -> Rights:
    return frozenset(f"{app}.{codename}" for codename in codenames.split())


_ENTER = _named("wagtailadmin", "access_admin")
_WORDS = "flow replytemplate"
_TRIALS = "conversationtest persona"

_WRITE = (
    _ENTER
    | _rights("bot_flows", "add change view", _WORDS)
    | _rights("bot_flows", "add change delete view", _TRIALS)
    | _named("bot_flows", "view_release see_reports")
    | _named("vacancies", "view_vacancy add_vacancy view_vacancyrule")
)
_PUBLISH = (
    _WRITE
    | _rights("bot_flows", "delete publish lock unlock", _WORDS)
    | _named("bot_flows", "change_botsettings override_tests export_bot import_bot")
    | _rights("vacancies", "add change", "vacancy")
    | _rights("vacancies", "add change delete view", "synonymgroup vacancyrule")
    | _rights("vacancies", "change view", "missedsearch")
    | _named("vacancies", "view_searchrun moderate_vacancies view_submission see_senders")
)
_OPERATE = (
    _ENTER
    | _named("bot_flows", "read_messages view_channel")
    | _named("vacancies", "view_searchrun control_searches")
)
_ANALYSE = (
    _ENTER
    | _named("bot_flows", "see_reports view_flow view_release")
    | _named("vacancies", "view_vacancy view_searchrun view_synonymgroup view_missedsearch")
)
_RULE = (
    _rights("auth", "add change delete", "user group")
    | _rights("wagtailcore", "add change delete", "workflow task site locale")
    | _rights("wagtailredirects", "add change delete", "redirect")
    | _rights("vacancies", "add change delete view", "vacancy searchrun")
    | _named("vacancies", "change_vacancysettings")
    | _named("home", "change_siteidentity")
)

_FILES_ADD = _rights("wagtailimages", "add choose", "image") | _rights(
    "wagtaildocs", "add choose", "document"
)
_FILES_CHANGE = _named("wagtailimages", "change_image") | _named("wagtaildocs", "change_document")
_FILES_RULE = (
    _named("wagtailimages", "delete_image")
    | _named("wagtaildocs", "delete_document")
    | _rights("wagtailcore", "add change delete", "collection")
)
_PAGES_WRITE = _rights("wagtailcore", "add change", "page")
_PAGES_PUBLISH = _PAGES_WRITE | _rights("wagtailcore", "publish lock unlock", "page")
_PAGES_RULE = _PAGES_PUBLISH | _rights("wagtailcore", "bulk_delete", "page")

WRITER = Role(
    "Redator",
    "Escreve: fluxos, respostas, testes e páginas, como rascunho; experimenta no simulador; "
    "envia para revisão.",
    _WRITE,
    _PAGES_WRITE,
    _FILES_ADD,
)
REVIEWER = Role(
    "Revisor",
    "Aprova e publica: o que o redator faz, e ainda publica, retira do ar, volta a uma versão "
    "anterior, muda as configurações, exporta e importa.",
    _PUBLISH,
    _PAGES_PUBLISH,
    _FILES_ADD | _FILES_CHANGE,
    approves=True,
)
OPERATOR = Role(
    "Operador",
    "Atende: lê as mensagens, vê a conexão e devolve conversas ao bot.",
    _OPERATE,
)
ANALYST = Role(
    "Analista",
    "Acompanha: vê os relatórios, os fluxos e as versões; não lê mensagens de ninguém.",
    _ANALYSE,
)
ADMINISTRATION = Role(
    "Administração",
    "Cuida de tudo, também de usuários e grupos, sem ser superusuário.",
    _PUBLISH | _OPERATE | _ANALYSE | _RULE,
    _PAGES_RULE,
    _FILES_ADD | _FILES_CHANGE | _FILES_RULE,
    approves=True,
)
ROLES = (WRITER, REVIEWER, OPERATOR, ANALYST, ADMINISTRATION)


def everything(roles: Iterable[Role] = ROLES) -> Rights:
    """Every right that one of these roles has, on pages and files too."""
    return frozenset().union(*(role.rights | role.pages | role.files for role in roles))
