"""The closed lists of what wording may hold: reply keys, placeholders, global words.

Editors fill them; nothing here is a sentence that a student reads.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from string import Formatter


class Reply(StrEnum):
    """What the engine itself has to say: one reply template for each key."""

    FIRST_CONTACT = "first_contact"
    NOT_UNDERSTOOD = "not_understood"
    NOT_UNDERSTOOD_SUGGEST = "not_understood_suggest"
    NOT_UNDERSTOOD_OFFER = "not_understood_offer"
    WHICH_ONE = "which_one"
    VOTE_LOST = "vote_lost"
    RESUME = "resume"
    STEP_GONE = "step_gone"
    HELP = "help"
    NOTHING_BEFORE = "nothing_before"
    COURTESY = "courtesy"
    GOODBYE = "goodbye"
    STOPPED = "stopped"
    HANDOFF_OVER = "handoff_over"
    CHOOSE_COURSE = "choose_course"
    CHOOSE_TERM = "choose_term"
    NO_COURSES = "no_courses"
    SEARCHING = "searching"
    FOUND = "found"
    FOUND_REFRESHING = "found_refreshing"
    FOUND_MORE = "found_more"
    FOUND_NEW = "found_new"
    NO_MORE = "no_more"
    NOTHING_FOUND = "nothing_found"
    BLOCKED = "blocked"
    FOUND_FILTERED = "found_filtered"
    NOTHING_FILTERED = "nothing_filtered"
    VACANCY_CARD = "vacancy_card"
    VACANCIES_NEXT = "vacancies_next"
    SAVED = "saved"
    NOTHING_SAVED = "nothing_saved"
    MARK_SAVED = "mark_saved"
    MARK_APPLIED = "mark_applied"
    MARK_HIDDEN = "mark_hidden"
    MARK_BROKEN = "mark_broken"
    MARK_REMOVED = "mark_removed"
    MARK_UNDONE = "mark_undone"
    MARK_NOTHING = "mark_nothing"
    MARK_WHICH = "mark_which"
    MARK_HELP = "mark_help"
    OPTION_MORE = "option_more"
    OPTION_OTHER_TERM = "option_other_term"
    OPTION_MENU = "option_menu"
    OPTION_MARK = "option_mark"
    OPTION_PERSON = "option_person"
    OPTION_CONTINUE = "option_continue"
    OPTION_ALL_TERMS = "option_all_terms"
    OPTION_YES = "option_yes"
    OPTION_NO = "option_no"
    ERROR_TEXT = "error_text"
    ERROR_YES_NO = "error_yes_no"
    ERROR_NUMBER = "error_number"
    ERROR_EMAIL = "error_email"
    ERROR_PHONE = "error_phone"
    ERROR_DATE = "error_date"
    ERROR_CITY = "error_city"
    ERROR_COURSE = "error_course"
    ERROR_RA = "error_ra"
    ERROR_PERIOD = "error_period"
    ERROR_OPTION = "error_option"
    MEDIA_AUDIO = "media_audio"
    MEDIA_IMAGE = "media_image"
    MEDIA_VIDEO = "media_video"
    MEDIA_STICKER = "media_sticker"
    MEDIA_DOCUMENT = "media_document"
    MEDIA_LOCATION = "media_location"
    MEDIA_CONTACT = "media_contact"
    MEDIA_CALL = "media_call"
    MEDIA_OTHER = "media_other"


class Word(StrEnum):
    """A word that works from everywhere. Editors list the spellings of each."""

    MENU = "menu"
    BACK = "back"
    HELP = "help"
    QUIT = "quit"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """``{name}`` in a text: a sample for previews, what stands in when there is no value,
    and the most characters that a value may have (for limits in the worst case)."""

    name: str
    sample: str
    fallback: str
    longest: int


PLACEHOLDERS: Mapping[str, Placeholder] = {
    item.name: item
    for item in (
        Placeholder("nome", "Ana", "você", 25),
        Placeholder("curso", "Engenharia de Software", "seu curso", 80),
        Placeholder("curso_fatos", "Bacharelado · noite · 8 semestres", "", 300),
        Placeholder("termo", "desenvolvimento web", "vagas", 80),
        Placeholder("cidade", "Curitiba/PR", "qualquer cidade", 60),
        Placeholder("resposta", "talvez", "isso", 60),
        Placeholder("opcoes", "Vagas ou Cursos", "", 160),
        Placeholder("total", "12", "0", 6),
        Placeholder("atualizado", "há 3 h", "há algum tempo", 20),
        Placeholder("numero", "2", "", 20),
        Placeholder("titulo", "Estágio em Desenvolvimento Web", "", 120),
        Placeholder("empresa", "Araucária Sistemas", "empresa não informada", 80),
        Placeholder("local", "Curitiba/PR", "local não informado", 60),
        Placeholder("tipo", "Estágio", "Vaga", 20),
        Placeholder("salario", "R$ 1.200", "", 40),
        Placeholder("fonte", "Indeed", "", 40),
        Placeholder("fatos", "20 h por semana · remoto", "", 80),
        Placeholder("porque", "Bate com: Python, Engenharia de Software", "", 120),
        Placeholder("publicada", "há 2 dias", "", 20),
        Placeholder("confirmada", "Confirmada há 3 h", "", 40),
        Placeholder("marca", "Guardada", "", 60),
        Placeholder("link", "https://exemplo.com.br/vaga/1", "", 300),
    )
}


def placeholders_in(text: str) -> tuple[str, ...]:
    """The names between braces, in order; ValueError when the braces do not pair."""
    return tuple(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of placeholders: data only, never a template language.

    An empty or missing value gives the placeholder's fallback. A line that is only a label or
    a mark for placeholders that all come out empty ("Bolsa: {salario}") is left out. Unknown
    names and unpaired braces stay as they were written. A value is never read for placeholders.
    """
    return "\n".join(
        line for parts in _lines(text) if (line := _fill_line(parts, values)) is not None
    )


@lru_cache(maxsize=8192)
def _lines(text: str) -> tuple[tuple[tuple[str, str | None], ...], ...]:
    return tuple(_parse(line) for line in text.replace("\r\n", "\n").split("\n"))


def _parse(line: str) -> tuple[tuple[str, str | None], ...]:
    try:
        return tuple((literal, name) for literal, name, _, _ in Formatter().parse(line))
    except ValueError:
        return ((line, None),)


_LABEL = re.compile(r"\W*(\w+:)?\W*")


def _fill_line(parts: tuple[tuple[str, str | None], ...], values: Mapping[str, str]) -> str | None:
    filled = [(literal, _value(name, values) if name else "") for literal, name in parts]
    if any(name for _, name in parts) and not any(value for _, value in filled):
        literal = "".join(literal for literal, _ in filled)
        if _LABEL.fullmatch(literal):
            return None
    return "".join(literal + value for literal, value in filled)


def _value(name: str, values: Mapping[str, str]) -> str:
    known = PLACEHOLDERS.get(name)
    return values.get(name) or (known.fallback if known else f"{{{name}}}")
