"""What the template of the evidence page shows: plain strings and numbers, prepared here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dateline.export.evidence.chart import Chart, charts
from dateline.export.evidence.segments import Mark, Segment, cut
from dateline.export.material import (
    Material,
    Source,
    grounds,
    headline,
    outlet_of,
    published_of,
    sources,
)
from dateline.export.words import describe, describe_counts, describe_type, plain
from dateline.model import (
    Account,
    Actor,
    Chosen,
    Claim,
    ClaimStance,
    Effect,
    Field,
    Incident,
    Report,
    Statement,
    Target,
    Toll,
    Where,
)

_QUOTE = 180  # characters of a quote beside a value; the whole of it is marked in the report


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement beside a value: who says it, in which words, and where they are marked."""

    key: str
    outlet: str
    day: str
    speaker: str
    stance: str
    says: str
    words: str
    marked: bool
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """One value of an incident with what it rests on and what dissents."""

    anchor: str
    label: str
    text: str
    more: str
    known: bool
    how: str
    rule: str
    keys: tuple[str, ...]
    support: tuple[Evidence, ...]
    dissent: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Values of one kind under a heading."""

    name: str
    kind: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A report beside the values: where it comes from, and its text in marked pieces."""

    anchor: str
    title: str
    outlet: str
    published: str
    published_note: str
    origin: str
    url: str
    language: str
    segments: tuple[Segment, ...]
    main: bool


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident: its values on one side, its reports on the other."""

    anchor: str
    id: str
    kind: str
    stage: str
    invented: bool
    when: str
    where: str
    killed: str
    origins: int
    groups: tuple[Group, ...]
    charts: tuple[Chart, ...]
    reasons: tuple[str, ...]
    stories: tuple[Story, ...]
    #: For each statement the value that it stands under: where a click on its words leads.
    home: dict[str, str] = field(default_factory=dict)
    #: For each statement what it says, for the tooltip on its words.
    says: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageView:
    """The page."""

    title: str
    reports: int
    incidents: tuple[IncidentView, ...]


def page_view(material: Material) -> PageView:
    """Everything that the page shows."""
    views = tuple(_Builder(n, i, material).view() for n, i in enumerate(material.incidents, 1))
    told = {account.report_id for i in material.incidents for account in i.accounts}
    return PageView(material.title, len(told), views)


class _Builder:
    """Prepares one incident. ``number`` keeps the anchors of incidents on one page apart."""

    def __init__(self, number: int, incident: Incident, material: Material) -> None:
        self.number, self.incident, self.material = number, incident, material
        self.known = sources(incident)
        self.keys = {name: f"s{number}-{n}" for n, name in enumerate(self.known, 1)}
        self.items = 0
        self.shown: set[str] = set()
        self.home: dict[str, str] = {}

    def view(self) -> IncidentView:
        """The prepared incident."""
        incident = self.incident
        toll = headline(incident, Effect.KILLED)
        groups = tuple(group for group in self._groups() if group.items)
        return IncidentView(
            anchor=f"i{self.number}",
            id=incident.id,
            kind=describe_type(incident.type, incident.subtype),
            stage=incident.stage,
            invented=incident.invented,
            when=describe(incident.when.value),
            where=describe(incident.where.value),
            killed=describe_counts(toll) if toll else "",
            origins=incident.origins,
            groups=groups,
            charts=tuple(charts(incident, self.material)),
            reasons=(*incident.reasons, *(self._inferred(s) for s in incident.inferred)),
            stories=tuple(self._stories()),
            home=self.home,
            says={self.keys[name]: _says(source.statement) for name, source in self.known.items()},
        )

    def _groups(self) -> Iterator[Group]:
        incident = self.incident
        claims = [c for c in incident.claims if isinstance(c.value, Claim)]
        blame = [c for c in claims if isinstance(c.value, Claim) and c.value.stance is ClaimStance.BLAMED]
        yield Group("What happened", "type", self._kind())
        yield Group("When", "when", self._chosen([incident.when]))
        yield Group("Where", "where", self._chosen([incident.where]))
        yield Group("Who", "actor", self._chosen(incident.actors))
        yield Group("Targets", "target", self._chosen(incident.targets))
        yield Group("Weapons", "weapon", self._chosen(incident.weapons))
        yield Group("Toll", "toll", self._chosen(incident.tolls))
        yield Group("Claims of responsibility", "claim", self._chosen(c for c in claims if c not in blame))
        yield Group("Blame", "claim", self._chosen(blame))
        yield Group("Also said", "note", self._rest())

    def _kind(self) -> tuple[Item, ...]:
        """Type and stage, which are chosen for the incident as a whole."""
        of = [
            n
            for n, source in self.known.items()
            if source.statement.field in (Field.TYPE, Field.STAGE) and source.statement.value is not None
        ]
        stage = "" if self.incident.stage == "accomplished" else f", {self.incident.stage}"
        chosen = Chosen(
            "type", describe_type(self.incident.type, self.incident.subtype) + stage, "", tuple(of)
        )
        return self._chosen([chosen])

    def _chosen(self, many: Iterable[Chosen]) -> tuple[Item, ...]:
        return tuple(self._item(chosen) for chosen in many)

    def _item(self, chosen: Chosen) -> Item:
        self.items += 1
        anchor = f"v{self.number}-{self.items}"
        support = [name for name in chosen.support if name in self.known]
        dissent = [name for name in chosen.dissent if name in self.known]
        for name in (*support, *dissent):
            self.shown.add(name)
            for base in (name, *grounds(name, self.known)):
                self.home.setdefault(self.keys[base], anchor)
        reason = chosen.reason or getattr(chosen.value, "reason", "") or ""
        return Item(
            anchor=anchor,
            label=_label(chosen),
            text=describe(chosen.value),
            more="; ".join(part for part in (_more(chosen), reason) if part),
            known=not describe(chosen.value).startswith("unknown"),
            how=chosen.how if chosen.how in ("inferred", "human") else "",
            rule=chosen.rule,
            keys=self._grounds(support),
            support=tuple(self._evidence(name) for name in support),
            dissent=tuple(self._evidence(name) for name in dissent),
        )

    def _grounds(self, names: Iterable[str]) -> tuple[str, ...]:
        found = (self.keys[base] for name in names for base in grounds(name, self.known))
        return tuple(dict.fromkeys(found))

    def _rest(self) -> tuple[Item, ...]:
        """Statements that no value rests on: notes, doubts, and whatever a rule passed over."""
        based = {base for name in self.shown for base in grounds(name, self.known)}
        rest = [
            name
            for name, source in self.known.items()
            if name not in self.shown | based and source.statement.value is not None
        ]
        return self._chosen(
            Chosen(self.known[name].statement.field.value, self.known[name].statement.value, "", (name,))
            for name in rest
        )

    def _evidence(self, name: str) -> Evidence:
        source = self.known[name]
        statement, report = source.statement, self.material.reports.get(source.account.report_id)
        day = published_of(report, self.material).edtf if report else None
        speaker = statement.said_by
        off = " (off the record)" if speaker.record == "off" else ""
        bases = grounds(name, self.known)
        words = _shortened(_quoted(self.known[bases[0]].statement, report)) if bases and report else ""
        return Evidence(
            key=self.keys[bases[0] if bases else name],
            outlet=outlet_of(report) if report else source.account.report_id,
            day=day or "undated",
            speaker=speaker.name + off if speaker.name else "",
            stance="" if statement.stance == "asserted" else statement.stance.value,
            says=_says(statement),
            words=words,
            marked=bool(words),
            note=_note(source),
        )

    def _inferred(self, statement: Statement) -> str:
        return f"{describe(statement.value)} is inferred: {statement.reason or 'through a link'}"

    def _stories(self) -> Iterator[Story]:
        by_report: dict[str, list[Account]] = {}
        for account in self.incident.accounts:
            by_report.setdefault(account.report_id, []).append(account)
        reports = [self.material.reports[name] for name in by_report if name in self.material.reports]
        for number, report in enumerate(sorted(reports, key=self._age), 1):
            yield self._story(f"r{self.number}-{number}", report, by_report[report.id])

    def _age(self, report: Report) -> tuple[str, str]:
        earliest = published_of(report, self.material).earliest
        return (earliest.isoformat() if earliest else "9999", report.id)

    def _story(self, anchor: str, report: Report, accounts: list[Account]) -> Story:
        published = published_of(report, self.material)
        linked = published is not report.published
        origin = self.material.origins.get(report.id, report.id)
        safe = report.url is not None and report.url.lower().startswith(("https://", "http://"))
        return Story(
            anchor=anchor,
            title=report.title or report.id,
            outlet=outlet_of(report),
            published=published.edtf or "undated",
            published_note=("through a link: " if linked else "") + (published.reason or ""),
            origin="" if origin == report.id else origin,
            url=report.url or "" if safe else "",
            language=report.language or "",
            segments=tuple(cut(report.text, self._marks(accounts))),
            main=any(account.main for account in accounts),
        )

    def _marks(self, accounts: list[Account]) -> Iterator[Mark]:
        for account in accounts:
            for statement in account.statements:
                key = self.keys[statement.id]
                for span in statement.spans:
                    if span.report_id == account.report_id:
                        yield Mark(span.start, span.end, key, statement.field.value)
                speaker = statement.said_by.span
                if speaker is not None and speaker.report_id == account.report_id:
                    yield Mark(speaker.start, speaker.end, key, "source")


def _label(chosen: Chosen) -> str:
    """The role of an actor, the kind of a target; what the heading does not say yet."""
    match chosen.value:
        case Actor(role=role):
            return plain(role.value)
        case Target(kind=kind):
            return plain(kind)
        case _:
            return ""


def _more(chosen: Chosen) -> str:
    """What is known beyond the value's name."""
    match chosen.value:
        case Where(lat=float() as lat, lon=float() as lon, radius_m=radius, centroid=centroid):
            within = f" ± {radius / 1000:.3g} km" if radius else ""
            return f"{lat:.4f}, {lon:.4f}{within}" + (", centre of an area" if centroid else "")
        case Actor(kind=kind, country=country, faction_of=faction):
            parts = [plain(kind.value), country or "", f"faction of {faction}" if faction else ""]
            return ", ".join(part for part in parts if part)
        case Toll(qualifier=qualifier) if qualifier:
            return f"“{qualifier}”"
        case _:
            return ""


def _says(statement: Statement) -> str:
    if statement.value is None:
        return f"{statement.field.value} unknown: {statement.reason}"
    return f"{statement.field.value}: {describe(statement.value)}"


def _note(source: Source) -> str:
    statement = source.statement
    parts = [statement.reason, "background" if not source.account.main else ""]
    if statement.how in ("inferred", "human"):
        parts.insert(0, statement.how.value)
    return "; ".join(part for part in parts if part)


def _quoted(statement: Statement, report: Report) -> str:
    mine = [span for span in statement.spans if span.report_id == report.id]
    return " … ".join(" ".join(report.quote(span).split()) for span in mine)


def _shortened(words: str) -> str:
    return words if len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"
