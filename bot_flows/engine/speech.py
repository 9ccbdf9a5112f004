"""How people type Portuguese in a hurry: abbreviations, and words that carry no choice."""

import re
from collections.abc import Iterator

_STRESS = re.compile(r"([a-z])\1{2,}")  # "oiii"; no Portuguese word has a letter three times


def wordset(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# What stands for other words.
SHORT = {
    "vc": "voce",
    "vcs": "voces",
    "qro": "quero",
    "kero": "quero",
    "qria": "queria",
    "eh": "e",
    "q": "que",
    "oq": "o que",
    "oque": "o que",
    "pq": "por que",
    "n": "nao",
    "nn": "nao",
    "naum": "nao",
    "num": "numero",
    "nr": "numero",
    "tds": "todos",
    "td": "tudo",
    "p": "para",
    "pra": "para",
    "pro": "para o",
    "c": "com",
    "tb": "tambem",
    "tbm": "tambem",
    "hj": "hoje",
    "msm": "mesmo",
    "blz": "beleza",
    "obg": "obrigado",
    "obgd": "obrigado",
    "vlw": "valeu",
    "pf": "por favor",
    "pfv": "por favor",
    "pfvr": "por favor",
    "pls": "por favor",
    "please": "por favor",
    "eng": "engenharia",
    "lic": "licenciatura",
    "tec": "tecnico",
    "dev": "desenvolvimento",
    "estag": "estagio",
    "op": "opcao",
    "opc": "opcao",
    "engenheiro": "engenharia",
    "engenheira": "engenharia",
    "administrador": "administracao",
    "administradora": "administracao",
    "desenvolvedor": "desenvolvimento",
    "desenvolvedora": "desenvolvimento",
    "programador": "programacao",
    "programadora": "programacao",
}

POLITE = wordset("por favor obrigado obrigada valeu grato grata gentileza")
GREETINGS = wordset("oi ola opa eai eae hey alo bom boa dia tarde noite tudo bem beleza")

# "quero a 2", "acho que vou de 2": the wish around what is wished for.
WISHES = wordset("""
    eu quero queria gostaria quer querer desejo preciso precisava vou vo prefiro escolho escolher
    acho pode poderia ser seria fico que de do da na no o a e com para me ai entao mesmo ver
    """)

# They say how, not what: never enough to choose by.
FILLERS = (
    POLITE
    | GREETINGS
    | WISHES
    | wordset("""
        os as um uma uns umas dos das d em nos nas ao aos pelo pela eh se ou meu minha meus minhas
        seu sua este esta esse essa isso aqui la ja so te voce voces ok ta tah vendo veja olhar
        saber conhecer mostra mostrar mostre manda mandar mande envia enviar passa passar ir fazer
        faz tem teria ter tenho existe alguma algum algumas alguns qual quais quem como onde quando
        sou faco estou to tou tava estava aluno aluna hoje agora tambem mt muito mto
        amigo cara mano bot ne hein viu cade lista atras procurando eles elas sao vamos
        fala fale conta
        """)
)

# They choose only where nothing stronger was said.
WEAK = wordset(
    "mais outro outra outros outras sobre falar voltar volta todos todas ajuda novo nova"
)

# Nobody is surprised to find them beside a choice, even where no option has them.
ASIDE = wordset(
    "curso cursando estudo estudando moro area campus semestre periodo atendimento opcao"
)

NEGATIONS = wordset("nao nem nunca jamais sem nenhum nenhuma ninguem nada")


def words_of(folded: str) -> tuple[str, ...]:
    """The words of a folded text, with abbreviations written out and without stress."""
    words: list[str] = []
    folded = folded.replace("mais tarde", "depois")
    for word in _STRESS.sub(r"\1", folded.removeprefix("#")).split():
        words.extend(SHORT[word].split() if word in SHORT else (word,))
    return tuple(words)


_GREETING = re.compile(r"\b(?:bom dia|boa (?:tarde|noite)|tudo bem)\b ?")


def without_greeting(folded: str) -> str:
    """For where "dia", "boa" or "tarde" may mean something of their own."""
    return _GREETING.sub("", folded)


def core_of(words: tuple[str, ...], around: frozenset[str]) -> tuple[str, ...]:
    """The words without those at both ends that are in ``around``."""
    start, end = 0, len(words)
    while start < end and words[start] in around:
        start += 1
    while end > start and words[end - 1] in around:
        end -= 1
    return words[start:end]


def parts_of(words: tuple[str, ...], around: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The words less those at the ends that are in ``around``: all of them first, then with
    ever more dropped, one left at least."""
    count = len(words)
    lead = count - len(core_of((*words, ""), around)) + 1
    tail = count - len(core_of(("", *words), around)) + 1
    cuts = [(start, end) for start in range(lead + 1) for end in range(tail + 1)]
    for start, end in sorted(cuts[:_MOST_PARTS], key=sum):
        if start + end < count:
            yield words[start : count - end]


_MOST_PARTS = 60
