"""Statements and accounts from what was found and read in a report."""

from dateline.assemble.extract import assemble, default_reader, extract

__all__ = ["assemble", "default_reader", "extract"]
