"""What is known of a report while its sentences are read in turn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dateline.model import ClaimStance, Span
from dateline.reader.claims.mention import ClaimMention, Party
from dateline.reader.claims.parties import Parties, spoken_by
from dateline.reader.claims.sentence import Range, Sentence
from dateline.reader.cues import cues

DOUBT = re.compile(
    r"(?i)\b(?:could not be (?:independently )?(?:verified|confirmed)"
    r"|could not (?:independently )?(?:confirm|verify)|"
    r"cast doubt|disput(?:ed|es)|did not offer (?:any )?(?:proof|evidence)|no evidence|rival claims?"
    r"|competing claims?|"
    r"without (?:offering|giving|providing) (?:any )?(?:proof|evidence)|contradict\w*|claim (?:was"
    r"|is) (?:false|doubtful))"
)
JOINT = re.compile(
    r"(?i)\b(?:work(?:ed|ing)? with|together with|jointly with|in (?:co-?operation|collaboration"
    r"|coordination|alliance) "
    r"with|along with|with the help of|alongside)\s+(?:the\s+)?"
)

_NEXT = re.compile(r"(?i)\bclaim(?:ed|s)\b")


@dataclass(slots=True)
class Context:
    """The report, its parties, the claims found so far, and whom "it" would mean in the next sentence."""

    text: str
    report_id: str
    parties: Parties
    found: list[ClaimMention] = field(default_factory=list)
    told: Party | None = None

    def tell(self, sentence: Sentence) -> None:
        """Remember who was the subject of a sentence: the next one may begin with "It"."""
        first, last = sentence.opening()
        if first == last or (
            sentence.low[first] in ("it", "they", "the") and last - first <= 2 and self.told
        ):
            return
        opening = self.parties.in_phrase(sentence, (first, last), self.told)
        opening = [p for p in opening if p.armed or p.actor_id or not p.proper]
        if opening and not sentence.capitals:
            self.told = opening[0]

    def subjects(self, sentence: Sentence, verb: int) -> tuple[list[Party], int]:
        """Who stands before the verb group that begins at token ``verb``, and the token where the words for
        it begin. The head of an apposition, unless only the apposition has the name."""
        spare: tuple[list[Party], int] = ([], verb)
        for where in sentence.before(verb):
            found = self.parties.in_phrase(sentence, where, self._it(sentence, where))
            if any(p.proper and (p.armed or p.actor_id) for p in found):
                return found, where[0]
            if found and not spare[0]:
                spare = found, where[0]
        return spare

    def _it(self, sentence: Sentence, where: Range) -> Party | None:
        """Whom "it" means: the group that this sentence opens with, or the one told of last."""
        if where[0] > 2 and sentence.low[where[0]] in ("it", "they"):
            first, last = sentence.opening()
            opening = [p for p in self.parties.in_phrase(sentence, (first, last), self.told) if p.armed]
            if opening and last <= where[0]:
                return opening[0]
        return self.told

    def speaker(self, sentence: Sentence, verb: int) -> tuple[str, int, list[Party]]:
        """Who says it, before the verb group at token ``verb``: name, first offset, as parties."""
        ranges = sentence.before(verb)
        if not ranges or ranges[0][0] >= ranges[0][1]:
            return "", sentence.starts[min(verb, len(sentence.starts) - 1)], []
        where = ranges[0]
        found = self.parties.in_phrase(sentence, where, self._it(sentence, where))
        words = spoken_by(sentence, where)
        if words.lower() in ("it", "they", "which", "who", "he", "she", "we", "i", "this", "that", "there"):
            words = ""
        start = sentence.starts[where[0]]
        if found and (not words or self._is_all(found[0], words) or len(words) <= len(found[0].name)):
            return found[0].name, start, found
        return words, start, found

    def _is_all(self, party: Party, words: str) -> bool:
        """Whether the words are the group and nothing but: "Ivindo Patriotic Front (IPF)"."""
        written = self.text[party.span.start : party.span.end]
        rest = re.sub(r"\([^)]*\)|\bgroup\b", "", words.replace(written, "", 1)).strip(' ,.“”"')
        return written in words and not rest

    def mention(self, party: Party, reach: tuple[int, int], stance: ClaimStance, by: str) -> ClaimMention:
        """A claim over ``reach`` widened to the words for the party."""
        span = Span(
            self.report_id,
            min(reach[0], party.span.start),
            max(reach[1], party.span.end),
        )
        return ClaimMention(span, party.name, party.span, stance, by, party.actor_id)


def channel(sentence: Sentence, cue: int) -> tuple[str, int]:
    """By what the claim was made, and where the words for it end (0 when before the cue or not said)."""
    text = sentence.text
    other = _NEXT.search(text, cue + 9, sentence.end)  # "claimed one, then claimed another in a call"
    until = other.start() if other else sentence.end
    name = cues().channel(text, cue, until)
    if not name and other:
        return "", 0
    if not name:
        return cues().channel(text, sentence.start, sentence.end), 0
    named = dict(cues().channels)[name].search(text, cue, until)
    if name == "other":  # "its outlet said …, and distributed photographs": the outlet says more
        name = cues().channel(text, sentence.start, sentence.end)
    return name, named.end() if named else 0
