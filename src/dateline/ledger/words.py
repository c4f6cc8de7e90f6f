"""The words of reports, to be searched: an FTS5 index on SQLite, a scan elsewhere."""

from __future__ import annotations

import sqlalchemy as sa

from dateline.ledger import schema
from dateline.model import Report

#: Made by the migration on SQLite; holds no text of its own, only where words stand.
MAKE = (
    "CREATE VIRTUAL TABLE report_words "
    "USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')"
)


def note(connection: sa.Connection, seq: int, report: Report) -> None:
    """Index the words of the report with this number."""
    if connection.dialect.name == "sqlite":
        statement = sa.text("INSERT INTO report_words(rowid, words) VALUES (:seq, :words)")
        connection.execute(statement, {"seq": seq, "words": f"{report.title}\n{report.text}"})


def say(text: str, dialect: str) -> sa.ColumnElement[bool]:
    """Whether a report holds these words side by side; the last may be the beginning of one."""
    if dialect != "sqlite":
        return schema.reports.c.data.icontains(text, autoescape=True)
    phrase = '"' + text.replace('"', " ") + '"*'
    found = sa.text("SELECT rowid FROM report_words WHERE report_words MATCH :phrase")
    return schema.reports.c.seq.in_(found.bindparams(phrase=phrase).columns(sa.column("rowid", sa.Integer)))
