"""How the API says no: ``application/problem+json`` (RFC 9457), in Portuguese."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rest_framework import exceptions
from rest_framework.exceptions import Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler

from vacancies import words

LONGEST = 300
TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("Pedido inválido"),
    401: gettext_lazy("Quem é você?"),
    403: gettext_lazy("Sem permissão"),
    404: gettext_lazy("Não existe"),
    405: gettext_lazy("Isto não se faz aqui"),
    406: gettext_lazy("Só em JSON"),
    409: gettext_lazy("Já está em andamento"),
    410: gettext_lazy("Encerrada"),
    413: gettext_lazy("Grande demais"),
    415: gettext_lazy("Formato não aceito"),
    422: gettext_lazy("Não dá para fazer"),
    429: gettext_lazy("Devagar"),
    500: gettext_lazy("Erro nosso"),
    503: gettext_lazy("Fora do ar"),
}
DETAILS = {
    400: gettext_lazy("O pedido não pôde ser entendido. Confira o endereço e o que foi enviado."),
    401: gettext_lazy("Este endereço pede uma chave: Authorization: Bearer capy_…"),
    403: gettext_lazy("Você não tem permissão para isto."),
    404: gettext_lazy("Não há nada neste endereço."),
    405: gettext_lazy("Este endereço existe, mas não aceita este método."),
    406: gettext_lazy("As respostas são em JSON: peça Accept: application/json."),
    413: gettext_lazy("O que foi enviado passa do tamanho aceito."),
    415: gettext_lazy("Este endereço não aceita este Content-Type."),
    500: gettext_lazy("Algo quebrou do nosso lado. Tente de novo em alguns minutos."),
    503: gettext_lazy("O serviço não responde agora. Tente de novo em alguns minutos."),
}
# Where the framework's own sentence says less than ours.
_OURS: dict[int, type[Exception]] = {
    401: exceptions.NotAuthenticated,
    404: Http404,
    405: Exception,
    406: Exception,
    415: Exception,
}


def answer(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's own reading of an exception, said as a problem. None is a failure of ours."""
    response: Response | None = exception_handler(exc, context)
    if response is None:
        return None
    errors = _field_errors(exc, response.data)
    body = problem(response.status_code, _detail(exc, response), errors)
    response.data = {**body, **getattr(exc, "more", {})}
    response.content_type = TYPE
    return response


def problem(status: int, detail: str = "", errors: list[Any] | None = None) -> dict[str, Any]:
    said = {
        "type": "urn:capyvagas:problem:fields" if errors else "about:blank",
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": detail or str(DETAILS.get(status, DETAILS[400])),
    }
    return {**said, "errors": errors} if errors else said


def plain(status: int) -> JsonResponse:
    """A problem outside DRF: for what Django itself refuses."""
    return JsonResponse(
        problem(status), status=status, content_type=TYPE, json_dumps_params={"ensure_ascii": False}
    )


def _detail(exc: Exception, response: Response) -> str:
    if isinstance(exc, Throttled):
        seconds = max(1, round(getattr(exc, "wait", None) or 1))
        said = ngettext(
            "Muitos pedidos. Tente de novo em %(n)s segundo.",
            "Muitos pedidos. Tente de novo em %(n)s segundos.",
            seconds,
        )
        return said % {"n": seconds}
    status = response.status_code
    if status in _OURS and isinstance(exc, _OURS[status]):
        return str(DETAILS[status])
    data = response.data
    if isinstance(data, Mapping) and isinstance(data.get("detail"), str):
        return str(data["detail"])
    return _("Confira os campos apontados em “errors”.")


def _field_errors(exc: Exception, data: Any) -> list[Any]:
    if not isinstance(exc, exceptions.ValidationError):
        return []
    if rows := getattr(exc, "rows", None):
        return list(rows)
    return [{"field": name, "detail": said} for name, said in _shown(_flat("", data))]


def _shown(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Some sentences repeat what was sent: no more of it than a person could read."""
    for name, said in pairs:
        yield words.line(name, LONGEST), words.line(said, LONGEST)


def _flat(path: str, data: Any) -> Iterator[tuple[str, str]]:
    """Each sentence with the place that it is about: ``benefits.0``."""
    if isinstance(data, Mapping):
        for name, item in data.items():
            here = "" if name == "non_field_errors" else str(name)
            yield from _flat(".".join(filter(None, (path, here))), item)
    elif isinstance(data, list):
        for place, item in enumerate(data):
            nested = isinstance(item, Mapping | list)
            yield from _flat(f"{path}.{place}" if nested else path, item)
    else:
        yield path, str(data)
