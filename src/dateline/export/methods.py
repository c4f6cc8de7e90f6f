"""The methods file: what a reader of an export has to know to use and to cite it."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dateline import __version__
from dateline.codebook import Codebook
from dateline.export.coded import Left
from dateline.export.discretion import Discretion
from dateline.export.material import Material, outlet_or_site, published_of

#: Whom parts of an export are owed to.
PLACES = "Place names and coordinates: GeoNames (geonames.org), CC BY 4.0."
SOFTWARE = "Dateline: Apache-2.0."
REPORTS = (
    "The reports belong to their publishers. The export holds facts coded from them, and no text of theirs "
    "but headlines."
)


@dataclass(frozen=True, slots=True)
class Made:
    """How an export came about. ``filters`` are those that were set; ``versions`` name what read and linked;
    ``left`` are the incidents that the codebook leaves out."""

    at: datetime
    codebook: Codebook
    to: str
    filters: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    discretion: Discretion = field(default_factory=Discretion)
    left: Sequence[Left] = ()
    rows: int = 0


def methods(material: Material, made: Made) -> str:
    """The methods file, in Markdown."""
    parts = [
        ("Export", _export(made)),
        ("Versions", _versions(made)),
        ("Codebook", _codebook(made)),
        (
            "Filters",
            [f"- {name}: {value}" for name, value in made.filters.items()] or ["- none: all incidents"],
        ),
        ("What is left out", _left(made)),
        ("Do no harm", _discretion(made.discretion)),
        ("Sources", _sources(material)),
        ("Licences", _licences(made)),
        ("Citation", _citation(material, made)),
        ("How to read it", _reading()),
    ]
    lines = [f"# Methods: {material.title or 'incidents'}", ""]
    for title, told in parts:
        lines += [f"## {title}", "", *told, ""]
    return "\n".join(lines)


def _export(made: Made) -> list[str]:
    return [
        f"- made on {made.at.date().isoformat()} at {made.at.strftime('%H:%M')} UTC",
        f"- format: {made.to}; {made.rows} rows",
    ]


def _versions(made: Made) -> list[str]:
    found = {"dateline": __version__, "python": platform.python_version(), **made.versions}
    return [f"- {name}: {value}" for name, value in found.items()]


def _codebook(made: Made) -> list[str]:
    book = made.codebook
    lines = [f"- {book.name}, version {book.version}: {book.title}"]
    lines += [f"- after: {book.source}"] if book.source else []
    lines += [f"- extends: {book.extends}"] if book.extends else []
    lines.append(
        f"- unit: {', '.join(book.unit.same)} agree; {book.unit.days} days may lie between. "
        f"{book.unit.note}".rstrip()
    )
    rule = book.default_toll_rule
    lines.append(f"- counts: {rule} ({book.toll_rules[rule]})")
    lines += [f"- option {name}: {value}" for name, value in made.options.items()]
    for name, table in book.precision.items():
        codes = "; ".join(f"{case.value or case.otherwise}: {case.means}" for case in table.choose)
        lines.append(f"- {name}: {codes}")
    empty = [c for c in (book.export.columns if book.export else ()) if c.empty]
    lines += [f"- column {c.name} is always empty: {c.empty}" for c in empty]
    return lines


def _left(made: Made) -> list[str]:
    if not made.left:
        return ["- nothing"]
    by_rule = Counter((one.rule, one.why) for one in made.left)
    return [f"- {number} by {rule}: {why}" for (rule, why), number in sorted(by_rule.items())]


def _discretion(discretion: Discretion) -> list[str]:
    names = "- names of private persons: left out; their roles and numbers stay"
    if discretion.private_names:
        names = f"- names of private persons: KEPT, at the wish of {discretion.who}; on record in the ledger"
    lines = [
        names,
        f"- places: {f'coarsened to {discretion.coarsen}' if discretion.coarsen else 'as precise as known'}",
    ]
    # the rule's own text would name the source that it hides
    kinds = Counter(rule.partition("=")[0] for rule in discretion.redact)
    lines += [
        f"- sources withheld by {number} rule(s) of the kind {kind}" for kind, number in sorted(kinds.items())
    ]
    return lines


def _sources(material: Material) -> list[str]:
    used = {a.report_id for i in material.incidents for a in i.accounts}
    reports = [material.reports[name] for name in sorted(used) if name in material.reports]
    outlets = Counter(outlet_or_site(r) for r in reports)
    days = sorted(d for r in reports if (d := published_of(r, material).earliest))
    span = f", published {days[0].isoformat()} to {days[-1].isoformat()}" if days else ""
    origins = len({material.origins.get(r.id, r.id) for r in reports})
    lines = [f"- {len(reports)} reports from {origins} independent origins{span}"]
    return lines + [
        f"- {name}: {number}" for name, number in sorted(outlets.items(), key=lambda o: (-o[1], o[0]))
    ]


def _licences(made: Made) -> list[str]:
    own = made.codebook.export.licence if made.codebook.export else ""
    return [f"- {line}" for line in (SOFTWARE, PLACES, REPORTS, own) if line]


def _citation(material: Material, made: Made) -> list[str]:
    title = material.title or "Incidents"
    return [
        f"> {title}. Coded from news reports with Dateline {__version__}, codebook {made.codebook.name} "
        f"{made.codebook.version}, {made.at.date().isoformat()}. Place names: GeoNames."
    ]


def _reading() -> list[str]:
    return [
        "- Every value is what reports say, not what is known to have happened; claims are no proof.",
        "- Unknown is an empty cell, unless the codebook says otherwise (ACLED: 0 where no count is told).",
        "- Incidents labelled as invented are examples and tell of nothing that happened.",
        "- Every value leads to its words: `dateline show ID`, `dateline codebook explain FILE`.",
    ]
