"""A million vacancies, made of the words of real ones, loaded as fast as PostgreSQL takes them.

Run inside a process with Django set up. The words are drawn with the odds of a real board: three
in ten are an estágio, a few areas have most of the vacancies, and most words are rare. They are
stored as they come: over a year, each up to a week after it was posted.
"""

import io
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, batched
from typing import Any

from django.db import connection

from vacancies import words
from vacancies.models import Vacancy

LEVELS = {
    "Estágio em": 30,
    "Analista de": 14,
    "Assistente de": 10,
    "Desenvolvedor": 9,
    "Técnico em": 8,
    "Auxiliar de": 8,
    "Engenheiro de": 6,
    "Programador": 4,
    "Desenvolvedora": 3,
    "Trainee em": 3,
    "Jovem aprendiz em": 3,
    "Coordenador de": 2,
}
_AREAS = (
    "dados vendas logística manutenção marketing software suporte Python Java qualidade produção "
    "elétrica mecânica design laboratório química automação segurança projetos finanças "
    "contabilidade atendimento redes testes usinagem soldagem eletrotécnica mecatrônica "
    "bioprocessos topografia"
)
_SKILLS = (
    "excel sql linux git docker react angular node django flask spring power bi autocad solidworks "
    "inglês espanhol comunicação organização proatividade liderança planejamento documentação "
    "relatórios indicadores processos clientes equipe projetos sistemas análise desenvolvimento "
    "implantação treinamento normas ensaios medição calibração inspeção montagem operação máquinas "
    "equipamentos ferramentas estoque compras fornecedores orçamento contratos folha benefícios "
    "recrutamento seleção campanhas conteúdo redes sociais layout protótipo usuários pesquisa"
)
AREAS, SKILLS = _AREAS.split(), _SKILLS.split()
PLACES = (
    ("São Paulo", "SP", 30),
    ("Curitiba", "PR", 14),
    ("Rio de Janeiro", "RJ", 12),
    ("Belo Horizonte", "MG", 10),
    ("Porto Alegre", "RS", 9),
    ("Florianópolis", "SC", 8),
    ("Londrina", "PR", 5),
    ("Recife", "PE", 5),
    ("Salvador", "BA", 4),
    ("Pato Branco", "PR", 3),
)
KINDS = {"Estágio em": "estagio", "Trainee em": "trainee", "Jovem aprendiz em": "aprendiz"}
SPREAD_DAYS = 365
SYLLABLES = "ca de fi lo mu ra se ti vo xa pe no ju ba gi tel mar cen dor"
POOL = 20_000  # different descriptions
CHUNK = 20_000


class Board:
    """Draws vacancies, the same ones each time."""

    def __init__(self, rare: int = 6_000) -> None:
        self.dice = random.Random(19)
        syllables = SYLLABLES.split()
        invented = ("".join(self.dice.choices(syllables, k=4)) for _n in range(rare))
        self.words = [*SKILLS, *AREAS, *invented]
        self.odds = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))
        self.levels = list(accumulate(LEVELS.values()))
        self.areas = list(accumulate(1 / (rank + 2) for rank in range(len(AREAS))))
        self.places = list(accumulate(place[2] for place in PLACES))
        self.descriptions = [self._describe() for _n in range(POOL)]

    def _describe(self) -> str:
        length = self.dice.randint(15, 45)
        return " ".join(self.dice.choices(self.words, cum_weights=self.odds, k=length))

    def draw(self, posted: datetime) -> dict[str, Any]:
        level = self.dice.choices([*LEVELS], cum_weights=self.levels)[0]
        area = self.dice.choices(AREAS, cum_weights=self.areas)[0]
        city, state, _odds = self.dice.choices(PLACES, cum_weights=self.places)[0]
        return {
            "title": f"{level} {area}",
            "description": self.dice.choice(self.descriptions),
            "company": f"{self.dice.choice(SKILLS).title()} {self.dice.choice(AREAS).title()}",
            "city": city,
            "state": state,
            "remote": self.dice.random() < 0.2,
            "kind": KINDS.get(level, "emprego"),
            "posted_at": (posted - timedelta(self.dice.randrange(7))).date(),
        }


def fill(rows: int) -> None:
    """Load so many vacancies; the index is made at the end."""
    board, now = Board(), datetime.now(UTC)
    index = "vacancy_search"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
        names = [f.column for f in _fields()]
        copy = f"COPY vacancies_vacancy ({', '.join(names)}) FROM STDIN"
        for numbers in batched(range(rows), CHUNK):
            posted = now - timedelta(SPREAD_DAYS * (1 - numbers[0] / rows))
            cursor.copy_expert(copy, io.StringIO("".join(_lines(board, posted, len(numbers)))))
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(f"CREATE INDEX {index} ON vacancies_vacancy USING gin (search_vector)")
        cursor.execute("VACUUM ANALYZE vacancies_vacancy")


def _fields() -> list[Any]:
    return [f for f in Vacancy._meta.concrete_fields if not f.generated and f.column != "id"]


def _lines(board: Board, posted: datetime, count: int) -> Iterator[str]:
    """What COPY reads; the columns that ``derive`` fills for searches are filled here."""
    blank = Vacancy(created_at=posted, last_seen_at=posted)
    fields, fold, index = _fields(), cache(words.fold), cache(words.index)
    cells = {f.column: _cell(getattr(blank, f.attname)) for f in fields}
    for _number in range(count):
        row = board.draw(posted)
        about = f" {fold(row['company'])} {fold(row['city'])} {row['state'].lower()} {row['kind']} "
        about += "remota home office " if row["remote"] else ""
        row["title_text"] = index(row["title"])
        row["search_text"] = rf"{index(row['description'])}\n{about}\n{row['title_text']}"
        row["sort_date"], row["city_key"] = row["posted_at"], fold(row["city"])
        cells.update((name, str(value)) for name, value in row.items())
        yield "\t".join(cells.values()) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, list | dict):
        return json.dumps(value)
    return str(value)
