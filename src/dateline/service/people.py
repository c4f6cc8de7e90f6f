"""Users of the desk: passwords, sessions, tokens, and what each role may do."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from dateline.errors import NotFound, UsageError
from dateline.ledger import Ledger, User
from dateline.model import Decision, DecisionVerb

#: What users may be, the later the more they may do.
ROLES = ("reader", "coder", "editor")
#: A session ends after so long, used or not.
SESSION = timedelta(hours=12)
SHORTEST = 10  # characters of a password

_NEEDS: dict[DecisionVerb, str] = dict.fromkeys(DecisionVerb, "coder") | {
    DecisionVerb.MERGE: "editor",
    DecisionVerb.SPLIT: "editor",
}


def at_least(role: str, needed: str) -> bool:
    """Whether a role may do what another may."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)


def may(ledger: Ledger, who: str, role: str, verb: DecisionVerb, subject: Sequence[str]) -> str:
    """ "" when a person of this role may decide so, else the role that it takes.

    Coders read and correct; editors merge and split, too. Undoing one's own decisions takes what they took;
    undoing those of others takes an editor.
    """
    needed = _NEEDS[verb]
    if verb is DecisionVerb.UNDO:
        by_id: dict[str, Decision] = {d.id: d for d in ledger.decisions()}
        undone = by_id.get(subject[0]) if subject else None
        if undone is not None:
            needed = _NEEDS[undone.verb] if undone.who == who else "editor"
    return "" if at_least(role, needed) else needed


def add_user(ledger: Ledger, name: str, role: str, password: str) -> None:
    """Add a user, or give one a new role and password. Raises UsageError."""
    if not re.fullmatch(r"[\w.@ -]{1,60}", name) or name != name.strip():
        raise UsageError(
            f"{name[:60]!r} is no name for a user", "letters, digits, spaces and . _ - @, up to 60"
        )
    if role not in ROLES:
        raise UsageError(f"there is no role {role!r}", "choose one of " + ", ".join(ROLES))
    if len(password) < SHORTEST:
        raise UsageError("the password is too short", f"take at least {SHORTEST} characters")
    if len(password) > 1000:
        raise UsageError("the password is too long", "take up to 1,000 characters")
    ledger.put_user(User(name, role, _hasher().hash(password), datetime.now(UTC).isoformat()))


def remove_user(ledger: Ledger, name: str) -> None:
    """Remove a user; what he or she decided stays. Raises NotFound."""
    if not ledger.drop_user(name):
        raise NotFound(f"there is no user {name!r}", "list them with: dateline user list")


def log_in(ledger: Ledger, name: str, password: str) -> tuple[User, str] | None:
    """The user and the secret of a new session; None when name and password do not belong together.

    An unknown name costs as much time as a wrong password, so that names cannot be guessed by the clock.
    """
    hasher, user = _hasher(), ledger.user(name)
    try:
        hasher.verify(user.password if user else _nobody(), password[:1000])
    except _mismatch():
        return None
    if user is None:
        return None
    secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
    ledger.begin_session(digest(secret), user.name, now + SESSION, now)
    return user, secret


def session_user(ledger: Ledger, secret: str) -> User | None:
    """Whose session this cookie opens."""
    return ledger.session(digest(secret), datetime.now(UTC))


def log_out(ledger: Ledger, secret: str) -> None:
    """End a session: its cookie opens nothing any more, wherever a copy of it is."""
    ledger.end_session(digest(secret))


def new_token(ledger: Ledger, name: str, label: str) -> str:
    """A token for programs, shown this once. Raises NotFound."""
    if ledger.user(name) is None:
        raise NotFound(f"there is no user {name!r}", "add one with: dateline user add NAME")
    token = "dl_" + secrets.token_urlsafe(32)
    ledger.add_token(digest(token), name, label, datetime.now(UTC))
    return token


def token_user(ledger: Ledger, token: str) -> User | None:
    """Whose token this is."""
    return ledger.bearer(digest(token))


def digest(secret: str) -> str:
    """What is stored of a secret. The secrets are long and random: a plain digest is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


_NOBODY: list[str] = []


def _nobody() -> str:
    """A hash that no password fits."""
    if not _NOBODY:
        _NOBODY.append(_hasher().hash(secrets.token_urlsafe(16)))
    return _NOBODY[0]


def _hasher() -> Any:
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise UsageError("users need some more packages", "pip install 'dateline[web]'") from error
    return PasswordHasher()


def _mismatch() -> tuple[type[Exception], ...]:
    from argon2.exceptions import InvalidHashError, VerificationError

    return (VerificationError, InvalidHashError)
