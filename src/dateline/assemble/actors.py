"""The actors of one incident, with their parts; an accused stays an accused."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.assemble.gear import is_carried, is_worn
from dateline.assemble.maker import StatementMaker, Voices
from dateline.model import Actor, ActorKind, ActorRole, ClaimStance, Field, Report, Span, Speaker, Stance
from dateline.reader.claims import ClaimMention
from dateline.reader.contract import ROLES, IncidentReading, Label, Mark
from dateline.reader.findings import Findings
from dateline.reader.rules.parties import kind_of
from dateline.reader.rules.words import SUSPECTS, TITLES, vague_in
from dateline.resolve.how_many import CountMention
from dateline.resolve.who import ActorMention
from dateline.text import CAPITALISED

# "suspected militants", "alleged members of", "a man accused of": the part is doubted, not asserted.
_SUSPECTED = re.compile(
    r"(?i)\b(?:suspected|alleged(?:ly)?|presumed|presumably|accused|accuses|accusing|believed to be|"
    r"thought to be|purported(?:ly)?|possibl[ey]|probably|apparently|"
    r"blam(?:ed|es|ing)(?: on)?|attributed to|charged)\s+(?:[\w-]+\s+){0,3}$"
)
_COURT = r"(?:[\w'’-]+ ){0,4}?(?:court|judge|magistrate|tribunal)\b"
_COUNTS = r"(?:trial\b|(?:[\w-]+ ){0,4}?(?:charges?|counts?)\b)"
_ACCUSED = re.compile(
    r"(?i)^\W{0,2}(?:\d{1,2},?\s+)?(?:of [^\W\d_][\w. ]{1,30},?\s+)?(?:who\s+)?"
    r"(?:(?:is|are|was|were|has been|have been)\s+)?(?:also\s+)?(?:suspected of|"
    r"accused of|charged (?:on \w+ )?with|(?:believed|thought|alleged) to (?:have|be)|allegedly|reportedly|"
    rf"wanted (?:for|in)|indicted|arraigned|remanded|on trial|(?:facing|faces?) {_COUNTS}|"
    r"(?:ha(?:s|ve) )?(?:plead(?:s|ed)?|pled|entered a plea of) not guilty|"
    r"denie[sd] (?:that|it|any|having|involvement|responsibility|killing|the (?:charge|allegation))|"
    rf"(?:has |have |later )?appear(?:s|ed) (?:in|before|at) {_COURT}|"
    r"(?:goes|go|went|stands?|stood) (?:on )?trial|stands? accused)"
)
# Doubt about the harm itself, not about who did it.
_UNSURE = re.compile(
    r"(?i)\b(?:allegedly|reportedly|unconfirmed|could not be|not confirmed|unverified|feared)\b"
)
# Whose own name the news gives because of the office: no private persons.
_OFFICIAL = frozenset((ActorKind.GOVERNMENT, ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.EXTERNAL))
# Where one actor has several parts in one incident, the most frequent holds; equals in this order.
_ORDER = (
    ActorRole.PERPETRATOR,
    ActorRole.VICTIM,
    ActorRole.TARGET,
    ActorRole.RESPONDER,
    ActorRole.CLAIMANT,
    ActorRole.OTHER,
)
_ARTICLES = frozenset("a an the".split())
# "Sons of Pattani", "Guardians of the Faith", "Front for the Liberation of the South".
_GROUP = re.compile(
    rf"(?:{CAPITALISED} )*(?P<noun>{CAPITALISED})(?: (?:of|for)(?: the)?(?: {CAPITALISED})+)+",
)
# "Brother of Ahmed Khan" in a headline: somebody's own name, and no group's.
_OF_SOMEBODY = frozenset(
    "brother sister son daughter father mother parents wife husband widow cousin uncle aunt nephew niece "
    "grandson granddaughter grandfather grandmother friend friends neighbour neighbor relative relatives "
    "family driver bodyguard bodyguards supporters killer killers murderer body house home".split()
)
_MIDST = re.compile(r"(?:[\w,;:]|\b[A-Z][a-z]+\.)\s+$")
_PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,5}[^\W\d_][\w'’-]*")


@dataclass(slots=True)
class _Part:
    """One mark with the actor that it stands for; ``party`` as the reader numbered it."""

    actor: Actor
    span: Span
    stance: Stance | None
    vague: bool
    speaker: Speaker
    confidence: float
    party: int | None

    @property
    def key(self) -> str:
        return self.actor.actor_id or self.actor.name.casefold().removeprefix("the ")


def state_actors(
    report: Report,
    incident: IncidentReading,
    findings: Findings,
    counts: Sequence[CountMention],
    claims: Sequence[ClaimMention],
    maker: StatementMaker,
) -> None:
    """One statement for each actor and speaker, resting on all the words that name it.

    An actor has one part in an incident. "People" and "men" are left out beside a better name for those
    who play the same part. Words of a claim or an accusation assert of nobody that it was them.
    """
    people = _People(report, findings, counts, maker.voices)
    blamed = _words_of(ClaimStance.BLAMED, incident, claims)
    claimed = _words_of(ClaimStance.CLAIMS, incident, claims)
    somebody = [mark for mark in incident.marked(ROLES) if not people.is_gear(mark.span)]
    parts = [_accused(people.part(mark), blamed, claimed) for mark in somebody]
    told: dict[tuple[str, Speaker], list[_Part]] = {}
    kept = _without_vague(_called_alike(_one_role_each(parts)))
    called = _fullest_wordings(kept)
    for part in kept:
        told.setdefault((called[part.key], part.speaker), []).append(part)
    for same in told.values():
        # somewhere the speaker asserts it outright: then it is not only suspected
        outright = [p for p in same if p.stance in (None, Stance.ASSERTED)]
        first = max(same, key=_telling)
        actor = first.actor
        if not actor.private and any(p.actor.private for p in same):
            actor = replace(actor, private=True)
        sure = max(p.confidence for p in same)
        stance = outright[0].stance if outright else same[0].stance
        rests_on = [p.span for p in outright or same]
        maker.said(Field.ACTOR, actor, rests_on, stance=stance, confidence=sure)


def _words_of(stance: ClaimStance, incident: IncidentReading, claims: Sequence[ClaimMention]) -> list[Span]:
    """All words by which somebody claims the incident, or is blamed for it, each word of a party."""
    marked = [m.span for m in incident.marked((Label(stance.value),))]
    return marked + [c.span for c in claims if c.stance is stance]


def _accused(part: _Part, blamed: Sequence[Span], claimed: Sequence[Span]) -> _Part:
    """A perpetrator by the words of a claim or an accusation is claimed or doubted to be one."""
    if part.actor.role is not ActorRole.PERPETRATOR or part.stance not in (None, Stance.ASSERTED):
        return part
    if any(part.span.overlaps(b) for b in blamed):
        return replace(part, stance=Stance.DOUBTED)
    if any(part.span.overlaps(c) for c in claimed):
        return replace(part, stance=Stance.CLAIMED)
    return part


def _telling(part: _Part) -> tuple[bool, bool, int]:
    """Which of several wordings says best who is meant."""
    return bool(part.actor.actor_id), not part.vague, len(part.actor.name)


def _called_alike(parts: Sequence[_Part]) -> list[_Part]:
    """Where the reader says which words name one party, all of them stand for the actor that is named best;
    the same name is one party, whatever the reader says. Who is only said to be the perpetrator lends no
    name to the attackers whom the report tells of as such."""
    named: dict[tuple[ActorRole, str], int] = {}
    moved: dict[int, int] = {}
    for part in parts:
        if part.party is not None:
            party = _last(moved, part.party)
            first = _last(moved, named.setdefault((part.actor.role, part.key), party))
            if party != first:
                moved[party] = first
    best: dict[tuple[int, bool], _Part] = {}
    kinds: dict[int, Counter[ActorKind]] = {}
    settled = [p if p.party not in moved else replace(p, party=_last(moved, p.party)) for p in parts]
    for part in settled:
        if part.party is not None:
            for lent in (True,) if _only_said(part) else (True, False):
                best[part.party, lent] = max(best.get((part.party, lent), part), part, key=_telling)
            kinds.setdefault(part.party, Counter())[part.actor.kind] += 1
    best = {(number, lent): _of_kind(part, kinds[number]) for (number, lent), part in best.items()}
    return [
        _meaning(part, part if part.party is None else best[part.party, _only_said(part)]) for part in settled
    ]


def _only_said(part: _Part) -> bool:
    """Whether it is a perpetrator by suspicion, claim or accusation alone."""
    asserted = part.stance in (None, Stance.ASSERTED)
    return part.actor.role is ActorRole.PERPETRATOR and not asserted


def _of_kind(part: _Part, told: Counter[ActorKind]) -> _Part:
    """A name says nothing of who bears it; "a woman" beside it in the same party does."""
    if part.actor.actor_id or part.actor.kind is not ActorKind.OTHER:
        return part
    known = [kind for kind, _ in told.most_common() if kind is not ActorKind.OTHER]
    return replace(part, actor=replace(part.actor, kind=known[0])) if known else part


def _meaning(part: _Part, better: _Part) -> _Part:
    if part.actor is better.actor and part.vague == better.vague:
        return part
    return replace(part, actor=better.actor, vague=better.vague)


def _last(moved: Mapping[int, int], number: int) -> int:
    while number in moved:
        number = moved[number]
    return number


def _fullest_wordings(parts: Sequence[_Part]) -> dict[str, str]:
    """For each key the one it is told of in more words, in the same part: "gunmen" are the "masked gunmen"
    of the same incident, "the Front" the "Northern Front". Registered actors stay who they are."""
    words = {
        p.key: (p.actor.role, frozenset(re.findall(r"\w+", p.key)) - _ARTICLES)
        for p in parts
        if not p.actor.actor_id
    }
    called = {p.key: p.key for p in parts}
    for key, (role, own) in words.items():
        fuller = [k for k, (r, other) in words.items() if r is role and own < other]
        # several that it may be short for say that it is none of them
        if own and len(fuller) == 1:
            called[key] = fuller[0]
    return {key: called.get(other, other) for key, other in called.items()}


def _one_role_each(parts: Sequence[_Part]) -> list[_Part]:
    roles: dict[str, Counter[ActorRole]] = {}
    for part in parts:
        roles.setdefault(part.key, Counter())[part.actor.role] += 1
    chosen = {key: min(found, key=lambda r: (-found[r], _ORDER.index(r))) for key, found in roles.items()}
    return [_in_role(p, chosen[p.key]) for p in parts]


def _in_role(part: _Part, role: ActorRole) -> _Part:
    return part if part.actor.role is role else replace(part, actor=replace(part.actor, role=role))


def _without_vague(parts: Sequence[_Part]) -> list[_Part]:
    """Leave out the vague where the same part is played by somebody better named; attackers whom the report
    asserts stay beside those who are only said to be them."""
    named = {p.actor.role for p in parts if not p.vague and not _only_said(p)}
    said = {p.actor.role for p in parts if not p.vague}
    return [p for p in parts if not p.vague or p.actor.role not in (said if _only_said(p) else named)]


class _People:
    """Finds for a stretch of text the actor that it stands for, in logarithmic time."""

    def __init__(
        self, report: Report, findings: Findings, counts: Sequence[CountMention], voices: Voices
    ) -> None:
        self._report, self._voices = report, voices
        self._actors = sorted(findings.actors, key=lambda a: a.span.pair())
        self._starts = [a.span.start for a in self._actors]
        self._counts = sorted(counts, key=lambda c: c.span.pair())
        self._count_starts = [c.span.start for c in self._counts]

    def part(self, mark: Mark) -> _Part:
        """The actor behind a mark, with the stance of its words."""
        span, role = mark.span, ActorRole(mark.label.value)
        actor = self._actor(span, role)
        words = self._report.quote(span).casefold().split()
        vague = actor.actor_id is None and bool(words) and words[-1] in vague_in(role) and not actor.private
        vague = vague and not _named(self._near_actor(span))
        stance = mark.own_stance or self._stance(span, role)
        return _Part(actor, span, stance, vague, self._voices.speaker(span), mark.confidence, mark.party)

    def is_gear(self, span: Span) -> bool:
        """Whether the words are what somebody wears, or carries, and say of nobody who that is."""
        if is_worn(self._report.text, span.start, span.end):
            return True
        return self._near_actor(span) is None and is_carried(self._report.quote(span))

    def _near_actor(self, span: Span) -> ActorMention | None:
        at = bisect_right(self._starts, span.start)
        near = self._actors[max(at - 3, 0) : at + 3]
        return next((a for a in near if a.span.overlaps(span)), None)

    def _near_count(self, span: Span) -> CountMention | None:
        at = bisect_right(self._count_starts, span.start)
        near = self._counts[max(at - 3, 0) : at + 3]
        return next((c for c in near if c.span.overlaps(span)), None)

    def _actor(self, span: Span, role: ActorRole) -> Actor:
        mention, count = self._near_actor(span), self._near_count(span)
        person = next((i for i in count.individuals if i.name), None) if count else None
        if mention is not None and (person is None or mention.named):
            actor = mention.actor(role)
            return replace(actor, name=self._own_name(span)) if self._is_piece(mention, span) else actor
        if person is not None:
            kind = mention.kind if mention else kind_of(count.toll.group) if count else ActorKind.OTHER
            office = kind in _OFFICIAL or self._titled(span) or _titled(person.description)
            return Actor(person.name, role, kind=kind, private=not office)
        words = self._own_name(span)
        if count is not None:
            return Actor(words, role, kind=kind_of(count.toll.group))
        private = bool(_PERSON.fullmatch(words)) and words[:1].isupper() and not self._titled(span)
        return Actor(words, role, private=private)

    def _is_piece(self, mention: ActorMention, span: Span) -> bool:
        """Whether the words are a group's name of which a common noun was found: "Sons" of "the Sons of
        Pattani". Where a sentence begins a capital tells nothing ("Brothers of Ahmed Jan said")."""
        named = _GROUP.fullmatch(self._own_name(span))
        if mention.named or mention.actor_id or named is None or named["noun"].lower() in _OF_SOMEBODY:
            return False
        before = self._report.text[max(span.start - 8, 0) : span.start]
        return bool(_MIDST.search(before)) and mention.span.pair() != span.pair()

    def _own_name(self, span: Span) -> str:
        return " ".join(self._report.quote(span).split())

    def _titled(self, span: Span) -> bool:
        """ "General Luis Ortega", "Mayor Ruiz": the office stands in the words or right before them."""
        before = self._report.text[max(span.start - 30, 0) : span.start]
        return _titled(before.rsplit(".", 1)[-1][-24:]) or _titled(self._report.quote(span))

    def _stance(self, span: Span, role: ActorRole) -> Stance | None:
        if role is not ActorRole.PERPETRATOR:
            return self._of_harm(span)
        text, words = self._report.text, self._report.quote(span).casefold()
        if SUSPECTS & set(re.findall(r"\w+", words)):
            return Stance.DOUBTED
        if _SUSPECTED.search(text[max(0, span.start - 60) : span.start]):
            return Stance.DOUBTED
        return Stance.DOUBTED if _ACCUSED.search(text[span.end : span.end + 100]) else None

    def _of_harm(self, span: Span) -> Stance | None:
        """ "Two men suspected of the bombing that killed nine": the doubt is about the men, not the nine."""
        if self._voices.stance(span) is not Stance.DOUBTED:
            return None
        around = self._report.text[max(span.start - 90, 0) : span.end + 70]
        return None if _UNSURE.search(around) else Stance.ASSERTED


def _named(mention: ActorMention | None) -> bool:
    return mention is not None and mention.named


def _titled(words: str) -> bool:
    return bool(TITLES & set(re.findall(r"\w+", words.lower())))
