"""The store of pages, reports, accounts, judgements, decisions and incidents. Only this room knows SQL."""

from dateline.ledger.finding import FACETS, Bucket, Spot
from dateline.ledger.incident_rows import every_value
from dateline.ledger.linking import Linking
from dateline.ledger.people import Seen, User
from dateline.ledger.records import (
    Acknowledged,
    Address,
    Batch,
    Computed,
    Entry,
    Failed,
    Fate,
    Feed,
    Filter,
    Happened,
    Indexed,
    Prepared,
    page_key,
    prepare,
)
from dateline.ledger.store import Ledger, open_ledger
from dateline.ledger.waiting import Line

__all__ = [
    "FACETS",
    "Acknowledged",
    "Address",
    "Batch",
    "Bucket",
    "Computed",
    "Entry",
    "Failed",
    "Fate",
    "Feed",
    "Filter",
    "Happened",
    "Indexed",
    "Ledger",
    "Line",
    "Linking",
    "Prepared",
    "Seen",
    "Spot",
    "User",
    "every_value",
    "open_ledger",
    "page_key",
    "prepare",
]
