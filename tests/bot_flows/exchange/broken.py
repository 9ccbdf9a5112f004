"""Fifty files that cannot be used: each breaks a good one in a way of its own."""

import io
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from bot_flows.exchange import sheet
from bot_flows.exchange.document import Json

type Spoil = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """A way to break a file, and what the reason given must name."""

    name: str
    spoil: Spoil
    reason: str


def _set(*path: Any, to: Any) -> Spoil:
    """Replace what is at the end of this path."""

    def spoil(document: Any) -> None:
        holder = document
        for part in path[:-1]:
            holder = holder[part]
        holder[path[-1]] = to

    return spoil


def _drop(*path: Any) -> Spoil:
    def spoil(document: Any) -> None:
        holder = document
        for part in path[:-1]:
            holder = holder[part]
        del holder[path[-1]]

    return spoil


def _campus(spoil: Spoil) -> Spoil:
    """On the flow that shows the picture: a text with it, then an end."""

    def found(document: Json) -> None:
        spoil(next(item for item in document["flows"] if item["title"] == "O campus"))

    return found


def _menu(spoil: Spoil) -> Spoil:
    """On the first menu of the bot."""

    def found(document: Json) -> None:
        steps = (step for flow in document["flows"] for step in flow["steps"])
        spoil(next(step for step in steps if step["type"] == "menu"))

    return found


def _target(to: Any) -> Spoil:
    return _menu(_set("value", "choices", 0, "value", "target", to=to))


def _twice(part: str) -> Spoil:
    def spoil(document: Json) -> None:
        document[part].append(deepcopy(document[part][0]))

    return spoil


def _same_step(flow: Json) -> None:
    flow["steps"][1]["id"] = flow["steps"][0]["id"]


def _file(name: str, to: Any) -> Spoil:
    def spoil(document: Json) -> None:
        next(iter(document["files"].values()))[name] = to

    return spoil


GONE = {"flow": "00000000-0000-4000-8000-000000000000"}
LONG = "x" * 20_001
DOCUMENTS = (
    Broken("no format", _drop("format"), "não foi exportado"),
    Broken("another format", _set("format", to="typebot"), "não foi exportado"),
    Broken("a newer version", _set("version", to=2), "versão 2"),
    Broken("no version", _drop("version"), "versão"),
    Broken("no flows", _drop("flows"), "flows"),
    Broken("flows as an object", _set("flows", to={}), "flows"),
    Broken("a flow as text", _set("flows", 0, to="oi"), "flows"),
    Broken("no replies", _drop("replies"), "replies"),
    Broken("no tests", _drop("tests"), "tests"),
    Broken("no personas", _drop("personas"), "personas"),
    Broken("settings as a list", _set("settings", to=[]), "settings"),
    Broken("no files", _drop("files"), "files"),
    Broken("a flow without a key", _drop("flows", 0, "key"), "key"),
    Broken("a key that is no key", _set("flows", 0, "key", to="../../etc"), "key"),
    Broken("a flow twice", _twice("flows"), "duas vezes"),
    Broken("a reply twice", _twice("replies"), "duas vezes"),
    Broken("a flow without a title", _campus(_set("title", to="  ")), "vazio"),
    Broken("a title that is too long", _campus(_set("title", to="x" * 81)), "cabem 80"),
    Broken("a title that is a number", _campus(_set("title", to=7)), "um texto"),
    Broken("words as a list", _campus(_set("triggers", to=["a"])), "O campus"),
    Broken("steps as text", _campus(_set("steps", to="[]")), "O campus"),
    Broken("a step that is no object", _campus(_set("steps", 0, to=5)), "passo 1"),
    Broken("an unknown step", _campus(_set("steps", 0, "type", to="exec")), "exec"),
    Broken("a step without an id", _campus(_drop("steps", 0, "id")), "passo 1"),
    Broken("an id twice", _campus(_same_step), "duas vezes"),
    Broken("a step without a value", _campus(_drop("steps", 0, "value")), "passo 1"),
    Broken("a value that is a list", _campus(_set("steps", 0, "value", to=[])), "passo 1"),
    Broken("an unknown field", _campus(_set("steps", 0, "value", "html", to="x")), "html"),
    Broken("a text that is an object", _campus(_set("steps", 0, "value", "text", to={})), "texto"),
    Broken("a text without an end", _campus(_set("steps", 0, "value", "text", to=LONG)), "20000"),
    Broken("a null character", _campus(_set("steps", 0, "value", "text", to="a\0b")), "nulo"),
    Broken("an image by number", _campus(_set("steps", 0, "value", "image", to=1)), "imagem"),
    Broken(
        "an image that is not there",
        _campus(_set("steps", 0, "value", "image", to={"file": "0" * 40})),
        "não está neste arquivo",
    ),
    Broken("a way to nowhere", _target(GONE), "00"),
    Broken("a target by title", _target("A"), "vai"),
    Broken("choices as text", _menu(_set("value", "choices", to="Vagas")), "opções"),
    Broken("a reply without text", _set("replies", 0, "text", to=""), "vazio"),
    Broken("a reply with a strange key", _set("replies", 0, "key", to="Não entendi!"), "key"),
    Broken("a test without a world", _set("tests", 0, "world", to="mars"), "world"),
    Broken("a test of nobody", _set("tests", 0, "persona", to="zzz"), "zzz"),
    Broken("a test at no time", _set("tests", 0, "at", to="amanhã"), "dia e hora"),
    Broken(
        "a persona that is not sure", _set("personas", 0, "returning", to="talvez"), "returning"
    ),
    Broken("an unknown setting", _set("settings", "debug", to=True), "debug"),
    Broken("pages without an end", _set("settings", "page_size", to=5_000), "page_size"),
    Broken("a start that is not there", _set("settings", "start", to="nada"), "start"),
    Broken("a picture that is cut", _file("data", "aGVsbG8="), "inteiro"),
    Broken("a picture that is none", _file("data", "%%%"), "inteiro"),
    Broken("a path as a name", _file("filename", "../../evil.png"), "barras"),
)


def _rows(change: Callable[[Any], None]) -> Spoil:
    def spoil(content: bytes) -> bytes:
        book = load_workbook(io.BytesIO(content))
        change(book.worksheets[0])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return spoil


def _write(cell: str, value: Any) -> Spoil:
    return _rows(lambda page: page[cell].__setattr__("value", value))


def _repeat(page: Any) -> None:
    page.append([page["A2"].value, "", "", "x"])


def _longer(page: Any) -> None:
    row = next(row for row in page.iter_rows(min_row=2) if row[2].value == "Opção")
    row[3].value = "x" * 61


def _formula(page: Any) -> None:
    page["D3"].value = "=HYPERLINK(A1)"
    page["D3"].quotePrefix = False
    page["D3"].data_type = "f"


SHEETS = (
    Broken("no spreadsheet", lambda content: b"id;texto", "XLSX"),
    Broken("half a spreadsheet", lambda content: content[: len(content) // 2], "XLSX"),
    Broken("other columns", _write("A1", "Nome"), "colunas"),
    Broken("an unknown code", _write("A4", "flow/x/y"), "Linha 4"),
    Broken("no code", _write("A5", None), "Linha 5"),
    Broken("a code twice", _rows(_repeat), "linha 2"),
    Broken("a formula", _rows(_formula), "Linha 3"),
    Broken("an option that is too long", _rows(_longer), "cabem 60"),
    Broken("a title that is gone", _write("D2", " "), "Linha 2"),
    Broken("no rows", _rows(lambda page: page.delete_rows(2, 20_000)), "nenhum texto"),
)


def spoilt_document(document: Json, broken: Broken) -> bytes:
    spoilt = deepcopy(document)
    broken.spoil(spoilt)
    return json.dumps(spoilt).encode()


def spoilt_sheet(document: Json, broken: Broken) -> bytes:
    result: bytes = broken.spoil(sheet.write(document))
    return result
