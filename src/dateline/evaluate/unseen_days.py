"""The choice of the incident's day as it is for a report that its weights have not seen.

The weights that ship are fitted on all public gun-violence reports. To be measured on the same reports they
are fitted ten times more, each time without a tenth of the incidents, and every report is read with the
weights that were fitted without its incident (``python -m dateline.train.when`` makes all eleven).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from contextlib import AbstractContextManager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from dateline.resolve.when.incident_day import Weights, weighed_with

FOLDS = 10
TABLES = Path(str(files("dateline.evaluate") / "incident_day_folds.json.gz"))


def fold(name: str) -> int:
    """The tenth to which an incident belongs, 0..9, the same on every machine."""
    return int(hashlib.sha256(f"fold {name}".encode()).hexdigest(), 16) % FOLDS


def without(incident_id: str) -> AbstractContextManager[None]:
    """Inside, days are chosen with weights that were fitted without this incident."""
    return weighed_with(tables()[fold(incident_id)])


@lru_cache(maxsize=1)
def tables() -> list[Weights]:
    """The weights by the tenth that they have not seen."""
    loaded: list[Weights] = json.loads(gzip.decompress(TABLES.read_bytes()))
    return loaded


def save(made: list[Weights]) -> None:
    """Keeps the weights of all folds; the same weights make the same bytes."""
    TABLES.write_bytes(gzip.compress(json.dumps(made, sort_keys=True).encode(), mtime=0))
    tables.cache_clear()
