"""The words of reports, to be searched: an FTS5 index on SQLite, a scan elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping

import sqlalchemy as sa

from dateline.ledger import schema

#: Made by the migration on SQLite; holds no text of its own, only where words stand.
MAKE = (
    "CREATE VIRTUAL TABLE report_words "
    "USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')"
)


def note(connection: sa.Connection, reports: Mapping[int, str]) -> None:
    """Index the words of reports, given as they are stored, by their numbers."""
    if connection.dialect.name != "sqlite" or not reports:
        return
    told = {seq: json.loads(data) for seq, data in reports.items()}
    statement = sa.text("INSERT INTO report_words(rowid, words) VALUES (:seq, :words)")
    rows = [{"seq": seq, "words": f"{r.get('title', '')}\n{r['text']}"} for seq, r in told.items()]
    connection.execute(statement, rows)


def say(text: str, dialect: str) -> sa.ColumnElement[bool]:
    """Whether a report holds these words side by side; the last may be the beginning of one."""
    if dialect != "sqlite":
        return schema.reports.c.data.icontains(text, autoescape=True)
    phrase = '"' + text.replace('"', " ") + '"*'
    found = sa.text("SELECT rowid FROM report_words WHERE report_words MATCH :phrase")
    return schema.reports.c.seq.in_(found.bindparams(phrase=phrase).columns(sa.column("rowid", sa.Integer)))
