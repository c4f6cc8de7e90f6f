"""What the resolvers found in one report, computed once and handed to reader and assembler alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model import Report
from dateline.reader.claims import ClaimMention, find_claims
from dateline.reader.people import with_sides
from dateline.reader.sources import SourceMention, find_sources
from dateline.resolve.how_many import CountMention, find_counts
from dateline.resolve.when import TimeMention, find_times
from dateline.resolve.where import PlaceMention, find_places
from dateline.resolve.who import ActorMention, Registry, find_actors

# Groups and movements bear dates: "the April 9 Column", "the March 23 Movement".
_NAMED_AFTER = re.compile(
    r"\s+(?:Movement|Column|Front|Brigades?|Group|Commandos?|Command|Organi[sz]ation|Army|Revolution|Martyrs|"
    r"Battalion|Regiment|Alliance|Coalition|Committee|Street|Square|Avenue|Bridge|Stadium|University|Hospital)\b"
)


@dataclass(frozen=True, slots=True)
class Findings:
    """Days, places, counts, actors, sources and claims of one report, each in reading order."""

    times: Sequence[TimeMention]
    places: Sequence[PlaceMention]
    counts: Sequence[CountMention]
    actors: Sequence[ActorMention]
    sources: Sequence[SourceMention]
    claims: Sequence[ClaimMention]


def find(report: Report, registry: Registry) -> Findings:
    """Run every resolver over one report."""
    actors = find_actors(report.text, report.id, registry)
    times = find_times(report.text, report.id, report.published)
    return Findings(
        times=[t for t in times if not _NAMED_AFTER.match(report.text, t.span.end)],
        places=find_places(report),
        counts=with_sides(report.text, find_counts(report.text, report.id), actors),
        actors=actors,
        sources=find_sources(report.text, report.id),
        claims=find_claims(report.text, report.id, actors),
    )
