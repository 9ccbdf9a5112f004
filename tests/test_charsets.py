"""A request that names a charset by which nothing is read: 400 at every door, never a failure.

Asked of the application that gunicorn serves: the test client makes its requests otherwise.
"""

import json
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from capyvagas.charsets import is_readable
from tests.api.asking import PROBLEM
from tests.home.content import a_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]
DOORS = [
    ("GET", "/"),
    ("GET", "/vagas/"),
    ("POST", "/vagas/enviar/"),
    ("GET", "/nada/"),
    ("GET", "/dashboard/"),
    ("GET", "/api/v1/vacancies/"),
    ("POST", "/api/v1/vacancies/"),
    ("POST", "/webhooks/waha/"),
]
CODECS = ["rot13", "zlib", "hex", "undefined", "idna", "nunca-vi", "\xe9", "x" * 9000]


def ask(method: str, path: str, kind: str, body: bytes = b"{}") -> tuple[int, dict[str, str], str]:
    """Status, headers and body as gunicorn would give them."""
    from capyvagas.wsgi import application

    said: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *_more: Any) -> None:
        said.update(status=int(status[:3]), headers=dict(headers))

    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "texto=%E9&x=1",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    answer = application(environ, start)
    text = b"".join(answer).decode()
    getattr(answer, "close", lambda: None)()
    return said["status"], said["headers"], text


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_each_door_says_that_it_cannot_read_it(method: str, path: str) -> None:
    a_site()
    for codec in CODECS:
        status, headers, text = ask(method, path, f"text/html; charset={codec}")
        assert status == 400, codec
        if path.startswith("/api/"):
            assert headers["Content-Type"] == PROBLEM
            assert json.loads(text)["title"] == "Pedido inválido"
        else:
            assert "Não entendi este pedido" in text
            assert "Content-Security-Policy" in headers


def test_a_parameter_with_a_charset_of_its_own_is_no_way_round() -> None:
    assert ask("GET", "/vagas/", "text/html; x*=undefined''%E9")[0] == 400
    assert ask("GET", "/vagas/", "text/html; x=" + "a" * 20_000)[0] == 400


@pytest.mark.parametrize(
    "kind",
    ["", "text/html", "application/json; charset=utf-8", 'text/html; charset="ISO-8859-1"',
     "text/html; charset=utf-16", "text/html; charset=", ";;;=", "\xe9"],
)  # fmt: skip
def test_what_can_be_read_comes_in(kind: str) -> None:
    assert is_readable(kind)
    assert ask("GET", "/vagas/", kind)[0] == 200
