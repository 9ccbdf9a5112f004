"""Why a message was read as it was: put down by who reads it, for who tries the bot out.

Nothing that the bot does depends on it.
"""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """What decided. The first five are the ways in which an option is picked (reading.Picked)."""

    NUMBER = "number"
    LABEL = "label"
    SYNONYM = "synonym"
    WORDS = "words"
    TYPO = "typo"
    YES_NO = "yes_no"  # a yes or a no to "shall we go on?"
    MORE = "more"  # more of a list that had ended
    WORD = "word"  # a word that works from everywhere
    TRIGGER = "trigger"  # a flow's own word
    ANSWER = "answer"  # what the question asked for
    COURTESY = "courtesy"  # thanks, a greeting
    START = "start"  # nothing was open: the start flow
    LATE = "late"  # back after a long time
    MEDIA = "media"  # not a text
    FILTER = "filter"  # a filter of the site, as a sentence
    SAVED = "saved"  # what the student saved is asked for
    MARK = "mark"  # a vacancy of the list is saved, hidden, reported, or that is undone
    SILENCE = "silence"  # a person of ours has the chat
    UNSURE = "unsure"  # several fit equally
    NOTHING = "nothing"  # nothing fits


@dataclass(frozen=True, slots=True)
class Heard:
    """``what`` names it: labels of options, a word, a flow's id, the answer as it was kept, the
    kind of media. ``numbers`` are those of the options, from 1, as they were shown."""

    how: How
    what: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
