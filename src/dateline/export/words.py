"""Values as a person reads them, the same on the command line and on the evidence page."""

from __future__ import annotations

from dateline.model import (
    Actor,
    ActorKind,
    Claim,
    ClaimStance,
    Granularity,
    Group,
    Target,
    Toll,
    Value,
    Weapon,
    When,
    Where,
)

UNKNOWN = "unknown"


def describe(value: Value) -> str:
    """Any value in words.

    >>> from dateline.model import Effect
    >>> describe(Toll(Effect.KILLED, Group.CIVILIANS, 59, 61, 62))
    '61 killed (59–62), civilians'
    """
    match value:
        case None:
            return UNKNOWN
        case When():
            return describe_when(value)
        case Where():
            return describe_where(value)
        case Toll():
            return describe_toll(value)
        case Actor():
            return describe_actor(value)
        case Claim():
            return describe_claim(value)
        case Target():
            return f"{value.name} ({value.effect})" if value.effect else value.name
        case Weapon():
            return value.name or plain(value.kind)
        case _:
            return value


def describe_when(when: When) -> str:
    """``2016-10-24``, a stretch of days, or what is known relative to the day of publication."""
    if when.edtf is None:
        return UNKNOWN + (f", {_days_before(when)}" if when.offset else "")
    if when.granularity is Granularity.DAY or when.earliest is None or when.latest is None:
        return when.edtf
    stretch = f"{when.earliest.isoformat()} – {when.latest.isoformat()}"
    if when.best is not None and when.earliest != when.latest:
        chance = f", {100 * when.likeliest.chance:.0f} %" if when.likeliest else ""
        return f"{when.edtf} ({stretch}{chance})"
    if when.likeliest is None:
        return stretch
    return f"{stretch}, most likely {when.likeliest.day.isoformat()} ({100 * when.likeliest.chance:.0f} %)"


def _days_before(when: When) -> str:
    assert when.offset is not None
    low, high = when.offset.low, when.offset.high
    if low == high == 0:
        return "the day of publication"
    if low == high:
        return f"{abs(low)} day{'s' if abs(low) > 1 else ''} {'before' if low < 0 else 'after'} publication"
    return f"{-low} to {-high} days before publication"


def describe_where(where: Where) -> str:
    """The finest name first: ``a compound, Quetta, Balochistan, PK``."""
    parts = [where.detail, where.name, where.admin1, where.country]
    kept: list[str] = []
    for part in parts:
        if part and part not in kept:
            kept.append(part)
    return ", ".join(kept) or UNKNOWN


def describe_counts(toll: Toll) -> str:
    """``61 (59–62)``, ``≥ 40``, ``≤ 40``, ``24–99``: a range stays a range."""
    low, best, high = toll.low, toll.best, toll.high
    if best is None:
        if low is not None and high is not None:
            return f"{low}–{high}" if low != high else str(low)
        return f"≥ {low}" if low is not None else f"≤ {high}" if high is not None else "some"
    if (low in (None, best)) and (high in (None, best)):
        return ("≥ " if low is not None and high is None else "") + str(best)
    return f"{best} ({low if low is not None else '?'}–{high if high is not None else '?'})"


def describe_toll(toll: Toll) -> str:
    """The counts with whom they count."""
    whom = "" if toll.group is Group.UNKNOWN else f", {plain(toll.group.value)}"
    return f"{describe_counts(toll)} {toll.effect.value}{whom}"


def describe_actor(actor: Actor) -> str:
    """The name, or what is known where the name of a private person was left out."""
    return actor.name or unnamed(actor.kind.value)


def describe_claim(claim: Claim) -> str:
    """Who claims, denies or is blamed, by whom, how."""
    joint = f" jointly with {claim.jointly_with}" if claim.jointly_with else ""
    channel = f" ({claim.channel})" if claim.channel else ""
    if claim.stance is ClaimStance.BLAMED:
        return f"{claim.claimant} is blamed" + (f" by {claim.by}" if claim.by else "") + channel
    verb = "claims it" if claim.stance is ClaimStance.CLAIMS else "denies it"
    spoken = f", says {claim.by}" if claim.by and claim.by != claim.claimant else ""
    return f"{claim.claimant} {verb}{joint}{channel}{spoken}" + (", disputed" if claim.disputed else "")


def unnamed(kind: str) -> str:
    """What somebody is called whose name is left out: by the kind, where it is one."""
    return "private person" if kind == ActorKind.OTHER.value else plain(kind)


def plain(code: str) -> str:
    """An enum value without its underscores."""
    return code.replace("_", " ")


def describe_type(kind: str, subtype: str) -> str:
    """``bombing: suicide bombing``."""
    return f"{plain(kind)}: {plain(subtype)}" if subtype and subtype != kind else plain(kind)
