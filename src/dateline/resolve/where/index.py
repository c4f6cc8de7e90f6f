"""The file format of the gazetteer: sorted key hashes and columns, read through one memory map.

Layout: 8 bytes of magic, 4 bytes header length, a JSON header ``{"meta": …, "sections": {name: [typecode,
offset, length]}, "size": bytes}``, then the sections, each starting on a multiple of 8. A file is written
under another name and renamed, so a reader sees all of it or nothing.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.errors import GazetteerError

MAGIC = b"DLGAZ\x00\x00\x01"
#: A reference packs a row and how the name relates to it.
ROW_BITS = 28
ROW_MASK = (1 << ROW_BITS) - 1
PRIMARY, ALTERNATE, SHORT, CURATED, DEMONYM = 1, 2, 3, 4, 5

_REBUILD = "delete it, and it will be built again on the next use"


def write_index(path: Path, meta: Mapping[str, Any], sections: Mapping[str, NDArray[Any] | bytes]) -> None:
    """Write an index file atomically: a kill in the middle leaves the old file, or none."""
    blobs = {name: (_code(data), _bytes(data)) for name, data in sections.items()}
    table: dict[str, list[Any]] = {name: [code, 0, len(blob)] for name, (code, blob) in blobs.items()}
    start = 0
    for row in table.values():
        row[1], start = start, _aligned(start + row[2])
    header = json.dumps({"meta": dict(meta), "sections": table, "size": start}).encode()
    base = _aligned(len(MAGIC) + 4 + len(header))
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(path)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as out:
            out.write(MAGIC + struct.pack("<I", len(header)) + header)
            for name, (_, blob) in blobs.items():
                out.seek(base + table[name][1])
                out.write(blob)
            out.truncate(base + start)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _clear_leftovers(path: Path) -> None:
    """Remove what killed processes left; a file whose process lives belongs to a build beside this one."""
    for left in path.parent.glob(f"{path.name}.*.tmp"):
        number = left.name.removesuffix(".tmp").rpartition(".")[2]
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            left.unlink(missing_ok=True)
        except (OSError, ValueError):
            continue


def _aligned(n: int) -> int:
    return (n + 7) // 8 * 8


def _code(data: NDArray[Any] | bytes) -> str:
    return (
        "B"
        if isinstance(data, bytes)
        else {"u8": "Q", "u4": "I", "i4": "i", "f4": "f", "u2": "H", "u1": "B"}[data.dtype.str[1:]]
    )


def _bytes(data: NDArray[Any] | bytes) -> bytes:
    return data if isinstance(data, bytes) else data.tobytes()


class Index:
    """One opened index file. Columns are memoryviews on the map: nothing is read before it is used."""

    def __init__(self, path: Path) -> None:
        """Open ``path``. Raises GazetteerError when it is not a whole index of this format."""
        if sys.byteorder != "little":
            raise GazetteerError("the gazetteer needs a little-endian machine", "use another one")
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise GazetteerError(f"cannot open the gazetteer {path}: {error}", _REBUILD) from error
        view = memoryview(self._map)
        if view[:8] != MAGIC or len(view) < 12:
            raise GazetteerError(f"{path} is not a gazetteer index of this version", _REBUILD)
        (length,) = struct.unpack("<I", view[8:12])
        try:
            header = json.loads(bytes(view[12 : 12 + length]))
        except ValueError as error:
            raise GazetteerError(f"{path} is damaged (header)", _REBUILD) from error
        base = _aligned(12 + length)
        if len(view) != base + header["size"]:
            raise GazetteerError(f"{path} is damaged (size)", _REBUILD)
        self.path = path
        self.meta: dict[str, Any] = header["meta"]
        columns = {
            name: view[base + start : base + start + size].cast(code)
            for name, (code, start, size) in header["sections"].items()
        }
        self._keys, self._starts, self._refs = columns["keys"], columns["starts"], columns["refs"]
        self._ids, self._id_rows = columns["ids"], columns["id_rows"]
        self._names, self._name_starts = columns["names"], columns["name_starts"]
        self.lat, self.lon, self.population = columns["lat"], columns["lon"], columns["population"]
        self.radius_km, self.gid, self.kind = columns["radius_km"], columns["gid"], columns["kind"]
        self.country, self.admin1, self.admin2 = columns["country"], columns["admin1"], columns["admin2"]
        self.notes: dict[int, dict[str, Any]] = {int(k): v for k, v in self.meta.get("notes", {}).items()}

    def __len__(self) -> int:
        return len(self.gid)

    def refs(self, hashed: int) -> list[int]:
        """Packed references of all places that carry the name."""
        at = bisect_left(self._keys, hashed)
        if at == len(self._keys) or self._keys[at] != hashed:
            return []
        return self._refs[self._starts[at] : self._starts[at + 1]].tolist()

    def has(self, hashed: int) -> bool:
        """Whether any place carries the name."""
        keys = self._keys
        at = bisect_left(keys, hashed)
        return at < len(keys) and bool(keys[at] == hashed)

    def row_of(self, gid: int) -> int | None:
        """The row of a GeoNames id."""
        at = bisect_left(self._ids, gid)
        return self._id_rows[at] if at < len(self._ids) and self._ids[at] == gid else None

    def name(self, row: int) -> str:
        """The main name of a row."""
        return str(self._names[self._name_starts[row] : self._name_starts[row + 1]], "utf-8")


class IndexWriter:
    """Collects places and names, then writes them sorted."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {
            c: []
            for c in ("lat", "lon", "population", "radius_km", "gid", "kind", "country", "admin1", "admin2")
        }
        self.names: list[str] = []
        self.keys: list[int] = []
        self.key_refs: list[int] = []
        self.countries: dict[str, int] = {"": 0}
        self.notes: dict[str, dict[str, Any]] = {}

    def add(self, name: str, **values: Any) -> int:
        """Add a place; the keyword arguments are its columns (country as ISO code). Returns its row."""
        row = len(self.names)
        self.names.append(name)
        code = values.pop("country", None) or ""
        values["country"] = self.countries.setdefault(code, len(self.countries))
        for column, stored in self.columns.items():
            stored.append(values.get(column, 0))
        return row

    def call(self, row: int, hashed: int, flag: int) -> None:
        """Let a key lead to a row."""
        self.keys.append(hashed)
        self.key_refs.append(row | flag << ROW_BITS)

    def write(self, path: Path, meta: Mapping[str, Any]) -> None:
        """Sort and write."""
        keys, starts, refs = self._sorted_names()
        gids = np.array(self.columns["gid"], dtype=np.int32)
        order = np.argsort(gids, kind="stable")
        blob = [name.encode() for name in self.names]
        name_starts = np.concatenate([[0], np.cumsum([len(b) for b in blob])]).astype(np.uint32)
        types = {
            "population": "u4",
            "country": "u2",
            "kind": "u1",
            "lat": "f4",
            "lon": "f4",
            "radius_km": "f4",
        }
        sections: dict[str, NDArray[Any] | bytes] = {
            "keys": keys, "starts": starts, "refs": refs,
            "ids": gids[order], "id_rows": order.astype(np.uint32),
            "names": b"".join(blob), "name_starts": name_starts,
            **{c: np.array(v, dtype=types.get(c, "i4")) for c, v in self.columns.items()},
        }  # fmt: skip
        write_index(path, {**meta, "countries": list(self.countries), "notes": self.notes}, sections)

    def _sorted_names(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Unique keys, where each one's references start, and the references.

        A place reached twice by one key keeps the stronger relation (the lower flag, curated first)."""
        keys = np.array(self.keys, dtype=np.uint64)
        refs = np.array(self.key_refs, dtype=np.uint32)
        flags = refs >> ROW_BITS
        strength = np.where(flags == CURATED, 0, flags)
        order = np.lexsort((strength, refs & ROW_MASK, keys))
        keys, refs = keys[order], refs[order]
        fresh = np.ones(len(keys), dtype=bool)
        fresh[1:] = (keys[1:] != keys[:-1]) | ((refs[1:] & ROW_MASK) != (refs[:-1] & ROW_MASK))
        keys, refs = keys[fresh], refs[fresh]
        unique, first = np.unique(keys, return_index=True)
        return unique, np.append(first, len(keys)).astype(np.uint32), refs
