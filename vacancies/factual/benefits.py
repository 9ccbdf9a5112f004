"""Benefits from a closed list, read from words.

Some words mean a benefit wherever they stand ("vale-transporte"); others are also what a
company sells, and count only beside pay or other benefits.
"""

import re
from itertools import islice

from vacancies.models.facts import BENEFITS

from .wording import Wording

_CERTAIN = {
    "transporte": r"\bvales?[ -]*transporte|\bauxilio[ -]*(?:transporte|mobilidade)"
    r"|\btransport(?:ation)? (?:voucher|allowance)|\bvale[ -]*combustivel"
    r"|[+/,] ?vt\b|\bvt ?[+/]",
    "fretado": r"\bfretado|\b(?:transporte|onibus) (?:da|fornecido pela|por conta da) empresa",
    "refeicao": r"\bvales?[ -]*(?:refeicao|alimentacao|mercado)|[+/] ?v[ra]\b|\bv[ra] ?[+/]"
    r"|\bauxilio[ -]*(?:refeicao|alimentacao)|\bmeal (?:voucher|allowance)|\bfood voucher"
    r"|\bticket[ -]*(?:refeicao|alimentacao)",
    "refeitorio": r"\brefeitorio|\brestaurante (?:na|no|da) (?:empresa|local)"
    r"|\b(?:refeicao|alimentacao|almoco) (?:no local|na empresa|inclus[ao]|por conta da|gratis)",
    "cesta": r"\bcesta[ -]basica",
    "academia": r"\bgympass|\bwellhub|\btotal ?pass|\bconvenio com academia|\bauxilio[ -]academia",
    "recesso": r"\brecesso\b(?! escolar| de fim)",
    "dayoff": r"\b(?:birthday )?day[ -]?off\b|\bfolga no (?:dia do )?aniversario",
    "homeoffice": r"\b(?:auxilio|ajuda de custo(?: para)?)[ -]*home[ -]?office",
    "creche": r"\bauxilio[ -]*creche",
    "plr": r"\bplr\b|\bppr\b|\bparticipacao nos (?:lucros|resultados)",
}
_BESIDE_OTHERS = {
    "saude": r"\bplanos? (?:de saude|medico)|\bassistencia medica|\bconvenio medico"
    r"|\bhealth (?:insurance|plan)|\bseguro[ -]saude|\bsaude e odonto",
    "odonto": r"\bodonto\w*|\bdental (?:plan|insurance)",
    "seguro": r"\bseguro de vida|\bseguro (?:contra|de) acidentes|\blife insurance",
    "previdencia": r"\bprevidencia privada",
}
# What must stand somewhere for a pattern to be worth trying: patterns are slow, ``in`` is not.
_HINTS = {
    "transporte": ("transport", "vt", "mobilidade", "combustivel"),
    "fretado": ("fretado", "empresa"),
    "refeicao": ("refeicao", "alimentacao", "mercado", "vr", "va", "voucher", "meal"),
    "refeitorio": ("refeitorio", "restaurante", "refeicao", "alimentacao", "almoco"),
    "cesta": ("cesta",),
    "academia": ("gympass", "wellhub", "total", "academia"),
    "recesso": ("recesso",),
    "dayoff": ("off", "folga"),
    "homeoffice": ("office",),
    "creche": ("creche",),
    "plr": ("plr", "ppr", "participacao"),
    "saude": ("saude", "medic", "health"),
    "odonto": ("odonto", "dental"),
    "seguro": ("seguro", "insurance"),
    "previdencia": ("previdencia",),
}
_ANY_HINT = re.compile("|".join(sorted({hint for hints in _HINTS.values() for hint in hints})))
_PATTERNS = {name: re.compile(p) for name, p in (_CERTAIN | _BESIDE_OTHERS).items()}
_SHORT = {"transporte": re.compile(r"\bVT\b"), "refeicao": re.compile(r"\bV[RA]\b")}
_MOST = 20  # places where one benefit is looked for
_VIRTUAL = re.compile(r"\brealidade virtual|\bunity\b|\bunreal\b|\boculus\b|\bvirtual reality")
_OFFERED = re.compile(
    r"\bbenefi\w+|\boferec\w+|\bofert\w+|\bperks\b|\bvales?\b|\bv[tr]\b|\bbolsa\b|\bsalari\w+"
    r"|\bremunerac\w+|\bstipend\b|\bsalary\b|\bplr\b|\binclui\w*|r\$"
)
_SOLD = re.compile(
    r"\b(?:vend\w+|corret\w+|comercializ\w+|conhecimentos?|segmento|operadoras?|experiencia"
    r"|atendimento|carteira)\b[^.;:\n]{0,60}$"
)
_FROM_THE_SCHOOL = re.compile(
    r"[^.;,\n]{0,15}\bpel[ao] (?:universidade|instituicao|escola|faculdade)"
)
_DENIED = re.compile(r"\b(?:nao|sem) [^.;,\n]{0,30}$")


def read_benefits(wording: Wording) -> list[str]:
    """Names from ``BENEFITS``, in its order."""
    if not _ANY_HINT.search(wording.text):
        return []
    hinted = [name for name in _PATTERNS if any(hint in wording.text for hint in _HINTS[name])]
    found = {name for name in hinted if _is_said(name, _PATTERNS[name], wording)}
    for name, pattern in _SHORT.items():
        if pattern.search(wording.cased) and not _VIRTUAL.search(wording.text):
            found.add(name)
    return [name for name in BENEFITS if name in found]


def _is_said(name: str, pattern: re.Pattern[str], wording: Wording) -> bool:
    for found in islice(pattern.finditer(wording.text), _MOST):
        before = wording.text[max(0, found.start() - 90) : found.start()]
        if _DENIED.search(before) or _FROM_THE_SCHOOL.match(wording.text, found.end()):
            continue
        if name not in _BESIDE_OTHERS:
            return True
        after = wording.text[found.end() : found.end() + 200]
        near = wording.text[max(0, found.start() - 400) : found.start()]
        if not _SOLD.search(before) and (_OFFERED.search(near) or _OFFERED.search(after)):
            return True
    return False
