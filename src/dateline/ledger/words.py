"""The words of reports, to be searched: one rule of what a word is, on both stores.

Words are runs of letters and digits, without accents and case. They are made here and not by the database,
so that SQLite (FTS5) and PostgreSQL (``LIKE`` on the words, with an index of trigrams where the server has
``pg_trgm``) find the same reports.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping

import sqlalchemy as sa

#: Made by the migration on SQLite; holds no text of its own, only where words stand.
MAKE = (
    "CREATE VIRTUAL TABLE report_words "
    "USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')"
)
#: On PostgreSQL: the words themselves, a blank before and after each.
MAKE_SERVER = (
    "CREATE TABLE report_words (seq integer PRIMARY KEY REFERENCES reports (seq), "
    'words text COLLATE "C" NOT NULL)'
)
_INSERT = {
    "sqlite": "INSERT INTO report_words(rowid, words) VALUES (:seq, :words)",
    "postgresql": "INSERT INTO report_words(seq, words) VALUES (:seq, :words)",
}


def fold(text: str) -> str:
    """The words of a text, parted by blanks, a blank before and after.

    >>> fold("São Paulo's 3rd-largest")
    ' sao paulo s 3rd largest '
    """
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in parts if not unicodedata.combining(c))
    text = text.lower()
    blanks = {ord(c): " " for c in set(text) if not c.isalnum()}
    return " " + " ".join(text.translate(blanks).split()) + " "


def note(connection: sa.Connection, reports: Mapping[int, str]) -> None:
    """Index the words of reports, given as they are stored, by their numbers."""
    if not reports:
        return
    told = {seq: json.loads(data) for seq, data in reports.items()}
    rows = [{"seq": seq, "words": fold(f"{r.get('title') or ''}\n{r['text']}")} for seq, r in told.items()]
    connection.execute(sa.text(_INSERT[connection.dialect.name]), rows)


def telling(text: str, dialect: str) -> sa.TextualSelect | None:
    """The numbers of the reports that hold these words side by side; the last may be the beginning of one.
    None for a text without a word, which no report holds."""
    words = fold(text).strip()
    if not words:
        return None
    if dialect == "sqlite":
        found = sa.text("SELECT rowid AS seq FROM report_words WHERE report_words MATCH :phrase")
        return found.bindparams(phrase=f'"{words}"*').columns(sa.column("seq", sa.Integer))
    # words are letters and digits alone: nothing in them is a wildcard
    found = sa.text("SELECT seq FROM report_words WHERE words LIKE :phrase")
    return found.bindparams(phrase=f"% {words}%").columns(sa.column("seq", sa.Integer))


def note_all(connection: sa.Connection, lot: int = 500) -> None:
    """Index the words of all reports anew."""
    forget = "INSERT INTO report_words(report_words) VALUES ('delete-all')"
    connection.exec_driver_sql(forget if connection.dialect.name == "sqlite" else "DELETE FROM report_words")
    query = sa.text("SELECT seq, data FROM reports WHERE seq > :last ORDER BY seq LIMIT :lot")
    last = 0
    while rows := connection.execute(query, {"last": last, "lot": lot}).all():
        note(connection, {row.seq: row.data for row in rows})
        last = rows[-1].seq
