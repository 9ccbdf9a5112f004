"""Vacancies: the list with the filters of the public pages, each one, and taking new ones in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from vacancies import missed, pasting, words
from vacancies.intake import Refused, Taken, complete, take
from vacancies.models import MissedSearch, Vacancy
from vacancies.search import Criteria, Sort

from . import examples
from .importing import CsvParser, import_rows, read_rows, wants_trial
from .serializers import (
    ImportSerializer,
    NewVacancy,
    TakenSerializer,
    VacancyQuery,
    VacancySerializer,
)

DRY_RUN = OpenApiParameter("dry_run", bool, description="Só confere: nada é guardado.")
ONCE = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Repetido com o mesmo corpo dentro de um dia, dá a mesma resposta.",
)
MOST_PAGES = 60  # read for one asker in an hour
PUBLIC = (Vacancy.Moderation.CLEAR, Vacancy.Moderation.FLAGGED)


class Closed(APIException):
    status_code = status.HTTP_410_GONE
    default_detail = _("Esta vaga foi encerrada.")
    default_code = "closed"


class VacancyViewSet(viewsets.ReadOnlyModelViewSet):
    """Vacancies that people see; taking one in is an editor's business or a trusted program's.

    ``scopes`` says what each action asks for; the site's door, which this hangs on, holds it and
    knows who asks (``asker``) and what they may (``may``).
    """

    queryset = Vacancy.objects.none()
    serializer_class = VacancySerializer
    lookup_value_regex = "[0-9]{1,18}"
    scopes: Mapping[str, str] = {"create": "write:vacancies", "import_csv": "write:vacancies"}
    trusting = "trust:vacancies"

    def asker(self) -> str:
        return ""

    def may(self, scope: str) -> bool:
        return False

    def once(self, work: Callable[[], Response]) -> Response:
        """The door keeps the answer to a write that named a key of its own."""
        return work()

    @extend_schema(
        summary="Vagas que aparecem no site",
        parameters=[VacancyQuery],
        examples=[examples.VACANCY],
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().list(request, *args, **kwargs)
        if response.data["count"] == 0:
            missed.record(self.criteria.text, MissedSearch.Door.API)
        return response

    @extend_schema(
        summary="Uma vaga",
        responses={
            200: VacancySerializer,
            308: OpenApiResponse(description="Foi juntada a outra: Location diz qual."),
        },
        examples=[examples.VACANCY],
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        vacancy = Vacancy.objects.prefetch_related("matches").filter(pk=kwargs["pk"]).first()
        if vacancy is None:
            raise Http404
        if vacancy.merged_into_id:
            winner = reverse("vacancy-detail", [vacancy.merged_into_id], request=request)
            return Response(status=status.HTTP_308_PERMANENT_REDIRECT, headers={"Location": winner})
        if not vacancy.is_listed:
            raise Closed if was_shown(vacancy) else Http404
        return Response(self.get_serializer(vacancy).data)

    @extend_schema(
        summary="Enviar uma vaga",
        description=(
            "Um título com um link ou uma descrição; ou só um link, cuja página é lida em até dez"
            " segundos se ainda não o conhecemos. A vaga é limpa, comparada com as que existem e,"
            " sem a permissão `trust:vacancies`, espera que uma pessoa a veja."
        ),
        parameters=[ONCE],
        request=NewVacancy,
        responses={201: TakenSerializer, 200: TakenSerializer},
        examples=[examples.NEW, examples.TAKEN, examples.KNOWN],
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        new = NewVacancy(data=request.data)
        new.is_valid(raise_exception=True)
        try:
            fields = complete(new.validated_data, self._read_page)
        except pasting.Unreadable as unreadable:
            raise serializers.ValidationError({"link": [str(unreadable)]}) from None
        return self.once(lambda: self._create(fields))

    def _create(self, fields: Mapping[str, Any]) -> Response:
        try:
            taken = self._take(fields)
        except Refused as refused:
            raise serializers.ValidationError(refused.errors) from None
        headers = {"Location": self._address(taken.vacancy)} if taken.created else None
        code = status.HTTP_201_CREATED if taken.created else status.HTTP_200_OK
        return Response(self._said(taken), status=code, headers=headers)

    @extend_schema(
        summary="Enviar vagas numa planilha",
        description=(
            "CSV em UTF-8, com os nomes dos campos na primeira linha; até 500 vagas e 1 MB. Entram"
            " todas ou nenhuma: um erro diz a linha."
        ),
        parameters=[DRY_RUN, ONCE],
        request={"text/csv": OpenApiTypes.STR},
        responses={200: ImportSerializer},
        examples=[examples.SHEET, examples.IMPORTED],
    )
    @action(
        detail=False,
        methods=["post"],
        url_path="import",
        url_name="import",
        parser_classes=[CsvParser],
        pagination_class=None,
        filter_backends=[],
    )
    def import_csv(self, request: Request) -> Response:
        return self.once(self._import)

    def _import(self) -> Response:
        trial = wants_trial(self.request.query_params)
        rows = read_rows(self.request.data)
        taken = import_rows(rows, self._take, trial=trial)
        said = [{"row": n, **self._said(t, trial=trial)} for n, t in taken]
        created = sum(t.created for _n, t in taken)
        body = {"dry_run": trial, "created": created, "known": len(taken) - created, "rows": said}
        return Response(body)

    @cached_property
    def criteria(self) -> Criteria:
        sort = Sort.NEWEST if self._query.get("sort") == "recent" else Sort.RELEVANCE
        return Criteria(**self._query | {"sort": sort})

    @cached_property
    def _query(self) -> dict[str, Any]:
        query = VacancyQuery(data=self.request.query_params.dict())
        query.is_valid(raise_exception=True)
        return _given(query.validated_data)

    @property
    def by_date(self) -> bool:
        """Nothing to rank by, or asked for: the newest first."""
        return self.criteria.sort is Sort.NEWEST or not words.significant(self.criteria.text)

    def _read_page(self, link: str) -> Mapping[str, Any]:
        return pasting.read_for(f"api:{self.asker()}", link, MOST_PAGES).fields()

    def _take(self, fields: Mapping[str, Any]) -> Taken:
        trusted = self.may(self.trusting)
        return take(fields, Vacancy.Origin.API, self.asker(), trusted=trusted)

    def _said(self, taken: Taken, *, trial: bool = False) -> dict[str, Any]:
        vacancy, kept = taken.vacancy, not (trial and taken.created)
        return {
            "id": vacancy.pk if kept else None,
            "created": taken.created,
            "known_by": taken.reason,
            "standing": standing_of(vacancy),
            "detail": taken.detail,
            "url": self.request.build_absolute_uri(vacancy.get_absolute_url()) if kept else None,
        }

    def _address(self, vacancy: Vacancy) -> str:
        return reverse("vacancy-detail", [vacancy.pk], request=self.request)


def was_shown(vacancy: Vacancy) -> bool:
    """Closed, and nothing else keeps it from being seen."""
    return bool(vacancy.closed_at and vacancy.live and vacancy.moderation in PUBLIC)


def standing_of(vacancy: Vacancy) -> str:
    if vacancy.is_listed:
        return "listed"
    if was_shown(vacancy):
        return "closed"
    return "waiting" if vacancy.moderation == Vacancy.Moderation.WAITING else "hidden"


def _given(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in ("", None)}
