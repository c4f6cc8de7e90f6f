"""The verbs of Dateline: the only door for the command line, the desk and the machinery of scale.

Time enters here, and nowhere behind: the clock is read once and handed down.
"""

from __future__ import annotations

from dateline.evaluate.coverage import Coverage
from dateline.export import write_html as write_evidence
from dateline.export.contract import extraction, incident_json, report_json
from dateline.export.discretion import Discretion
from dateline.ledger import Acknowledged, Failed, Fate, Filter, Ledger, open_ledger
from dateline.link import TollRow
from dateline.model import Incident
from dateline.service.asking import Shown, check_format, export, gather, incidents, show
from dateline.service.codebooks import builtin_codebooks, check_codebook, explain_incident
from dateline.service.comparing import Comparison, choose_reader, compare, spent
from dateline.service.counting import alpha, review_counts
from dateline.service.demonstrating import Cluster, Demonstration, clusters, demo, demo_ledger
from dateline.service.doctor import ROLES as DATABASE_ROLES
from dateline.service.doctor import Finding, backup, doctor, make_roles, restore
from dateline.service.evaluating import benchmarks, evaluate
from dateline.service.exploring import (
    MOST,
    PAGE,
    Bar,
    Memory,
    counts,
    generation,
    listing,
    number,
    points,
    support_of,
    timeline,
)
from dateline.service.exporting import (
    Exported,
    ExportRequest,
    check_request,
    formats,
    make_export,
    names_kept,
    write_export,
)
from dateline.service.filters import RULES, collected, country_name, sentence
from dateline.service.filters import params as filter_params
from dateline.service.filters import parse as parse_filter
from dateline.service.importing import Checked, Imported, check_table, coverage, import_table
from dateline.service.joining import bring_up_to_date, index_words, rebuild
from dateline.service.linking import Wish, account_of, decide, decide_all, undo
from dateline.service.logs import LOG, start_log
from dateline.service.metrics import metrics_text, note_request
from dateline.service.new_codebook import interview, write_new
from dateline.service.operations import asgi_app, configuration, healthy, serving, spread
from dateline.service.people import (
    ROLES,
    SESSION,
    add_user,
    at_least,
    log_in,
    log_out,
    may,
    new_token,
    remove_user,
    session_user,
    token_user,
)
from dateline.service.reading import (
    MOST_LISTED,
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
from dateline.service.reviewing import (
    Item,
    Pair,
    Reviewed,
    item,
    merge_queue,
    pair,
    place_in_queue,
    prepare,
    queue,
)
from dateline.service.rooms import origins, standing
from dateline.service.seeing import alerts, see
from dateline.service.stating import FORMS, choices, filled, proposed
from dateline.service.telling import Told, changes, diff, train_linker
from dateline.service.versions import Version, versions
from dateline.service.viewing import (
    Outlet,
    ReportView,
    Run,
    changes_of,
    field_examples,
    item_json,
    load_codebook,
    outlets,
    report_view,
    runs,
    type_counts,
    whole,
)
from dateline.service.watch import Guard, Round, Source, WatchOptions, make_crew, sources, watch

__all__ = [
    "DATABASE_ROLES",
    "FORMS",
    "LOG",
    "MOST",
    "MOST_LISTED",
    "PAGE",
    "ROLES",
    "RULES",
    "SESSION",
    "Acknowledged",
    "Bar",
    "Checked",
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
    "Incident",
    "IngestOptions",
    "IngestSummary",
    "Item",
    "Ledger",
    "Memory",
    "Outlet",
    "Pair",
    "Progress",
    "ReportView",
    "Reviewed",
    "Round",
    "Run",
    "Shown",
    "Source",
    "Told",
    "TollRow",
    "Version",
    "WatchOptions",
    "Wish",
    "account_of",
    "add_user",
    "alerts",
    "alpha",
    "asgi_app",
    "at_least",
    "backup",
    "benchmarks",
    "bring_up_to_date",
    "builtin_codebooks",
    "bytes_of",
    "changes",
    "changes_of",
    "check_codebook",
    "check_format",
    "check_request",
    "check_table",
    "choices",
    "choose_reader",
    "clusters",
    "collected",
    "compare",
    "configuration",
    "country_name",
    "counts",
    "coverage",
    "decide",
    "decide_all",
    "demo",
    "demo_ledger",
    "diff",
    "doctor",
    "evaluate",
    "explain_incident",
    "export",
    "extract",
    "extract_templates",
    "extraction",
    "field_examples",
    "filled",
    "filter_params",
    "formats",
    "gather",
    "generation",
    "healthy",
    "import_table",
    "incident_json",
    "incidents",
    "index_words",
    "ingest",
    "interview",
    "item",
    "item_json",
    "listing",
    "load_codebook",
    "log_in",
    "log_out",
    "make_crew",
    "make_export",
    "make_limits",
    "make_roles",
    "may",
    "merge_queue",
    "metrics_text",
    "names_kept",
    "new_token",
    "note_request",
    "now",
    "number",
    "open_ledger",
    "origins",
    "outlets",
    "pair",
    "parse_filter",
    "place_in_queue",
    "points",
    "prepare",
    "proposed",
    "queue",
    "rebuild",
    "remove_user",
    "report_json",
    "report_view",
    "restore",
    "review_counts",
    "runs",
    "see",
    "sentence",
    "serving",
    "session_user",
    "show",
    "sources",
    "spent",
    "spread",
    "standing",
    "start_log",
    "support_of",
    "timeline",
    "token_user",
    "train_linker",
    "type_counts",
    "undo",
    "versions",
    "watch",
    "whole",
    "write_evidence",
    "write_export",
    "write_new",
]
