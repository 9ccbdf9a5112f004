"""What people say without asking for anything: thanks, "ok", laughter, a greeting, an emoji."""

import re
import unicodedata

from .folding import fold
from .speech import GREETINGS, POLITE, words_of, wordset

_LONGEST = 60
_BLANK = "\u2800"  # a sign to Unicode, nothing to a reader
_SMALL_TALK = (
    POLITE
    | GREETINGS
    | wordset("""
        brigado brigada agradeco agradecido agradecida thanks tks tmj show top massa legal otimo
        otima perfeito maravilha demais bacana joia k certo certinho nao entendi entendido ok okay
        okk ta tah tranquilo combinado fechou ata ah aham uhum sim e ai de novo muito mt mto bem
        por tudo pela pelo ajuda atencao capy bot amem nada imagina disponha rs rsrs kk
    """)
) - wordset("favor gentileza")
# These are courteous only beside another one: "não" is an answer, "não, obrigada" is not.
_BESIDE = wordset(
    "ajuda nada bem tudo de novo por e ai muito pela pelo nao sim bot capy mt mto demais atencao"
)
_PHRASES = frozenset({"e ai", "tudo bem", "de nada", "por nada", "muito bem"})
_LAUGHTER = re.compile(r"(?:k{2,}|(?:ha|he|hi|rs|ks){2,}[has]?|[hau]{5,})")


def is_courtesy(text: str) -> bool:
    """Whether the message asks for nothing: every word is one of courtesy, or only emoji."""
    if len(text) > _LONGEST:
        return False
    words = words_of(fold(text))
    if not words:
        return _is_emoji(text)
    plain = [word for word in words if not _LAUGHTER.fullmatch(word)]
    if " ".join(plain) in _PHRASES:
        return True
    laughs = len(plain) < len(words)
    return _SMALL_TALK.issuperset(plain) and (laughs or not _BESIDE.issuperset(plain))


def _is_emoji(text: str) -> bool:
    return any(unicodedata.category(item) == "So" for item in text.replace(_BLANK, ""))
