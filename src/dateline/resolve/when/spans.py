"""TIMEX3 values of durations and of repeated times."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.resolve.when.grammar import Arg

_CODES = {
    "D": "D",
    "W": "W",
    "M": "M",
    "Y": "Y",
    "Q": "Q",
    "E": "Y",
    "C": "Y",
    "L": "Y",
    "F": "W",
    "WE": "WE",
}
_TIMES = {"F": 2, "E": 10, "C": 100, "L": 1000}  # TempEval-3 writes a decade as P10Y
_TIME_CODES = {"H": "H", "m": "M", "S": "S"}
_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "dawn": "MO", "dusk": "EV"}


def duration(args: Mapping[str, Arg]) -> str:
    """ "three days" → ``P3D``, "several hours" → ``PTXH``, "two to three weeks" → ``P2W``."""
    unit = str(args.get("unit", "D"))
    number = args.get("n", "X")
    if "half" in args and not isinstance(number, str):
        number = number + 0.5
    if isinstance(number, int | float):
        number = number * _TIMES.get(unit, 1)
        if unit == "m" and not float(number).is_integer():
            return f"PT{int(number)}M{round(number % 1 * 60)}S"
        written = str(int(number)) if float(number).is_integer() else str(number)
    else:
        written = {"E": "XX", "C": "XXX", "L": "XXXX"}.get(unit, "X")
    if unit in _TIME_CODES:
        return f"PT{written}{_TIME_CODES[unit]}"
    return f"P{written}{_CODES.get(unit, 'D')}"


def repeated(op: str, args: Mapping[str, Arg]) -> str:
    """ "every Friday" → ``XXXX-WXX-5``, "daily" → ``P1D``, "each night" → ``XXXX-XX-XXTNI``."""
    if op == "set_word":
        return str(args["set_word"])
    if "weekday" in args or "weekdays" in args:
        value = f"XXXX-WXX-{args.get('weekday', args.get('weekdays'))}"
        part = _PARTS.get(str(args.get("part", args.get("parts", ""))), "")
        return f"{value}T{part}" if part else value
    if "month" in args:
        return f"XXXX-{int(args['month']):02d}"
    if "season" in args:
        return f"XXXX-{args['season']}"
    if op == "set_part":
        return f"XXXX-XX-XXT{_PARTS.get(str(args.get('part', args.get('parts', ''))), 'XX')}"
    return duration(
        {"n": args["n"] if op == "set" and "n" in args and args.get("every") else 1, **_unit(args)}
    )


def _unit(args: Mapping[str, Arg]) -> dict[str, Arg]:
    return {"unit": args.get("unit", "D")}
