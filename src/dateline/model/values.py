"""The values that statements carry: days, places, tolls, actors, weapons, targets, claims.

A value never pretends: a day has a granularity, a place a radius and a class, a toll a range, and
``None`` with a reason is a value too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

#: What EDTF sets behind a date that is uncertain.
UNCERTAIN = "?"


class Granularity(StrEnum):
    """How fine a date is."""

    DAY = "day"
    RANGE = "range"  # two to six days, or an open stretch with known ends
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DayOffset:
    """Days counted from the day of publication, both ends included: yesterday is ``(-1, -1)``.

    This is what is left to know when the publication itself is undated.
    """

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class LikelyDay:
    """The day on which an incident most likely lies, where what is known is a stretch; its chance, 0 to 1,
    and the reason in words."""

    day: date
    chance: float
    reason: str


@dataclass(frozen=True, slots=True)
class When:
    """A date with its precision (EDTF, ISO 8601-2).

    ``edtf`` is ``None`` when no absolute day is known; ``reason`` then says why ("no date to count
    from") and ``offset`` keeps what is known relative to publication. ``words`` are the words of the
    report, ``anchor`` says what they were counted from: ``"publication"``, ``"absolute"``,
    ``"incident"``, ``"link:<account id>"`` or ``""``. ``weekday`` is ISO (Monday = 1) where the words
    name one. ``time_of_day`` is ``"HH:MM"``, ``"night"``, ``"morning"`` … as TIMEX3 writes it, or ``""``.
    ``within`` are the days between which an incident lies with a chance of 95 %, where that was weighed:
    the day itself when it is sure, wider when other days may be meant. ``likeliest`` is the most likely day
    of a value that is no single day, where the days were weighed. A day that is best though others may be
    meant is given as EDTF writes what is uncertain, ``2016-10-26?``, and ``earliest`` and ``latest`` bound
    it: what low, best and high are to a toll.
    """

    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None
    granularity: Granularity = Granularity.UNKNOWN
    words: str = ""
    anchor: str = ""
    offset: DayOffset | None = None
    weekday: int | None = None
    time_of_day: str = ""
    reason: str = ""
    within: tuple[date, date] | None = None
    likeliest: LikelyDay | None = None

    @classmethod
    def day(cls, day: date, words: str = "", anchor: str = "absolute") -> When:
        """A single known day."""
        return cls(day.isoformat(), day, day, Granularity.DAY, words, anchor)

    @classmethod
    def unknown(cls, reason: str) -> When:
        """No day is known, and why."""
        return cls(reason=reason)

    @property
    def best(self) -> date | None:
        """The day that is given, surely or with doubt; None where only a stretch or nothing is."""
        if self.earliest == self.latest:
            return self.earliest
        return date.fromisoformat(self.edtf[:-1]) if self.edtf and self.edtf.endswith(UNCERTAIN) else None

    def with_best(self, day: date) -> When:
        """The same stretch with the day in it that is best."""
        return replace(self, edtf=f"{day.isoformat()}{UNCERTAIN}")


class PlaceClass(StrEnum):
    """What kind of place a name stands for."""

    ADDRESS = "address"
    SITE = "site"
    POPULATED_PLACE = "populated_place"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"
    VAGUE_REGION = "vague_region"
    WATER = "water"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Where:
    """A place with its uncertainty.

    ``lat``/``lon`` in WGS 84 degrees, ``radius_m`` in metres, ``country`` ISO 3166-1 alpha-2,
    ``admin1``/``admin2`` names. ``centroid`` is true when the point only stands for an area.
    ``detail`` is the finer description that has no coordinates ("a compound", "400 block of Fawn Drive").
    ``line`` holds (lat, lon) pairs where the words mean a line ("between Quetta and Sibi", "on the border
    with Iran"): ``radius_m`` is then around the point, or around the line where there is no point.
    ``disputed`` says who claims the place and who holds it; ``pcode`` is the humanitarian place code of a
    file that brought one.
    """

    name: str
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    place_class: PlaceClass = PlaceClass.UNKNOWN
    radius_m: int | None = None
    centroid: bool = False
    detail: str = ""
    reason: str = ""
    line: tuple[tuple[float, float], ...] = ()
    disputed: str = ""
    pcode: str = ""


class Effect(StrEnum):
    """What happened to the people that a toll counts."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ABDUCTED = "abducted"
    ARRESTED = "arrested"
    DISPLACED = "displaced"
    RELEASED = "released"


class Group(StrEnum):
    """Whom a toll counts."""

    CIVILIANS = "civilians"
    SECURITY_FORCES = "security_forces"
    MILITANTS = "militants"
    ATTACKERS = "attackers"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Toll:
    """How many, of whom, suffered what.

    ``low <= best <= high`` where known. ``low`` is ``None`` for "up to 40", ``high`` is ``None`` for
    "at least 40". ``qualifier`` keeps the wording ("at least", "dozens", "more than").
    """

    effect: Effect
    group: Group = Group.UNKNOWN
    low: int | None = None
    best: int | None = None
    high: int | None = None
    qualifier: str = ""

    def __post_init__(self) -> None:
        known = [n for n in (self.low, self.best, self.high) if n is not None]
        if known != sorted(known) or (known and known[0] < 0):
            raise ValueError(f"toll out of order: {self.low}/{self.best}/{self.high}")


class ActorRole(StrEnum):
    """What part an actor has in an incident, as the report tells it."""

    PERPETRATOR = "perpetrator"
    TARGET = "target"
    VICTIM = "victim"
    RESPONDER = "responder"
    CLAIMANT = "claimant"
    OTHER = "other"


class ActorKind(StrEnum):
    """What an actor is."""

    STATE_FORCES = "state_forces"
    POLICE = "police"
    REBELS = "rebel_or_militant_group"
    MILITIA = "militia"
    COMMUNAL = "communal_group"
    CRIMINAL = "criminal_group"
    PROTESTERS = "protesters"
    CIVILIANS = "civilians"
    UNIDENTIFIED = "unidentified_gunmen"
    EXTERNAL = "external_forces"
    GOVERNMENT = "government"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who takes part. ``name`` as written; ``actor_id`` of the registry where known.

    ``private`` marks the name of a private person; exports leave such names out by default.
    """

    name: str
    role: ActorRole = ActorRole.OTHER
    actor_id: str | None = None
    kind: ActorKind = ActorKind.OTHER
    country: str | None = None
    faction_of: str | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A thing or place that was attacked. ``effect``: "", "damaged", "destroyed", "none", "seized"."""

    name: str
    kind: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Weapon:
    """What was used. ``kind`` is one of the codebook's weapon kinds ("firearm", "explosive" …)."""

    name: str
    kind: str


class ClaimStance(StrEnum):
    """What is said of somebody's responsibility."""

    CLAIMS = "claims"
    DENIES = "denies"
    BLAMED = "blamed"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says that who did it.

    ``claimant`` is the actor whose responsibility is spoken of; ``by`` who says so (the claimant itself
    for ``claims`` and ``denies``; the accuser for ``blamed``). ``channel``: letter, call, e-mail, note,
    video, website, news agency, social media, personal, other, or "" when unknown.
    """

    claimant: str
    stance: ClaimStance
    by: str = ""
    actor_id: str | None = None
    channel: str = ""
    jointly_with: str = ""
    disputed: bool = False


Value = When | Where | Toll | Actor | Target | Weapon | Claim | str | None
