"""Statements and accounts from what was found and read in a report."""

from dateline.assemble.extract import assemble, default_reader, extract

#: Component and version: a page that another version read is read again.
BY = "assemble@1"

__all__ = ["BY", "assemble", "default_reader", "extract"]
