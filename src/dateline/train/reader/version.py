"""What a reader's version is made of: all of its files, and who reads beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dateline.reader.model.load import FILES


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a reader."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def digest(folder: Path, beside: str) -> str:
    """Of all files and who reads beside: the same network with other regressions reads otherwise."""
    whole = b"".join(bytes.fromhex(told) for told in sums(folder).values())
    return hashlib.sha256(whole + beside.encode()).hexdigest()[:8]
