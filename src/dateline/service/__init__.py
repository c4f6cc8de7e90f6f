"""The verbs of Dateline: the only door for the command line, the desk and the machinery of scale.

Time enters here, and nowhere behind: the clock is read once and handed down.
"""

from dateline.export.contract import extraction, incident_json, report_json
from dateline.ledger import Acknowledged, Failed, Fate, Filter, Ledger, open_ledger
from dateline.link import TollRow
from dateline.service.asking import Shown, check_format, export, gather, incidents, show
from dateline.service.demonstrating import Cluster, Demonstration, clusters, demo
from dateline.service.doctor import ROLES, Finding, backup, doctor, make_roles, restore
from dateline.service.evaluating import benchmarks, evaluate
from dateline.service.joining import bring_up_to_date, rebuild
from dateline.service.linking import decide, undo
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
from dateline.service.rooms import choose_reader
from dateline.service.telling import Told, changes, diff, train_linker
from dateline.service.versions import Version, versions
from dateline.service.watch import Guard, Round, Source, WatchOptions, make_crew, sources, watch

__all__ = [
    "ROLES",
    "Acknowledged",
    "Cluster",
    "Demonstration",
    "Failed",
    "Fate",
    "Filter",
    "Finding",
    "Guard",
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
    "bytes_of",
    "changes",
    "check_format",
    "choose_reader",
    "clusters",
    "configuration",
    "decide",
    "demo",
    "diff",
    "doctor",
    "evaluate",
    "export",
    "extract",
    "extract_templates",
    "extraction",
    "gather",
    "healthy",
    "incident_json",
    "incidents",
    "ingest",
    "make_crew",
    "make_limits",
    "make_roles",
    "now",
    "open_ledger",
    "rebuild",
    "report_json",
    "restore",
    "serving",
    "show",
    "sources",
    "spread",
    "start_log",
    "train_linker",
    "undo",
    "versions",
    "watch",
]
