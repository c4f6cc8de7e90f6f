"""No input, however hostile, brings a parser down: it gives pages, or one line that says what is wrong.

`make test` takes a minute for it, `make fuzz` ten (DATELINE_FUZZ_SECONDS, for all parsers together), plain
pytest a dozen inputs a parser. What is found goes to tests/fuzz/corpus/NAME, to be committed with what mends
it: it is tried first from then on, and damaged further.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

pytest.importorskip("fastwarc", reason="needs the extra: pip install 'dateline[archives]'")
pytest.importorskip("feedparser", reason="needs the extra: pip install 'dateline[watch]'")

import parsers

SECONDS = float(os.environ.get("DATELINE_FUZZ_SECONDS", "0"))
EXAMPLES = 100 if SECONDS else 12  # in a round


def damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with some changed, cut, doubled, or put elsewhere."""
    place = st.integers(0, max(len(data) - 1, 0))
    odd = st.one_of(
        st.binary(max_size=8), st.sampled_from([b"\x00", b"\xff", b"<", b"\r\n", b"9" * 30, b"%s", b"["])
    )

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        made = data
        for at, length, new in changes:
            made = made[:at] + new + made[at + length % 40 :]
        return made

    changes = st.lists(st.tuples(place, place, odd), min_size=1, max_size=6).map(apply)
    cut = st.tuples(place, place).map(lambda p: data[min(p) : max(p)])
    doubled = place.map(lambda p: data[:p] + data[p // 2 :])
    return st.one_of(changes, changes, cut, doubled, st.binary(max_size=300))


def reshaped(data: bytes) -> st.SearchStrategy[bytes]:
    """JSON with one value of another kind in it; nothing where the bytes are no JSON."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return st.nothing()
    kinds = (None, True, -1, 10**30, 1e300, "", "x" * 5000, [], [[1]], {}, {"a": []}, ["a", 1])

    def apply(choice: tuple[tuple[str | int, ...], int]) -> bytes:
        path, kind = choice
        made = copy.deepcopy(tree)
        at = made
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = kinds[kind]
        return json.dumps(made).encode()

    return st.tuples(st.sampled_from(list(_paths(tree))), st.integers(0, len(kinds) - 1)).map(apply)


def _paths(tree: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield (*above, key)
        yield from _paths(value, (*above, key))


@pytest.mark.parametrize("name", parsers.PARSERS)
def test_what_was_found_before_stays_mended(name: str) -> None:
    for data in parsers.seeds(name):
        parsers.PARSERS[name][0](data)


@pytest.mark.parametrize("name", parsers.PARSERS)
def test_no_input_brings_a_parser_down(name: str) -> None:
    parse, _ = parsers.PARSERS[name]
    stop = time.monotonic() + SECONDS / len(parsers.PARSERS)
    inputs = st.one_of([s for data in parsers.seeds(name) for s in (damaged(data), reshaped(data))])
    failing: list[bytes] = []

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(inputs)
    def hostile(data: bytes) -> None:
        try:
            parse(data)
        except Exception:
            failing[:] = [data]  # the last is the smallest that Hypothesis came to
            raise

    tried = 0
    try:
        while not tried or time.monotonic() < stop:
            tried += 1
            seed(random.getrandbits(64))(hostile)()
    except Exception:
        if failing:
            keep(name, failing[0])
        raise
    print(f"{name}: {tried} rounds of {EXAMPLES}")


def keep(name: str, data: bytes) -> None:
    """Put what was found into the corpus."""
    file = parsers.CORPUS / name / hashlib.sha256(data).hexdigest()[:16]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
