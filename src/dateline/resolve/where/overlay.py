"""The user's own places over the gazetteer: GeoNames country dumps and GeoJSON, added and removed at will.

Each file becomes an index of its own under ``gazetteer/overlays`` in the cache, and one entry of
``manifest.json`` beside them; removing deletes both, and the gazetteer is as it was.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline.errors import GazetteerError, NotFound
from dateline.resolve.where.areas import areas
from dateline.resolve.where.gazetteer import Gazetteer, cache_dir
from dateline.resolve.where.index import ALTERNATE, PRIMARY, IndexWriter
from dateline.resolve.where.key import name_hash, name_key
from dateline.resolve.where.kinds import Kind
from dateline.resolve.where.overlay_files import rows

_OWN_IDS = -1_000_000  # ids of records that bring none of GeoNames


@dataclass(frozen=True, slots=True)
class Overlay:
    """A file that was added: ``name`` to remove it by, where it came from, its digest, its places."""

    name: str
    source: str
    sha256: str
    places: int


def overlays(folder: Path | None = None) -> list[Overlay]:
    """What was added to the gazetteer of a cache folder."""
    path = _home(folder) / "manifest.json"
    if not path.exists():
        return []
    return [Overlay(**entry) for entry in json.loads(path.read_text("utf-8"))]


def add_overlay(file: Path, gazetteer: Gazetteer, folder: Path | None = None) -> Overlay:
    """Add a GeoNames country dump (``.txt``) or a GeoJSON file (``.geojson``, ``.json``).

    The same bytes twice are one overlay. Places that the gazetteer already has by id are left out. Raises
    GazetteerError, with the line or the number of the feature, when the file is not of its format.
    """
    try:
        content = file.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise GazetteerError(f"cannot read {file}: {error.strerror}", "check the path") from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise GazetteerError(f"{file}, line {line}: not UTF-8", "save the file as UTF-8") from error
    writer = IndexWriter()
    for number, (names, values, note) in enumerate(rows(file, text)):
        gid = values.pop("gid") or _OWN_IDS - int(sha256(content).hexdigest()[:4], 16) * 10_000 - number
        if gazetteer.by_id(gid) is None:
            _write(writer, names, gid, _with_area(values), note)
    digest = sha256(content).hexdigest()
    made = Overlay(f"{file.stem}-{digest[:8]}", file.name, digest, len(writer.names))
    if not writer.names:
        raise GazetteerError(f"{file} holds no place that is not known already", "nothing to add")
    home = _home(folder)
    writer.write(home / f"{made.name}.idx", {"version": digest})
    _save(home, [*(o for o in overlays(folder) if o.name != made.name), made])
    return made


def remove_overlay(name: str, folder: Path | None = None) -> Overlay:
    """Take an overlay away again. Raises NotFound when none has this name."""
    known = overlays(folder)
    found = next((o for o in known if o.name == name or o.source == name), None)
    if found is None:
        raise NotFound(
            f"no overlay called {name!r}", f"one of: {', '.join(o.name for o in known) or 'none added yet'}"
        )
    _save(_home(folder), [o for o in known if o is not found])
    (_home(folder) / f"{found.name}.idx").unlink(missing_ok=True)
    return found


def _with_area(values: dict[str, Any]) -> dict[str, Any]:
    """Country and province of the polygon in which a record lies, where the file does not say them."""
    if values.get("admin1") or values["kind"] in (Kind.COUNTRY, Kind.PROVINCE, Kind.REGION, Kind.WATER):
        return values
    inside = areas().at(values["lat"], values["lon"])
    if inside is None or values.get("country") not in ("", None, inside[1]):
        return values
    return {**values, "country": inside[1], "admin1": inside[0]}


def _home(folder: Path | None) -> Path:
    return (folder or cache_dir()) / "gazetteer" / "overlays"


def _save(home: Path, entries: list[Overlay]) -> None:
    temporary = home / f"manifest.json.{os.getpid()}.tmp"
    temporary.write_text(json.dumps([asdict(e) for e in entries], indent=1), "utf-8")
    os.replace(temporary, home / "manifest.json")


def _write(
    writer: IndexWriter, names: list[str], gid: int, values: dict[str, Any], note: dict[str, str]
) -> None:
    row = writer.add(names[0], gid=gid, **values)
    writer.call(row, name_hash(names[0]), PRIMARY)
    for name in dict.fromkeys(names[1:]):
        if len(name_key(name)) > 1:
            writer.call(row, name_hash(name), ALTERNATE)
    if note:
        writer.notes[str(row)] = dict(note)
