"""What can be wrong with a release: codes only; the sentences are the editor's side's."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error refuses the publish; a warning is shown and lets it pass."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """One kind of fault. The comment names the keys of ``Issue.params``, all of them text,
    and where it points: the field, and the ``item`` within it where there is one."""

    # Errors.
    # target: the id. At target, otherwise, choices[choice] or rules[index] of a step; at
    # menu, help or person of the settings.
    MISSING_TARGET = "missing_target"
    # target: the id of a flow that exists, and is no part of the release. At the same places.
    UNPUBLISHED_TARGET = "unpublished_target"
    # start: the id. At start.
    MISSING_START = "missing_start"
    # No params. At steps.
    EMPTY_FLOW = "empty_flow"
    # No params. At choices.
    EMPTY_MENU = "empty_menu"
    # No params. At the field of the text; choices[choice] for a label.
    EMPTY_TEXT = "empty_text"
    # No params. At alt. An image that nobody could be told of.
    MISSING_ALT = "missing_alt"
    # placeholder: the name. At the field of the text; choices[choice] for a label, where
    # no placeholder has a value.
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    # No params. At the field of the text.
    BROKEN_BRACES = "broken_braces"
    # length, limit: in characters, in the worst case. At the field of the text.
    TEXT_TOO_LONG = "text_too_long"
    # option: what two choices share; label: of the earlier one. At choices[the later one].
    DUPLICATE_OPTION = "duplicate_option"
    # No params. At choices. No choice leads out, not even through other flows.
    MENU_WITHOUT_WAY_OUT = "menu_without_way_out"
    # target: title of the flow. At target, otherwise or rules[index], in each flow of the
    # round. There is no question in it, so the bot would never stop.
    AUTOMATIC_LOOP = "automatic_loop"
    # trigger; other: title of the other flow. At triggers[index], in each of the flows.
    TRIGGER_USED_TWICE = "trigger_used_twice"
    # trigger; word: which global word. At triggers[index].
    TRIGGER_IS_WORD = "trigger_is_word"
    # trigger. At triggers[index]. It has no letter and no digit.
    EMPTY_TRIGGER = "empty_trigger"
    # slot. At slot.
    INVALID_SLOT = "invalid_slot"
    # No params. At prompt (Courses), source (Vacancies) or kind (Ask).
    NO_COURSES = "no_courses"
    # reply: the key. At replies[key].
    MISSING_REPLY = "missing_reply"
    # word: which. At words[word].
    MISSING_WORD = "missing_word"
    # spelling; other: which other word has it. At words[word].
    WORD_USED_TWICE = "word_used_twice"

    # Warnings.
    # No params. At triggers. Nothing leads to this flow.
    UNREACHABLE_FLOW = "unreachable_flow"
    # No params. At the step's main field (step_issues.MAIN_FIELD). Nothing leads here.
    UNREACHABLE_STEP = "unreachable_step"
    # No params. At the last step's main field; choices[choice]. The conversation just stops.
    DEAD_END = "dead_end"
    # count, most. At choices.
    TOO_MANY_CHOICES = "too_many_choices"
    # length, most. At choices[choice].
    LONG_LABEL = "long_label"
    # label; number; other: the label that has this number. At choices[choice].
    LABEL_IS_OTHER_NUMBER = "label_is_other_number"
    # trigger; other: title of the flow that expects it as an answer. At triggers[index].
    TRIGGER_IS_ANSWER = "trigger_is_answer"
    # placeholder. At the field of the text. Known, but never with a value here.
    PLACEHOLDER_WITHOUT_VALUE = "placeholder_without_value"
    # slot. At rules[index]. No step fills it.
    UNFILLED_SLOT = "unfilled_slot"
    # No params. At rules[index]. No condition, or a comparison with what is no number.
    RULE_NEVER_HOLDS = "rule_never_holds"
    # found: as written, like **b**. At the field of the text. Other programs' formatting.
    FOREIGN_FORMATTING = "foreign_formatting"
    # mark: one of * _ ~. At the field of the text.
    UNBALANCED_MARK = "unbalanced_mark"
    # character: like U+200B. At the field of the text.
    HIDDEN_CHARACTER = "hidden_character"
    # course: its name. At courses[course].
    COURSE_WITHOUT_TERMS = "course_without_terms"


_WARNINGS = frozenset(list(Code)[list(Code).index(Code.UNREACHABLE_FLOW) :])


@dataclass(frozen=True, slots=True)
class Issue:
    """A fault and where it is. Without ``flow`` it is at the settings, replies or courses;
    ``field`` is a field of an engine dataclass, ``item`` one entry of it (an id, a key, or
    an index from 0)."""

    code: Code
    flow: str = ""
    step: str = ""
    field: str = ""
    item: str = ""
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.code in _WARNINGS else Severity.ERROR
