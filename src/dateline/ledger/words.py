"""The words of reports, to be searched: one rule of what a word is, on both stores.

Words are runs of letters and digits, without accents and case. They are made here and not by the database,
so that SQLite (FTS5) and PostgreSQL (``LIKE`` on the words, with an index of trigrams where the server has
``pg_trgm``) find the same reports.
"""

from __future__ import annotations

import json
import re
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
_PLAIN = re.compile(r"(?<= )(?:[a-z0-9]+ ){1,16}")


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
    rows = [{"seq": seq, "words": _words_of(data)} for seq, data in reports.items()]
    connection.execute(sa.text(_INSERT[connection.dialect.name]), rows)


def _words_of(data: str) -> str:
    told = json.loads(data)
    return fold(f"{told.get('title') or ''}\n{told['text']}")


def holds(connection: sa.Connection, seq: int, data: str) -> bool:
    """Whether the words of a report, given as it is stored, are in the index under its number. On SQLite,
    which keeps no text there, the longest run of plain words among them (up to sixteen) is looked for."""
    words = _words_of(data)
    if connection.dialect.name != "sqlite":
        query = sa.text("SELECT words FROM report_words WHERE seq = :seq")
        return bool(connection.execute(query, {"seq": seq}).scalar() == words)
    runs = _PLAIN.findall(words)
    if not runs:  # what a letter is may differ between Python and SQLite: nothing to go by but the number
        query = sa.text("SELECT 1 FROM report_words WHERE rowid = :seq")
        return connection.execute(query, {"seq": seq}).first() is not None
    query = sa.text("SELECT 1 FROM report_words WHERE rowid = :seq AND report_words MATCH :phrase")
    phrase = f'"{max(runs, key=len).strip()}"'
    return connection.execute(query, {"seq": seq, "phrase": phrase}).first() is not None


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
