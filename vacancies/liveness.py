"""What a page says of its vacancy: open, gone, closed, or nothing that can be relied on.

Pure. Only what is plainly said counts: a wall against robots, an empty shell that a script
would fill, a server's trouble are all "uncertain".
"""

import re
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from . import words
from .fetching import READABLE, Page
from .markup import Contents, take_apart

SHORT = 1500  # folded characters: a page of an error or a wall says little more
SHELL = 80
MOST_TEXT = 200_000
_GONE = frozenset([404, 410])


class Verdict(StrEnum):
    ALIVE = "alive"
    GONE = "gone"  # the page is no more
    SAID = "said"  # the page says that the vacancy is closed
    UNCERTAIN = "uncertain"


_THING = r"(?:vaga|oportunidade|posicao|oferta(?: de emprego)?|oferta de estagio|anuncio)"
_SELECTION = r"(?:processo seletivo|selecao|chamada publica|edital)"
_ENDED = (
    r"(?:encerrad[ao]|fechad[ao]|finalizad[ao]|expirad[ao]|preenchid[ao]|inativ[ao]|desativad[ao]"
    r"|cancelad[ao]|suspens[ao]|removid[ao]|retirad[ao] do ar|excluid[ao]|arquivad[ao]|pausad[ao])"
)
_NOT_IF = (
    r"(?<!\bse a )(?<!\bse esta )(?<!\bquando a )(?<!\bcaso a )(?<!\bate a )(?<!\bquando o )"
    r"(?<!\bse o )(?<!\bcaso o )"
)
_JOB = r"(?:job(?: posting| listing| ad| offer)?|position|posting|opportunity|role|vacancy|listing)"
_NOT_UNTIL = (
    r"(?<!until the )(?<!until this )(?<!once the )(?<!when the )(?<!if the )(?<!if this )"
    r"(?<!after the )(?<!unless the )"
)
_CLOSED = re.compile(
    "|".join(
        [
            rf"{_NOT_IF}\b{_THING} (?:ja )?(?:foi |esta |se encontra |encontra se )?(?:ja )?"
            rf"{_ENDED}\b(?! (?:em|no dia|dia|ate) | para (?!candidat|inscri|nov))",
            rf"{_NOT_IF}\b{_THING} (?:ja )?(?:expirou|encerrou|nao existe mais|saiu do ar)\b",
            rf"{_NOT_IF}\b{_SELECTION} (?:ja )?(?:foi |esta )?(?:encerrad|finalizad|concluid)[ao]\b"
            r"(?! (?:em|no dia|dia|ate) )",
            rf"\b(?:{_THING}|pagina)(?: \w+){{0,6}} nao (?:esta|se encontra) mais"
            r" (?:disponivel|ativ[ao]|abert[ao]|no ar|publicad[ao]|aceitando|recebendo)\b",
            r"\b(?:vaga|oportunidade) (?:nao encontrada|inexistente|indisponivel)\b",
            r"\bnao (?:(?:esta|estamos|estao) (?:mais )?(?:aceitando|recebendo)|"
            r"mais (?:aceita|recebe)(?:mos)?|(?:aceita|recebe)(?:mos)? mais)"
            r" (?:novas )?(?:candidaturas|inscricoes|curriculos)\b",
            r"\b(?:inscricoes|candidaturas) (?:ja )?(?:estao |foram )?(?:encerradas|finalizadas)\b"
            r"(?! (?:em|no dia|dia|ate|as) )",
            r"\bprazo (?:de |para )?(?:a )?(?:inscricao|inscricoes|candidatura|candidaturas)?"
            r" ?(?:ja )?(?:foi )?(?:encerrado|esgotado|encerrou|expirou|terminou)\b",
            r"\bno longer (?:accepting|taking|receiving) (?:new )?applic(?:ations|ants)\b",
            rf"{_NOT_UNTIL}\b{_JOB} (?:has |is |was )?(?:now |already |just )?expired\b",
            rf"{_NOT_UNTIL}\b{_JOB}(?: you \w+(?: \w+){{0,4}})? (?:is|has|was)"
            r" (?:now |already |been |now been )?"
            r"(?:closed|filled|removed|taken down|deactivated)\b",
            rf"\b{_JOB}(?: \w+){{0,6}} no longer (?:available|exists|open|active|posted|online)\b",
            r"\bapplications (?:for this \w+ )?(?:are|have) (?:now |been |now been )?closed\b",
            r"\b(?:job|position|vacancy) not found\b",
        ]
    )
)
_NOT_FOUND = re.compile(
    r"\b(?:pagina|conteudo) (?:nao (?:foi )?encontrad[ao]|inexistente)\b|\bpage not found\b"
    r"|\bnao encontramos (?:a pagina|esta pagina|essa pagina|a vaga|esta vaga|essa vaga)\b"
    r"|\b(?:erro|error) 404\b|\b404 not found\b"
)
_WALL = re.compile(
    r"\bjust a moment\b|\bverify(?:ing)? (?:that )?you are (?:a )?human\b|\bcaptcha\b"
    r"|\bchecking your browser\b|\bverificando (?:o )?seu navegador\b|\bsecurity check\b"
    r"|\bvoce (?:e|nao e) (?:humano|um robo)\b|\bnao sou um robo\b|\bare you a robot\b"
    r"|\bunusual traffic\b|\btrafego incomum\b|\baccess denied\b|\bacesso (?:foi )?(?:negado|"
    r"bloqueado)\b|\bpardon our interruption\b|\brequest (?:unsuccessful|blocked)\b"
    r"|\btoo many requests\b|\bmuitas requisicoes\b|\b(?:habilite|ative|enable) (?:o )?javascript\b"
    r"|\b(?:sign|log) in to (?:continue|view|see|apply)\b"
    r"|\bfaca (?:o )?login para (?:ver|acessar|continuar)\b"
    r"|\bentre para (?:ver|continuar)\b|\bjoin linkedin\b|\bem manutencao\b|\bunder maintenance\b"
)
_WALL_PATH = re.compile(r"/(?:auth-?wall|login|signin|sign-in|uas|checkpoint|captcha|entrar)\b")
_EXPIRED_ADDRESS = re.compile(
    r"expired|job-?not-?found|not-?found|vaga-?(?:encerrada|expirada|indisponivel)|nao-?encontrad"
)
_GENERIC = frozenset(
    re.split(
        " ",
        "br brasil busca buscar carreira carreiras career careers emprego empregos en estagio"
        " estagios home index inicio job jobs oportunidades openings positions pt pt-br search"
        " trabalhe-conosco vaga vagas vacancies",
    )
)


def judge(asked: str, page: Page, today: date) -> Verdict:
    """What the page found at ``asked`` says; ``today`` is the day in São Paulo."""
    if page.status in _GONE:
        return Verdict.GONE
    if not 200 <= page.status < 300:
        return Verdict.UNCERTAIN
    elsewhere = _of_address(asked, page.url)
    if elsewhere is not None and _same_site(asked, page.url):
        return elsewhere
    if page.content_type not in READABLE:
        return Verdict.ALIVE if elsewhere is None else Verdict.UNCERTAIN
    found = _of_contents(take_apart(page.text), today)
    return Verdict.UNCERTAIN if elsewhere and found is Verdict.ALIVE else found


def _of_address(asked: str, url: str) -> Verdict | None:
    """What it means to be sent somewhere else; None where it means nothing."""
    before, after = urlsplit(asked.lower()), urlsplit(url.lower())
    if (before.netloc, before.path, before.query) == (after.netloc, after.path, after.query):
        return None
    if _WALL_PATH.search(after.path):
        return Verdict.UNCERTAIN
    where = f"{after.path}?{after.query}"
    if _EXPIRED_ADDRESS.search(where) and not _EXPIRED_ADDRESS.search(asked.lower()):
        return Verdict.GONE
    steps = [step for step in after.path.split("/") if step]
    is_list = all(step.partition(".")[0] in _GENERIC for step in steps)
    named = re.search(r"\d{3}", where) or not before.path.strip("/")
    return Verdict.GONE if is_list and not named else None


def _same_site(one: str, other: str) -> bool:
    """One of the hosts is the other, or within it; a link shortener is another site."""
    a, b = ((urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other))
    return a == b or a.endswith(f".{b}") or b.endswith(f".{a}")


def _of_contents(found: Contents, today: date) -> Verdict:
    text = words.fold(found.text[:MOST_TEXT])
    is_short = len(text) < SHORT
    if is_short and not found.postings and _WALL.search(text):
        return Verdict.UNCERTAIN
    if _CLOSED.search(text) or is_past(found, today):
        return Verdict.SAID
    if is_short and not found.postings and _NOT_FOUND.search(text):
        return Verdict.GONE
    return Verdict.UNCERTAIN if len(text) < SHELL and not found.postings else Verdict.ALIVE


def is_past(found: Contents, today: date) -> bool:
    """Every posting of the page was open until a day that is over."""
    ends = [day_of(node.get("validThrough")) for node in found.postings]
    return bool(ends) and all(end is not None and end < today for end in ends)


def day_of(value: object) -> date | None:
    """The day of an ISO date or time as it is written, wherever its clock stands."""
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None
