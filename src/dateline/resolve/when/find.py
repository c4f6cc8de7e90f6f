"""The time expressions of a report, with their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.model import DayOffset, Granularity, Published, Span, When
from dateline.resolve.when import hours, spans, stretch
from dateline.resolve.when.compute import OPERATIONS, evaluate
from dateline.resolve.when.context import Surroundings, came_later, surroundings
from dateline.resolve.when.counting import NO_DATE, Outcome, count, is_absolute
from dateline.resolve.when.grammar import grammar
from dateline.resolve.when.mention import TimeMention
from dateline.resolve.when.scan import Expression, scan
from dateline.resolve.when.stretch import Stretch, nothing

_ANCHORED = frozenset(["anchored", "anchored_unit"])
_EVENT = "incident"
_ANCHOR_REACH = 600  # characters back to the time that "the previous day" is counted from
_TENSELESS = frozenset(
    ["duration", "set", "set_weekday", "set_part", "set_word", "ref", "vague_past", "vague_future"]
)
_NOTHING = Surroundings("", False, "")
_REFERENCE = date(2001, 1, 1)
_LONG_AGO = 60  # days before publication from which a year told elsewhere is believed


@dataclass(frozen=True, slots=True)
class _Place:
    """One expression in its report."""

    text: str
    report_id: str
    published: Published
    language: str
    expression: Expression
    around: Surroundings
    years: Mapping[tuple[int, int], int]

    @property
    def words(self) -> str:
        return self.text[self.expression.start : self.expression.end]


def find_times(text: str, report_id: str, published: Published, language: str = "en") -> list[TimeMention]:
    """Every time expression of ``text``, in reading order, with spans that count in ``text``.

    Relative times count from ``published``; their :class:`~dateline.model.DayOffset` is always given, and
    when the day of publication is unknown it is all that is given (``edtf`` is None, reason "no date to
    count from"). ``language`` is the code of a grammar ("en", "es", "fr"; others are read as English).
    Spans follow TimeML 1.2.1: without "on" and "since", with "late" and "the previous". Never raises on
    odd text; runs in linear time.
    """
    rules = grammar(language)
    mentions: list[TimeMention] = []
    expressions = list(scan(text, rules))
    years = _years_told(expressions)
    for expression in expressions:
        around = _NOTHING
        if expression.op not in _TENSELESS:
            around = surroundings(text, expression.start, expression.end, language)
        place = _Place(text, report_id, published, language, expression, around, years)
        mentions.append(_mention(place, mentions))
    return mentions


def _years_told(expressions: Iterable[Expression]) -> dict[tuple[int, int], int]:
    """The year of every month and day, or month (day 0), that the text names with one year only."""
    told: dict[tuple[int, int], set[int]] = {}
    for expression in expressions:
        year, month, day = (expression.args.get(name, 0) for name in ("year", "month", "day"))
        if expression.op == "absolute" and isinstance(year, int) and isinstance(month, int):
            told.setdefault((month, day if isinstance(day, int) else 0), set()).add(year)
    return {key: years.pop() for key, years in told.items() if len(years) == 1}


def _mention(place: _Place, before: list[TimeMention]) -> TimeMention:
    expression = place.expression
    op = expression.op
    if op in _ANCHORED or (op == "unit" and expression.args.get("dir") in ("previous", "following")):
        return _counted_from_story(place, before)
    if op in ("clock", "part"):
        return _hour_alone(place, before)
    if expression.rule == "that_weekday" and (told := _weekday_told(place, before)) is not None:
        return told
    if op in OPERATIONS:
        return _with_year_told(place, before) or _with_year_elsewhere(place) or _counted(place)
    return _without_day(place)


def _make(place: _Place, when: When, kind: str, value: str, shift: DayOffset | None = None) -> TimeMention:
    expression, around = place.expression, place.around
    modifier = str(expression.args.get("mod", expression.args.get("approx", "")))
    dated = when.granularity is Granularity.DAY
    return TimeMention(
        span=Span(place.report_id, expression.start, expression.end),
        when=when,
        kind=kind,
        timex_value=value,
        modifier={"before": "early", "after": "late"}.get(modifier, modifier),
        preposition=around.preposition,
        tense=around.tense,
        # "the sheriff's office said Tuesday's shooting …" says nothing of when it was said
        is_reporting=around.is_reporting
        and dated
        and place.text[expression.end : expression.end + 2] not in ("'s", "’s"),
        shift=shift,
        rule=expression.rule,
    )


def _counted(place: _Place) -> TimeMention:
    expression = place.expression
    tense = place.around.tense
    if place.text[expression.end : expression.end + 2] in ("'s", "’s") and tense != "future":
        tense = "past"  # "Friday's attack"
    if place.around.preposition in ("since", "after") and tense != "future":
        tense = "past"
    outcome = count(expression.op, expression.args, tense, place.published)
    absolute = is_absolute(expression.op, expression.args)
    return _dated(place, outcome, "absolute" if absolute else "publication")


def _with_year_told(place: _Place, before: list[TimeMention]) -> TimeMention | None:
    """ "On April 15, 1995, he reserved a truck, and on April 17 picked it up": the year, and for "the 17th"
    the month, of the full date told just before."""
    expression = place.expression
    if expression.op not in ("monthday", "day_of_month") or place.around.tense == "future":
        return None
    told = next(
        (m for m in reversed(before) if m.when.earliest and m.when.granularity is Granularity.DAY), None
    )
    if told is None or told.when.earliest is None or told.when.anchor == "publication":
        return None
    if "dir" in expression.args or expression.start - told.span.end > _ANCHOR_REACH:
        return None
    day = told.when.earliest
    if expression.args.get("month", day.month) != day.month:
        return None
    args = {**expression.args, "year": day.year, "month": day.month}
    days = evaluate("absolute", args, day, "")
    anchor = f"span:{told.span.start}-{told.span.end}"
    return _dated(place, Outcome(days, None, days.granularity), anchor)


def _with_year_elsewhere(place: _Place) -> TimeMention | None:
    """ "They were gunned down on Mar. 13 … on March 13, 2013": the year that the text gives the same day, or
    its month ("returning home in December 2014 … the night of Dec. 6"), once the day lies some time back."""
    expression, published = place.expression, place.published.day
    args = expression.args
    if expression.op != "monthday" or "dir" in args or "weekday" in args or published is None:
        return None
    month, day = args.get("month"), args.get("day")
    if place.around.tense == "future" or not isinstance(month, int) or not isinstance(day, int):
        return None
    year = place.years.get((month, day), place.years.get((month, 0)))
    usual = evaluate(expression.op, args, published, place.around.tense).earliest
    if year is None or usual is None or usual.year <= year or (published - usual).days < _LONG_AGO:
        return None
    days = evaluate("absolute", {**args, "year": year}, published, "")
    return _dated(place, Outcome(days, None, days.granularity), "absolute")


def _weekday_told(place: _Place, before: list[TimeMention]) -> TimeMention | None:
    """ "the day, 12 March, and that Tuesday morning": the day told just before, when it fell on a Tuesday."""
    named = place.expression.args["weekday"]
    for mention in reversed(before):
        day = mention.when.earliest
        if place.expression.start - mention.span.end > _ANCHOR_REACH:
            return None
        if day is not None and day == mention.when.latest and day.isoweekday() == named:
            days = evaluate("absolute", {"year": day.year, "month": day.month, "day": day.day}, day, "")
            anchor = f"span:{mention.span.start}-{mention.span.end}"
            return _dated(place, Outcome(days, mention.when.offset, days.granularity), anchor)
    return None


def _dated(place: _Place, outcome: Outcome, anchor: str) -> TimeMention:
    expression, days = place.expression, outcome.days
    modifier = str(expression.args.get("mod", ""))
    is_day = outcome.granularity is Granularity.DAY
    hour = hours.time_of_day(expression.clock, expression.part, modifier if is_day else "")
    suffix = hours.timex_suffix(expression.clock, expression.part)
    weekday = _weekday(expression, outcome)
    when = When(
        edtf=days.edtf,
        earliest=days.earliest,
        latest=days.latest,
        granularity=outcome.granularity,
        words=place.words,
        anchor=anchor,
        offset=outcome.offset,
        weekday=weekday,
        time_of_day="night" if expression.op == "overnight" else hour,
        reason=days.reason,
    )
    value = days.timex
    is_time = bool(suffix) and is_day
    if is_time and "T" not in value:
        value += suffix
    return _make(place, when, "time" if is_time or expression.op == "overnight" else "date", value)


def _weekday(expression: Expression, outcome: Outcome) -> int | None:
    named = expression.args.get("weekday")
    if isinstance(named, int):
        return named
    days = outcome.days
    if days.earliest is not None and days.earliest == days.latest:
        return days.earliest.isoweekday()
    return None


def _antecedent(place: _Place, before: list[TimeMention], fine: bool) -> TimeMention | None:
    """The nearest time before that can be counted from; a day where the words count days."""
    start = place.expression.start
    for mention in reversed(before):
        if start - mention.span.end > _ANCHOR_REACH:
            return None
        when = mention.when
        if mention.kind not in ("date", "time") or (when.earliest is None and when.offset is None):
            continue
        if mention.tense == "future" and place.around.tense == "past":
            continue
        if when.granularity is Granularity.DAY or (not fine and when.granularity is not Granularity.UNKNOWN):
            return mention
    return None


def _day_told(place: _Place, before: list[TimeMention]) -> TimeMention | None:
    """The day that an hour belongs to: "in a shooting on Saturday night, a spokesman said Sunday. At around
    10 p.m., deputies …" goes on about Saturday, not about the day of saying."""
    own = [m for m in before[-6:] if not m.is_reporting and not m.when.anchor.startswith("span:")]
    # "was shot Tuesday evening. Her mother was arrested Wednesday. The shooting was called in at 7:23 p.m."
    later = came_later(place.text, place.expression.start, place.language)
    told = own if later else [m for m in own if not came_later(place.text, m.span.start, place.language)]
    return _antecedent(place, told, fine=True) or _antecedent(place, before, fine=True)


def _counted_from_story(place: _Place, before: list[TimeMention]) -> TimeMention:
    """ "the previous day", "four days later": counted from the time the story spoke of last."""
    expression = place.expression
    args = dict(expression.args)
    args.setdefault("sign", {"previous": -1, "following": 1}.get(str(args.get("dir", "")), 1))
    unit = str(args.get("unit", "D"))
    if unit in ("H", "m", "S"):
        return _without_day(replace(place, expression=replace(expression, op="duration", args=args)))
    if "sign" in args and "n" not in args:
        args["n"] = 0 if args["sign"] == 0 else 1
    antecedent = _antecedent(place, before, fine=unit == "D")
    if antecedent is None:
        return _from_nowhere(place, args)
    anchor = f"span:{antecedent.span.start}-{antecedent.span.end}"
    base = antecedent.when
    if base.earliest is not None and base.latest is not None:
        ref = base.earliest
        days = evaluate("anchored", args, ref, "")
        if unit == "D" and base.granularity is not Granularity.DAY:
            days = stretch.days(days.earliest or ref, base.latest + ((days.latest or ref) - ref), days.timex)
        offset = None
        if base.offset is not None and days.earliest and days.latest:
            published = ref - timedelta(days=base.offset.low)
            offset = DayOffset((days.earliest - published).days, (days.latest - published).days)
        return _dated(place, Outcome(days, offset, days.granularity), anchor)
    assert base.offset is not None
    made = evaluate("anchored", args, _REFERENCE, "")
    offset = None
    if made.earliest is not None and made.latest is not None:
        low, high = (made.earliest - _REFERENCE).days, (made.latest - _REFERENCE).days
        offset = DayOffset(base.offset.low + low, base.offset.high + high)
    return _dated(place, Outcome(nothing(NO_DATE, "XXXX-XX-XX"), offset, made.granularity), anchor)


def _from_nowhere(place: _Place, args: dict[str, int | float | str]) -> TimeMention:
    """No time before: days count from the incident itself, months and years from publication."""
    made = evaluate("anchored", args, place.published.day or _REFERENCE, "")
    if str(args.get("unit", "D")) not in ("D", "W"):
        outcome = count("anchored", args, "", place.published)
        return _dated(place, outcome, "publication")
    shift = None
    ref = place.published.day or _REFERENCE
    if made.earliest is not None and made.latest is not None:
        shift = DayOffset((made.earliest - ref).days, (made.latest - ref).days)
    value = made.timex if place.published.day else "XXXX-XX-XX"
    when = When(
        granularity=made.granularity,
        words=place.words,
        anchor=_EVENT,
        reason="counted from a day that the words before do not give",
        time_of_day=hours.time_of_day(place.expression.clock, place.expression.part, ""),
    )
    suffix = hours.timex_suffix(place.expression.clock, place.expression.part)
    return _make(place, when, "time" if suffix else "date", value + suffix, shift)


def _hour_alone(place: _Place, before: list[TimeMention]) -> TimeMention:
    """ "at 3:30 a.m." without a day: the day that the story spoke of last, when it is near."""
    expression = place.expression
    hour = hours.time_of_day(expression.clock, expression.part, str(expression.args.get("mod", "")))
    suffix = hours.timex_suffix(expression.clock, expression.part) or "TXX"
    antecedent = _day_told(place, before)
    near = antecedent is not None and expression.start - antecedent.span.end < 250
    if antecedent is not None and near:
        anchor = f"span:{antecedent.span.start}-{antecedent.span.end}"
        when = replace(antecedent.when, words=place.words, anchor=anchor, time_of_day=hour)
        return _make(place, when, "time", antecedent.timex_value[:10] + suffix)
    when = When(words=place.words, time_of_day=hour, reason="an hour without its day")
    day = place.published.day
    return _make(place, when, "time", (day.isoformat() if day else "XXXX-XX-XX") + suffix)


def _without_day(place: _Place) -> TimeMention:
    """Durations, repeated times, and words such as "recently": no day can be counted from them."""
    expression = place.expression
    op, args = expression.op, expression.args
    if op in ("duration", "anchored_event"):
        shift, reason = None, "a length of time, not a day"
        if op == "anchored_event":
            shift = _shift_from_event(args)
            reason = "counted from an event, not from a day"
        when = When(words=place.words, anchor=_EVENT if shift else "", reason=reason)
        return _make(place, when, "duration", spans.duration(args), shift)
    if op.startswith("set"):
        when = When(words=place.words, reason="repeated, not one day")
        return _make(place, when, "set", spans.repeated(op, args))
    value = str(args.get("ref", "PAST_REF" if op == "vague_past" else "FUTURE_REF"))
    return _make(place, When(words=place.words, reason="the words name no day"), "date", value)


def _shift_from_event(args: object) -> DayOffset | None:
    assert hasattr(args, "get")
    made = evaluate("anchored", args, _REFERENCE, "")  # type: ignore[arg-type]  # a Mapping by contract
    if made.earliest is None or made.latest is None or args.get("unit") not in ("D", "W"):
        return None
    return DayOffset((made.earliest - _REFERENCE).days, (made.latest - _REFERENCE).days)


def with_published(when: When, day: date) -> When:
    """``when`` as it reads once the report is known to be of ``day``.

    A time that already has its day, or that has no offset to count with, comes back unchanged. The
    caller says how the day of publication was come by; ``anchor`` becomes ``"publication"`` unless the
    time was counted from another time of the story.
    """
    if when.edtf is not None or when.offset is None:
        return when
    low, high = day + timedelta(days=when.offset.low), day + timedelta(days=when.offset.high)
    if when.weekday is not None and low != high:
        hits = [
            d
            for n in range((high - low).days + 1)
            if (d := low + timedelta(days=n)).isoweekday() == when.weekday
        ]
        if len(hits) == 1:
            low = high = hits[0]
    days = stretch.days(low, high, "") if low != high else stretch.one_day(low)
    if when.granularity is not Granularity.DAY and (again := _read_again(when, day)) is not None:
        days = again
    if days.earliest is None or days.latest is None:
        return when
    offset = DayOffset((days.earliest - day).days, (days.latest - day).days)
    granularity = days.granularity
    return replace(
        when, edtf=days.edtf, earliest=days.earliest, latest=days.latest, granularity=granularity,
        offset=offset, anchor=when.anchor or "publication", reason="",
    )  # fmt: skip


def _read_again(when: When, day: date) -> Stretch | None:
    """ "last month" is a month of the calendar only once the day of publication is known."""
    assert when.offset is not None
    known = Published(edtf=day.isoformat(), earliest=day, latest=day)
    found = find_times(when.words, "again", known)
    if len(found) != 1 or found[0].when.earliest is None or found[0].when.latest is None:
        return None
    value = found[0].when
    assert value.earliest is not None and value.latest is not None
    inside = when.offset.low <= (value.earliest - day).days and (value.latest - day).days <= when.offset.high
    return Stretch(value.earliest, value.latest, value.granularity, "", value.edtf) if inside else None
