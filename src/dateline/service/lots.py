"""Pages in lots: what is read together, by one process, and stored in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from dateline.ledger import Acknowledged, Failed, Fate, Ledger, page_key
from dateline.model import Page
from dateline.service.patience import patiently

if TYPE_CHECKING:
    from dateline.ingest import Placed

#: Reports in one transaction. A sync to the disk costs some milliseconds; shared by this many reports it
#: is less than the reading of one, and a kill loses at most this many that were not acknowledged.
BATCH = 32
_MOST_BYTES = 4_000_000  # of the pages of one lot, so that memory is bounded however large pages are


@dataclass(slots=True)
class Lot:
    """Some pages of the input, in its order: those to be read, those that are known, those that could not be
    taken in, and the places in archives that are done when all of them are."""

    pages: list[Page] = field(default_factory=list)
    known: list[Acknowledged] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    size: int = 0
    consumed: int = 0

    def take(self, placed: Placed, moment: datetime) -> None:
        """Put one more item of the input into the lot; a page was had at its time of retrieval, else now."""
        self.consumed = max(self.consumed, placed.consumed)
        if placed.source:
            self.marks[placed.source] = placed.mark
        if isinstance(placed.item, Page):
            page = placed.item if placed.item.retrieved else replace(placed.item, retrieved=moment)
            self.pages.append(page)
            self.size += len(page.content)
        else:
            self.failed.append(Failed.of(placed.item.origin, placed.item.error))

    @property
    def is_full(self) -> bool:
        """Whether the lot should be read before more is taken."""
        return len(self.pages) + len(self.failed) >= BATCH or self.size >= _MOST_BYTES


def lots(items: Iterable[Placed], ledger: Ledger, version: str, moment: datetime) -> Iterator[Lot]:
    """The input in lots; what the ledger holds, read by this version, is set aside in them."""
    lot = Lot()
    for placed in items:
        lot.take(placed, moment)
        if lot.is_full:
            yield _sorted_out(lot, ledger, version)
            lot = Lot()
    if lot.pages or lot.failed or lot.marks:
        yield _sorted_out(lot, ledger, version)


def _sorted_out(lot: Lot, ledger: Ledger, version: str) -> Lot:
    keys = [page_key(page) for page in lot.pages]
    there = patiently(lambda: ledger.known_pages(keys, version))
    for page, key in zip(lot.pages, keys, strict=True):
        if key in there:
            lot.known.append(Acknowledged(page.given.get("id", ""), page.origin, Fate.KNOWN))
    lot.pages = [page for page, key in zip(lot.pages, keys, strict=True) if key not in there]
    return lot
