"""Why a row says what it says: for every column the rule, the condition that held, and the statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.export.coded.rows import Cell, Coder, Left, Wanted, coder, rows_of
from dateline.export.material import Material, grounds, outlet_of, sources
from dateline.model import Chosen, Incident


@dataclass(frozen=True, slots=True)
class Reason:
    """One column of one row. ``rule`` is the expression that gave the value, ``because`` the condition that
    held, with what its names were; ``chosen`` how the incident's own values came about, ``words`` what they
    rest on: outlet, speaker, quote."""

    column: str
    value: Cell
    definition: str
    rule: str
    because: str
    chosen: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A row with its reasons; ``left`` where the codebook leaves the incident out."""

    incident: Incident
    reasons: tuple[Reason, ...]
    left: Left | None


def explain(material: Material, wanted: Wanted, incident_id: str) -> Explained | None:
    """The row of the incident with that id, and why; None where it is not among the material."""
    ready = coder(wanted.book, wanted.options)
    for incident, view in rows_of(material, wanted, ready):
        if incident.id == incident_id or any(incident_id in r for r in incident.reasons):
            values = ready.named(view)
            reasons = _reasons(ready, values, incident, material)
            return Explained(incident, reasons, ready.excluded(values))
    return None


def _reasons(
    ready: Coder, values: Mapping[str, Any], incident: Incident, material: Material
) -> tuple[Reason, ...]:
    assert ready.book.export is not None
    told = []
    row = ready.row(dict(values))
    for column, cases, cell in zip(ready.book.export.columns, ready.columns, row, strict=True):
        if cases is None:
            told.append(
                Reason(column.name, None, column.definition, f"always empty: {column.empty}", "", (), ())
            )
            continue
        case = ready.case(cases, dict(values), column.name)
        rule, because, names = _traced(ready, case.value.text, case.value.uses, values)
        if case.when is not None:
            because = f"{case.when.text} holds; {because}".rstrip("; ")
            names |= case.when.uses
        basis = [c for name in sorted(_closure(ready, names)) for c in _values_behind(name, incident)]
        words = [w for c in basis for w in _words(c, incident, material)]
        chosen = [f"{c.field}: {c.rule}{f' ({c.reason})' if c.reason else ''}" for c in basis]
        told.append(Reason(column.name, cell, column.definition, rule, because, _few(chosen), _few(words)))
    return tuple(told)


def _few(lines: Sequence[str]) -> tuple[str, ...]:
    unique = list(dict.fromkeys(lines))
    return tuple(unique[:12]) + ((f"… and {len(unique) - 12} more",) if len(unique) > 12 else ())


def _traced(
    ready: Coder, text: str, uses: frozenset[str], values: Mapping[str, Any]
) -> tuple[str, str, set[str]]:
    """The expression, and what the codebook's own names in it stand for, each with the case that held."""
    lines: list[str] = []
    for name in sorted(_closure(ready, uses)):
        if name in ready.rules:
            case = ready.case(ready.rules[name], dict(values), name)
            source = ready.book.precision.get(name) or ready.book.let.get(name)
            position = list(ready.rules[name]).index(case)
            means = source.choose[position].means if source else ""
            alone = f"it is {case.value.text}" if len(ready.rules[name]) == 1 else "no other case held"
            held = case.when.text if case.when else alone
            lines.append(f"{name} is {values[name]!r} since {held}" + (f" ({means})" if means else ""))
        elif name in ready.options:
            lines.append(f"option {name} is {ready.options[name]}")
    return text, "; ".join(lines), set(uses)


def _closure(ready: Coder, uses: frozenset[str] | set[str]) -> set[str]:
    """The names that are used, and those that these use."""
    waiting, found = list(uses), set[str]()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for case in ready.rules.get(name, ()):
            waiting += [*case.value.uses, *(case.when.uses if case.when else ())]
    return found


#: Which values of an incident stand behind a name of the language.
_BEHIND = {
    "when": ("when",),
    "where": ("where",),
    "tolls": ("tolls",),
    "actors": ("actors",),
    "side1": ("actors",),
    "side2": ("actors",),
    "responders": ("actors",),
    "groups": ("claims", "actors"),
    "claims": ("claims",),
    "blamed": ("claims",),
    "targets": ("targets",),
    "weapons": ("weapons",),
    "notes": ("when", "where", "tolls", "claims"),
}


def _values_behind(name: str, incident: Incident) -> list[Chosen]:
    found: list[Chosen] = []
    for part in _BEHIND.get(name, ()):
        value = getattr(incident, part)
        found += [value] if isinstance(value, Chosen) else value
    if name in ("type", "subtype", "kind", "codes", "label", "stage"):
        support = [s.id for a in incident.accounts for s in a.statements if s.field.value == "type"]
        found.append(Chosen("type", incident.type, "most attested type", tuple(support)))
    return found


def _words(chosen: Chosen, incident: Incident, material: Material) -> list[str]:
    known = sources(incident)
    lines = []
    for name in dict.fromkeys(base for n in chosen.support for base in grounds(n, known)):
        statement, report = known[name].statement, material.reports.get(known[name].account.report_id)
        if report is None:
            continue
        quote = " … ".join(" ".join(report.quote(span).split()) for span in statement.spans)
        speaker = f" ({statement.said_by.name})" if statement.said_by.name else ""
        lines.append(f"{outlet_of(report)}{speaker}: “{quote}” [{name}]")
    return lines
