"""Dateline: from news reports to an incident database that can be checked to the word."""

__version__ = "0.1.0"
