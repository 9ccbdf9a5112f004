"""How tests came out, as the JUnit XML that CI services read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

SUITE = "bot"

# What XML 1.0 cannot hold, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """One test. ``failure`` is empty where it passed; ``skipped`` says why it was not played."""

    name: str
    seconds: float = 0.0
    failure: str = ""
    detail: str = ""
    skipped: str = ""


def render(cases: Iterable[Case]) -> str:
    """The whole document. Characters that XML cannot hold are written as ``\\x1b``."""
    done = list(cases)
    suite = Element("testsuite", name=SUITE)
    suite.set("tests", str(len(done)))
    suite.set("failures", str(sum(bool(case.failure) for case in done)))
    suite.set("skipped", str(sum(bool(case.skipped) for case in done)))
    suite.set("errors", "0")
    suite.set("time", f"{sum(case.seconds for case in done):.3f}")
    for case in done:
        _add(suite, case)
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    body = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _add(suite: Element, case: Case) -> None:
    at = SubElement(suite, "testcase", name=_clean(case.name), classname=f"{SUITE}.testes")
    at.set("time", f"{case.seconds:.3f}")
    if case.failure:
        failure = SubElement(at, "failure", message=_clean(case.failure))
        failure.text = _clean(case.detail)
    if case.skipped:
        SubElement(at, "skipped", message=_clean(case.skipped))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], text)
