"""Dateline: from news reports to an incident database that can be checked to the word.

    import dateline

    report = dateline.read("report.html")           # a path, bytes, a text, or a Page
    for account in dateline.extract(report):
        print(account.type, account.when, account.where)

    ledger = dateline.open("dateline.db")           # then: dateline.service.ingest(paths, ledger)
    for incident in ledger.incidents():
        print(incident.id, incident.type)

Everything is imported when first used, so that ``import dateline`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.ledger import Ledger
    from dateline.model import Account, Incident, Page, Report
    from dateline.service.library import extract, open, read

__version__ = "0.1.0"

__all__ = ["Account", "Incident", "Ledger", "Page", "Report", "extract", "open", "read"]

# Where the public names live. As text, so that the rooms, which import the version from here, do not
# thereby import the ledger.
_HOMES = {
    "Account": "dateline.model",
    "Incident": "dateline.model",
    "Ledger": "dateline.ledger",
    "Page": "dateline.model",
    "Report": "dateline.model",
    "extract": "dateline.service.library",
    "open": "dateline.service.library",
    "read": "dateline.service.library",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
