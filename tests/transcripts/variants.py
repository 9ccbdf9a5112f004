"""Edits that a transcript publishes while somebody is talking: ``! versão: NAME``."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot_flows.engine.release import Flow, Menu, Release, Say


def original(release: Release) -> Release:
    return release


def without_courses(release: Release) -> Release:
    """The last course was taken off the site."""
    return replace(release, courses=())


def without_software(release: Release) -> Release:
    """One course was taken off the site."""
    return replace(release, courses=release.courses[1:])


def without_terms(release: Release) -> Release:
    """Every course lost its search terms but the first."""
    courses = tuple(replace(course, terms=course.terms[:1]) for course in release.courses)
    return replace(release, courses=courses)


def without_about(release: Release) -> Release:
    """The flow "Sobre" was deleted, and the choice that led there."""
    gone = next(flow.id for flow in release.flows.values() if "sobre" in flow.triggers)
    kept = {key: flow for key, flow in release.flows.items() if key != gone}
    return _each_menu(replace(release, flows=kept), lambda menu: _without(menu, gone))


def menu_reversed(release: Release) -> Release:
    """The choices of every menu were put the other way round."""
    return _each_menu(release, lambda menu: replace(menu, choices=menu.choices[::-1]))


def other_welcome(release: Release) -> Release:
    """The first sentence of the start was written anew."""
    flow = release.flows[release.settings.start]
    first, *rest = flow.steps
    assert isinstance(first, Say)
    steps = (replace(first, text="Bem-vinda de volta, {nome}! 🦫"), *rest)
    return _with(release, replace(flow, steps=steps))


def search_rewritten(release: Release) -> Release:
    """The typed search asks other questions: all of its steps are new."""
    flow = next(flow for flow in release.flows.values() if "buscar" in flow.triggers)
    steps = tuple(replace(step, id=f"{step.id}-novo") for step in flow.steps)
    return _with(release, replace(flow, steps=steps))


def _with(release: Release, flow: Flow) -> Release:
    return replace(release, flows={**release.flows, flow.id: flow})


def _each_menu(release: Release, edit: Callable[[Menu], Menu]) -> Release:
    flows = {
        flow.id: replace(
            flow,
            steps=tuple(edit(step) if isinstance(step, Menu) else step for step in flow.steps),
        )
        for flow in release.flows.values()
    }
    return replace(release, flows=flows)


def _without(menu: Menu, target: str) -> Menu:
    return replace(menu, choices=tuple(item for item in menu.choices if item.target != target))


VARIANTS: Mapping[str, Callable[[Release], Release]] = {
    "original": original,
    "sem cursos": without_courses,
    "sem engenharia de software": without_software,
    "sem termos": without_terms,
    "sem a página sobre": without_about,
    "menu ao contrário": menu_reversed,
    "outra saudação": other_welcome,
    "busca reescrita": search_rewritten,
}
