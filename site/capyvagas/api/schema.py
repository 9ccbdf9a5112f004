"""The description of the API: only ours, and every refusal that any door may give."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from . import problems
from .problems import TYPE

OURS = "/api/v1/"
WRITES = frozenset({"post", "put", "patch"})
REF = {"$ref": "#/components/schemas/Problem"}
FIELD_ERROR = {
    "type": "object",
    "required": ["field", "detail"],
    "properties": {
        "field": {"type": "string", "description": "O campo ou filtro; vazio: o todo."},
        "detail": {"type": "string", "description": "O que há de errado, numa frase."},
        "row": {"type": "integer", "description": "A linha, numa planilha."},
    },
}
PROBLEM = {
    "type": "object",
    "description": "Toda recusa (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Para programas."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "Uma frase para pessoas."},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
    },
}
RELEASE = {
    "X-Bot-Release": {
        "description": "A versão do bot que está no ar.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    }
}


class Operations(AutoSchema):
    """Open doors say that they are: a key is welcome there and not asked for."""

    def get_auth(self) -> list[dict[str, list[str]]]:
        known: list[dict[str, list[str]]] = [
            item for item in super().get_auth() if item and "painel" not in item
        ]
        scope = self._scope()
        if scope is None:
            return [{}, *known]
        return [*known, {"painel": []}]

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation and (scope := self._scope()):
            said = operation.get("description", "")
            operation["description"] = f"{said}\n\nPede a permissão `{scope}`.".strip()
        return operation

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix(OURS).partition("/")[0] or "api"]

    def _scope(self) -> str | None:
        scope = getattr(self.view, "scopes", {}).get(getattr(self.view, "action", None))
        return None if scope is None else str(scope)


def only_ours(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Leave out Wagtail's own admin API: it is private, and trips a reader that is not its page."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(OURS)]


def add_problems(result: dict[str, Any], generator: Any, **kwargs: Any) -> dict[str, Any]:
    """What every operation may answer besides its own answers."""
    result["components"]["schemas"] |= {"Problem": PROBLEM, "FieldError": FIELD_ERROR}
    for path, item in result["paths"].items():
        for method, operation in item.items():
            _add_to(operation, path, method)
    return result


def _add_to(operation: dict[str, Any], path: str, method: str) -> None:
    responses = operation["responses"]
    for response in responses.values():
        response.setdefault("headers", {}).update(RELEASE)
    for status in _refusals(operation, path, method):
        responses.setdefault(str(status), _problem(status))
    if method == "get" and "200" in responses:
        responses.setdefault("304", {"description": "Nada mudou desde o ETag de If-None-Match."})
    responses["default"] = {
        "description": "Outra recusa, no mesmo formato.",
        "content": {TYPE: {"schema": REF}},
    }


def _refusals(operation: dict[str, Any], path: str, method: str) -> list[int]:
    statuses = [400, 401, 403, 405, 406, 429, 500]
    if "{" in path or any(p["name"] == "page" for p in operation.get("parameters", ())):
        statuses.append(404)
    if path.startswith(f"{OURS}vacancies/{{"):
        statuses.append(410)
    if method in WRITES:
        statuses += [413, 415, 422]
    return sorted(statuses)


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": str(problems.TITLES[status]),
        "content": {
            TYPE: {"schema": REF, "examples": {"Exemplo": {"value": _example(status)}}},
        },
    }


def _example(status: int) -> dict[str, Any]:
    if status == 400:
        wrong = [{"field": "state", "detail": "“XX” não é uma escolha válida."}]
        return problems.problem(400, "Confira os campos apontados em “errors”.", wrong)
    detail = "Muitos pedidos. Tente de novo em 12 segundos." if status == 429 else ""
    return problems.problem(status, detail)
