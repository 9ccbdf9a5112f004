"""What a typed answer to an Ask comes to: kept, asked back about, or no answer at all."""

from dataclasses import replace

from . import answers, steps
from .clean import shorten
from .conditions import CAMPUS_TIME
from .folding import fold
from .heard import How
from .places import split_city
from .release import AnswerKind, Ask
from .run import Run
from .speech import NEGATIONS, words_of
from .state import Option, Phase, Place
from .wording import PLACEHOLDERS, Reply

ERRORS = {kind: Reply(f"error_{kind}") for kind in AnswerKind}
# Kinds that show by themselves what they are an answer to.
_TELLING = frozenset(
    {AnswerKind.CITY, AnswerKind.COURSE, AnswerKind.DATE, AnswerKind.EMAIL, AnswerKind.RA}
)
# Kinds with options of their own: they are shown again after an error.
_OFFERING = frozenset({AnswerKind.YES_NO, AnswerKind.OPTION})
# Kinds that a city may answer.
_ASKING_WHERE = frozenset({AnswerKind.YES_NO, AnswerKind.CITY})
TERM = "termo"  # the slot of a typed search
_SHORT = 60  # characters


def hear_answer(run: Run, place: Place, step: Ask, text: str) -> bool:
    """Take the text for the answer; False where it is none."""
    match _read(run, step, text):
        case answers.Accepted(value, shown):
            run.note(How.ANSWER, shown)
            run.change(misses=0)
            if step.slot != TERM or not _keep_with_city(run, place, step, value):
                keep_answer(run, place, step, value, shown)
        case answers.Choose(options):
            run.note(How.UNSURE, *(option.label for option in options))
            _ask_which(run, place, options)
        case _:
            return step.kind is AnswerKind.YES_NO and _hear_what_yes_asks(run, place, step, text)
    return True


def _read(run: Run, step: Ask, text: str) -> answers.Answer:
    answer = _read_alone(run, step, text)
    offered = run.state.offered
    if step.kind is AnswerKind.CITY and offered and isinstance(answer, answers.Rejected):
        name = offered[0].label.partition("/")[0]
        answer = _read_alone(run, step, f"{name} {text[:_SHORT]}")
    return answer


def _read_alone(run: Run, step: Ask, text: str) -> answers.Answer:
    if named := _named_last(step, text):
        return answers.Accepted(named, named)
    today = run.now.astimezone(CAMPUS_TIME).date()
    return answers.read(
        text, step.kind, courses=run.release.courses, cities=run.release.cities, today=today
    )


def _named_last(step: Ask, text: str) -> str | None:
    """The option that a sentence ends with: "estudo à noite", where "noite" may be a greeting."""
    folded = fold(text)
    found = [label for label in step.options if fold(label) and folded.endswith(f" {fold(label)}")]
    refused = not NEGATIONS.isdisjoint(words_of(folded))
    return found[0] if len(found) == 1 and not refused else None


def _ask_which(run: Run, place: Place, options: tuple[Option, ...]) -> None:
    if len(options) == 1:
        options = (replace(options[0], synonyms=("sim", "s", "isso")),)
    text = run.reply(Reply.WHICH_ONE, {"opcoes": ""})
    run.offer(place, text, options, reply=Reply.WHICH_ONE)


def _hear_what_yes_asks(run: Run, place: Place, step: Ask, text: str) -> bool:
    """Who is asked "in a city?" and says "Curitiba" said yes, and which."""
    trial = run.trial()
    keep_answer(trial, place, step, "sim", "sim")
    after = trial.state.at
    question = trial.step_at(after) if after and after.phase is Phase.ANSWER else None
    if after is None or not isinstance(question, Ask) or question.kind not in _TELLING:
        return False
    trial.effects.clear()
    if not hear_answer(trial, after, question, text):
        return False
    run.adopt(trial)
    return True


def _keep_with_city(run: Run, place: Place, step: Ask, text: str) -> bool:
    """Who is asked what they look for and says "estágio em Curitiba" said where, too.

    The city answers the question that would come next, or goes along with the search; where
    neither comes, the text stays as it was typed.
    """
    parts = split_city(text, run.release.cities) if step.kind is AnswerKind.TEXT else None
    if parts is None:
        return False
    term, city = parts
    trial = run.trial()
    keep_answer(trial, place, step, term, term)
    after = trial.state.at
    question = trial.step_at(after) if after and after.phase is Phase.ANSWER else None
    if after and isinstance(question, Ask) and question.kind in _ASKING_WHERE:
        trial.effects.clear()
        if not hear_answer(trial, after, question, city):
            return False
    else:
        trial = run.trial()
        trial.keep(cidade=city)
        keep_answer(trial, place, step, term, term)
        if trial.state.at is None or trial.state.at.phase is not Phase.SEARCH:
            return False
    run.adopt(trial)
    return True


def keep_answer(run: Run, place: Place, step: Ask, value: str, shown: str) -> None:
    """Keep the answer in its slot, and go on below."""
    if step.kind is AnswerKind.COURSE:
        if not remember_course(run, value):
            steps.land(run)
            return
        value = run.state.slots["curso"]
    if known := PLACEHOLDERS.get(step.slot):
        value = shorten(value, known.longest)
    run.keep(**{step.slot: value})
    steps.go_on(run, place)


def remember_course(run: Run, key: str) -> bool:
    """Fill the slots of the chosen course; False where it is gone."""
    course = run.release.course(key)
    if course is None:
        return False
    facts = course.facts[: PLACEHOLDERS["curso_fatos"].longest]
    run.keep(curso=course.name, curso_id=course.id, curso_fatos=facts)
    return True


def say_error(run: Run, place: Place, step: Ask) -> None:
    """Say what is wrong, and put again what there was to choose from."""
    if step.error:
        run.say(run.fill(step.error))
    else:
        run.say_misunderstood(ERRORS[step.kind])
    if step.kind in _OFFERING:
        steps.ask_again(run, place)
    elif run.state.offered:
        _ask_which(run, place, run.state.offered)
