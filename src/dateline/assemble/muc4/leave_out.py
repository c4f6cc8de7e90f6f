"""What the task leaves out (template-doc-part1.v7, 1.0); the limits are data of the codebook."""

from __future__ import annotations

from datetime import date

from dateline.assemble.muc4.fills import Slots
from dateline.codebook.muc4.book import LeaveOut, load
from dateline.model import When
from dateline.reader.model.muc4 import MucIncident


def left_out(incident: MucIncident, slots: Slots, when: When | None, day: date | None) -> str:
    """Why an incident is left out, "" if it is not."""
    rules = load().leave_out
    if not any(slots.filled.get(slot) for slot in rules.needs_one_of):
        return "told in general only"
    old = (
        when is not None
        and when.latest is not None
        and day is not None
        and (day - when.latest).days > rules.days_before
    )
    if old and incident.probability <= rules.old_unless_surer:
        return "long before the report"
    return "a clash of armed forces" if _clash(rules, slots) else ""


def _clash(rules: LeaveOut, slots: Slots) -> bool:
    """Whether only soldiers and police and what is theirs are hit, by others than the state."""
    people, things = slots.texts(20), slots.texts(13)
    category = "".join(slots.texts(8))
    return (
        bool(people)
        and category in rules.clash.categories
        and rules.clash.people.issuperset(people)
        and rules.clash.things.issuperset(things)
    )
