"""The day of publication: an inference, with the evidence kept.

Every place on a page that may tell the day gives a clue. Clues to the same day add up; a clue that
the story's own weekdays, the day of retrieval or its own label speak against is rejected with that
reason. Where what is left is too weak, the day stays unknown, and the reason says so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date

from dateline.ingest.dates_html import day_in, html_clues
from dateline.ingest.dates_second import second_opinion
from dateline.ingest.dates_text import archive_day, text_clues, url_clues
from dateline.ingest.evidence import Clue, Evidence
from dateline.ingest.weekdays import NAMES, Testimony, testimony
from dateline.model import DateCandidate, Published

__all__ = ["Evidence", "published_of"]

_ENOUGH = 1.5  # weight from which a day is believed
_CLOSE = 0.85  # share of the winner's weight from which another day leaves the matter open
_STRONG = 3.0  # weight from which a clue stands against the story's weekdays, noted
_WEEKDAY_WEIGHT = 1.2  # what a weekday of speech adds to a day that it fits
_EARLIEST = date(1970, 1, 1)
_PARTIAL = re.compile(r"\s*((?:19|20)\d\d)(?:-(0[1-9]|1[0-2]))?\s*")


def published_of(evidence: Evidence) -> Published:
    """The day of publication with every candidate, accepted or rejected, and why."""
    spoken = testimony(evidence.story)
    if partial := _given_partial(evidence.given):
        return _with_range(partial, evidence, spoken)
    clues = _clues(evidence)
    latest = _latest_possible(evidence)
    judged = [(clue, _rejection(clue, spoken, latest)) for clue in clues]
    left = [clue for clue, rejection in judged if not rejection]
    winner = _best(left, spoken)
    rival = None if winner is None else _rival(winner, left, spoken)
    if winner is None or rival or (winner.source != "given" and _support(winner, left, spoken) < _ENOUGH):
        winner = None
    candidates = tuple(
        _candidate(clue, rejection, winner, spoken) for clue, rejection in judged
    ) + _weekday_candidate(spoken)
    if winner is None or winner.day is None:
        reason = _two_days(rival, left, spoken) if rival else _why_unknown(judged)
        return Published(reason=reason, weekday=spoken.weekday, candidates=candidates)
    day = winner.day
    how = winner.how if winner.weight >= _ENOUGH else "inferred"
    reason = _why(winner, left, spoken)
    return Published(day.isoformat(), day, day, how, reason, day.isoweekday(), candidates)


def _clues(evidence: Evidence) -> list[Clue]:
    clues: list[Clue] = []
    if evidence.given:
        day = day_in(evidence.given)
        doubt = "" if day else "it is no date that can be read"
        clues.append(Clue("given", evidence.given, day, 10.0 if day else 0.0, doubt, "exact"))
    clues += url_clues(evidence.url)
    clues += text_clues(evidence)
    if evidence.markup:
        clues += html_clues(evidence)
        clues += second_opinion(evidence, clues)
    return _once(clues)


def _once(clues: Iterable[Clue]) -> list[Clue]:
    """Without repetitions of the same words for the same day."""
    seen: set[tuple[str, str, date | None]] = set()
    out = []
    for clue in clues:
        key = (clue.source, clue.words, clue.day)
        if key not in seen:
            seen.add(key)
            out.append(clue)
    return out


def _latest_possible(evidence: Evidence) -> tuple[date, str] | None:
    if evidence.retrieved is not None:
        return evidence.retrieved.date(), "the page was retrieved"
    if (day := archive_day(evidence.url)) is not None:
        return day, "its copy was archived"
    return None


def _rejection(clue: Clue, spoken: Testimony, latest: tuple[date, str] | None) -> str:
    if clue.day is None:
        return clue.doubt or "no day can be read from it"
    if clue.day < _EARLIEST:
        return "no page is that old"
    # A newsroom east of the archive's clock is a day ahead of it.
    if latest and clue.day.toordinal() > latest[0].toordinal() + 1:
        return f"it is later than {latest[0].isoformat()}, when {latest[1]}"
    if not spoken.allows(clue.day) and clue.weight < _STRONG:
        return _contradiction(clue.day, spoken)
    return ""


def _contradiction(day: date, spoken: Testimony) -> str:
    assert spoken.weekday is not None
    return (
        f"the story says {spoken.words!r}, so it came out on a {NAMES[spoken.weekday - 1]} or the day after; "
        f"{day.isoformat()} is a {NAMES[day.isoweekday() - 1]}"
    )


def _support(clue: Clue, clues: Sequence[Clue], spoken: Testimony) -> float:
    """The weight of all clues to the same day, one for each kind of place: ten list items are one list."""
    best: dict[str, float] = {}
    for other in clues:
        if other.day == clue.day or (other.also == clue.day and not clue.doubt and clue.also is None):
            place = "second" if other.second else other.source
            best[place] = max(best.get(place, 0.0), other.weight)
    agrees = clue.day is not None and clue.day.isoweekday() == spoken.weekday
    return sum(best.values()) + (_WEEKDAY_WEIGHT if agrees else 0.0)


def _best(clues: Sequence[Clue], spoken: Testimony) -> Clue | None:
    """The clue that wins: a given day, else the day with the most support, by its heaviest clue."""
    given = [c for c in clues if c.source == "given"]
    if given:
        return given[0]
    if not clues:
        return None
    return max(clues, key=lambda c: (round(_support(c, clues, spoken), 3), c.weight, -clues.index(c)))


def _rival(winner: Clue, clues: Sequence[Clue], spoken: Testimony) -> Clue | None:
    """A clue without doubt to another day, nearly as well supported: then nobody can tell."""
    if winner.source == "given":
        return None
    level = _support(winner, clues, spoken)
    others = [c for c in clues if not c.doubt and c.day != winner.day and winner.day != c.also]
    others = [c for c in others if c.day != winner.also and _support(c, clues, spoken) >= _CLOSE * level]
    return others[0] if others else None


def _two_days(rival: Clue, clues: Sequence[Clue], spoken: Testimony) -> str:
    best = _best(clues, spoken)
    assert best is not None
    return (
        f"two dates stand against each other: {best.source} {best.words!r} and {rival.source} {rival.words!r}"
    )


def _candidate(clue: Clue, rejection: str, winner: Clue | None, spoken: Testimony) -> DateCandidate:
    if rejection:
        return DateCandidate(clue.source, clue.words, clue.day, False, rejection)
    if winner is None:
        return DateCandidate(
            clue.source, clue.words, clue.day, False, clue.doubt or "nothing else supports it"
        )
    if clue.day == winner.day:
        note = "" if clue.day is None or spoken.allows(clue.day) else _contradiction(clue.day, spoken)
        return DateCandidate(clue.source, clue.words, clue.day, True, note or clue.doubt)
    reason = clue.doubt or f"{winner.source} says {winner.day}, which weighs more"
    return DateCandidate(clue.source, clue.words, clue.day, False, reason)


def _weekday_candidate(spoken: Testimony) -> tuple[DateCandidate, ...]:
    if spoken.weekday is None:
        return ()
    reason = f"a story that says so came out on a {NAMES[spoken.weekday - 1]} or the day after"
    return (DateCandidate("weekday", spoken.words, None, False, reason),)


def _why(winner: Clue, left: Sequence[Clue], spoken: Testimony) -> str:
    others = sorted({c.source for c in left if c.day == winner.day} - {winner.source})
    reason = f"{winner.source} says so"
    if others:
        reason += f"; {', '.join(others)} agree" + ("s" if len(others) == 1 else "")
    if winner.day is not None and spoken.weekday is not None:
        if not spoken.allows(winner.day):
            reason += f"; but {_contradiction(winner.day, spoken)}"
        elif winner.day.isoweekday() == spoken.weekday:
            reason += f"; the story says {spoken.words!r}"
    if winner.source == "given":
        other = next((c for c in left if c.weight >= _STRONG and winner.day not in (c.day, c.also)), None)
        if other is not None:
            reason += f"; but {other.source} says {other.words!r}"
    return reason


def _why_unknown(judged: Sequence[tuple[Clue, str]]) -> str:
    dated = [(c, r) for c, r in judged if c.day is not None]
    if not dated:
        return "no date on the page"
    rejected = [(c, r) for c, r in dated if r]
    if len(rejected) == len(dated):
        clue, reason = rejected[0]
        return f"no date on the page stands: {clue.source} {clue.words!r} is rejected because {reason}"
    clue = next(c for c, r in dated if not r)
    doubt = clue.doubt or "nothing supports it"
    return f"the only date on the page is weak: {clue.source} {clue.words!r} ({doubt})"


def _given_partial(given: str) -> tuple[date, date] | None:
    """First and last day of a given month or year ("2016-10", "2016")."""
    match = _PARTIAL.fullmatch(given)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 0)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def _with_range(span: tuple[date, date], evidence: Evidence, spoken: Testimony) -> Published:
    candidate = DateCandidate("given", evidence.given, None, True, "no day is given")
    return Published(
        evidence.given.strip(),
        *span,
        "exact",
        "given says so, without a day",
        spoken.weekday,
        (candidate, *_weekday_candidate(spoken)),
    )
