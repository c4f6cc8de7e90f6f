"""Statements and accounts from what was found and read in a report."""

from dateline.assemble.extract import (
    assemble,
    choose_reader,
    chosen_reader,
    extract,
    extract_all,
    reader_called,
    use_reader,
)

#: Component and version: a page that another version read is read again.
BY = "assemble@2"

__all__ = [
    "BY",
    "assemble",
    "choose_reader",
    "chosen_reader",
    "extract",
    "extract_all",
    "reader_called",
    "use_reader",
]
