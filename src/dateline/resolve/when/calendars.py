"""Holidays, and the calendars of the region's press: Hijri (Umm al-Qura) and Jalali (solar Hijri)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

#: (year, month, day) of a calendar to a Gregorian day, or None when there is no such day.
Convert = Callable[[int, int, int], date | None]

_FIXED = {
    "christmas": (12, 25), "christmas_eve": (12, 24), "boxing_day": (12, 26), "new_year": (1, 1),
    "new_year_eve": (12, 31), "halloween": (10, 31), "valentine": (2, 14), "us_independence": (7, 4),
    "veterans_day": (11, 11), "st_patrick": (3, 17), "may_day": (5, 1), "all_saints": (11, 1),
    "bastille_day": (7, 14), "epiphany": (1, 6), "armistice": (11, 11),
}  # fmt: skip
#: (month, ISO weekday, which one; -1 the last)
_FLOATING = {
    "thanksgiving": (11, 4, 4), "labor_day": (9, 1, 1), "memorial_day": (5, 1, -1),
    "columbus_day": (10, 1, 2), "mothers_day": (5, 7, 2), "fathers_day": (6, 7, 3), "mlk_day": (1, 1, 3),
}  # fmt: skip
#: days from Easter Sunday
_EASTER = {
    "easter": 0, "easter_monday": 1, "good_friday": -2, "palm_sunday": -7, "ash_wednesday": -46,
    "maundy_thursday": -3, "pentecost": 49,
}  # fmt: skip
#: (Hijri month, first day, last day; 0 the whole month)
_HIJRI = {
    "ramadan": (9, 1, 0), "eid_fitr": (10, 1, 3), "eid_adha": (12, 10, 13), "ashura": (1, 10, 10),
    "mawlid": (3, 12, 12), "arbaeen": (2, 20, 20), "hijri_new_year": (1, 1, 1),
}  # fmt: skip


@lru_cache(maxsize=2048)
def holiday(name: str, year: int) -> tuple[date, date] | None:
    """First and last day of a holiday that begins in the Gregorian ``year``; None when it cannot be told.

    Islamic days follow the Umm al-Qura calendar (known from 1924 to 2077); a country may keep them a
    day later, by the sight of the moon.
    """
    if name in _FIXED:
        day = date(year, *_FIXED[name])
        return day, day
    if name in _FLOATING:
        day = _floating(year, *_FLOATING[name])
        return day, day
    if name in _EASTER:
        day = easter(year) + timedelta(days=_EASTER[name])
        return day, day
    if name == "nowruz":
        first = from_jalali(year - 621, 1, 1)
        return (first, first) if first else None
    if name in _HIJRI:
        return _islamic(name, year)
    return None


def _floating(year: int, month: int, weekday: int, which: int) -> date:
    if which > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.isoweekday() - weekday) % 7)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _islamic(name: str, year: int) -> tuple[date, date] | None:
    month, first_day, last_day = _HIJRI[name]
    for hijri_year in range(int((year - 622) * 1.0307) - 1, int((year - 622) * 1.0307) + 3):
        first = from_hijri(hijri_year, month, first_day)
        if first is None or first.year != year:
            continue
        if last_day:
            return first, first + timedelta(days=last_day - first_day)
        after = from_hijri(hijri_year + month // 12, month % 12 + 1, 1)
        return (first, after - timedelta(days=1)) if after else None
    return None


def from_hijri(year: int, month: int, day: int) -> date | None:
    """A day of the Hijri calendar (Umm al-Qura, 1343 to 1500 AH)."""
    from hijridate import Hijri  # loaded when the first such date comes up

    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


# Years in which the 33-year rhythm of leap years breaks (Borkowski 1996, as used by jalaali-js).
_BREAKS = (
    -61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394,
    2456, 3178,
)  # fmt: skip


def from_jalali(year: int, month: int, day: int) -> date | None:
    """A day of the Jalali (solar Hijri) calendar, after K. M. Borkowski, "The Persian calendar for 3000
    years", Earth, Moon, and Planets 74 (1996)."""
    if not 1 <= year < 3178 or not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        return None
    if month == 12 and day == 30 and not _jalali_leap(year):
        return None
    days = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    try:
        return _nowruz(year) + timedelta(days=days + day - 1)
    except OverflowError:
        return None


def _nowruz(year: int) -> date:
    leap_jalali, jump, previous = -14, 0, _BREAKS[0]
    for limit in _BREAKS[1:]:
        jump = limit - previous
        if year < limit:
            break
        leap_jalali += jump // 33 * 8 + jump % 33 // 4
        previous = limit
    n = year - previous
    leap_jalali += n // 33 * 8 + (n % 33 + 3) // 4
    if jump % 33 == 4 and jump - n == 4:
        leap_jalali += 1
    gregorian = year + 621
    leap_gregorian = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return date(gregorian, 3, 20 + leap_jalali - leap_gregorian)


def _jalali_leap(year: int) -> bool:
    return (_nowruz(year + 1) - _nowruz(year)).days == 366


def years_near(convert: Convert, ref: date) -> list[int]:
    """Years of the calendar of ``convert`` that touch the days around ``ref``, oldest first."""
    if convert is from_jalali:
        middle = ref.year - 621
    else:
        middle = int((ref.year - 622) * 1.0307) + 1
    return [middle - 2, middle - 1, middle, middle + 1]
