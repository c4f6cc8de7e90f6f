"""Exports by a codebook: each column an expression over an incident, each exclusion with its reason."""

from dateline.export.coded.rows import Coded, Left, Wanted, code

__all__ = ["Coded", "Left", "Wanted", "code"]
