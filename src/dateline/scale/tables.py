"""Parquet in and out: a file appears whole or not at all, and the same rows make the same file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from dateline.errors import UsageError

Rows = list[dict[str, Any]]
_KINDS = {"i": "int64", "s": "string", "f": "float64", "b": "bool_"}
#: The columns of every kind of table: name, and i(nteger), s(tring), f(loat), b(ool).
TABLES: Mapping[str, str] = {
    "reports": "id:s,origin:s,url:s,title:s,published:s,outlet:s,language:s,order:i,data:s",
    "accounts": "id:s,report:s,undated:b,type:s,subtype:s,main:b,order:i,packed:s,data:s",
    "failures": "origin:s,problem:s,way_out:s",
    "ids": "id:s,order:i",
    "losers": "id:s,order:i",
    "keys": "key:i,rank:i,account:s,order:i,word:i,weight:f",
    "pairs": "left:s,right:s,word:i,weight:f",
    "judgements": "left:s,right:s,verdict:s,score:f,data:s",
    "incidents": (
        "id:s,type:s,subtype:s,earliest:s,latest:s,country:s,place:s,lat:f,lon:f,killed:i,injured:i,reports:i,"
        "origins:i,disputed:b,data:s"
    ),
}


def bucket_of(name: str | int, buckets: int) -> int:
    """The bucket that a row belongs to, by a hash that is the same on every machine."""
    return crc32(str(name).encode()) % buckets


def write(folder: Path, kind: str, part: str, rows: Rows) -> None:
    """Write a part of a table; nothing when there are no rows."""
    pa, parquet = _arrow()
    target = folder / kind / f"{part}.parquet"
    if not rows:
        return
    names = [column.split(":") for column in TABLES[kind.rpartition("/")[2]].split(",")]
    schema = pa.schema([(name, getattr(pa, _KINDS[letter])()) for name, letter in names])
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f".{target.name}.{os.getpid()}")
    parquet.write_table(pa.Table.from_pylist(rows, schema), half, compression="zstd")
    half.replace(target)


def write_buckets(
    folder: Path, kind: str, part: str, rows: Iterable[dict[str, Any]], to: tuple[str, int]
) -> None:
    """Write rows into as many files as there are buckets, by the hash of a column: one side of a shuffle.
    ``to`` names the column, and says how many buckets there are."""
    by, buckets = to
    sorted_out: dict[int, Rows] = {}
    for row in rows:
        sorted_out.setdefault(bucket_of(row[by], buckets), []).append(row)
    for bucket, some in sorted_out.items():
        write(folder, kind, f"{bucket:05}/{part}", some)


def read(
    folder: Path, kind: str, bucket: int | None = None, columns: list[str] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a table, or of one bucket of it, part by part in the order of their names."""
    _, parquet = _arrow()
    root = folder / kind if bucket is None else folder / kind / f"{bucket:05}"
    for file in sorted(root.rglob("*.parquet")) if root.is_dir() else ():
        if not file.name.startswith("."):
            for batch in parquet.ParquetFile(file).iter_batches(columns=columns, batch_size=2_000):
                yield from batch.to_pylist()


def check() -> None:
    """Raises UsageError where Parquet cannot be written: before anything was read."""
    _arrow()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("this needs Parquet", "pip install 'dateline[archives]'") from error
    return pyarrow, parquet
