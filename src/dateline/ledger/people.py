"""Who works at the desk: users, their sessions and tokens, and what each has looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dateline.ledger import schema
from dateline.ledger.waiting import Waiting


@dataclass(frozen=True, slots=True)
class User:
    """Someone who may use the desk; ``password`` is an Argon2 hash."""

    name: str
    role: str
    password: str
    made: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person saw of an incident: its values as JSON, and the last change that was known then."""

    incident: str
    upto: int
    data: str


class People(Waiting):
    """Users and what belongs to them."""

    def users(self) -> list[User]:
        """All users by name."""
        query = sa.select(schema.users).order_by(schema.users.c.name)
        with self._reading() as connection:
            return [User(r.name, r.role, r.password, r.made) for r in connection.execute(query)]

    def user(self, name: str) -> User | None:
        """The user of this name."""
        query = sa.select(schema.users).where(schema.users.c.name == name)
        with self._reading() as connection:
            row = connection.execute(query).first()
        return User(row.name, row.role, row.password, row.made) if row else None

    def put_user(self, user: User) -> None:
        """Add a user, or change role and password; the sessions of before end."""
        with self._writing() as connection:
            self._forget(connection, user.name, tokens=False)
            connection.execute(schema.users.delete().where(schema.users.c.name == user.name))
            connection.execute(
                schema.users.insert().values(
                    name=user.name, role=user.role, password=user.password, made=user.made
                )
            )

    def drop_user(self, name: str) -> bool:
        """Remove a user with sessions and tokens; False when there is none. Decisions stay on record."""
        with self._writing() as connection:
            self._forget(connection, name, tokens=True)
            gone = connection.execute(schema.users.delete().where(schema.users.c.name == name))
            return bool(gone.rowcount)

    @staticmethod
    def _forget(connection: sa.Connection, name: str, *, tokens: bool) -> None:
        for table in (schema.sessions, schema.tokens) if tokens else (schema.sessions,):
            connection.execute(table.delete().where(table.c.user == name))

    def begin_session(self, digest: str, user: str, expires: datetime, now: datetime) -> None:
        """Note a session by the digest of its cookie; those that have ended are swept away."""
        table = schema.sessions
        with self._writing() as connection:
            connection.execute(table.delete().where(table.c.expires < now.isoformat()))
            connection.execute(table.insert().values(digest=digest, user=user, expires=expires.isoformat()))

    def end_session(self, digest: str) -> None:
        """Forget a session: its cookie opens nothing any more."""
        with self._writing() as connection:
            connection.execute(schema.sessions.delete().where(schema.sessions.c.digest == digest))

    def session(self, digest: str, now: datetime) -> User | None:
        """Whose session this is, while it lasts."""
        table = schema.sessions
        fresh = sa.and_(table.c.digest == digest, table.c.expires >= now.isoformat())
        return self._owner(table, fresh)

    def bearer(self, digest: str) -> User | None:
        """Whose token this is."""
        return self._owner(schema.tokens, schema.tokens.c.digest == digest)

    def _owner(self, table: sa.Table, condition: sa.ColumnElement[bool]) -> User | None:
        users = schema.users
        query = sa.select(users).join(table, table.c.user == users.c.name).where(condition)
        with self._reading() as connection:
            row = connection.execute(query).first()
        return User(row.name, row.role, row.password, row.made) if row else None

    def add_token(self, digest: str, user: str, label: str, now: datetime) -> None:
        """Note a token by its digest."""
        with self._writing() as connection:
            connection.execute(
                schema.tokens.insert().values(digest=digest, user=user, label=label, made=now.isoformat())
            )

    def tokens(self, user: str) -> list[tuple[str, str]]:
        """Label and time of a user's tokens."""
        table = schema.tokens
        query = sa.select(table.c.label, table.c.made).where(table.c.user == user).order_by(table.c.made)
        with self._reading() as connection:
            return [(row.label, row.made) for row in connection.execute(query)]

    def drop_tokens(self, user: str, label: str) -> int:
        """Revoke a user's tokens of this label; how many there were."""
        table = schema.tokens
        with self._writing() as connection:
            gone = connection.execute(table.delete().where(table.c.user == user, table.c.label == label))
            return int(gone.rowcount)

    # --- what was seen ------------------------------------------------------------------------------------

    def see(self, user: str, incident: str, data: str) -> None:
        """Note what a person sees of an incident now."""
        table = schema.seen
        last = sa.select(sa.func.coalesce(sa.func.max(schema.changes.c.seq), 0)).scalar_subquery()
        with self._writing() as connection:
            connection.execute(table.delete().where(table.c.user == user, table.c.incident == incident))
            values = {"user": user, "incident": incident, "upto": last, "data": data}
            connection.execute(table.insert().values(**values))

    def seen_before_changes(self, user: str) -> list[Seen]:
        """The incidents of which something changed since this person last looked, latest change first."""
        seen, changes = schema.seen, schema.changes
        latest = sa.func.max(changes.c.seq)
        query = (
            sa.select(seen.c.incident, seen.c.upto, seen.c.data)
            .join(changes, sa.and_(changes.c.incident == seen.c.incident, changes.c.seq > seen.c.upto))
            .where(seen.c.user == user)
            .group_by(seen.c.incident, seen.c.upto, seen.c.data)
            .order_by(latest.desc())
        )
        with self._reading() as connection:
            return [Seen(row.incident, row.upto, row.data) for row in connection.execute(query)]
