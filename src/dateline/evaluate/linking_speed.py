"""How linking grows: made-up accounts, spread like those of the Gun Violence Archive.

``--data`` is not read (name any folder). Sizes come from ``DATELINE_EVALUATE_SIZES`` ("10000,30000"; default
10,000). Times are of this process's processor, so that a busy machine does not tell in them; one core.
"""

from __future__ import annotations

import math
import os
import random
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from dateline.evaluate.result import Evaluation
from dateline.link.incident import outcome
from dateline.link.judge import judge_profiles
from dateline.link.profile import profiles
from dateline.model import (
    Account,
    Effect,
    Field,
    Group,
    OffsetMap,
    Page,
    PlaceClass,
    Published,
    Report,
    Span,
    Stage,
    Statement,
    Toll,
    Value,
    When,
    Where,
)

COMMAND = "dateline evaluate linking-speed --data PATH"
#: Reports of one incident, and in how many of a thousand incidents of the archive there are so many.
_SIZES = {1: 521, 2: 322, 3: 106, 4: 34, 5: 10, 6: 3, 7: 2, 8: 2}
_A_DAY = 1.0  # incidents a day, as in the archive; a larger ledger covers more days


def made_up(count: int, seed: int = 1) -> Iterator[tuple[Report, Account]]:
    """Reports with one account each, of incidents in towns of which few are in the news often."""
    rng = random.Random(seed)
    words = [_word(rng) for _ in range(20_000)]
    towns = [_town(rng, n) for n in range(1200)]
    weights = [1 / (n + 1) for n in range(len(towns))]
    made, number = 0, 0
    while made < count:
        town = rng.choices(towns, weights)[0]
        day = date(2000, 1, 1) + timedelta(days=int(number / _A_DAY))
        number += 1
        names = [f"{rng.choice(words).title()} {rng.choice(words).title()}" for _ in range(6)]
        rare = rng.sample(words, 30)
        dead, hurt = rng.choice((0, 1, 1, 1, 2, 3)), rng.choice((0, 0, 1, 2, 4))
        for _ in range(min(rng.choices(list(_SIZES), list(_SIZES.values()))[0], count - made)):
            told = rng.sample(names, 4), rng.sample(rare, 18) + rng.sample(words, 30)
            yield _report(made, town, day + timedelta(days=rng.choice((0, 0, 1, 2))), told, (day, dead, hurt))
            made += 1


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))


def _town(rng: random.Random, number: int) -> Where:
    lat, lon = rng.uniform(26, 48), rng.uniform(-122, -70)
    state = f"State {int(lon) % 50}"
    return Where(_word(rng).title(), lat, lon, number, "US", state, None, PlaceClass.POPULATED_PLACE, 5000)


def _report(
    number: int,
    town: Where,
    published: date,
    told: tuple[list[str], list[str]],
    facts: tuple[date, int, int],
) -> tuple[Report, Account]:
    day, dead, hurt = facts
    name = f"m{number:07}"
    text = (
        f"Police in {town.name} said that {dead} people were killed and {hurt} hurt in a shooting. "
        + " ".join(f"{who} spoke of {a}." for who, a in zip(told[0], told[1], strict=False))
        + " Others told of "
        + ", ".join(told[1])
        + "."
    )
    stated = Published(published.isoformat(), published, published, "exact")
    page = Page(text.encode(), "text/plain", given={"id": name}, origin=name)
    report = Report(name, text, OffsetMap.identity(len(text)), page.sha256, text[:60], published=stated)
    span = (Span(name, 0, 20),)
    values: list[tuple[Field, Value]] = [
        (Field.WHEN, When.day(day)),
        (Field.WHERE, town),
        (Field.TOLL, Toll(Effect.KILLED, Group.UNKNOWN, dead, dead, dead)),
        (Field.TOLL, Toll(Effect.INJURED, Group.UNKNOWN, hurt, hurt, hurt)),
    ]
    statements = tuple(Statement(f"{name}#{n}", f, v, span) for n, (f, v) in enumerate(values))
    kind = ("armed_attack", "shooting", Stage.ACCOMPLISHED)
    return report, Account(f"{name}#0", name, True, *kind, statements)


def run(data: Path) -> Evaluation:
    """Link made-up accounts of each size from nothing."""
    del data
    sizes = [int(n) for n in os.environ.get("DATELINE_EVALUATE_SIZES", "10000").split(",")]
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for size in sizes:
        began = time.process_time()
        spent = _from_nothing(size)
        seconds = sum(spent)
        steps = size * math.log2(size)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(
            (
                f"{size:,}",
                *(f"{s:.1f}" for s in spent),
                f"{seconds:.1f}",
                f"{1e6 * seconds / steps:.2f}",
                f"{memory:.0f}",
            )
        )
        figures |= {f"seconds_{size}": seconds, f"us_per_n_log_n_{size}": 1e6 * seconds / steps}
        figures |= {f"mb_{size}": memory, f"with_making_{size}": time.process_time() - began}
    notes = ("seconds of processor time; memory is the peak of the process so far, made-up reports included",)
    columns = ("accounts", "profiles s", "judging s", "incidents s", "all s", "µs / n log₂ n", "peak MB")
    return Evaluation("linking-speed", COMMAND, columns, tuple(rows), figures, notes)


def _from_nothing(size: int) -> tuple[float, float, float]:
    pairs = list(made_up(size))
    reports, told = {r.id: r for r, _ in pairs}, [a for _, a in pairs]
    marks = [time.process_time()]
    found = profiles(told, reports)
    marks.append(time.process_time())
    judged = judge_profiles(found)
    marks.append(time.process_time())
    outcome(told, reports, judged, [])
    marks.append(time.process_time())
    first, second, third = (b - a for a, b in pairwise(marks))
    return first, second, third
