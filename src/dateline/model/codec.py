"""Frozen types to JSON and back, driven by their type hints.

``to_json(x)`` gives dicts, lists, strings, numbers and None; ``from_json(cls, data)`` gives ``x`` again,
equal and of the same types. Rules, so that a reader of the ledger can do without this file:

- a dataclass is an object with every field, in the order of its definition, defaults included;
- a :class:`Span` is ``[report_id, start, end]`` (there are many of them);
- a day is ``"2016-10-24"``, a time ISO 8601, an enum its value, a tuple a list, bytes Base64;
- where several dataclasses are possible (:data:`Value`), ``"is"`` names the one: ``{"is": "toll", …}``.
  ("kind" would clash with ``Actor.kind``.)

Coders are built once for each type and kept; nothing is looked up while coding.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

from dateline.model.span import Span

T = TypeVar("T")
Coder = Callable[[Any], Any]

TAG = "is"
_PLAIN = (str, int, float, bool, type(None), Any)


def to_json(obj: object) -> Any:
    """``obj`` (a dataclass, an enum, a tuple or list of them, or a plain value) as JSON-able data."""
    if isinstance(obj, list | tuple):
        return [to_json(item) for item in obj]
    if isinstance(obj, dict):
        return {key: to_json(value) for key, value in obj.items()}
    return _encoder(cast(Any, type(obj)))(obj)


def from_json(cls: type[T], data: Any) -> T:
    """The ``cls`` that :func:`to_json` made ``data`` of.

    Raises ValueError or KeyError when ``data`` is not of that shape.
    """
    return cast(T, _decoder(cast(Any, cls))(data))


def encode_value(value: object) -> Any:
    """A member of the union :data:`~dateline.model.values.Value`, with its tag."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {TAG: _tag(type(value)), **to_json(value)}
    return value


def _tag(cls: type) -> str:
    return cls.__name__.lower()


def _same(data: Any) -> Any:
    return data


@cache
def _encoder(hint: Any) -> Coder:
    plain = _simple(hint, encoding=True)
    if plain is not None:
        return plain
    if dataclasses.is_dataclass(hint):
        return _dataclass_encoder(cast(type, hint))
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _union_encoder(args)
    if origin in (tuple, list):
        return _sequence(args, _encoder, list)
    if origin is dict:
        inner = _encoder(args[1])
        return lambda data: {key: inner(value) for key, value in data.items()}
    raise TypeError(f"no JSON form for {hint!r}")


@cache
def _decoder(hint: Any) -> Coder:
    plain = _simple(hint, encoding=False)
    if plain is not None:
        return plain
    if dataclasses.is_dataclass(hint):
        return _dataclass_decoder(cast(type, hint))
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _union_decoder(args)
    if origin in (tuple, list):
        return _sequence(args, _decoder, origin)
    if origin is dict:
        inner = _decoder(args[1])
        return lambda data: {key: inner(value) for key, value in data.items()}
    raise TypeError(f"no JSON form for {hint!r}")


def _simple(hint: Any, *, encoding: bool) -> Coder | None:
    """The coder of a type without parts, or None when it has parts."""
    if hint in _PLAIN:
        return _same
    if hint is Span:
        return _span_to_list if encoding else _span_from_list
    if hint is datetime:
        return datetime.isoformat if encoding else datetime.fromisoformat
    if hint is date:
        return date.isoformat if encoding else date.fromisoformat
    if hint is bytes:
        return (lambda data: b64encode(data).decode("ascii")) if encoding else b64decode
    if isinstance(hint, type) and issubclass(hint, Enum):
        if encoding:
            return lambda member: member.value
        members = {member.value: member for member in hint}
        return lambda value: members[value]
    return None


def _span_to_list(span: Span) -> list[Any]:
    return [span.report_id, span.start, span.end]


def _span_from_list(data: list[Any]) -> Span:
    return Span(*data)


def _sequence(args: tuple[Any, ...], coder: Callable[[Any], Coder], build: type) -> Coder:
    if len(args) == 1 or (len(args) == 2 and args[1] is Ellipsis):
        item = coder(args[0])
        if item is _same:
            return lambda data: build(data)
        return lambda data: build([item(part) for part in data])
    parts = [coder(arg) for arg in args]
    return lambda data: build([part(value) for part, value in zip(parts, data, strict=True)])


def _fields(cls: type) -> list[tuple[str, Any]]:
    hints = typing.get_type_hints(cls)
    return [(f.name, hints[f.name]) for f in dataclasses.fields(cls) if f.init]


def _dataclass_encoder(cls: type) -> Coder:
    plan = [(name, _encoder(hint)) for name, hint in _fields(cls)]

    def encode(obj: Any) -> dict[str, Any]:
        return {name: coder(getattr(obj, name)) for name, coder in plan}

    return encode


def _dataclass_decoder(cls: type) -> Coder:
    # A field that an older version did not write takes its default: data from before stays readable.
    plan = [(name, _decoder(hint)) for name, hint in _fields(cls)]

    def decode(data: dict[str, Any]) -> Any:
        return cls(**{name: coder(data[name]) for name, coder in plan if name in data})

    return decode


def _union_parts(args: tuple[Any, ...]) -> tuple[list[Any], list[Any]]:
    """The dataclasses of a union (to be tagged when there are several), and the other members."""
    classes = [arg for arg in args if dataclasses.is_dataclass(arg)]
    return classes, [arg for arg in args if arg not in classes and arg is not type(None)]


def _union_encoder(args: tuple[Any, ...]) -> Coder:
    classes, others = _union_parts(args)
    if len(classes) + len(others) == 1:
        inner = _encoder((classes or others)[0])
        return lambda data: None if data is None else inner(data)
    coders = {cls: (_tag(cls), _encoder(cls)) for cls in classes}
    if any(_encoder(other) is not _same for other in others):
        raise TypeError(f"no JSON form for the union of {args!r}")

    def encode(data: Any) -> Any:
        found = coders.get(type(data))
        return data if found is None else {TAG: found[0], **found[1](data)}

    return encode


def _union_decoder(args: tuple[Any, ...]) -> Coder:
    classes, others = _union_parts(args)
    if len(classes) + len(others) == 1:
        inner = _decoder((classes or others)[0])
        return lambda data: None if data is None else inner(data)
    coders = {_tag(cls): _decoder(cls) for cls in classes}
    return lambda data: coders[data[TAG]](data) if isinstance(data, dict) else data
