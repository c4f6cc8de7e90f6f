"""What the first filter stops is not read."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.assemble import extract_all
from dateline.model import Report
from dateline.reader.contract import Reading
from dateline.reader.findings import Findings
from made_up import report_of

CAKE = (
    "The secret of a good sponge is in the eggs, which should be at the temperature of the kitchen before "
    "you begin. Beat the butter with the sugar until it is pale, then add the flour a spoon at a time and "
    "fold it in with care. It is best with strawberries and a cup of tea, and the recipe was in our family."
)


class Listening:
    """A reader that finds nothing and keeps what it was asked."""

    by = "listening@1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, told: Sequence[tuple[Report, Findings]]) -> list[Reading]:
        self.asked += [report.id for report, _ in told]
        return [Reading(((0, len(report.text)),), (), self.by) for report, _ in told]


def test_only_what_passes_is_read() -> None:
    reader = Listening()
    reports = [report_of("Gunmen killed 61 in Quetta.", "short"), report_of(CAKE, "cake")]
    assert extract_all(reports, reader) == [[], []]
    assert reader.asked == ["short"]
    assert extract_all([], reader) == []
