"""A map of the bot to read in a terminal: the flows, nearest to the start first."""

from collections.abc import Iterator, Mapping

from .engine import graph
from .engine.clean import shorten
from .engine.release import (
    Ask,
    Branch,
    Choice,
    Condition,
    Courses,
    End,
    Flow,
    FlowId,
    GoTo,
    Handoff,
    Menu,
    Release,
    Rule,
    Say,
    Step,
    Vacancies,
)

# The words of the map; whoever draws it for people in another language gives others.
LABELS: Mapping[str, str] = {
    "start": "início",
    "menu": "menu",
    "help": "ajuda",
    "person": "atendimento",
    "triggers": "gatilhos",
    "exits": "saídas",
    "say": "diz",
    "ask": "pergunta",
    "branch": "se",
    "and": "e",
    "otherwise": "senão",
    "courses": "cursos",
    "vacancies": "vagas",
    "handoff": "passa para uma pessoa",
    "go_to": "vai para",
    "end": "encerra",
    "below": "segue",
    "image": "imagem",
    "document": "documento",
    "missing": "não existe",
    "empty": "(sem passos)",
    "unreachable": "Sem caminho até aqui",
    "is": "é",
    "is_not": "não é",
    "is_filled": "preenchido",
    "is_empty": "vazio",
    "contains": "contém",
    "at_least": "≥",
    "at_most": "≤",
    "text": "texto",
    "yes_no": "sim ou não",
    "number": "número",
    "email": "e-mail",
    "phone": "telefone",
    "date": "data",
    "city": "cidade",
    "course": "curso",
    "ra": "RA",
    "period": "período",
    "option": "uma das opções",
    "typed": "termo digitado",
}
_WIDEST = 60


def text_map(release: Release, labels: Mapping[str, str] = LABELS) -> str:
    """Each flow with its triggers, its steps in short and where it leads; what nothing
    leads to comes at the end. ``labels`` may replace some of LABELS."""
    return "\n".join(_Map(release, {**LABELS, **labels}).lines()).rstrip() + "\n"


class _Map:
    def __init__(self, release: Release, labels: Mapping[str, str]) -> None:
        self.release = release
        self.labels = labels

    def lines(self) -> Iterator[str]:
        reached = list(graph.breadth_first(self.release))
        for flow in reached:
            yield from self._flow(flow)
        seen = {flow.id for flow in reached}
        lost = [flow for flow in self.release.flows.values() if flow.id not in seen]
        if lost:
            yield f"── {self.labels['unreachable']} ──"
            yield ""
        for flow in lost:
            yield from self._flow(flow)

    def _flow(self, flow: Flow) -> Iterator[str]:
        yield " ".join([flow.title, *self._roles(flow.id)])
        if flow.triggers:
            yield f"  {self.labels['triggers']}: {', '.join(flow.triggers)}"
        for number, step in enumerate(flow.steps, start=1):
            head, *rest = self._step(step)
            yield f"  {number}. {head}"
            yield from (f"     {line}" for line in rest)
        if not flow.steps:
            yield f"  {self.labels['empty']}"
        if found := graph.targets(flow):
            yield f"  {self.labels['exits']}: {', '.join(self._to(item) for item in found)}"
        yield ""

    def _roles(self, flow_id: FlowId) -> Iterator[str]:
        for role in ("start", "menu", "help", "person"):
            if getattr(self.release.settings, role) == flow_id:
                yield f"[{self.labels[role]}]"

    def _step(self, step: Step) -> Iterator[str]:
        match step:
            case Say(text=text, media=media):
                yield self._said("say", text) + (f" + {self._word(media.kind)}" if media else "")
            case Menu():
                yield self._said("menu", step.prompt)
                yield from (self._choice(*item) for item in enumerate(step.choices, start=1))
            case Ask():
                yield f"{self._said('ask', step.prompt)} ({step.slot}: {self._word(step.kind)})"
            case Branch():
                yield from self._branch(step)
            case Courses(prompt=prompt):
                yield self._said("courses", prompt)
            case Vacancies(source=source):
                yield f"{self.labels['vacancies']} ({self._word(source)})"
            case Handoff(text=text):
                yield self._said("handoff", text)
            case GoTo(target=target):
                yield f"{self.labels['go_to']} {self._to(target)}"
            case End(text=text):
                yield self._said("end", text)

    def _said(self, word: str, text: str) -> str:
        short = shorten(" ".join(text.split()), _WIDEST)
        return f"{self.labels[word]} “{short}”" if short else self.labels[word]

    def _choice(self, number: int, choice: Choice) -> str:
        return f"{number} {shorten(choice.label, _WIDEST)} {self._next(choice.target)}"

    def _branch(self, step: Branch) -> Iterator[str]:
        for rule in step.rules:
            yield f"{self.labels['branch']} {self._rule(rule)} {self._to(rule.target)}"
        yield f"{self.labels['otherwise']} {self._next(step.otherwise)}"

    def _rule(self, rule: Rule) -> str:
        return f" {self.labels['and']} ".join(map(self._condition, rule.conditions))

    def _condition(self, item: Condition) -> str:
        return " ".join(filter(None, (item.slot, self._word(item.operator), item.value)))

    def _next(self, target: FlowId | None) -> str:
        return f"↓ {self.labels['below']}" if target is None else self._to(target)

    def _to(self, target: FlowId) -> str:
        flow = self.release.flows.get(target)
        return f"→ {flow.title if flow else f'{target} ({self.labels["missing"]})'}"

    def _word(self, key: str) -> str:
        return self.labels.get(key, key)
