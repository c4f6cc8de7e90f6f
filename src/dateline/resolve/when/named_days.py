"""Holidays, and days of the Hijri and Jalali calendars, as operations of the grammars."""

from __future__ import annotations

from datetime import date, timedelta

from dateline.model import Granularity
from dateline.resolve.when import calendars, stretch
from dateline.resolve.when.grammar import Args, integer
from dateline.resolve.when.nearest import FUTURE, PAST, nearest
from dateline.resolve.when.stretch import Stretch, nothing


def holiday(args: Args, ref: date, tense: str) -> Stretch:
    """The day of a holiday by name, or ``shift`` days from it, in the year that the tense asks for."""
    name, shift = str(args["holiday"]), timedelta(days=integer(args, "shift"))

    def make(year: int) -> Stretch:
        found = calendars.holiday(name, year)
        if found is None:
            return nothing(f"the day of {name} in {year} is not known here")
        found = (found[0] + shift, found[1] + shift)
        return (
            stretch.one_day(found[0])
            if found[0] == found[1]
            else stretch.days(*found, found[0].isoformat()[:7])
        )

    if "year" in args:
        return make(integer(args, "year"))
    if args.get("dir") in ("last", "next"):
        return nearest(make, ref, PAST if args["dir"] == "last" else FUTURE)
    return nearest(make, ref, tense)


def holiday_weekend(args: Args, ref: date, tense: str) -> Stretch:
    """The weekend that a holiday makes: "Memorial Day weekend"."""
    made = holiday(args, ref, tense)
    if made.earliest is None:
        return made
    near = made.earliest - timedelta(days=1 if made.earliest.isoweekday() == 1 else 0)
    return stretch.weekend(near)


def hijri(args: Args, ref: date, tense: str) -> Stretch:
    return _foreign(calendars.from_hijri, "hijri_month", args, ref, tense)


def jalali(args: Args, ref: date, tense: str) -> Stretch:
    return _foreign(calendars.from_jalali, "jalali_month", args, ref, tense)


def _foreign(convert: calendars.Convert, field: str, args: Args, ref: date, tense: str) -> Stretch:
    month, day = integer(args, field), integer(args, "day")

    def make(year: int) -> Stretch:
        if day:
            found = convert(year, month, day)
            return (
                stretch.one_day(found)
                if found
                else nothing(f"there is no day {day}.{month}.{year} in that calendar")
            )
        first = convert(year, month, 1)
        after = convert(year + month // 12, month % 12 + 1, 1)
        if first is None or after is None:
            return nothing(f"that calendar is not known for the year {year}")
        made = stretch.days(first, after - timedelta(days=1), first.isoformat()[:7])
        return Stretch(made.earliest, made.latest, Granularity.MONTH, made.timex, made.edtf)

    if "year" in args:
        return make(integer(args, "year"))
    guess = calendars.years_near(convert, ref)
    options = [made for year in guess if (made := make(year)).earliest]
    past = [o for o in options if o.earliest and o.earliest <= ref]
    ahead = [o for o in options if o.earliest and o.earliest > ref]
    chosen = (ahead[:1] or past[-1:]) if tense == FUTURE else (past[-1:] or ahead[:1])
    return chosen[0] if chosen else nothing("that calendar is not known for these years")
