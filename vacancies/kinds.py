"""Which kind of vacancy this is, read from Portuguese words: never from a site's flag alone.

A title names the kind of the vacancy itself, unless somebody's trade is about it: who
coordinates an estágio programme is no estagiário. In a text the bare words lie, so only
sentences that offer something count. A site's flag makes a weak word enough, and no more.
"""

import re
from functools import lru_cache

from . import words
from .models import Vacancy
from .models.vacancy import DESCRIPTION_LIMIT

_WORD = (
    r"(?:estagi(?:os?|ari[oa]s?|antes?)|(?:(?:jovem|jovens|menor(?:es)?) )?aprendi(?:z|zes|zagem)"
    r"|trainees?|intern(?:s|ships?)?)"
)
_TRADE = (
    r"(?:analistas?|coordenador\w*|coordenacao|supervisor\w*|supervisao|gerente|gestor\w*"
    r"|instrutor\w*|preceptor\w*|professor\w*|docente|orientador\w*|recrutador\w*|tutor\w*"
    r"|educador\w*|facilitador\w*|especialista|consultor\w*|assistente|auxiliar|monitor\w*"
    r"|coordinator|manager|recruiter|supervisionar|agente)"
)
_ABOUT = (
    r"(?:programas?|contratos?|campos?|selecao|processos?|area|gestao|setor|recrutamento"
    r"|acompanhamento|egress[oa]s?|talentos)"
)
# "analista de estagio e trainees", "coordenador do programa de estagio".
_ABOUT_THEM = re.compile(
    rf"\b{_TRADE}\b(?: \w+){{0,4}}? (?:d[eoa]s?|em|para|of)"
    rf"(?: {_ABOUT}(?: d[eoa]s?)?)*"
    rf" {_WORD}(?:(?: e| ou)? {_WORD})*"
)
_FORMERLY = re.compile(rf"\b(?:egress[oa]s?|ex|apos|experiencia)\b(?: \w+){{0,4}}? {_WORD}")
_TWO_IN_BRACKETS = re.compile(rf"[(\[][^)\]]*\b{_WORD} (?:e|ou) {_WORD}[^)\]]*[)\]]")
_PROGRAM_PEOPLE = re.compile(r"\bintern(?:ship)?s? program\w* (?:manager|coordinator|lead)\b")
# What stands in every word for a kind: without it, no pattern needs to be tried.
_KIND_HINT = re.compile(r"estag|aprendi|traine|intern")
_TEXT_HINT = re.compile(r"est[aá]|aprendi|traine|intern|bols")  # accents are still there
_BRACKET = re.compile(r"[()\[\]]")
_TITLE_KINDS = (
    (Vacancy.Kind.APRENDIZ, re.compile(r"\baprendiz(?:es)?\b")),
    (Vacancy.Kind.ESTAGIO, re.compile(r"\bestagi(?:os?|ari[oa]s?)\b|\bintern(?:s|ships?)?\b")),
    (Vacancy.Kind.TRAINEE, re.compile(r"\btrainees?\b")),
)
_TEXT_KINDS = (
    (
        Vacancy.Kind.APRENDIZ,
        re.compile(
            r"\b(?:vagas?|oportunidades?) (?:de |para )?(?:jovem |jovens |menor )?aprendi\w+"
            r"|\bcontrat\w+ (?:como |de )?(?:jovem |menor )aprendiz\b|\bcontrato de aprendizagem\b"
            r"|\blei d[ae] aprendizagem\b"
        ),
    ),
    (
        Vacancy.Kind.ESTAGIO,
        re.compile(
            r"\b(?:vagas?|oportunidades?|contrato|lei) (?:de |do |para )?estagi\w+"
            r"|\bcontrat(?:a|ando|amos|acao) (?:como |de )?estagi\w+|\bbolsa (?:auxilio|estagio)\b"
            r"|\bcompromisso de estagio\b|\bestagio (?:remunerado|nao obrigatorio|curricular)\b"
            r"|\bhiring (?:an |our next )?interns?\b|\bpaid internship\b"
        ),
    ),
    (
        Vacancy.Kind.TRAINEE,
        re.compile(r"\b(?:vagas?|contratamos|contratando)(?: de| para)? trainees?\b"),
    ),
)
_WEAK = re.compile(r"\bestagi(?:os?|ari[oa]s?)\b|\bintern(?:ship)?\b|\bbolsa\b")
# A sentence of what somebody does or has done with estagiários, not of what is offered.
_THEIR_WORK = re.compile(
    r"\b(?:supervis\w+|ger(?:ir|enciar)|acompanha\w+|orienta\w+|atuar n\w+|responsavel"
    r"|experiencia\w*|desejavel|diferencial|lidera\w+|coordena\w+|recruta\w+|conduzir"
    r"|selecionar|egress[oa]s?)\b"
)
_BURSARY = re.compile(r"\bbolsistas?\b|\bpesquisador\w*\b|\biniciacao cientifica\b")
_SENTENCE = re.compile(r"[\n;]+|(?<=[.!?])\s+")


def kind_of(title: str, description: str, job_type: str = "") -> str:
    """Read in the title, then in what the text offers; ``emprego`` where neither says more."""
    return str(_titled(title) or _offered(title, description, job_type) or Vacancy.Kind.EMPREGO)


@lru_cache(maxsize=8192)
def _titled(title: str) -> str:
    folded = words.fold(title[:300])
    if not _KIND_HINT.search(folded):
        return ""
    if _BRACKET.search(title):
        folded = words.fold(_TWO_IN_BRACKETS.sub(" ", _with_brackets(title)))
    for pattern in (_ABOUT_THEM, _FORMERLY, _PROGRAM_PEOPLE):
        folded = pattern.sub(" ", folded)
    return next((kind for kind, pattern in _TITLE_KINDS if pattern.search(folded)), "")


def _with_brackets(title: str) -> str:
    """Folded, brackets kept, but those around one word only: "estagiário(a)" is one word.

    A trade followed by two kinds in brackets is about them; a lone kind in brackets is a kind.
    """
    pieces = re.split(r"([()\[\]])", title[:300])
    folded = " ".join(p if p in "()[]" else words.fold(p) for p in pieces)
    return folded if re.search(rf"\b{_TRADE}\b", folded) else words.fold(title)


def _offered(title: str, description: str, job_type: str) -> str:
    if not _TEXT_HINT.search(description.lower()) or _BURSARY.search(words.fold(title)):
        return ""
    sentences = [
        folded
        for sentence in _SENTENCE.split(description[:DESCRIPTION_LIMIT])
        if (folded := words.fold(sentence)) and not _THEIR_WORK.search(folded)
    ]
    for kind, pattern in _TEXT_KINDS:
        if any(pattern.search(sentence) for sentence in sentences):
            return kind
    weak = "internship" in job_type and any(_WEAK.search(sentence) for sentence in sentences)
    return Vacancy.Kind.ESTAGIO if weak else ""
