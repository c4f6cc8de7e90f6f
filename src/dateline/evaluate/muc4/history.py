"""What people decided in 1992 when the scoring program asked them: the history of an interactive run.

The file is one expression: by message, by template of the key, by slot, a list of judgements
``(response verdict [filler of the key])``, where the verdict is ``match``, ``partial`` or ``fail``, and
``(all-of …)`` in place of the filler gives the verdict for several at once ("distributed" credit,
scoring-guidelines.v7, 3.1.1.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.codebook.muc4.slots import Slot
from dateline.codebook.muc4.templates import Filler, TemplateError, Value
from dateline.evaluate.muc4.grades import Grade, essence, essential

Expression = str | tuple["Expression", ...]
Form = tuple[frozenset[str], frozenset[str]]
"""Alternatives of a text and of its cross-reference."""

_TOKEN = re.compile(r'\s*(?:(\()|(\))|"((?:\\.|[^"\\])*)"|([^\s()"]+))', re.DOTALL)
_VERDICTS = {"match": Grade.RIGHT, "partial": Grade.PARTIAL, "fail": Grade.WRONG}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on one response; ``fillers`` are those it holds for, none where it failed all."""

    grade: Grade
    fillers: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All judgements, by message, template of the key, slot name and response."""

    judgements: dict[tuple[str, int, str], dict[Form, tuple[Judgement, ...]]] = field(default_factory=dict)

    def exact(self, message: str, number: int, slot: Slot, value: Value) -> tuple[Judgement, ...]:
        """The judgements on this very response where the key has this template."""
        return self.judgements.get((message, number, slot.name), {}).get(form((value,)), ())

    def alike(self, message: str, number: int, slot: Slot, value: Value) -> tuple[Judgement, ...]:
        """The judgements on responses that differ from this one only in what is unessential."""
        said = _essence(slot, form((value,)))
        known = self.judgements.get((message, number, slot.name), {})
        return tuple(j for other, found in known.items() if _essence(slot, other) == said for j in found)


def form(values: Sequence[Value]) -> Form:
    """Values as the history names them: by their words, without order."""
    return (
        frozenset(_plain(value.text) for value in values),
        frozenset(_plain(ref) for value in values for ref in value.refs),
    )


def filler_form(filler: Filler) -> Form:
    """A filler as the history names it, optional or not."""
    return form(filler.values)


def _essence(slot: Slot, said: Form) -> tuple[frozenset[object], frozenset[object]]:
    return frozenset(essence(slot, text) for text in said[0]), frozenset(map(essential, said[1]))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r'[\\"]', "", text)).strip().upper()


def read_history(path: Path) -> History:
    """The history in a file. Raises TemplateError when it cannot be opened or is no such file."""
    try:
        text = path.read_text("latin-1")
    except OSError as error:
        raise TemplateError(f"{path}: {error.strerror}", "pass the history of an interactive run") from error
    try:
        return _history(text)
    except (ValueError, KeyError, IndexError) as error:
        raise TemplateError(f"{path}: no history of judgements", "pass one complete expression") from error


def _history(text: str) -> History:
    (messages,) = _expressions(text)
    found: dict[tuple[str, int, str], dict[Form, tuple[Judgement, ...]]] = {}
    for message, number, slot, entry in _entries(messages):
        wanted = entry[2] if len(entry) > 2 else None
        several = isinstance(wanted, tuple) and wanted[0] == "all-of"
        fillers = () if wanted is None else tuple(map(_form, wanted[1:] if several else (wanted,)))
        judgement = Judgement(_VERDICTS[str(entry[1])], fillers)
        known = found.setdefault((message, number, slot), {})
        known[_form(entry[0])] = (*known.get(_form(entry[0]), ()), judgement)
    return History(found)


def _expressions(text: str) -> tuple[Expression, ...]:
    stack: list[list[Expression]] = [[]]
    for match in _TOKEN.finditer(text):
        if match[1]:
            stack.append([])
        elif match[2]:
            if len(stack) == 1:
                raise ValueError("a parenthesis too many")
            done = tuple(stack.pop())
            stack[-1].append(done)
        elif match[3] is not None:
            stack[-1].append(re.sub(r"\\(.)", r"\1", match[3]))
        else:
            stack[-1].append(match[4])
    if len(stack) != 1:
        raise ValueError("a parenthesis too few")
    return tuple(stack[0])


def _entries(messages: Expression) -> Iterator[tuple[str, int, str, tuple[Expression, ...]]]:
    for message in _parts(messages):
        for template in _parts(message)[1:]:
            for slot in _parts(template)[1:]:
                for entry in _parts(slot)[1:]:
                    yield str(message[0]), int(str(template[0])), str(slot[0]), _parts(entry)


def _parts(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, str):
        raise ValueError(f"a list was expected, not {expression!r}")
    return expression


def _form(expression: Expression) -> Form:
    if isinstance(expression, str):
        return frozenset((_plain(expression),)), frozenset()
    if expression[0] == "optional":
        return _form(expression[1])
    if expression[0] == "xref":
        return _form(expression[1])[0], _form(expression[2])[0]
    if expression[0] == "or":
        forms = [_form(part) for part in expression[1:]]
        return frozenset().union(*(f[0] for f in forms)), frozenset().union(*(f[1] for f in forms))
    return frozenset((_plain(_prose(expression)),)), frozenset()


def _prose(expression: Expression) -> str:
    """Dates and places as a template writes them."""
    if isinstance(expression, str):
        return "" if expression == "nil" else expression
    head, *rest = expression
    parts = [_prose(part) for part in rest]
    if head == "qualified":
        return f"{parts[0]} ({parts[1]})"
    return {"range": " - ", "between": " - "}.get(str(head), ": ").join(parts)
