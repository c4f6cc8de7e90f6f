"""What this process and those that it started hold and take, on systems that tell (``/proc``)."""

from __future__ import annotations

import os
from pathlib import Path


def below(pid: int) -> list[int]:
    """All processes that this one started, and that they did."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in task.read_text().split():
                found += [int(child), *below(int(child))]
    except OSError:
        return found
    return found


def held(pid: int) -> float:
    """MB that a process holds: what is its own, and its share of what it shares (PSS). 0 where it is gone, or
    the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def spent(pid: int) -> float:
    """Seconds of the processor that a process took so far; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def all_held() -> float:
    """MB that this process and all below it hold together."""
    return held(os.getpid()) + sum(held(pid) for pid in below(os.getpid()))
