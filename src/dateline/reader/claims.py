"""Claims of responsibility, denials and blame: who is said to have done it, and by whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.model import ClaimStance, Span
from dateline.reader.claim_patterns import claim_patterns
from dateline.reader.claimants import Claimant, Claimants, NamedActor
from dateline.reader.cues import cues
from dateline.text import sentences

__all__ = ["ClaimMention", "NamedActor", "find_claims"]

# "It came in a letter …": a sentence that only says by what the claim before it was made
_BY_LETTER = re.compile(
    r"(?i)\s*(?:in an?|the|it came in an?) (?:letter|video|statement|e-?mail|message|note|call)\b"
)
_PASSIVE = re.compile(r"(?i)\b(?:was|were|been|are|is|being)\s+(?:\w{1,20}ly\s+)?$")


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """One claim as the words make it.

    ``claimant`` is the actor whose responsibility is spoken of, ``claimant_span`` its words; ``by`` who says
    so. ``disputed``: another one claims the same, or the text doubts it.
    """

    span: Span
    claimant: str
    claimant_span: Span | None
    stance: ClaimStance
    by: str = ""
    actor_id: str | None = None
    channel: str = ""
    jointly_with: str = ""
    disputed: bool = False


def find_claims(text: str, report_id: str, actors: Sequence[NamedActor]) -> list[ClaimMention]:
    """The claims, denials and accusations of ``text`` in reading order. ``actors`` are those found in it."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that is longer in lower case: the offsets would not fit
        lowered = text
    reader = _Reader(text, report_id, sorted(actors, key=lambda a: a.span.start))
    stems = claim_patterns().stems
    for start, end in sentences(text):
        if any(lowered.find(stem, start, end) >= 0 for stem in stems):
            reader.sentence(start, end)
    return sorted(reader.found, key=lambda c: (c.span.start, c.span.end))


class _Reader:
    """One report, sentence by sentence."""

    def __init__(self, text: str, report_id: str, actors: Sequence[NamedActor]) -> None:
        self.text, self.report_id = text, report_id
        self.who = Claimants(text, report_id, actors)
        self.patterns = claim_patterns()
        self.found: list[ClaimMention] = []

    def sentence(self, start: int, end: int) -> None:
        """Adds the claims of one sentence."""
        if self.patterns.no_claim.search(self.text, start, end):
            return
        for match in self.patterns.claims.finditer(self.text, start, end):
            if not self._nobody(match, start):
                self._by_itself(match, start, end, ClaimStance.CLAIMS)
        for match in self.patterns.claimed_by.finditer(self.text, start, end):
            if not self._negated(match, start):
                self._claimed_by(match, start, end)
        for match in self.patterns.so_did.finditer(self.text, start, end):
            self._so_did(match, start, end)
        for match in self.patterns.denies.finditer(self.text, start, end):
            self._by_itself(match, start, end, ClaimStance.DENIES)
        for match in self.patterns.blames.finditer(self.text, start, end):
            self._blame(match, start, end)
        for match in self.patterns.belonged.finditer(self.text, start, end):
            self._belonged(match, start, end)
        for match in self.patterns.blamed.finditer(self.text, start, end):
            if self._of_violence(match, end) and not self._negated(match, start):
                self._by_itself(match, start, end, ClaimStance.BLAMED)

    def _nobody(self, match: re.Match[str], start: int) -> bool:
        """ "No group has claimed responsibility": nobody does; but "no group had, until the Front claimed"."""
        last = None
        for last in self.patterns.nobody.finditer(self.text, max(start, match.start() - 120), match.start()):  # noqa: B007
            pass
        return last is not None and not self.who.between(last.end(), match.start())

    def _negated(self, match: re.Match[str], start: int) -> bool:
        return (
            self.patterns.nobody.search(self.text, max(start, match.start() - 25), match.start()) is not None
        )

    def _of_violence(self, match: re.Match[str], end: int) -> bool:
        """Whether "accused of" and "suspected of" go on to a deed: not "accused of hoarding fuel"."""
        if not match.group().lower().endswith(("accused", "suspected", "suspected of")):
            return True
        return self.patterns.violence.search(self.text, match.end(), min(end, match.end() + 90)) is not None

    def _by_itself(self, match: re.Match[str], start: int, end: int, stance: ClaimStance) -> None:
        """The one before the verb claims, denies or is blamed."""
        for who in self.who.before(match.start(), start):
            first = min(who[1].start, match.start())
            rivals = self.patterns.both.search(self.text, start, match.start()) is not None
            self._add(who, (first, match.end()), (start, end), stance, rivals)

    def _claimed_by(self, match: re.Match[str], start: int, end: int) -> None:
        """ "The bombing was claimed by al-Shabab": the actor after the verb."""
        who = self.who.after(match.end(), end)
        if who is not None:
            self._add(who, (match.start(), who[1].end), (start, end), ClaimStance.CLAIMS, False)

    def _so_did(self, match: re.Match[str], start: int, end: int) -> None:
        """ "X claimed that bombing, and so did Y"."""
        who = self.who.after(match.end(), end)
        if who is not None and any(
            c.span.start >= start and c.stance is ClaimStance.CLAIMS for c in self.found
        ):
            self._add(who, (match.start(), who[1].end), (start, end), ClaimStance.CLAIMS, False)

    def _add(
        self,
        who: Claimant,
        words: tuple[int, int],
        sentence: tuple[int, int],
        stance: ClaimStance,
        rivals: bool,
    ) -> None:
        name, span, actor_id = who
        start, end = sentence
        channel, reach = ("", words[1])
        if stance is not ClaimStance.BLAMED:
            channel, reach = self._channel(start, end, words[1])
        doubted = self.patterns.doubt.search(self.text, words[1], min(len(self.text), end + 200)) is not None
        self.found.append(
            ClaimMention(
                Span(self.report_id, min(words[0], span.start), max(reach, span.end)),
                name,
                span,
                stance,
                by="" if stance is ClaimStance.BLAMED else name,
                actor_id=actor_id,
                channel=channel,
                jointly_with=self.who.joint(words[0], end, name) if stance is ClaimStance.CLAIMS else "",
                disputed=stance is ClaimStance.CLAIMS and (rivals or doubted),
            )
        )

    def _channel(self, start: int, end: int, after: int) -> tuple[str, int]:
        """By what the claim was made, and where its words end: at the channel, or at the verb's object."""
        channel = cues().channel(self.text, start, end)
        if channel:
            named = dict(cues().channels)[channel].search(self.text, after, end)
            return channel, named.end() if named else after
        if (letter := _BY_LETTER.match(self.text, end, min(len(self.text), end + 60))) is not None:
            return cues().channel(self.text, letter.start(), letter.end()), after
        return "", after

    def _blame(self, match: re.Match[str], start: int, end: int) -> None:
        """ "authorities blamed the M23": the one after the verb, by whoever stands before it."""
        if self._negated(match, start) or _PASSIVE.search(
            self.text, max(start, match.start() - 40), match.start()
        ):
            return
        if match.group().lower().startswith("accus") and not self._accused_of_violence(match, end):
            return
        who = self._same(match.end(), end) or self.who.after(match.end(), end)
        if who is None:
            return
        by, first = self.who.accuser(match.start(), start)
        span = Span(self.report_id, min(first, match.start()), max(who[1].end, match.end()))
        self.found.append(ClaimMention(span, who[0], who[1], ClaimStance.BLAMED, by, who[2]))

    def _accused_of_violence(self, match: re.Match[str], end: int) -> bool:
        """ "accused the Front of firing rockets" or, with nothing more, "accused the Front"."""
        rest = self.text[match.end() : min(end, match.end() + 120)]
        of = re.search(r"\bof\b", rest)
        return of is None or self.patterns.violence.search(rest, of.start()) is not None

    def _same(self, at: int, end: int) -> Claimant | None:
        """ "has blamed the same faction": the one spoken of last."""
        same = self.patterns.same.match(self.text, at, end)
        if same is None or not self.found:
            return None
        last = self.found[-1]
        return last.claimant, Span(self.report_id, same.start(), same.end()), last.actor_id

    def _belonged(self, match: re.Match[str], start: int, end: int) -> None:
        """ "The general said the attackers belonged to the al-Alami faction": blame, by the one who says it."""
        who = self.who.after(match.end(), end)
        said = re.search(r"\b(?:said|says|told|added)\b", self.text[start : match.start()])
        if who is None or said is None:
            return
        by, first = self.who.accuser(start + said.start(), start)
        span = Span(self.report_id, min(first, match.start()), who[1].end)
        self.found.append(ClaimMention(span, who[0], who[1], ClaimStance.BLAMED, by, who[2]))
