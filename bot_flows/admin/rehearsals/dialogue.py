"""A played test as bubbles: what each side said, and beside a fault what should have been said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bot_flows.blocks.script import MEDIA
from bot_flows.engine.release import FlowId
from bot_flows.models.preview import Bubble
from bot_flows.rehearsal import Check, Exchange, Fault, Result
from bot_flows.scripts import Act, Expects, ExpectsFlow, How, Line, Says, Sends, Waits
from bot_flows.whatsapp import Rendered

type Names = Mapping[FlowId, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in the dialogue. ``ok`` is None where nothing was expected of it.

    Where it is a fault, ``expected`` and ``got`` stand side by side; either may be empty.
    """

    kind: str  # person, bot, note, check or fault
    bubble: Bubble | None = None
    ok: bool | None = None
    label: str = ""
    expected: tuple[SafeString, ...] = ()
    got: tuple[SafeString, ...] = ()


def rows(result: Result, names: Names) -> list[Row]:
    """The whole dialogue, top to bottom. ``names`` are the titles of flows."""
    return [row for exchange in result.exchanges for row in _exchange(exchange, names)]


def faults(result: Result, names: Names) -> list[Row]:
    """Only what went wrong, each after what the person did."""
    found: list[Row] = []
    for exchange in result.exchanges:
        wrong = [row for row in _exchange(exchange, names) if row.kind == "fault"]
        if wrong:
            found += [*_act(exchange.act), *wrong]
    return found


def titles(flows: Iterable[tuple[object, str]]) -> dict[str, str]:
    return {str(key): title for key, title in flows}


def _exchange(exchange: Exchange, names: Names) -> Iterator[Row]:
    yield from _act(exchange.act)
    bubbles = [check for check in exchange.checks if _is_bubble(check)]
    others = [check for check in exchange.checks if not _is_bubble(check)]
    if any(check.line and isinstance(check.line.act, Expects) for check in others):
        yield from _loosely(exchange.said, bubbles)
    else:
        yield from _in_order(exchange.said, bubbles)
    for check in others:
        yield _verdict(check, names)


def _is_bubble(check: Check) -> bool:
    """Whether it is about one bubble: an expected one, or one that nothing expected."""
    act = check.line.act if check.line else None
    is_whole = isinstance(act, Expects) and act.how is How.WHOLE and bool(act.text.strip())
    return act is None or is_whole


def _act(line: Line | None) -> Iterator[Row]:
    match line and line.act:
        case Says(text=text):
            yield Row("person", Bubble("person", text))
        case Sends(kind=kind):
            yield Row("person", Bubble("person", f"[{dict(MEDIA)[str(kind)]}]"))
        case Waits(time=time):
            yield Row("note", Bubble("note", passed(time.total_seconds())))


def passed(seconds: float) -> str:
    """How much time goes by, in words."""
    minutes = round(seconds / 60)
    if minutes % 1440 == 0:
        days = minutes // 1440
        return ngettext("Passa %(n)s dia.", "Passam %(n)s dias.", days) % {"n": days}
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("Passa %(n)s hora.", "Passam %(n)s horas.", hours) % {"n": hours}
    return ngettext("Passa %(n)s minuto.", "Passam %(n)s minutos.", minutes) % {"n": minutes}


def _in_order(said: Sequence[Rendered], checks: Sequence[Check]) -> Iterator[Row]:
    """Bubble for bubble, in the order in which they came."""
    expected = [check for check in checks if check.line]
    extra = [check.got[0] for check in checks if check.line is None]
    left = list(said)
    for check in expected:
        while check.got and left and _text(left[0]) != check.got[0]:
            yield _beside(left.pop(0), extra)
        part = left.pop(0) if check.got and left else None
        yield _came(part, check) if part and check.fault is None else _fault(check)
    for part in left:
        yield _beside(part, extra)


def _loosely(said: Sequence[Rendered], checks: Sequence[Check]) -> Iterator[Row]:
    """Everything that came, and after it what is missing."""
    met = [check.got[0] for check in checks if check.fault is None]
    for part in said:
        ok = _text(part) in met
        yield Row("bot", Bubble("bot", part.text, part.media), True if ok else None)
    for check in checks:
        if check.fault:
            yield _fault(check)


def _came(part: Rendered, check: Check) -> Row:
    return Row("bot", Bubble("bot", part.text, part.media), ok=True)


def _beside(part: Rendered, extra: list[str]) -> Row:
    """A bubble that no line stands for: a fault where the answer is expected whole."""
    text = _text(part)
    if text in extra:
        extra.remove(text)
        return Row("fault", ok=False, label=SENTENCES[Fault.EXTRA](), got=(_plain(text),))
    return Row("bot", Bubble("bot", part.text, part.media))


def _text(part: Rendered) -> str:
    return f"[{part.media.filename}] {part.text}".strip() if part.media else part.text


SENTENCES = {
    Fault.DIFFERENT: lambda: _("O bot disse outra coisa."),
    Fault.SILENT: lambda: _("O bot não disse isto."),
    Fault.ABSENT: lambda: _("Nenhuma mensagem contém isto."),
    Fault.PRESENT: lambda: _("Uma mensagem contém o que não devia."),
    Fault.EXTRA: lambda: _("O bot disse mais isto."),
    Fault.ELSEWHERE: lambda: _("A conversa está em outro fluxo."),
}


def _fault(check: Check) -> Row:
    assert check.fault
    assert check.line
    expected = check.line.act.text if isinstance(check.line.act, Expects) else ""
    if not expected.strip():
        label, got = _("O bot devia ficar calado."), tuple(map(_plain, check.got))
        return Row("fault", ok=False, label=label, got=got)
    if check.fault is Fault.DIFFERENT:
        left, right = marked(expected, check.got[0])
        return _pair(check.fault, (left,), (right,))
    return _pair(check.fault, (_plain(expected),), tuple(map(_plain, check.got)))


def _pair(fault: Fault, expected: tuple[SafeString, ...], got: tuple[SafeString, ...]) -> Row:
    return Row("fault", ok=False, label=SENTENCES[fault](), expected=expected, got=got)


def _verdict(check: Check, names: Names) -> Row:
    """A line that is about the whole answer, or about where the conversation is."""
    assert check.line
    act = check.line.act
    if isinstance(act, ExpectsFlow):
        return _place(check, act, names)
    if check.fault:
        return _fault(check)
    return Row("check", ok=True, label=_met(act))


def _met(act: Act) -> str:
    match act:
        case Expects(how=How.CONTAINS, text=text):
            return _("Contém “%s”.") % text
        case Expects(how=How.LACKS, text=text):
            return _("Não contém “%s”.") % text
    return _("O bot ficou calado.")


def _place(check: Check, act: ExpectsFlow, names: Names) -> Row:
    if check.fault is None:
        if not act.flow:
            return Row("check", ok=True, label=_("A conversa terminou."))
        return Row("check", ok=True, label=_("A conversa está em “%s”.") % _name(act.flow, names))
    expected, got = _name(act.flow, names), _name(check.got[0], names)
    return _pair(Fault.ELSEWHERE, (_plain(expected),), (_plain(got),))


def _name(flow: FlowId, names: Names) -> str:
    if not flow:
        return _("(a conversa terminou)")
    return names.get(flow) or _("(fluxo que não existe)")


def _plain(text: str) -> SafeString:
    return Bubble("bot", text).formatted


def marked(expected: str, got: str) -> tuple[SafeString, SafeString]:
    """Both texts, with the words marked in which they differ."""
    left, right = _words(expected), _words(got)
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    old = ((tag == "equal", "".join(left[a:b])) for tag, a, b, _c, _d in codes)
    new = ((tag == "equal", "".join(right[c:d])) for tag, _a, _b, c, d in codes)
    return _marks(old, "del"), _marks(new, "ins")


def _words(text: str) -> list[str]:
    """Words, marks and white space, each by itself."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _marks(parts: Iterable[tuple[bool, str]], tag: str) -> SafeString:
    shape = {True: "{}", False: f"<{tag}>{{}}</{tag}>"}
    html = (format_html_join("", shape[same], ((text,),)) for same, text in parts if text)
    return format_html_join("", "{}", ((item,) for item in html))
