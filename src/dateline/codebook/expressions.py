"""The expressions of a codebook: what a column, a condition or a named value is made of.

``tolls.killed.best if tolls.killed else 0`` is declared, not programmed: it can name what is in
:mod:`dateline.codebook.names`, compare, choose, add up and call the functions listed there, and nothing else.
There are no loops, no powers, no attributes of Python objects, so that a codebook from a stranger can do no
more than give wrong columns. Grammar and compiler are Jinja's, in its sandbox; before anything is compiled
each part of an expression is held against a list of what is allowed, and every name against the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from jinja2 import ChainableUndefined, TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.sandbox import SandboxedEnvironment

from dateline.codebook.names import FUNCTIONS, LISTS, NAMES, THING

LONGEST = 2_000  # characters: nothing that a person reads is longer

_ALLOWED = (
    nodes.Name, nodes.Getattr, nodes.Const, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Add, nodes.Sub, nodes.FloorDiv, nodes.List, nodes.Tuple, nodes.Call,
    nodes.Neg, nodes.Keyword,
)  # fmt: skip

#: Functions that name a table, and where among their values.
_TABLE_AT = {"lookup": 0, "word_count": 1}

Functions = Mapping[str, Callable[..., Any]]


class ExpressionError(ValueError):
    """An expression that a codebook must not hold; the message says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression with the names that it uses: ``{"tolls", "fatalities"}``."""

    text: str
    uses: frozenset[str]
    run: Callable[..., Any]

    def __call__(self, values: Mapping[str, Any]) -> Any:
        """Its value over ``values``: by name, the catalogue's names and the codebook's own."""
        return self.run(**values)


def environment(functions: Functions) -> SandboxedEnvironment:
    """Where expressions run; ``functions`` do the work of :data:`~dateline.codebook.names.FUNCTIONS`."""
    sandbox = SandboxedEnvironment(undefined=ChainableUndefined)
    sandbox.globals.clear()
    sandbox.globals.update(functions)
    return sandbox


#: For checking only: nothing is run in it.
_CHECKING = environment(dict.fromkeys(FUNCTIONS, lambda *_, **__: None))


def compile_expression(
    text: str,
    own: Iterable[str] = (),
    tables: Iterable[str] = (),
    sandbox: SandboxedEnvironment | None = None,
) -> Expression:
    """The expression in ``text``. ``own`` are the codebook's own names, ``tables`` its tables. Raises
    ExpressionError."""
    sandbox = sandbox or _CHECKING
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression of {len(text)} characters is too long; at most {LONGEST}")
    try:
        parser = Parser(sandbox, text, state="variable")
        tree = parser.parse_expression()
        if not parser.stream.eos:
            raise ExpressionError(f"cannot be read from {parser.stream.current.value!r} on")
        uses = _checked(tree, frozenset(own), frozenset(tables))
        run = sandbox.compile_expression(text, undefined_to_none=True)
    except TemplateSyntaxError as error:
        raise ExpressionError(f"cannot be read: {error.message}") from error
    except RecursionError as error:
        raise ExpressionError("is nested too deeply") from error
    return Expression(text, uses, run)


def _checked(tree: nodes.Node, own: frozenset[str], tables: frozenset[str]) -> frozenset[str]:
    """The names that an expression uses. Raises ExpressionError for what is not allowed or not known."""
    uses: set[str] = set()
    for node in _walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ExpressionError(f"{type(node).__name__.lower()} is not allowed in expressions")
        if isinstance(node, nodes.Name) and node.name not in FUNCTIONS:
            uses.add(node.name)
            if node.name not in own:
                _known(node.name, NAMES.keys() | own)
        elif isinstance(node, nodes.Getattr):
            _path(node, own)
        elif isinstance(node, nodes.Call):
            _call(node, tables)
    return frozenset(uses)


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        if isinstance(node, nodes.Call) and child is node.node and isinstance(child, nodes.Name):
            continue  # the function's own name
        yield from _walk(child)


def _call(node: nodes.Call, tables: frozenset[str]) -> None:
    if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
        raise ExpressionError("only the functions of the language can be called")
    name = node.node.name
    _known(name, FUNCTIONS.keys(), "function")
    least, most = FUNCTIONS[name].arguments
    given = len(node.args) + len(node.kwargs)
    if not least <= given <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        raise ExpressionError(f"{name}() takes {wanted} values, not {given}")
    if name in _TABLE_AT:
        table = node.args[_TABLE_AT[name]] if len(node.args) > _TABLE_AT[name] else None
        if not isinstance(table, nodes.Const):
            raise ExpressionError(f"{name}() takes the name of a table in quotes")
        _known(str(table.value), tables, "table")


def _path(node: nodes.Getattr, own: frozenset[str]) -> None:
    """``when.year``: every step must be in the catalogue. What a function or an own name gives is a plain
    value or one thing of a list ("first(actors).name")."""
    parts: list[str] = []
    inner: nodes.Node = node
    while isinstance(inner, nodes.Getattr):
        parts.insert(0, inner.attr)
        inner = inner.node
    if isinstance(inner, nodes.Name) and inner.name not in own:
        _known(inner.name, NAMES.keys() | own)
        here: Any = NAMES.get(inner.name)
        if inner.name in LISTS:
            raise ExpressionError(f"{inner.name} is a list: write first({inner.name}).{parts[0]}")
        for part in parts:
            if not isinstance(here, Mapping):
                raise ExpressionError(f"{inner.name} has no parts, so no {part!r}")
            _known(part, here.keys(), f"part of {inner.name}")
            here = here[part]
    else:
        for part in parts:
            _known(part, THING, "part of a thing")


def _known(name: str, among: Iterable[str], what: str = "name") -> None:
    known = sorted(among)
    if name in known:
        return
    close = get_close_matches(name, known, 1)
    hint = f"; {close[0]!r} was meant?" if close else f"; there are {', '.join(known[:30])}"
    raise ExpressionError(f"no {what} {name!r}{hint}")
