"""Incidents as the rows of a codebook: what is in, what is out and why, every column by its expression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dateline.codebook import Codebook
from dateline.codebook.check import own_names
from dateline.codebook.expressions import Expression, compile_expression, environment
from dateline.codebook.language import Rule
from dateline.errors import CodebookError, UsageError
from dateline.export.coded.functions import functions
from dateline.export.coded.unit import merged, recounted, shares, ties
from dateline.export.coded.view import Context, View, tied, view_of
from dateline.export.material import Material
from dateline.model import Incident

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Left:
    """An incident that a codebook leaves out: by which of its rules, and why."""

    incident: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A table by a codebook: its columns in order, a row for each incident that is in (``incidents`` in the
    same order), and those left out."""

    book: Codebook
    rows: tuple[tuple[Cell, ...], ...]
    incidents: tuple[Incident, ...]
    left: tuple[Left, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(c.name for c in self.book.export.columns) if self.book.export else ()


@dataclass(frozen=True, slots=True)
class _Case:
    when: Expression | None
    value: Expression


@dataclass(frozen=True, slots=True)
class Coder:
    """A codebook made ready: every expression compiled once."""

    book: Codebook
    options: Mapping[str, str]
    rules: Mapping[str, Sequence[_Case]]
    conditions: Sequence[Expression]
    columns: Sequence[Sequence[_Case] | None]

    def named(self, view: View) -> View:
        """The view with the codebook's own names, each computed after what it uses."""
        values: View = {**view, **self.options}
        for name in self.rules:
            self._name(name, values)
        return values

    def _name(self, name: str, values: View) -> None:
        for case in self.rules[name]:
            for expression in (case.when, case.value):
                for used in sorted(expression.uses if expression else ()):
                    if used in self.rules and used not in values:
                        self._name(used, values)
        if name not in values:
            values[name] = self.chosen(self.rules[name], values, name)

    def chosen(self, cases: Sequence[_Case], values: View, what: str) -> Any:
        """The value of the first case that holds."""
        case = self.case(cases, values, what)
        return self._run(case.value, values, what)

    def case(self, cases: Sequence[_Case], values: View, what: str) -> _Case:
        """The first case that holds; the last one always does."""
        return next(c for c in cases if c.when is None or self._run(c.when, values, what))

    def excluded(self, values: View) -> Left | None:
        """The first condition that an incident does not meet."""
        for condition, expression in zip(self.book.include, self.conditions, strict=True):
            if not self._run(expression, values, condition.rule):
                return Left(str(values["id"]), condition.rule, condition.why)
        return None

    def row(self, values: View) -> tuple[Cell, ...]:
        """The cells of one incident."""
        assert self.book.export is not None
        return tuple(
            None if cases is None else _cell(self.chosen(cases, values, column.name), column.kind)
            for column, cases in zip(self.book.export.columns, self.columns, strict=True)
        )

    def _run(self, expression: Expression, values: View, what: str) -> Any:
        try:
            return expression(values)
        except Exception as error:  # whatever an expression of a stranger runs into
            words = " ".join(str(error).split())[:120]
            where = f"{self.book.name}: {what}: {expression.text!r}"
            problem = f"{where} cannot be computed for {values['id']} ({words})"
            raise CodebookError(problem, "cover the case with `either(…)` or a condition") from error


def coder(book: Codebook, options: Mapping[str, str] | None = None) -> Coder:
    """Make a codebook ready. Raises UsageError for an option that it does not have, or without columns."""
    chosen = {name: option.default for name, option in book.options.items()}
    for name, value in (options or {}).items():
        if name not in chosen:
            known = ", ".join(sorted(chosen)) or "none"
            raise UsageError(f"codebook {book.name} has no option {name!r}", f"its options: {known}")
        if value not in book.options[name].values:
            raise UsageError(
                f"{name}={value}: no such value", "choose " + ", ".join(book.options[name].values)
            )
        chosen[name] = value
    if book.export is None:
        raise UsageError(
            f"codebook {book.name} has no columns to export", "give it an `export` with `columns`"
        )
    sandbox, own = environment(functions(book)), own_names(book)

    def expression(text: str) -> Expression:
        return compile_expression(text, own, book.tables, sandbox)

    def cases(rule: Rule) -> list[_Case]:
        return [
            _Case(expression(c.when) if c.when else None, expression(c.value or c.otherwise or "none"))
            for c in rule.choose
        ]

    return Coder(
        book,
        chosen,
        {name: cases(rule) for name, rule in (*book.let.items(), *book.precision.items())},
        [expression(c.when) for c in book.include],
        [cases(column.value) if column.value else None for column in book.export.columns],
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """By what to code: a codebook, values of its options, and the time to note."""

    book: Codebook
    options: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None


def code(material: Material, wanted: Wanted) -> Coded:
    """The table of a codebook over some incidents."""
    ready = coder(wanted.book, wanted.options)
    found = rows_of(material, wanted, ready)
    left: list[Left] = []
    rows: list[tuple[Cell, ...]] = []
    kept: list[Incident] = []
    for incident, view in found:
        values = ready.named(view)
        out = ready.excluded(values)
        if out is not None:
            left.append(out)
            continue
        rows.append(ready.row(values))
        kept.append(incident)
    return Coded(wanted.book, tuple(rows), tuple(kept), tuple(left))


def rows_of(material: Material, wanted: Wanted, ready: Coder) -> list[tuple[Incident, View]]:
    """The incidents under the codebook's unit and rule for counts, each with its view. Only incidents that
    are in are tied to each other."""
    book = wanted.book
    counted = [recounted(i, material, book) for i in material.incidents]
    context = Context(material, book, wanted.at)
    told = [(incident, view_of(incident, context)) for incident in merged(counted, material, book)]
    inside = [i for i, view in told if ready.excluded(ready.named(view)) is None]
    together = ties(inside)
    shared = shares(inside, together)
    for incident, view in told:
        tied(view, together.get(incident.id, ()), shared)
    return told


def _cell(value: Any, kind: str) -> Cell:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, bool):
        return value if kind == "yesno" else int(value)
    if kind == "integer":
        return int(value)
    if kind == "number":
        return float(value)
    if isinstance(value, list | tuple | Mapping):
        raise CodebookError("a column got a list", "join(…) it")
    return str(value)
