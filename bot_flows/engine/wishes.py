"""What a student wants done with a vacancy of the list: "salvar 2", "a 3 não abre"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from . import numerals
from .folding import fold
from .likeness import distance
from .speech import FILLERS, NEGATIONS, words_of, wordset
from .state import Mark

LONGEST = 80  # characters of such a message
_SHORTEST_TYPO = 5
_VERBS = {
    (Mark.SAVED, False): wordset("""
        salvar salva salve salvo guardar guarda guarde favoritar favorita favorito
        """),
    (Mark.SAVED, True): wordset("""
        tirar tira tire remover remove remova apagar apaga apague excluir exclui exclua
        """),
    (Mark.APPLIED, False): wordset("""
        candidatei candidatar candidatado candidatada inscrevi apliquei curriculo
        """),
    (Mark.HIDDEN, False): wordset("""
        esconder esconde esconda ocultar oculta oculte ignorar ignora ignore
        """),
    (Mark.BROKEN, False): wordset("""
        quebrado quebrada quebrou encerrada encerrado encerrou expirada expirou fechada fora
        """),
}
_MEANT = {verb: meant for meant, verbs in _VERBS.items() for verb in verbs}
# With a "não" before them they say it too.
_DENIED = {
    **dict.fromkeys(wordset("abre abriu abrindo funciona funcionou existe carrega"), Mark.BROKEN),
    **dict.fromkeys(wordset("gostei interessa interessou serve curti"), Mark.HIDDEN),
}
_BESIDE = (FILLERS - frozenset(("existe",))) | wordset(
    "mais vaga vagas link links anuncio site pagina numero opcao e o a ar enviei mandei deu"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """``numbers`` are those of the list, numerals.LAST for its last; none where none was said."""

    mark: Mark
    off: bool
    numbers: tuple[int, ...]


def read_wish(text: str) -> Wish | None:
    """What the whole message wants done; None where it wants something else."""
    return None if len(text) > LONGEST else _read(fold(text))


_TELLING_ALONE = wordset("curriculo fora")  # not without a number
_JOINED = re.compile(r"(?<=[a-z])(?=\d)")


@lru_cache(maxsize=1024)
def _read(folded: str) -> Wish | None:
    spoken = words_of(_JOINED.sub(" ", folded))
    numbers, words = numerals.numbers(spoken)
    meant = _meant(words, may_be_mistyped=bool(numbers))
    if meant is None or not (numbers or _TELLING_ALONE.isdisjoint(words)):
        return None
    return Wish(*meant, tuple(dict.fromkeys(numbers)))


def _meant(words: Sequence[str], *, may_be_mistyped: bool) -> tuple[Mark, bool] | None:
    denied = not NEGATIONS.isdisjoint(words)
    found = set[tuple[Mark, bool]]()
    for word in words:
        if word in NEGATIONS or word in _BESIDE:
            continue
        if denied and word in _DENIED:
            found.add((_DENIED[word], False))
            continue
        meant = _MEANT.get(word) or (_mistyped(word) if may_be_mistyped else None)
        if meant is None or denied:
            return None
        found.add(meant)
    return found.pop() if len(found) == 1 else None


def _mistyped(word: str) -> tuple[Mark, bool] | None:
    if len(word) < _SHORTEST_TYPO:
        return None
    near = {meant for verb, meant in _MEANT.items() if distance(word, verb, 1) <= 1}
    return near.pop() if len(near) == 1 else None


_SAVED = (
    "minhas vagas",
    "minha vaga",
    "minhas vagas salvas",
    "minhas vagas guardadas",
    "vagas salvas",
    "vagas guardadas",
    "vagas que salvei",
    "vagas que guardei",
    "minhas salvas",
)
_AROUND = FILLERS - wordset("minha minhas que")
_UNDO = frozenset(("desfazer", "desfaz", "desfaca", "desfazer isso", "volta atras"))


@lru_cache(maxsize=1024)
def asks_saved(folded: str) -> bool:
    """Whether a folded message asks for the vacancies that the student saved."""
    if len(folded) > LONGEST or not any(part in folded for part in ("minha", "salv", "guard")):
        return False
    words = list(words_of(folded))
    while words and words[0] in _AROUND:
        words.pop(0)
    while words and words[-1] in _AROUND:
        words.pop()
    said = " ".join(words)
    return said in _SAVED or any(distance(said, name, 1) <= 1 for name in _SAVED)


def undoes(folded: str) -> bool:
    """Whether a folded message takes back what was marked last."""
    return folded in _UNDO or (len(folded) > 6 and distance(folded, "desfazer", 1) <= 1)
