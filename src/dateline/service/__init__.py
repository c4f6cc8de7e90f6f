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
from dateline.service.reading import (
    IngestOptions,
    IngestSummary,
    Progress,
    extract,
    extract_templates,
    ingest,
    make_limits,
    now,
)
from dateline.service.telling import Told, changes, diff, train_linker

__all__ = [
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
    "Imported",
    "IngestOptions",
    "IngestSummary",
    "Ledger",
    "Progress",
    "Shown",
    "Told",
    "TollRow",
    "benchmarks",
    "bring_up_to_date",
    "builtin_codebooks",
    "changes",
    "check_codebook",
    "check_format",
    "check_request",
    "choose_reader",
    "clusters",
    "compare",
    "coverage",
    "decide",
    "demo",
    "diff",
    "evaluate",
    "explain_incident",
    "export",
    "extract",
    "extract_templates",
    "extraction",
    "formats",
    "gather",
    "import_table",
    "incident_json",
    "incidents",
    "ingest",
    "interview",
    "make_export",
    "make_limits",
    "names_kept",
    "now",
    "open_ledger",
    "rebuild",
    "report_json",
    "show",
    "spent",
    "train_linker",
    "undo",
    "write_export",
    "write_new",
]
