"""The store of pages, reports, accounts, judgements, decisions and incidents. Only this room knows SQL."""

from dateline.ledger.linking import Linking
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
    every_value,
    page_key,
    prepare,
)
from dateline.ledger.store import Ledger, open_ledger

__all__ = [
    "Acknowledged",
    "Address",
    "Batch",
    "Computed",
    "Entry",
    "Failed",
    "Fate",
    "Feed",
    "Filter",
    "Happened",
    "Indexed",
    "Ledger",
    "Linking",
    "Prepared",
    "every_value",
    "open_ledger",
    "page_key",
    "prepare",
]
