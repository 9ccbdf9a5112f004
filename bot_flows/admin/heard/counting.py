"""How many people would see what a Branch leads to: counts only, for the flow's editor."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views import View

from bot_flows import audience
from bot_flows.blocks.branching import slot
from bot_flows.blocks.library import items
from bot_flows.engine.release import Condition, Operator, Rule
from bot_flows.models import Flow

from .leaving import SEE

MOST_BRANCHES, MOST_RULES, MOST_CONDITIONS = 50, 20, 20
LONGEST = 300
ALLOWED = (SEE, "bot_flows.change_flow")


class Unreadable(ValueError):
    """What was asked is no list of conditions."""


class CountView(View):
    """``fluxo``: the Branch steps of a flow's newest draft. ``ramos``: as JSON, a mapping of any
    id to rules, each of them a list of [slot, operator, value]. Answers with sentences."""

    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not any(request.user.has_perm(item) for item in ALLOWED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> JsonResponse:
        return self._answer(request.GET)

    def post(self, request: HttpRequest) -> JsonResponse:
        return self._answer(request.POST)

    def _answer(self, asked: Mapping[str, Any]) -> JsonResponse:
        try:
            branches = asked_for(asked)
        except Unreadable:
            return JsonResponse({"erro": _("Não entendi estas condições.")}, status=400)
        found = audience.count(list(branches.values())) if branches else []
        said = zip(branches.items(), found, strict=True)
        return JsonResponse({"ramos": {key: _said(rules, item) for (key, rules), item in said}})


def _said(rules: Sequence[Rule], found: audience.Audience) -> dict[str, Any]:
    return {
        "regras": [found.say(index) for index in range(len(rules))],
        "senao": found.say(audience.OTHERWISE),
    }


def asked_for(asked: Mapping[str, Any]) -> dict[str, list[Rule]]:
    """The branches of a request by their ids. Raises Unreadable."""
    if reference := asked.get("fluxo"):
        return _of_flow(str(reference))
    try:
        found = json.loads(asked.get("ramos") or "")
        return {
            str(key)[:LONGEST]: [_rule(rule) for rule in rules[:MOST_RULES]]
            for key, rules in list(found.items())[:MOST_BRANCHES]
        }
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise Unreadable from error


def _rule(conditions: Any) -> Rule:
    if not isinstance(conditions, list):
        raise TypeError(conditions)
    return Rule(tuple(_condition(item) for item in conditions[:MOST_CONDITIONS]), "")


def _condition(item: Any) -> Condition:
    name, operator, value = item
    return Condition(str(name)[:LONGEST], Operator(operator), str(value)[:LONGEST])


def _of_flow(reference: str) -> dict[str, list[Rule]]:
    try:
        row = Flow.objects.select_related("latest_revision").get(key=reference)
    except (Flow.DoesNotExist, ValidationError) as error:
        raise Unreadable from error
    content = row.latest_revision.content if row.latest_revision else {}
    steps = json.loads(content.get("steps") or "null") or list(row.steps.raw_data)
    return {
        step["id"]: list(_stored_rules(step["value"])) for step in steps if step["type"] == "branch"
    }


def _stored_rules(value: Mapping[str, Any]) -> Iterator[Rule]:
    for _id, rule in items(value, "rules"):
        yield Rule(
            tuple(
                Condition(slot(item), Operator(item["operator"]), item.get("value") or "")
                for _key, item in items(rule, "conditions")
            ),
            "",
        )
