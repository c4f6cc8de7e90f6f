"""Bytes → Page → Report: files and streams in, stories with their way back to the page out.

for item in iter_pages(["reports/", "more.jsonl.gz"], Limits()):
    if isinstance(item, Failure):
        print(item.error)
    else:
        report = read(item)
"""

from dateline.ingest.decode import decode
from dateline.ingest.limits import Failure, Limits
from dateline.ingest.pages import checked, iter_pages, iter_placed
from dateline.ingest.placed import Placed
from dateline.ingest.reading import read

__all__ = ["Failure", "Limits", "Placed", "checked", "decode", "iter_pages", "iter_placed", "read"]
