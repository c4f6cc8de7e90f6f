"""Reports of the Gun Violence Archive with what was read from them, and the time that it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dateline.model import Account, Report

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Case:
    """One report of the archive: what was read from it, and what the archive knows."""

    report: Report
    accounts: tuple[Account, ...]
    incident: Mapping[str, Any]
    corpus: bool = False  # a report of the Gun Violence Corpus

    @property
    def main(self) -> Account | None:
        """The account that is scored."""
        return next((a for a in self.accounts if a.main), None)


@dataclass(slots=True)
class Clock:
    """Seconds spent in each stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    def timed(self, stage: str, work: Callable[..., _T], *arguments: Any) -> _T:
        """What ``work`` returns; its time is added to the stage's."""
        begin = time.perf_counter()
        outcome = work(*arguments)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - begin
        return outcome
