"""Where the work is done, read from words: on site, from home, or both.

What is said of interviews, lessons, customers and allowances is taken out first, and so is
what is denied. An alternative ("presencial ou remoto") or a change with time is no answer.
"""

import re

from .wording import Wording

_PLACE = (
    r"(?:remot[oa]s?|remotamente|remote|presencia(?:l|is|lmente)|online|on-line|hibrid[oa]s?"
    r"|home[ -]?office|a distancia)"
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:atendimentos?|suporte|acessos?|sensoriamento|monitoramento|controle|assistencia"
    r"|aulas?|cursos?|graduacao|ensino|faculdade|treinamentos?|reunioes|reuniao|encontros?"
    r"|entrevistas?|etapas?|provas?|onboarding|dinamicas?|processo seletivo|eventos?|visitas?"
    r"|equipes?|times?|servidores)"
    rf"\b[^.;,:\n]{{0,40}}?\b{_PLACE}(?: (?:e|ou) {_PLACE})?"
)
_ALLOWANCE = re.compile(
    r"\b(?:auxilio|ajuda(?: de custo)?|kit|vale|bonus)[ -]*(?:para |de )?home[ -]?office"
)
_MAYBE = re.compile(
    r"\b(?:possibilidade|chance|eventual\w*|oportunidade) (?:de|para|a) "
    rf"(?:trabalho |regime |modelo )?{_PLACE}"
)
_DENIED = re.compile(
    r"\b(?:nao|sem|nunca|not)\b[^.;,\n]{0,30}?\b(?:remot[oa]s?|remote|home[ -]?office|hibrid[oa]s?)"
)
_EITHER = re.compile(rf"\b{_PLACE} ?(?:ou|/|or) ?{_PLACE}")
_CHANGES = re.compile(r"\b(?:apos|depois|durante|inicialmente|nos primeiros|nas primeiras)\b")
_HYBRID = re.compile(r"\bhibrid[oa]s?\b|\bhybrid\b")
_DAYS = r"(?:\d ?x|\d ?vezes|\d ?dias?|uma vez|duas vezes|tres vezes|once|twice)"
_SOME_DAYS = re.compile(
    rf"\b{_DAYS} (?:por|na|a|da|de)? ?(?:semana )[^.;\n]{{0,25}}"
    r"\b(?:escritorio|empresa|sede|presencia|em casa|home)"
    rf"|\b(?:escritorio|sede|presencia\w+) {_DAYS} (?:por|na|a) semana"
    rf"|\b{_DAYS} (?:em casa|de home|remoto|presencial|no escritorio)"
    r"|\bhome[ -]?office (?:as|nas) (?:segundas|tercas|quartas|quintas|sextas)"
)
_REMOTE = re.compile(
    r"\bremot[oa]s?\b|\bremotamente\b|\bremote(?:ly)?\b|\bhome[ -]?office\b|\bteletrabalho\b"
    r"|\btrabalho (?:totalmente |100% )?a distancia\b|\btrabalh\w+ de (?:casa|onde quiser)\b"
    r"|\bwork from home\b"
)
_ONSITE = re.compile(
    r"\bpresencia(?:l|is|lmente)\b|\bon[ -]?site\b|\btrabalh\w+ (?:no|em nosso) escritorio\b"
)
_HINTS = re.compile(
    r"remot|presencia|h[iy]brid|home|site|casa|escritorio|distancia|teletrabalho|onde quiser"
)


def read_modality(wording: Wording) -> str:
    """``presencial``, ``hibrido``, ``remoto``, or empty."""
    if not _HINTS.search(wording.text):
        return ""
    pieces = [_own(p) for p in wording.pieces if _HINTS.search(p)]
    if any(_EITHER.search(piece) or _is_for_a_time(piece) for piece in pieces):
        return ""
    hybrid, remote, onsite = (
        any(pattern.search(piece) for piece in pieces) for pattern in (_HYBRID, _REMOTE, _ONSITE)
    )
    if hybrid or any(_SOME_DAYS.search(piece) for piece in pieces):
        return "hibrido"
    return "" if remote == onsite else "remoto" if remote else "presencial"


def _own(piece: str) -> str:
    """The piece without what it says of other things than the work's place."""
    for pattern in (_ALLOWANCE, _DENIED, _MAYBE, _OF_SOMETHING_ELSE):
        piece = pattern.sub(" ", piece)
    return piece


def _is_for_a_time(piece: str) -> bool:
    named = any(p.search(piece) for p in (_HYBRID, _REMOTE, _ONSITE))
    return named and bool(_CHANGES.search(piece))
