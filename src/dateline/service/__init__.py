"""The verbs of Dateline: the only door for the command line, the desk and the machinery of scale.

Time enters here, and nowhere behind: the clock is read once and handed down.
"""

from dateline.export import write_html as write_evidence
from dateline.export.contract import extraction, incident_json, report_json
from dateline.ledger import Acknowledged, Failed, Fate, Filter, Ledger, open_ledger
from dateline.link import TollRow
from dateline.model import Incident
from dateline.service.asking import Shown, check_format, export, gather, incidents, show
from dateline.service.counting import alpha, review_counts
from dateline.service.demonstrating import Cluster, Demonstration, clusters, demo
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
from dateline.service.filters import RULES, collected, country_name, sentence
from dateline.service.filters import params as filter_params
from dateline.service.filters import parse as parse_filter
from dateline.service.joining import bring_up_to_date, rebuild
from dateline.service.linking import Wish, account_of, decide, decide_all, undo
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
    IngestOptions,
    IngestSummary,
    Progress,
    extract,
    extract_templates,
    ingest,
    make_limits,
    now,
)
from dateline.service.reviewing import Item, Pair, Reviewed, item, merge_queue, pair, prepare, queue
from dateline.service.rooms import choose_reader, origins, standing
from dateline.service.seeing import alerts, see
from dateline.service.stating import FORMS, choices, filled, proposed
from dateline.service.telling import Told, changes, diff, train_linker
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

__all__ = [
    "FORMS",
    "MOST",
    "PAGE",
    "ROLES",
    "RULES",
    "SESSION",
    "Acknowledged",
    "Bar",
    "Cluster",
    "Demonstration",
    "Failed",
    "Fate",
    "Filter",
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
    "Run",
    "Shown",
    "Told",
    "TollRow",
    "Wish",
    "account_of",
    "add_user",
    "alerts",
    "alpha",
    "at_least",
    "benchmarks",
    "bring_up_to_date",
    "changes",
    "changes_of",
    "check_format",
    "choices",
    "choose_reader",
    "clusters",
    "collected",
    "country_name",
    "counts",
    "decide",
    "decide_all",
    "demo",
    "diff",
    "evaluate",
    "export",
    "extract",
    "extract_templates",
    "extraction",
    "field_examples",
    "filled",
    "filter_params",
    "gather",
    "generation",
    "incident_json",
    "incidents",
    "ingest",
    "item",
    "item_json",
    "listing",
    "load_codebook",
    "log_in",
    "log_out",
    "make_limits",
    "may",
    "merge_queue",
    "new_token",
    "now",
    "number",
    "open_ledger",
    "origins",
    "outlets",
    "pair",
    "parse_filter",
    "points",
    "prepare",
    "proposed",
    "queue",
    "rebuild",
    "remove_user",
    "report_json",
    "report_view",
    "review_counts",
    "runs",
    "see",
    "sentence",
    "session_user",
    "show",
    "standing",
    "support_of",
    "timeline",
    "token_user",
    "train_linker",
    "type_counts",
    "undo",
    "whole",
    "write_evidence",
]
