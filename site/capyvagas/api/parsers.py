"""Reading what was sent. Whatever is no JSON of ours is a 400, and never a failure."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser


class StrictJSONParser(BaseParser):
    """UTF-8, an object, no NaN; nested however deep, it does not break us."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        try:
            data = json.loads(stream.read().decode("utf-8"), parse_constant=_refuse)
        except RecursionError:
            raise ParseError(_("O JSON tem níveis demais.")) from None
        except ValueError:
            raise ParseError(_("O corpo não é um JSON válido, em UTF-8.")) from None
        if not isinstance(data, dict):
            raise ParseError(_("O corpo tem que ser um objeto: {…}."))
        return data


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
