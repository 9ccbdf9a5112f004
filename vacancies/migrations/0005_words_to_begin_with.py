"""Synonyms to begin with, and the searchable text of vacancies that an older version stored.

A migration of its own: PostgreSQL changes no table in a transaction that wrote rows to it.
"""

from itertools import batched
from typing import Any

from django.db import migrations

from vacancies import words

GROUPS = (
    "dev, desenvolvedor, desenvolvedora, programador, programadora, developer",
    "desenvolvimento, programação",
    "TI, tecnologia da informação, informática",
    "RH, recursos humanos, gestão de pessoas",
    "QA, testes, teste de software, qualidade de software, tester",
    "front, frontend, front-end",
    "back, backend, back-end",
    "full stack, fullstack, full-stack",
    "JS, javascript",
    "UX, experiência do usuário, user experience",
    "UI, interface do usuário",
    "BI, business intelligence, inteligência de negócios",
    "IA, inteligência artificial, AI",
    "machine learning, aprendizado de máquina, ML",
    "BD, banco de dados, bancos de dados",
    "devops, SRE",
    "suporte, help desk, helpdesk, service desk",
    "infra, infraestrutura",
    "segurança da informação, cibersegurança, cyber security, cybersecurity",
    "home office, remoto, trabalho remoto, teletrabalho",
    "estágio, estagiário, estagiária, intern, internship",
    "aprendiz, jovem aprendiz, menor aprendiz",
    "júnior, jr",
    "pleno, pl",
    "sênior, sr, senior",
    "adm, administração, administrativo",
    "contábil, contabilidade, contador",
    "MKT, marketing",
    "mídias sociais, redes sociais, social media",
    "designer gráfico, design gráfico",
    "engenheiro, engenharia, eng",
    "elétrica, eletricista",
    "mecânico, mecânica",
    "PCP, planejamento e controle da produção",
    "CLP, controlador lógico programável, PLC",
    "CAD, autocad, desenho técnico",
    "SST, segurança do trabalho",
    "vendas, comercial",
    "atendimento ao cliente, SAC",
    "enfermeiro, enfermagem",
    "professor, docente, instrutor",
    "laboratório, lab",
)
COLUMNS = ("title", "company", "city", "state", "kind", "remote", "description")


def begin(apps: Any, schema_editor: Any) -> None:
    Group = apps.get_model("vacancies", "SynonymGroup")
    Word = apps.get_model("vacancies", "SynonymWord")
    for said in GROUPS:
        group = Group.objects.create(words=said)
        rows = {key_of(word): words.index(word).strip() for word in said.split(", ")}
        Word.objects.bulk_create(Word(group=group, key=k, text=t) for k, t in rows.items())


def key_of(text: str) -> str:
    return " ".join(words.stem(word) for word in words.significant(text))


def write_anew(apps: Any, schema_editor: Any) -> None:
    """The text of what is listed today, as ``Vacancy.derive`` writes it since."""
    from vacancies.models import Vacancy as Now

    Vacancy = apps.get_model("vacancies", "Vacancy")
    rows = Vacancy.objects.only(*COLUMNS).iterator(chunk_size=500)
    for batch in batched(rows, 500):
        for row in batch:
            now = Now(**{name: getattr(row, name) for name in COLUMNS})
            row.search_text = words.sections(now.description, now.about(), now.title)
        Vacancy.objects.bulk_update(batch, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("vacancies", "0004_search")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(write_anew, migrations.RunPython.noop),
    ]
