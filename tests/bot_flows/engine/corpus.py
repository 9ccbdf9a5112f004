"""The corpus of typed messages: corpus_reading.tsv, and the menus and courses it was written for.

Expected: a key or value; ``-`` for "not understood"; ``?a,b`` (``?a|b`` for answers) where
the person has to be asked which one.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot_flows import cities
from bot_flows.engine import answers, reading
from bot_flows.engine.release import AnswerKind, Course
from bot_flows.engine.state import Option
from bot_flows.engine.wording import Word

TODAY = date(2026, 11, 22)
NOTHING = "-"


def _options(*lines: tuple[str, str, *tuple[str, ...]]) -> tuple[Option, ...]:
    return tuple(Option(key, label, tuple(synonyms)) for key, label, *synonyms in lines)


COURSES = (
    Course("es", "Engenharia de Software", code="ES01"),
    Course("em", "Engenharia Mecânica", code="EM01"),
    Course("ec", "Engenharia Civil", code="EC01"),
    Course("ads", "Análise e Desenvolvimento de Sistemas", code="TADS"),
    Course("adm", "Administração", code="ADM01"),
    Course("lq", "Licenciatura em Química", code="LQ01"),
    Course("dg", "Design", code="DG01"),
)
CITIES = (
    "Curitiba",
    "Londrina",
    "Cascavel",
    "Medianeira",
    "Ponta Grossa",
    "Guarapuava",
    "Cornélio Procópio",
    "Pato Branco",
    "Francisco Beltrão",
    "Toledo",
    "Campo Mourão",
    "Dois Vizinhos",
)
MENUS = {
    "principal": _options(
        ("vagas", "💼 Vagas do meu curso", "estágio", "estágios"),
        ("busca", "🔎 Buscar por cargo e cidade", "procurar", "pesquisar"),
        ("cursos", "📚 Ver cursos", "graduação"),
        ("sobre", "ℹ️ Sobre o CapyVagas", "quem é você", "o que é isso"),
        ("pessoa", "🙋 Falar com uma pessoa", "atendente", "humano", "alguém"),
    ),
    "demo": _options(
        ("cursos", "Cursos", "curso", "conhecer os cursos"),
        ("busca", "Buscar vaga por palavra", "buscar", "procurar", "pesquisar"),
        ("vagas", "Vagas do meu curso", "vagas", "vaga", "estágio", "estágios", "emprego"),
        ("sobre", "Sobre o CapyVagas", "sobre", "quem é você", "privacidade"),
        ("pessoa", "Falar com uma pessoa", "pessoa", "atendente", "humano"),
    ),
    "simples": _options(
        ("vagas", "💼 Vagas"), ("cursos", "📚 Ver cursos"), ("duvidas", "❓ Dúvidas")
    ),
    "cursos": tuple(Option(item.id, item.name, (item.code,)) for item in COURSES),
    "termos": _options(
        ("web", "Desenvolvimento web"),
        ("mobile", "Desenvolvimento mobile"),
        ("suporte", "Suporte técnico"),
        ("dados", "Dados"),
        ("todos", "Todos os termos", "tudo", "todos"),
    ),
    "lista": _options(
        ("mais", "Ver mais vagas", "mais"),
        ("outro", "Buscar outro termo", "outro", "outra busca"),
        ("menu", "Voltar ao menu", "menu"),
    ),
    "resgate": _options(
        ("continuar", "Tentar de novo", "continuar"),
        ("menu", "Ir para o menu", "menu"),
        ("pessoa", "Falar com uma pessoa", "atendente", "alguém"),
    ),
    "simnao": _options(("sim", "Sim"), ("nao", "Não")),
    "semestres": _options(
        ("s1", "1º ao 2º semestre"),
        ("s3", "3º ao 4º semestre"),
        ("s5", "5º em diante"),
        ("fim", "Já me formei", "formado", "formada"),
    ),
    "doze": tuple(Option(f"k{number}", name) for number, name in enumerate(CITIES, start=1)),
    "linguagens": _options(
        ("cpp", "C++"), ("cs", "C#"), ("java", "Java"), ("js", "JavaScript"), ("py", "Python")
    ),
}
WORDS = {
    Word.MENU: ("menu", "início", "inicio"),
    Word.BACK: ("voltar", "volta"),
    Word.HELP: ("ajuda", "socorro"),
    Word.QUIT: ("sair", "encerrar"),
    Word.STOP: ("parar",),
}
TRIGGERS = {
    reading.fold(text): flow
    for flow, texts in {
        "inicio": ("oi", "olá", "bom dia", "boa tarde"),
        "vagas": ("vagas", "estágio"),
        "cursos": ("cursos",),
        "pessoa": ("atendente", "falar com atendente"),
    }.items()
    for text in texts
}


@dataclass(frozen=True, slots=True)
class Line:
    message: str
    reader: str
    expected: str

    def heard(self) -> str:
        """What the engine makes of the message, in the words of the file."""
        if self.reader in MENUS:
            return _picked(self.message, MENUS[self.reader])
        if self.reader == "words":
            return reading.word(self.message, WORDS) or NOTHING
        if self.reader == "triggers":
            return reading.trigger(self.message, TRIGGERS) or NOTHING
        return _answered(self.message, AnswerKind(self.reader))

    def is_right(self, heard: str) -> bool:
        return _unordered(heard) == _unordered(self.expected)

    def is_wrong_and_sure(self, heard: str) -> bool:
        """The worst fault: to do something that was not asked for, without asking."""
        return not self.is_right(heard) and heard != NOTHING and not heard.startswith("?")


def load() -> tuple[Line, ...]:
    text = Path(__file__).with_name("corpus_reading.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return tuple(Line(row[0].replace("\\n", "\n"), row[1], row[2]) for row in rows)


def _picked(message: str, options: tuple[Option, ...]) -> str:
    match reading.pick(message, options):
        case reading.Picked(key, _):
            return key
        case reading.Unsure(keys):
            return "?" + ",".join(keys)
        case _:
            return NOTHING


def _answered(message: str, kind: AnswerKind) -> str:
    answer = answers.read(message, kind, courses=COURSES, cities=cities.known(), today=TODAY)
    match answer:
        case answers.Accepted(value, _):
            return value
        case answers.Choose(options):
            return "?" + "|".join(option.key for option in options)
        case _:
            return NOTHING


def _unordered(expected: str) -> str | frozenset[str]:
    if not expected.startswith("?"):
        return expected
    return frozenset(expected[1:].replace("|", ",").split(","))


def main() -> None:
    """Print the score and every line that is missed."""
    heard = [(line, line.heard()) for line in load()]
    missed = [(line, said) for line, said in heard if not line.is_right(said)]
    for line, said in missed:
        fault = "WRONG" if line.is_wrong_and_sure(said) else "missed"
        print(f"{fault}\t{line.reader}\t{line.message}\t{line.expected} <> {said}")
    wrong = sum(line.is_wrong_and_sure(said) for line, said in missed)
    print(f"{len(heard)} lines, {1 - len(missed) / len(heard):.1%} right, {wrong} wrong and sure")


if __name__ == "__main__":
    main()
