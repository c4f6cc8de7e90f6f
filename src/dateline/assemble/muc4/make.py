"""From the incidents of a report in words to its templates."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.assemble.muc4.dates import date_slot, times_of
from dateline.assemble.muc4.entities import answer, entities
from dateline.assemble.muc4.fills import Slots, referring, string
from dateline.assemble.muc4.leave_out import left_out
from dateline.assemble.muc4.people import fill_people
from dateline.assemble.muc4.places import Ground, ground_of, location_slot
from dateline.assemble.muc4.scene import Scene, set_scene, story_of
from dateline.assemble.muc4.things import fill_instruments, fill_things
from dateline.codebook.muc4.book import Muc4Book, load
from dateline.codebook.muc4.templates import Template
from dateline.model import Report, When
from dateline.reader.model.muc4 import MucIncident
from dateline.resolve.when import TimeMention


def templates_of(report: Report, incidents: Sequence[MucIncident]) -> tuple[Template, ...]:
    """The templates of one report, numbered from 1 in the order of ``incidents``; those that the task leaves
    out are left out. The report's text may be in upper or lower case, with or without the head of a message;
    the spans of the incidents count in it. Incidents of a type that the codebook lacks give no template."""
    if not incidents:
        return ()
    story = story_of(report)
    times, ground = times_of(story), ground_of(story)
    found: list[Template] = []
    for incident in incidents:
        if incident.type not in load().types:
            continue
        slots, when = fill(set_scene(story, incident), times, ground)
        if not left_out(incident, slots, when, story.day):
            number = len(found) + 1
            found.append(Template(report.id, number, slots.fillers(), False, slots.inapplicable))
    return tuple(found)


def fill(scene: Scene, times: Sequence[TimeMention], ground: Ground) -> tuple[Slots, When | None]:
    """All slots of one incident, and its day where the report names it."""
    book, incident = load(), scene.incident
    kind = book.types[incident.type]
    slots = Slots(kind.fill, kind.inapplicable)
    date, when = date_slot(scene, times)
    place = location_slot(scene, ground)
    slots.add(2, referring(date))
    slots.add(3, referring(place))
    slots.add(4, referring(kind.fill))
    slots.add(5, referring(book.stages.get(incident.stage, "")))
    fill_instruments(scene, slots)
    slots.add(8, referring(book.categories.get(incident.category, "")))
    _fill_perpetrators(scene, book, slots)
    nation = place.split(":")[0].strip()
    fill_things(scene, nation, slots)
    fill_people(scene, nation, slots)
    return slots, when


def _fill_perpetrators(scene: Scene, book: Muc4Book, slots: Slots) -> None:
    for individual in entities(scene, "m.ind"):
        slots.add(9, string(individual.text))
    for organisation in entities(scene, "m.org"):
        slots.add(10, string(organisation.text))
        confidence = book.confidence.of(answer([organisation], "m.confidence"))
        slots.add(11, referring(confidence, organisation.text))
