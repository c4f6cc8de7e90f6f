"""From a matched rule to days: one small function an operation of the grammars.

Every function takes the rule's values, the day that is counted from, and the tense, and gives a
:class:`Stretch`. ``evaluate`` is the door; days that no calendar has come back as unknown with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from dateline.resolve.when import named_days, stretch
from dateline.resolve.when.grammar import Args, integer
from dateline.resolve.when.nearest import FUTURE, PAST, nearest
from dateline.resolve.when.stretch import Stretch, nothing

Operation = Callable[[Args, date, str], Stretch]


def _in_calendar(year: int, month: int, day: int) -> str:
    """Why ``year-month-day`` is no day, or ""."""
    if not 1 <= year <= 9999:
        return f"there is no year {year} to count in"
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    try:
        date(year, month, day)
    except ValueError:
        return f"there is no day {day} in month {month} of {year}"
    return ""


def _day(year: int, month: int, day: int) -> Stretch:
    problem = _in_calendar(year, month, day)
    return nothing(problem) if problem else stretch.one_day(date(year, month, day))


def _absolute(args: Args, ref: date, tense: str) -> Stretch:
    year = integer(args, "year")
    if not 1 <= year <= 9999:
        return nothing(f"there is no year {year} to count in")
    if "day" in args:
        return _day(year, integer(args, "month"), integer(args, "day"))
    return _mod(stretch.month(year, integer(args, "month")), args, ref)


def _iso(args: Args, ref: date, tense: str) -> Stretch:
    words = str(args["iso"])
    year, month, day = (int(part) for part in words[:10].split("-"))
    return _day(year, month, day)


def _monthday(args: Args, ref: date, tense: str) -> Stretch:
    """ "Jan. 26" without a year: the nearest before publication, after it when the tense looks ahead. In
    "Sunday, Nov. 27" the weekday settles the year."""
    month, day = integer(args, "month"), integer(args, "day")
    if "dir" in args:
        return _day(ref.year + _DIR.get(str(args["dir"]), 0), month, day)
    made = nearest(lambda year: _day(year, month, day), ref, tense)
    weekday = args.get("weekday")
    if weekday is None or made.earliest is None or made.earliest.isoweekday() == weekday:
        return made
    others = [
        _day(year, month, day) for year in (ref.year, ref.year + 1, *range(ref.year - 1, ref.year - 5, -1))
    ]
    return next((o for o in others if o.earliest and o.earliest.isoweekday() == weekday), made)


def _month_of_year(args: Args, ref: date, tense: str) -> Stretch:
    return stretch.month(ref.year + _DIR.get(str(args.get("dir", "this")), 0), integer(args, "month"))


def _monthday_range(args: Args, ref: date, tense: str) -> Stretch:
    month, first, last = integer(args, "month"), integer(args, "day"), integer(args, "day2")

    def make(year: int) -> Stretch:
        problem = _in_calendar(year, month, first) or _in_calendar(year, month, last)
        if problem or last < first:
            return nothing(problem or f"day {last} comes before day {first}")
        one, two = date(year, month, first), date(year, month, last)
        return stretch.days(one, two, one.isoformat())

    return make(integer(args, "year")) if "year" in args else nearest(make, ref, tense)


def _month(args: Args, ref: date, tense: str) -> Stretch:
    number = integer(args, "month")
    if "year" in args:
        return _mod(stretch.month(integer(args, "year"), number), args, ref)
    direction = str(args.get("dir", ""))
    if direction in ("last", "previous"):
        shift = 0 if number < ref.month else -1
        return _mod(stretch.month(ref.year + shift, number), args, ref)
    if direction in ("next", "following"):
        return _mod(stretch.month(ref.year + (0 if number > ref.month else 1), number), args, ref)
    if direction == "this":
        return _mod(stretch.month(ref.year, number), args, ref)
    return _mod(nearest(lambda year: stretch.month(year, number), ref, tense), args, ref)


def _year(args: Args, ref: date, tense: str) -> Stretch:
    return _mod(stretch.year(integer(args, "year")), args, ref)


def _decade(args: Args, ref: date, tense: str) -> Stretch:
    first = integer(args, "decade") if "decade" in args else 1900 + 10 * integer(args, "decade_word")
    return _mod(stretch.decade(first), args, ref)


def _century(args: Args, ref: date, tense: str) -> Stretch:
    number = integer(args, "nth")
    return (
        stretch.century(number) if 1 <= number <= 99 else nothing(f"there is no century {number} to count in")
    )


def _day_of_month(args: Args, ref: date, tense: str) -> Stretch:
    """ "on the 5th": the nearest such day before publication; "Tuesday the 5th" is the Tuesday where the two
    do not agree."""
    day = integer(args, "day")
    step = 1 if tense == FUTURE else -1
    for months in range(0, 3):
        year, month = stretch.shift_month(ref.year, ref.month, step * months)
        made = _day(year, month, day)
        if made.earliest and (made.earliest - ref).days * step >= 0:
            if "weekday" in args and made.earliest.isoweekday() != integer(args, "weekday"):
                return _weekday(args, ref, tense)
            return made
    return nothing(f"no month has a day {day}")


def _weekday(args: Args, ref: date, tense: str) -> Stretch:
    """The latest such weekday on or before publication, unless the words or the tense look ahead."""
    back = (ref.isoweekday() - integer(args, "weekday")) % 7
    ahead = (7 - back) % 7
    direction = str(args.get("dir", ""))
    if direction in ("last", "previous"):
        offset = -(back or 7)
    elif direction == "before_last":
        offset = -(back or 7) - 7
    elif direction in ("next", "following"):
        offset = ahead or 7
    elif tense == FUTURE or (direction == "this" and tense != PAST):
        offset = ahead
    else:
        offset = -back
    return stretch.one_day(ref + timedelta(days=offset))


def _weekday_of_week(args: Args, ref: date, tense: str) -> Stretch:
    shift = 7 * _DIR.get(str(args.get("dir", "this")), 0)
    monday = ref - timedelta(days=ref.isoweekday() - 1)
    return stretch.one_day(monday + timedelta(days=shift + integer(args, "weekday") - 1))


def _weekday_range(args: Args, ref: date, tense: str) -> Stretch:
    last = _weekday({"weekday": args["weekday2"]}, ref, tense).latest
    assert last is not None
    first = last - timedelta(days=(integer(args, "weekday2") - integer(args, "weekday")) % 7)
    return stretch.days(first, last, first.isoformat())


def _days(args: Args, ref: date, tense: str) -> Stretch:
    return stretch.one_day(ref + timedelta(days=integer(args, "n")))


def _overnight(args: Args, ref: date, tense: str) -> Stretch:
    """The night between yesterday and today."""
    made = stretch.days(ref - timedelta(days=1), ref, f"{(ref - timedelta(days=1)).isoformat()}TNI")
    return made


_DIR = {"last": -1, "previous": -1, "next": 1, "following": 1, "this": 0}


def _unit(args: Args, ref: date, tense: str) -> Stretch:
    return _mod(_whole(str(args["unit"]), _DIR.get(str(args.get("dir", "this")), 0), ref), args, ref)


def _whole(unit: str, shift: int, ref: date) -> Stretch:
    """The day, week, month … of the calendar that lies ``shift`` units from ``ref``."""
    if unit == "D":
        return stretch.one_day(ref + timedelta(days=shift))
    if unit in ("W", "F"):
        return stretch.week(ref + timedelta(days=7 * shift * (2 if unit == "F" else 1)))
    if unit == "WE":
        return stretch.weekend(ref + timedelta(days=7 * shift))
    if unit == "M":
        return stretch.month(*stretch.shift_month(ref.year, ref.month, shift))
    if unit == "Q":
        year, month = stretch.shift_month(ref.year, ref.month, 3 * shift)
        return stretch.quarter(year, (month + 2) // 3)
    if unit == "Y":
        return stretch.year(ref.year + shift)
    if unit == "E":
        return stretch.decade(ref.year // 10 * 10 + 10 * shift)
    if unit == "C":
        return stretch.century(ref.year // 100 + 1 + shift)
    return stretch.days(ref - timedelta(days=1), ref, f"{ref.isoformat()}TXX")  # hours and minutes


def _mod(whole: Stretch, args: Args, ref: date) -> Stretch:
    return stretch.part_of(whole, str(args.get("mod", "")), ref)


def _weekend(args: Args, ref: date, tense: str) -> Stretch:
    """ "over the weekend": the last one that has begun; "next weekend", "this weekend" with the tense."""
    direction = str(args.get("dir", ""))
    to_saturday = (6 - ref.isoweekday()) % 7
    saturday = ref + timedelta(days=to_saturday)  # the coming one, or today
    if ref.isoweekday() == 7:
        saturday = ref - timedelta(days=1)
    looks_ahead = direction == "next" or (direction in ("", "this") and tense == FUTURE)
    if looks_ahead or (ref.isoweekday() >= 6 and direction != "last"):
        chosen = saturday
    else:
        chosen = saturday - timedelta(days=7)
    return stretch.weekend(chosen)


def _ago(args: Args, ref: date, tense: str) -> Stretch:
    return _shifted(args, ref, -1)


def _from_now(args: Args, ref: date, tense: str) -> Stretch:
    return _shifted(args, ref, 1)


def _anchored(args: Args, ref: date, tense: str) -> Stretch:
    return _shifted(args, ref, integer(args, "sign", 1))


def _shifted(args: Args, ref: date, sign: int) -> Stretch:
    """ "two weeks ago": as fine as its unit. "several weeks ago" is before, and no more is known."""
    number, unit = args.get("n", 1), str(args.get("unit", "D"))
    if isinstance(number, str):
        return _several(unit, ref, sign)
    if isinstance(number, float) and not number.is_integer():
        finer = {"Y": ("M", 12), "M": ("W", 4), "W": ("D", 7), "E": ("Y", 10)}.get(unit)
        if finer:
            unit, number = finer[0], round(number * finer[1])
    shift = sign * round(number)
    made = _whole(unit, shift, ref)
    if unit in ("W", "F"):  # "two weeks ago" is not a week of the calendar but about fourteen days
        middle = ref + timedelta(days=7 * shift * (2 if unit == "F" else 1))
        near = timedelta(days=3)
        return stretch.days(middle - near, middle + near, made.timex)
    return made


_SEVERAL = {"D": (2, 10), "W": (2, 10), "M": (2, 15), "Y": (2, 10), "E": (2, 5)}
_UNIT_DAYS = {"D": 1, "W": 7, "M": 31, "Y": 366, "E": 3653}


def _several(unit: str, ref: date, sign: int) -> Stretch:
    timex = "PAST_REF" if sign < 0 else "FUTURE_REF"
    if unit not in _SEVERAL:
        return nothing("the words name no day", timex)
    low, high = (n * _UNIT_DAYS[unit] * sign for n in _SEVERAL[unit])
    first, last = sorted((low, high))
    return stretch.days(ref + timedelta(days=first), ref + timedelta(days=last), timex)


def _week_of(args: Args, ref: date, tense: str) -> Stretch:
    start = _absolute(args, ref, tense) if "year" in args else _monthday(args, ref, tense)
    return start if start.earliest is None else stretch.week(start.earliest)


def _quarter(args: Args, ref: date, tense: str) -> Stretch:
    number = integer(args, "nth")
    if not 1 <= number <= 4:
        return nothing(f"there is no quarter {number}")
    if "year" in args:
        return stretch.quarter(integer(args, "year"), number)
    if "dir" in args:
        return stretch.quarter(ref.year + _DIR.get(str(args["dir"]), 0), number)
    return nearest(lambda year: stretch.quarter(year, number), ref, tense)


def _half(args: Args, ref: date, tense: str) -> Stretch:
    year = integer(args, "year") if "year" in args else ref.year + _DIR.get(str(args.get("dir", "this")), 0)
    number = integer(args, "half")
    last = date(year, 6, 30) if number == 1 else date(year, 12, 31)
    return stretch.days(date(year, 1 if number == 1 else 7, 1), last, f"{year:04d}-H{number}")


def _season(args: Args, ref: date, tense: str) -> Stretch:
    code = str(args["season"])
    if "year" in args:
        return _mod(stretch.season(integer(args, "year"), code), args, ref)
    made = nearest(lambda year: stretch.season(year, code), ref, tense)
    direction = str(args.get("dir", ""))
    shift = 0
    if direction == "last" and made.latest and made.latest >= ref:
        shift = -1
    elif (direction == "next" and made.earliest and made.earliest <= ref) or (
        direction == "this" and tense != PAST and made.latest and made.latest < ref - timedelta(days=120)
    ):
        shift = 1
    return _mod(stretch.season(int(made.timex[:4]) + shift, code), args, ref)


OPERATIONS: Mapping[str, Operation] = {
    "absolute": _absolute,
    "iso": _iso,
    "monthday": _monthday,
    "month_of_year": _month_of_year,
    "monthday_range": _monthday_range,
    "month": _month,
    "year": _year,
    "decade": _decade,
    "century": _century,
    "day_of_month": _day_of_month,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "weekday_range": _weekday_range,
    "days": _days,
    "overnight": _overnight,
    "unit": _unit,
    "anchored_unit": _unit,
    "weekend": _weekend,
    "ago": _ago,
    "from_now": _from_now,
    "anchored": _anchored,
    "week_of": _week_of,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "holiday": named_days.holiday,
    "holiday_weekend": named_days.holiday_weekend,
    "hijri": named_days.hijri,
    "jalali": named_days.jalali,
}


def evaluate(op: str, args: Args, ref: date, tense: str) -> Stretch:
    """The days that a rule's values mean, counted from ``ref``; never raises on odd dates."""
    try:
        return OPERATIONS[op](args, ref, tense)
    except (OverflowError, ValueError):
        return nothing(stretch.OUTSIDE)
