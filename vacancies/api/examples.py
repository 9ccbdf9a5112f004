"""One example for each answer, as the demonstration would give it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

WHERE = "http://127.0.0.1:8000"
_VACANCY: dict[str, Any] = {
    "id": 51,
    "title": "Estágio em design gráfico",
    "company": "Estúdio Papel Manteiga",
    "city": "Curitiba",
    "state": "PR",
    "place": "Curitiba/PR",
    "remote": False,
    "kind": "estagio",
    "salary": "Bolsa de R$ 1.400",
    "pay_min": "1400.00",
    "pay_max": "1400.00",
    "pay_period": "mes",
    "hours_week": 30,
    "modality": "presencial",
    "semester_min": 3,
    "benefits": ["vale-transporte"],
    "apply_by": None,
    "link": "https://exemplo.com.br/vagas/51",
    "url": f"{WHERE}/vagas/51/",
    "source": "Demonstração",
    "posted_at": "2026-11-22",
    "last_seen_at": "2026-11-22T14:55:07.253823-03:00",
    "confirmed_at": "2026-11-22T14:55:07.253823-03:00",
    "description": "Design gráfico de livros, cartazes e identidades …",
    "is_demo": True,
    "matches": [{"course_id": 12, "course_name": "Design", "term": "design gráfico"}],
}
VACANCY = OpenApiExample("Uma vaga", _VACANCY, response_only=True)
NEW = OpenApiExample(
    "Uma vaga de um laboratório",
    {
        "title": "Estágio em análise de dados",
        "company": "Laboratório de Hidrologia",
        "city": "Curitiba/PR",
        "link": "https://exemplo.com.br/estagio-dados",
        "description": "Organizar séries de chuva em Python.",
        "hours_week": 20,
    },
    request_only=True,
)
_TAKEN: dict[str, Any] = {
    "id": 812,
    "created": True,
    "known_by": "",
    "standing": "waiting",
    "detail": "",
    "url": f"{WHERE}/vagas/812/",
}
TAKEN = OpenApiExample("Nova", _TAKEN, response_only=True, status_codes=["201"])
KNOWN = OpenApiExample(
    "Já conhecida",
    {**_TAKEN, "created": False, "known_by": "link", "standing": "listed"},
    response_only=True,
    status_codes=["200"],
)
SHEET = OpenApiExample(
    "Duas vagas",
    "title,company,city,link\n"
    "Estágio em dados,Laboratório,Curitiba/PR,https://exemplo.com.br/1\n"
    "Estágio em redes,Prefeitura,Ponta Grossa/PR,https://exemplo.com.br/2\n",
    request_only=True,
    media_type="text/csv",
)
IMPORTED = OpenApiExample(
    "Duas vagas",
    {
        "dry_run": False,
        "created": 1,
        "known": 1,
        "rows": [
            {"row": 2, **_TAKEN},
            {"row": 3, **_TAKEN, "id": 77, "created": False, "known_by": "words"},
        ],
    },
    response_only=True,
)
_RUN = {
    "site": "indeed",
    "outcome": "blocked",
    "started_at": "2026-11-22T14:50:00-03:00",
    "finished_at": "2026-11-22T14:50:09-03:00",
    "found": 0,
    "new": 0,
    "message": "429",
}
SEARCH = OpenApiExample(
    "Uma busca",
    {
        "id": 3,
        "term": "desenvolvimento web",
        "place": "Brasil",
        "requested_at": None,
        "running_until": None,
        "finished_at": "2026-11-22T14:50:09-03:00",
        "answered_at": "2026-11-22T08:40:00-03:00",
        "blocked": True,
        "runs": [_RUN],
    },
    response_only=True,
)
SITES = OpenApiExample(
    "Os sites",
    [
        {
            "site": "indeed",
            "name": "Indeed",
            "in_use": True,
            "last_run": _RUN,
            "last_found_at": "2026-11-22T08:40:00-03:00",
            "runs_today": 14,
            "found_today": 120,
        }
    ],
    response_only=True,
)
