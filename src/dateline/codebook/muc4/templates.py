"""MUC-4 templates in the official layout: keys and responses, read and written.

The layout (template-doc-part1.v7, section 4): one line a slot, further fillers of a slot on lines of their
own, ``/`` between alternatives (keys only), ``:`` before a cross-reference, ``?`` before a filler that may
be left out, ``-`` for no filler, ``*`` for a slot that does not apply, ``(OPTIONAL)`` after the number of a
template that may be left out, ``;`` before a comment. A message that is not relevant has one template
whose number is ``*``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.codebook.muc4.slots import BY_NUMBER, SLOTS, Slot
from dateline.errors import InputError

_ID = "0.  MESSAGE: ID"
_NUMBER = "1.  MESSAGE: TEMPLATE"
_COLUMN = 36
_HEADER_WAY_OUT = "write a header of MUC-4 and two blanks before what fills the slot"
_HEADS = {(slot.number, slot.header.split(maxsplit=1)[1].lower()): slot.number for slot in SLOTS} | {
    (0, "message: id"): 0,
    (1, "message: template"): 1,
}
_LINE = re.compile(
    r"\s*(\d{1,2})\.\s+([A-Z ]+:[ \t]*[A-Z ]*?[A-Z])(?=[ \t]{2,}|\t|[ \t]*$)(.*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Value:
    """One way to fill a slot: ``text`` without its quotes, and what it refers to.

    ``quoted`` tells a string of the report from an item of a set list, a number, a date or a place. ``refs``
    are the strings that the cross-reference may be, any of which will do; ``("-",)`` is a reference to
    nothing, ``()`` is no reference.
    """

    text: str
    quoted: bool = False
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filler:
    """One filler: the values of which any is right, and whether it may be left out."""

    values: tuple[Value, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """One template. ``number`` is None for a message that is not relevant.

    ``slots`` holds the fillers by slot number (2 to 24), without the slots that have none; ``inapplicable``
    are the slots marked ``*``.
    """

    message: str
    number: int | None
    slots: Mapping[int, tuple[Filler, ...]] = field(default_factory=dict)
    optional: bool = False
    inapplicable: frozenset[int] = frozenset()

    def fillers(self, slot: int) -> tuple[Filler, ...]:
        """The fillers of a slot; none where it is null or does not apply."""
        return self.slots.get(slot, ())

    @property
    def type(self) -> str:
        """The first of the incident types, "" where none is given."""
        fillers = self.fillers(4)
        return fillers[0].values[0].text if fillers else ""


Templates = dict[str, tuple[Template, ...]]
"""By message id: its templates; an empty tuple for a message that is not relevant."""


class TemplateError(InputError):
    """A file of templates that breaks the layout; the message names file and line."""


def read(paths: Iterable[Path]) -> Templates:
    """The templates of some files, by message in the order met.

    Raises TemplateError for a line that cannot be read, and for a file that cannot be opened.
    """
    found: Templates = {}
    for path in paths:
        try:
            text = path.read_text("latin-1")
        except OSError as error:
            raise TemplateError(f"{path}: {error.strerror}", "pass a file of MUC-4 templates") from error
        for template in parse(text, str(path)):
            known = found.get(template.message, ())
            found[template.message] = known if template.number is None else (*known, template)
    return found


def parse(text: str, name: str = "templates") -> Iterator[Template]:
    """The templates of a text in order. ``name`` stands for the text in errors (TemplateError)."""
    block: list[tuple[int, int, str]] = []  # line, slot, what stands there
    for at, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith(";") or re.fullmatch(r"\*( \*)+", stripped):
            continue
        head = _LINE.match(line)
        slot = _HEADS.get((int(head[1]), re.sub(r"\s+", " ", head[2]).lower())) if head else None
        if head and slot is not None:
            if slot == 0 and block:
                yield _template(block, name)
                block = []
            block.append((at, slot, head[3].strip()))
        elif re.match(r"\s*\d{1,2}\.\s+[A-Z]", line):
            raise _error(name, at, f"no slot begins {stripped[:40]!r}", _HEADER_WAY_OUT)
        elif block and line[0].isspace():
            block.append((at, block[-1][1], stripped))
        elif not block:
            raise _error(name, at, "a filler before any slot", f"begin each template with {_ID!r}")
        # Else a filler that is not indented: the scorer of 1992 passed over it, and so do we.
    if block:
        yield _template(block, name)


def _error(name: str, line: int, problem: str, way_out: str) -> TemplateError:
    return TemplateError(f"{name}:{line}: {problem}", way_out)


def _template(block: Sequence[tuple[int, int, str]], name: str) -> Template:
    first, slot, message = block[0]
    if slot != 0 or not message:
        raise _error(name, first, "a template without a message id", f"begin each template with {_ID!r}")
    number: int | None = None
    optional = False
    slots: dict[int, tuple[Filler, ...]] = {}
    inapplicable = set()
    seen = {0}
    for at, slot, body in block[1:]:
        if slot == 0:
            continue
        if slot == 1:
            number, optional = _number(body, name, at)
        elif body == "*":
            inapplicable.add(slot)
        elif body != "-" and body:
            slots[slot] = (*slots.get(slot, ()), _filler(body, BY_NUMBER[slot], name, at))
        seen.add(slot)
    if 1 not in seen:
        raise _error(name, first, "a template without a number", f"add a line {_NUMBER!r}")
    return Template(message.split()[0], number, slots, optional, frozenset(inapplicable))


def _number(body: str, name: str, at: int) -> tuple[int | None, bool]:
    found = re.fullmatch(r"(\*)|(\d+)\s*(\(OPTIONAL\))?", body, re.IGNORECASE)
    if not found:
        raise _error(
            name, at, f"{body[:40]!r} is no template number", "write a number, or * for not relevant"
        )
    return (None, False) if found[1] else (int(found[2]), bool(found[3]))


def _filler(body: str, slot: Slot, name: str, at: int) -> Filler:
    """``? A / B: "x" / "y"`` as a filler. Where parentheses part whole alternatives, each has its own
    references."""
    optional = body.startswith("?")
    if optional:
        body = body[1:].strip()
    if slot.kind in ("date", "location"):
        return Filler(tuple(Value(_bare(part)) for part in _alternatives(body)), optional)
    try:
        values = [value for part in _split(body, "/", wrapped=True) for value in _values(part)]
    except ValueError as error:
        raise _error(name, at, str(error), 'close every quote, and write \\" within a string') from None
    if not values:
        raise _error(
            name, at, f"nothing in {body[:40]!r} fills the slot", "write - for a slot without filler"
        )
    return Filler(tuple(values), optional)


def _alternatives(body: str) -> list[str]:
    """Dates and places part by ``/``; a type that may be two things, ``(CITY / TOWN)``, is two places."""
    found = []
    for part in _split(body, "/", wrapped=False):
        types = re.search(r"\(([^()]*/[^()]*)\)$", part)
        if types and not part.startswith("("):
            found += [f"{part[: types.start()]}({kind.strip()})" for kind in types[1].split("/")]
        else:
            found.append(part)
    return found


def _bare(part: str) -> str:
    """Without the parentheses that hold a whole alternative."""
    depth = 0
    for at, character in enumerate(part):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return part[1:-1].strip() if at == len(part) - 1 and part[0] == "(" else part
    return part


def _values(part: str) -> list[Value]:
    """One alternative, or several before a shared cross-reference."""
    left, refs = _reference(_bare(part))
    texts = _split(_bare(left), "/", wrapped=False)
    return [Value(*_text(text), refs) for text in texts]


def _reference(part: str) -> tuple[str, tuple[str, ...]]:
    """What stands before the colon, and the strings after it."""
    pieces = _split(part, ":", wrapped=False)
    if len(pieces) < 2:
        return "".join(pieces), ()
    return pieces[0], tuple(_text(ref)[0] for ref in _split(_bare(":".join(pieces[1:])), "/", wrapped=False))


def _text(piece: str) -> tuple[str, bool]:
    """A filler without its quotes, and whether it had any. A quote that stands alone, as in some keys, is
    dropped; so are the outer ones of ``""X""``."""
    quoted = piece[:1] == '"' or piece[-1:] == '"'
    if len(piece) > 1 and piece[0] == piece[-1] == '"':
        piece = piece[1:-1]
    piece = piece.replace('\\"', "\0")
    if piece.count('"') % 2:
        piece = piece.strip('"')
    return re.sub(r"\s+", " ", piece.replace("\0", '"')).strip(), quoted


def _split(body: str, mark: str, *, wrapped: bool) -> list[str]:
    """Parts between marks that stand outside quotes and parentheses.

    ``wrapped``: part only what parentheses hold, ``(A: "x") / (B: "y")``; else the whole is one part. A
    quote opens at the beginning of a part and closes before a mark, a parenthesis or the end: strings hold
    quotes of their own that are not escaped. Raises ValueError for a quote that never closes.
    """
    if wrapped and not re.fullmatch(r"\(.*:.*\)", body):
        return [body]
    body = re.sub(r'(?<=[^"\s]) / "(?=[^"])', '" / "', body) if body.count('"') % 2 else body
    parts, start, depth, quoted = [], 0, 0, False
    for at, character in enumerate(body):
        if character == '"' and body[at - 1 : at] != "\\":
            if not quoted and re.search(r"(^|[/:(])\s*$", body[:at]):
                quoted = True
            elif quoted and re.match(r"\s*($|[/:)])", body[at + 1 :]):
                quoted = False
        elif not quoted and character in "()":
            depth += 1 if character == "(" else -1
        elif not quoted and character == mark and depth <= 0:
            parts.append(body[start:at].strip())
            start = at + 1
    if quoted:
        raise ValueError(f"a quote is left open in {body[:40]!r}")
    parts.append(body[start:].strip())
    return [part for part in parts if part]


def write(templates: Templates) -> str:
    """All templates as a response file; a message without templates is written as not relevant."""
    blocks = [
        format_template(template)
        for message, found in templates.items()
        for template in found or (Template(message, None),)
    ]
    return "\n".join(blocks)


def format_template(template: Template) -> str:
    """One template in the layout of the responses of 1992: values in column 36, one filler a line."""
    number = "*" if template.number is None else f"{template.number}{' (OPTIONAL)' * template.optional}"
    lines = [_ID.ljust(_COLUMN) + template.message, _NUMBER.ljust(_COLUMN) + number]
    for slot in SLOTS:
        fillers = [_written(filler, slot) for filler in template.fillers(slot.number)]
        null = "*" if template.number is None or slot.number in template.inapplicable else "-"
        for at, text in enumerate(fillers or [null]):
            lines.append((slot.header if at == 0 else "").ljust(_COLUMN) + text)
    return "\n".join(lines) + "\n"


def _written(filler: Filler, slot: Slot) -> str:
    groups: dict[tuple[str, ...], list[str]] = {}
    for value in filler.values:
        text = _quote(value.text) if value.quoted else value.text
        if slot.kind in ("date", "location") and len(filler.values) > 1:
            text = f"({text})"
        groups.setdefault(value.refs, []).append(text)
    parts = [
        " / ".join(texts) + (": " + " / ".join(map(_quote, refs)) if refs else "")
        for refs, texts in groups.items()
    ]
    if len(parts) > 1:
        parts = [f"({part})" for part in parts]
    return "? " * filler.optional + " / ".join(parts)


def _quote(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'
