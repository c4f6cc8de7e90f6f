"""Incidents as tables, maps, lines of JSON, and the evidence page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO

from dateline.export.evidence import write_html
from dateline.export.material import Material
from dateline.export.tables import write_csv, write_geojson, write_jsonl

#: Writers by the name that ``export --to`` takes.
WRITERS: Mapping[str, Callable[[Material, TextIO], None]] = {
    "csv": write_csv,
    "geojson": write_geojson,
    "html": write_html,
    "jsonl": write_jsonl,
}

__all__ = ["WRITERS", "Material", "write_csv", "write_geojson", "write_html", "write_jsonl"]
