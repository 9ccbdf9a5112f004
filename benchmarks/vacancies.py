"""A board of a million vacancies, made of the words of real ones: what each of them says.

The words are drawn with the odds of a real board: three in ten are an estágio, a few areas have
most of the vacancies, and most words are rare. They are stored as they come: over a year, each up
to a week after it was posted.
"""

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

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
SYLLABLES = "ca de fi lo mu ra se ti vo xa pe no ju ba gi tel mar cen dor"
POOL = 20_000  # different descriptions


class Drawn(NamedTuple):
    """A vacancy as places in the board's lists; ``waited`` days between posting and storing."""

    title: int
    company: int
    place: int
    text: int
    remote: bool
    waited: int


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
        self.titles = [(level, area) for level in LEVELS for area in AREAS]
        self.companies = [f"{skill} {area}".title() for skill in SKILLS for area in AREAS]
        self.descriptions = [self._describe() for _n in range(POOL)]

    def _describe(self) -> str:
        length = self.dice.randint(15, 45)
        return " ".join(self.dice.choices(self.words, cum_weights=self.odds, k=length))

    def draw(self, count: int) -> Iterator[Drawn]:
        levels = self.dice.choices(range(len(LEVELS)), cum_weights=self.levels, k=count)
        areas = self.dice.choices(range(len(AREAS)), cum_weights=self.areas, k=count)
        titles = (level * len(AREAS) + area for level, area in zip(levels, areas, strict=True))
        columns = (
            titles,
            self.dice.choices(range(len(self.companies)), k=count),
            self.dice.choices(range(len(PLACES)), cum_weights=self.places, k=count),
            self.dice.choices(range(POOL), k=count),
            (chance < 0.2 for chance in (self.dice.random() for _n in range(count))),
            self.dice.choices(range(7), k=count),
        )
        return map(Drawn._make, zip(*columns, strict=True))
