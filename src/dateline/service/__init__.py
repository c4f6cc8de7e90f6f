"""The verbs of Dateline: the only door for the command line, the desk and the machinery of scale.

Time enters here, and nowhere behind: the clock is read once and handed down.
"""

from dateline.evaluate.coverage import Coverage
from dateline.export.contract import extraction, incident_json, report_json
from dateline.export.discretion import Discretion
from dateline.ledger import Acknowledged, Failed, Fate, Filter, Ledger, open_ledger
from dateline.link import TollRow
from dateline.service.asking import Shown, check_format, export, gather, incidents, show
from dateline.service.codebooks import builtin_codebooks, check_codebook, explain_incident
from dateline.service.comparing import Comparison, choose_reader, compare, spent
from dateline.service.demonstrating import Cluster, Demonstration, clusters, demo
from dateline.service.doctor import ROLES, Finding, backup, doctor, make_roles, restore
from dateline.service.evaluating import benchmarks, evaluate
from dateline.service.exporting import (
    Exported,
    ExportRequest,
    check_request,
    formats,
    make_export,
    names_kept,
    write_export,
)
from dateline.service.importing import Imported, coverage, import_table
from dateline.service.joining import bring_up_to_date, rebuild
from dateline.service.linking import decide, undo
from dateline.service.new_codebook import interview, write_new
from dateline.service.operations import asgi_app, configuration, healthy, serving, spread, start_log
from dateline.service.reading import (
    IngestOptions,
    IngestSummary,
    Progress,
    bytes_of,
    extract,
    extract_templates,
    ingest,
    make_limits,
    now,
)
from dateline.service.telling import Told, changes, diff, train_linker
from dateline.service.versions import Version, versions
from dateline.service.watch import Guard, Round, Source, WatchOptions, make_crew, sources, watch

__all__ = [
    "ROLES",
    "Acknowledged",
    "Cluster",
    "Comparison",
    "Coverage",
    "Demonstration",
    "Discretion",
    "ExportRequest",
    "Exported",
    "Failed",
    "Fate",
    "Filter",
    "Finding",
    "Guard",
    "Imported",
    "IngestOptions",
    "IngestSummary",
    "Ledger",
    "Progress",
    "Round",
    "Shown",
    "Source",
    "Told",
    "TollRow",
    "Version",
    "WatchOptions",
    "asgi_app",
    "backup",
    "benchmarks",
    "bring_up_to_date",
    "builtin_codebooks",
    "bytes_of",
    "changes",
    "check_codebook",
    "check_format",
    "check_request",
    "choose_reader",
    "clusters",
    "compare",
    "configuration",
    "coverage",
    "decide",
    "demo",
    "diff",
    "doctor",
    "evaluate",
    "explain_incident",
    "export",
    "extract",
    "extract_templates",
    "extraction",
    "formats",
    "gather",
    "healthy",
    "import_table",
    "incident_json",
    "incidents",
    "ingest",
    "interview",
    "make_crew",
    "make_export",
    "make_limits",
    "make_roles",
    "names_kept",
    "now",
    "open_ledger",
    "rebuild",
    "report_json",
    "restore",
    "serving",
    "show",
    "sources",
    "spent",
    "spread",
    "start_log",
    "train_linker",
    "undo",
    "versions",
    "watch",
    "write_export",
    "write_new",
]
