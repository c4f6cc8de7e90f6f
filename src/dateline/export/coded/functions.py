"""The functions that expressions can call; :data:`dateline.codebook.names.FUNCTIONS` describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from jinja2 import Undefined

from dateline.codebook import Codebook

Things = Sequence[Any]


def functions(book: Codebook) -> dict[str, Callable[..., Any]]:
    """The functions by name; tables and the joiner are those of ``book``."""
    joiner = book.export.joiner if book.export else "; "

    def join(values: Any, separator: str | None = None) -> str | None:
        # a name must not hold what parts names; other separators stand inside one text
        clean = joiner.strip() if separator is None else ""
        separator = joiner if separator is None else separator
        parts = [_text(v) for v in _list(values) if v not in (None, "")]
        return separator.join(p.replace(clean, ",") if clean else p for p in parts) or None

    def lookup(table: str, key: Any, default: Any = None) -> Any:
        entries = book.tables.get(table, {})
        return entries.get(key, default) if isinstance(key, str | int) else default

    def word_count(toll: Mapping[str, Any], table: str) -> Any:
        by_word = lookup(table, toll.get("words")) if toll else None
        return by_word if by_word is not None else (toll or {}).get("best")

    found: dict[str, Callable[..., Any]] = {
        "join": join,
        "lookup": lookup,
        "word_count": word_count,
        **_PLAIN,
    }
    return {name: _plainly(function) for name, function in found.items()}


def _plainly(function: Callable[..., Any]) -> Callable[..., Any]:
    """What is not there is None, and never a marker of the template engine."""

    @wraps(function)
    def called(*given: Any, **named: Any) -> Any:
        return function(
            *(_defined(v) for v in given),
            **{k: _defined(v) for k, v in named.items()},
        )

    return called


def _defined(value: Any) -> Any:
    if isinstance(value, Undefined):
        return None
    return [_defined(v) for v in value] if isinstance(value, list | tuple) else value


def _list(values: Any) -> list[Any]:
    if values is None or isinstance(values, Undefined):
        return []
    return list(values) if isinstance(values, list | tuple) else [values]


def _text(value: Any) -> str:
    return str(value["name"] or value.get("kind") or "") if isinstance(value, Mapping) else str(value)


def _first(values: Any, number: int = 0) -> Any:
    found = _list(values)
    return found[number] if 0 <= number < len(found) else None


def _part_of(thing: Any, part: str) -> Any:
    return thing.get(part) if isinstance(thing, Mapping) else thing


def _names(values: Any, part: str = "name") -> list[Any]:
    return list(dict.fromkeys(v for t in _list(values) if (v := _part_of(t, part)) not in (None, "")))


def _only(values: Any, part: str, *wanted: Any) -> list[Any]:
    return [t for t in _list(values) if _part_of(t, part) in _flat(wanted)]


def _flat(wanted: Sequence[Any]) -> list[Any]:
    return [one for w in wanted for one in _list(w)]


def _without(values: Any, *what: Any) -> list[Any]:
    """Without its first so many things where a number is given; else without those of the named kinds."""
    found = _list(values)
    for one in what:
        if isinstance(one, int):
            found = found[one:]
        else:
            found = [t for t in found if _part_of(t, "kind") not in _list(one)]
    return found


def _has(values: Any, part: str, *wanted: Any) -> bool:
    return bool(_only(values, part, *wanted))


def _either(*values: Any) -> Any:
    return next((v for v in values if v not in (None, "", [])), None)


def _least(*values: Any) -> Any:
    return min((v for v in values if v is not None), default=None)


def _most(*values: Any) -> Any:
    return max((v for v in values if v is not None), default=None)


def _piece(text: Any, separator: str, number: int) -> str | None:
    pieces = str(text).split(separator) if text is not None else []
    return pieces[number] if 0 <= number < len(pieces) else None


def _starts(text: Any, beginning: str) -> bool:
    return any(str(t).startswith(beginning) for t in _list(text))


def _rounded(number: Any, places: int = 0) -> Any:
    if number is None:
        return None
    return round(number, places) if places else round(number)


def _bits(value: Any) -> int | None:
    return None if value is None else int(bool(value))


def _priogrid(lat: float | None, lon: float | None) -> int | None:
    """Half a degree by half a degree, numbered from the south-west corner, 720 in a row (Tollefsen et al.,
    2012)."""
    if lat is None or lon is None:
        return None
    row, column = int((lat + 90) * 2), int((lon + 180) * 2)
    return min(row, 359) * 720 + min(column, 719) + 1


def _point(lon: float | None, lat: float | None) -> str | None:
    return None if lat is None or lon is None else f"POINT ({lon:.6f} {lat:.6f})"


def _asserted(toll: Mapping[str, Any] | None) -> Any:
    return None if not toll or toll.get("side_only") else toll.get("best")


def _shared(toll: Mapping[str, Any] | None) -> Any:
    """An even share of a total over tied incidents; what does not divide goes to the first of them."""
    best = _asserted(toll)
    if best is None or toll is None or toll.get("shares", 1) < 2:
        return best
    return best // toll["shares"] + (toll["share"] < best % toll["shares"])


_PLAIN: dict[str, Callable[..., Any]] = {
    "first": _first,
    "count": lambda values: len(_list(values)),
    "names": _names,
    "only": _only,
    "without": _without,
    "has": _has,
    "either": _either,
    "least": _least,
    "most": _most,
    "part": _piece,
    "starts": _starts,
    "upper": lambda text: str(text).upper() if text is not None else None,
    "title": lambda text: str(text).replace("_", " ").capitalize() if text is not None else None,
    "rounded": _rounded,
    "bits": _bits,
    "priogrid": _priogrid,
    "point": _point,
    "asserted": _asserted,
    "shared": _shared,
}
