"""What a reader's version is made of: all of its files, all that was fitted, and who reads beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dateline import __version__
from dateline.reader.model.load import FILES

_MADE_HERE = ("version", "sha256")


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a reader."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def stamped(folder: Path, about: Mapping[str, Any]) -> dict[str, Any]:
    """What ``model.json`` tells of a reader, with the sums of its files and its version: the same network
    with other thresholds or beside another reader reads otherwise, and so is another version."""
    told = {name: value for name, value in about.items() if name not in _MADE_HERE}
    files = sums(folder)
    whole = hashlib.sha256(json.dumps([told, files], sort_keys=True).encode()).hexdigest()
    return told | {"version": f"{__version__}.{whole[:8]}", "sha256": files}
