"""Exports of every kind through one door: by codebook, in a format, with filters and discretion, each with
its methods file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path

from dateline import __version__
from dateline import export as exports
from dateline.codebook import Codebook, load
from dateline.errors import UsageError
from dateline.export.coded import Left, Wanted, code
from dateline.export.discretion import Discretion, discreet
from dateline.export.discretion import check as check_discretion
from dateline.export.formats import FORMATS, write_table
from dateline.export.material import Material
from dateline.export.methods import Made, methods
from dateline.export.table import coded_table, native_table
from dateline.ledger import Filter, Ledger
from dateline.service.asking import Progress, gather, incidents, silent
from dateline.service.reading import now

NATIVE = "dateline"
#: How a run is noted in which names of private persons were written.
NAMES_KEPT = "export with names of private persons, by "


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to export. ``to``: a format of :data:`dateline.export.formats.FORMATS`; ``codebook``: a built-in
    name or the path of a YAML file; ``options``: choices that the codebook leaves open; ``hxl``: a row of
    tags below the header; ``at``: the time to note (default: the clock's)."""

    to: str
    wanted: Filter | None = None
    codebook: str = NATIVE
    options: Mapping[str, str] = field(default_factory=dict)
    discretion: Discretion = field(default_factory=Discretion)
    hxl: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """An export: its bytes, what they are, the methods file, the incidents that the codebook leaves out, and
    the ids that went away since they were last exported, as CSV ("" where there are none)."""

    content: bytes
    media_type: str
    filename: str
    methods: str
    rows: int
    left: tuple[Left, ...] = ()
    tombstones: str = ""


def formats() -> list[str]:
    """The names of the formats."""
    return sorted(FORMATS)


def check_request(request: ExportRequest) -> Codebook:
    """The codebook of a request that makes sense as far as can be told without a ledger. Raises UsageError,
    CodebookError."""
    if request.to not in FORMATS:
        raise UsageError(f"no export is called {request.to!r}", "choose one of " + ", ".join(formats()))
    check_discretion(request.discretion)
    return load(request.codebook)


def make_export(ledger: Ledger, request: ExportRequest, progress: Progress = silent) -> Exported:
    """The export that is asked for; ``progress`` hears how far it is. Raises UsageError, CodebookError.

    Where names of private persons are kept, that is noted in the ledger before anything is written.
    """
    book = check_request(request)
    moment = request.at or now()
    found = gather(ledger, incidents(ledger, request.wanted), Path(ledger.name).stem, progress)
    progress(len(found.reports), len(found.reports), "writing")
    material = discreet(found, request.discretion)
    if request.discretion.private_names:
        run = ledger.start_run(NAMES_KEPT + request.discretion.who.strip(), __version__, moment)
        ledger.end_run(run, moment, {"incidents": len(found.incidents)}, ())
    content, rows, left = _written(material, book, replace(request, at=moment))
    made = Made(
        at=moment,
        codebook=book,
        to=request.to,
        filters=_filters(request.wanted),
        options=request.options,
        versions=_versions(ledger),
        discretion=request.discretion,
        left=left,
        rows=rows,
    )
    ending, media_type = FORMATS[request.to]
    if book.export and book.export.delimiter == "\t" and request.to == "csv":
        ending, media_type = ".tsv", "text/tab-separated-values; charset=utf-8"
    return Exported(
        content,
        media_type,
        f"{book.name}-incidents{ending}",
        methods(material, made),
        rows,
        left,
        _tombstones(ledger),
    )


def _written(
    material: Material, book: Codebook, request: ExportRequest
) -> tuple[bytes, int, tuple[Left, ...]]:
    buffer = io.BytesIO()
    if request.to == "html" or (book.name == NATIVE and request.to in exports.WRITERS and not request.hxl):
        _refuse_whole_pages(request)
        text = io.StringIO()
        exports.WRITERS[request.to](material, text)
        # Excel takes a CSV file for the local code page unless it begins with this mark
        return (
            text.getvalue().encode("utf-8-sig" if request.to == "csv" else "utf-8"),
            len(material.incidents),
            (),
        )
    if book.name == NATIVE:
        if request.hxl:
            raise UsageError("the native columns have no HXL tags", "export with --codebook hxl")
        table = native_table(material)
        write_table(table, request.to, buffer)
        return buffer.getvalue(), len(table.rows), ()
    coded = code(material, Wanted(book, request.options, request.at))
    write_table(coded_table(coded, request.hxl), request.to, buffer)
    return buffer.getvalue(), len(coded.rows), coded.left


def _refuse_whole_pages(request: ExportRequest) -> None:
    if request.to == "html" and (request.discretion.redact or request.discretion.coarsen):
        raise UsageError(
            "the evidence page shows the reports whole, with every source and place in them",
            "export a table instead, or leave --redact and --coarsen out",
        )


def _versions(ledger: Ledger) -> dict[str, str]:
    linked = {name: value for name, value in ledger.made_by().items() if name == "link"}
    return {"read by": "; ".join(ledger.readings()), **linked}


def _filters(wanted: Filter | None) -> dict[str, str]:
    if wanted is None:
        return {}
    return {f.name: str(v) for f in fields(wanted) if (v := getattr(wanted, f.name)) is not None}


def _tombstones(ledger: Ledger) -> str:
    """Ids that are gone, with the day and the successor."""
    gone = [c for c in ledger.changes("") if c.kind in ("gone", "merged")]
    standing = {i.id for i in ledger.incidents()} if gone else set()
    lines = [f"{c.incident},{c.at},{c.successor}" for c in gone if c.incident not in standing]
    return "\n".join(["id,deleted,successor", *dict.fromkeys(lines)]) + "\n" if lines else ""


def write_export(exported: Exported, out: Path) -> list[Path]:
    """Write an export to ``out`` with its methods file beside it (``out.methods.md``), and the ids that are
    gone (``out.deleted.csv``) where there are any. Each file appears whole or not at all; a pipe or a device
    is written to, never replaced, and has nothing beside it."""
    if out.is_dir():
        raise UsageError(f"{out} is a folder", "name a file in it")
    try:
        if out.exists() and not out.is_file():
            out.write_bytes(exported.content)
            return [out]
        beside = out.with_name(out.name + ".methods.md")
        parts = {out: exported.content, beside: exported.methods.encode()}
        if exported.tombstones:
            parts[out.with_name(out.name + ".deleted.csv")] = exported.tombstones.encode()
        for path, content in parts.items():
            half = path.with_name(path.name + ".part")
            try:
                half.write_bytes(content)
                half.replace(path)
            finally:
                half.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(out)) from error  # not the name of the half file
    return list(parts)


def names_kept(ledger: Ledger) -> list[tuple[str, str]]:
    """Who exported names of private persons, and when, oldest first."""
    return [(verb.removeprefix(NAMES_KEPT), at) for verb, at in ledger.runs(NAMES_KEPT)]
