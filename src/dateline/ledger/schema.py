"""The tables of a ledger. Portable SQL; what only SQLite knows (triggers, pragmas) stands elsewhere.

    pages ── reports ── accounts ── statements      what was read (append-only from accounts on)
    judgements · decisions                          what was judged, by machine and by people (append-only)
    incidents · members · dated                     computed from the above; may be deleted at any time
    profiles · blocks · pairs                       computed, too: where a new account finds its likes
    subjects                                        computed: what each decision is about
    names · changes                                 ids that incidents took, and what became of them
    positions · feeds · addresses                   where reading and watching go on
    runs · failures · meta                          how it came about
    cleared · report_words                          computed: who is reviewed; words of reports
    users · sessions · tokens · seen                who works at the desk, and what they have looked at

Values stand in ``data`` columns as JSON (see :mod:`dateline.model.codec`); the columns beside them
repeat what queries filter by. Days and times are ISO 8601 text, which sorts.
"""

from __future__ import annotations

import sqlalchemy as sa

#: Alembic revisions, oldest first; the last is what this version writes. A test compares them with
#: the scripts, so that opening a ledger that is up to date needs no import of Alembic.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
HEAD = REVISIONS[-1]

#: Tables whose rows are never changed or deleted; triggers see to it.
APPEND_ONLY = ("accounts", "statements", "judgements", "decisions", "names", "changes")

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

pages = sa.Table(
    "pages",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # digest of the bytes and of what was given beside them
    sa.Column("sha256", sa.Text, nullable=False, index=True),
    sa.Column("url", sa.Text),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("retrieved", sa.Text),
    sa.Column("given", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),  # zlib
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, index=True),
    sa.Column("page", sa.Text, sa.ForeignKey("pages.key"), nullable=False, index=True),
    sa.Column("extraction", sa.Text, nullable=False),  # version of the reading that made its accounts
    sa.Column("superseded", sa.Integer, nullable=False),  # 1 when a later row of the same id stands
    sa.Column("invented", sa.Integer, nullable=False),  # 1 when labelled as invented (examples)
    sa.Column("data", sa.Text, nullable=False),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("report", sa.Integer, sa.ForeignKey("reports.seq"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("id", sa.Text, nullable=False, index=True),
    sa.Column("main", sa.Integer, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("subtype", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
)

statements = sa.Table(
    "statements",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("report", sa.Integer, sa.ForeignKey("reports.seq"), nullable=False, index=True),
    sa.Column("account", sa.Text, nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("id", sa.Text, nullable=False, index=True),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)

judgements = sa.Table(
    "judgements",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("left", sa.Text, nullable=False),
    sa.Column("right", sa.Text, nullable=False),
    # The latest row of a pair stands. "withdrawn" is a verdict of the store alone: the pair is no
    # longer judged, because an account of it was superseded or nothing brings the two together.
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Index("judgements_pair", "left", "right"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)

_BESIDE = ("earliest", "latest", "killed", "origins", "lat", "lon", "number")

subjects = sa.Table(
    "subjects",  # which decisions are about an account, a statement or a decision; follows from `decisions`
    metadata,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("decision", sa.Integer, primary_key=True, autoincrement=False),  # decisions.seq
    sqlite_with_rowid=False,
)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("type", sa.Text, nullable=False, index=True),
    sa.Column("subtype", sa.Text, nullable=False),
    sa.Column("earliest", sa.Text, index=True),
    sa.Column("latest", sa.Text),
    sa.Column("country", sa.Text, index=True),
    sa.Column("places", sa.Text, nullable=False),  # casefolded names, for "contains"
    sa.Column("actors", sa.Text, nullable=False),
    sa.Column("killed", sa.Integer),
    sa.Column("disputed", sa.Integer, nullable=False),
    sa.Column("data", sa.Text, nullable=False),  # the incident, its accounts as ids
    sa.Column("claimed", sa.Integer, nullable=False, server_default="0"),  # 1 when somebody claims it
    sa.Column("reports", sa.Integer, nullable=False, server_default="0"),
    sa.Column("origins", sa.Integer, nullable=False, server_default="0"),
    sa.Column("invented", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("radius", sa.Integer),
    sa.Column("place", sa.Text),  # as it is shown
    sa.Column(
        "number", sa.BigInteger, nullable=False, server_default="0"
    ),  # short for its id: the least accounts.seq
    sa.Column("bucket", sa.Text, nullable=False, server_default=""),  # all it is counted by, in one
    # Everything that filters, counts and the map need, so that none of them reads `data`.
    sa.Index(
        "incidents_narrow",
        "earliest",
        "latest",
        "id",
        "type",
        "subtype",
        "country",
        "killed",
        "disputed",
        "claimed",
        "lat",
        "lon",
        "radius",
        "place",
        "reports",
        "origins",
        "invented",
        "number",
        "places",
        "actors",
    ),
    # Counting walks along the buckets, the map along the places: neither has to sort.
    sa.Index("incidents_buckets", "bucket", *_BESIDE),
    sa.Index("incidents_spots", "lon", "lat", "radius", "place", "earliest", "latest"),
)

cleared = sa.Table(
    "cleared",  # the accounts that a person accepted or rejected as a whole; follows from `decisions`
    metadata,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("decision", sa.Text, nullable=False),
)

users = sa.Table(
    "users",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),  # Argon2
    sa.Column("made", sa.Text, nullable=False),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),  # SHA-256: a copy of the ledger opens nothing
    sa.Column("user", sa.Text, nullable=False, index=True),
    sa.Column("expires", sa.Text, nullable=False),
)

tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("user", sa.Text, nullable=False, index=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("made", sa.Text, nullable=False),
)

seen = sa.Table(
    "seen",  # what a person saw when last looking at an incident
    metadata,
    sa.Column("user", sa.Text, primary_key=True),
    sa.Column("incident", sa.Text, primary_key=True),
    sa.Column("upto", sa.Integer, nullable=False),  # changes.seq
    sa.Column("data", sa.Text, nullable=False),  # the values that stood there
)

dated = sa.Table(
    "dated",
    metadata,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("data", sa.Text, nullable=False),  # a day of publication, inferred through a link
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("finished", sa.Text),  # NULL: still going, or killed
    sa.Column("summary", sa.Text),
)

failures = sa.Table(
    "failures",
    metadata,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("problem", sa.Text, primary_key=True),
    sa.Column("way_out", sa.Text, nullable=False),
    sa.Column("run", sa.Integer, sa.ForeignKey("runs.seq"), nullable=False),  # the last that met it
)

profiles = sa.Table(
    "profiles",
    metadata,
    sa.Column("account", sa.Integer, primary_key=True, autoincrement=False),  # accounts.seq
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("report", sa.Text, nullable=False, index=True),
    sa.Column("undated", sa.Integer, nullable=False),  # 1: a link may date the report
    sa.Column("data", sa.Text, nullable=False),  # see dateline.link.packed
)

blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("rank", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("account", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Integer),  # the exact day of the account as an ordinal; NULL: not known
    sqlite_with_rowid=False,
)

pairs = sa.Table(
    "pairs",  # the judgements that stand; `judgements` holds their history
    metadata,
    sa.Column("left", sa.Text, primary_key=True),
    sa.Column("right", sa.Text, primary_key=True, index=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("incident", sa.Text, nullable=False, index=True),
    sa.Column("report", sa.Integer),  # reports.seq
    sa.Column("number", sa.BigInteger),  # incidents.number
    sa.Index("members_told", "report", "number"),  # which incidents some reports tell of
)

positions = sa.Table(
    "positions",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),  # version that read | archive in the state it was in
    sa.Column("mark", sa.Text, nullable=False),
)

feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("data", sa.Text, nullable=False),  # see dateline.ledger.watching
)

addresses = sa.Table(
    "addresses",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),  # in one form
    sa.Column("state", sa.Text, nullable=False, index=True),  # due, kept, copy, gone
    sa.Column("due", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False, index=True),  # of the words of its report
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("canonical", sa.Text, nullable=False, index=True, server_default=""),  # where it led
)

names = sa.Table(
    "names",  # an incident keeps the oldest of the names that its accounts gave
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("account", sa.Text, nullable=False, unique=True),
    sa.Column("incident", sa.Text, nullable=False, index=True),
)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False, index=True),
    sa.Column("incident", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("successor", sa.Text, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)
