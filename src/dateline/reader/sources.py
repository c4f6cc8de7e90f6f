"""Who says what: speakers, the words that mark them, and the stretch of text that is theirs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.model import REPORT_ITSELF, Span, Speaker
from dateline.reader.cues import Cues, cues
from dateline.reader.phrases import Phrase, inverted_source, opening_phrase, source_before
from dateline.reader.quotes import quotations
from dateline.resolve.how_many.tokens import Tokens, tokenise

PRONOUNS = frozenset("he she they it who".split())
_OPEN = frozenset(('"', "“", "``", "''"))
_CLOSE = frozenset(('"', "”", "''"))
_FOUND = frozenset("found find finds".split())
_HEADLINE = frozenset("says said tells claims warns denies confirms announces".split())
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tonight earlier later last
    early""".split()
)
_PREPOSITIONS = frozenset(
    "in on at during after by via through when while as of about with before from".split()
)
_CLAUSE_END = frozenset((",", ".", "", "—", "–", "-", ";", ")", "?", "!", '"', "”", "''"))
_TELL = frozenset("tell tells told telling".split())

_GIVEN = frozenset("figures numbers data counts list lists toll count statement".split())
_GAVE = frozenset("gave released issued provided published".split())
_RECOUNTS = frozenset("lowered raised revised corrected updated increased reduced put puts".split())
_COUNTS = frozenset("count toll number figure tally estimate".split())
_MARKS = _RECOUNTS | {":", "according"}  # beside the verbs of saying, what an attribution may turn on


@dataclass(frozen=True, slots=True)
class SourceMention:
    """One attribution: ``speaker`` says ``content``; ``source_span`` and ``cue_span`` say so.

    ``source_span`` is None where the text names no source ("it was announced that …", a quotation that
    goes on). For a pronoun the speaker is the one it stands for.
    """

    speaker: Speaker
    source_span: Span | None
    cue_span: Span
    content_span: Span


def find_sources(text: str, report_id: str) -> list[SourceMention]:
    """The attributions of ``text`` in reading order; linear in its length."""
    finder = _Finder(text, report_id, quotations(text))
    for tokens in tokenise(text):
        finder.read(tokens)
    return finder.finish()


def speaker_at(sources: Sequence[SourceMention], span: Span) -> Speaker:
    """Who says the words at ``span``: the innermost attribution around it, or the report itself."""
    around = [s for s in sources if s.content_span.start <= span.start and span.end <= s.content_span.end]
    around = [s for s in around if s.source_span is None or not s.source_span.covers(span)]
    if not around:
        return REPORT_ITSELF
    return min(around, key=lambda s: s.content_span.end - s.content_span.start).speaker


def plain_name(phrase: str) -> str:
    """A noun phrase without its article and what follows a comma: "a police officer, who …"."""
    phrase = phrase.partition(",")[0].partition(" (")[0].partition(" who ")[0]
    head, _, rest = phrase.partition(" ")
    return rest if rest and head.lower() in ("a", "an", "the") else phrase


class _Finder:
    """Reads sentence after sentence, remembering who spoke."""

    def __init__(self, text: str, report_id: str, quotes: list[tuple[int, int]]) -> None:
        self.text, self.report_id, self.quotes = text, report_id, quotes
        self.cues: Cues = cues()
        self.found: list[SourceMention] = []
        self.spoken: list[Speaker] = []
        self.told_of: Speaker | None = None  # whom the sentence before opened with, if nobody spoke
        self.silent: Tokens | None = None  # the sentence before, if nobody spoke in it
        self.by_surname: dict[str, Speaker] = {}
        self.openings = [opening for opening, _ in quotes]

    def read(self, tokens: Tokens) -> None:
        """The attributions of one sentence."""
        previous: Phrase | None = None
        spoken = len(self.spoken)
        # only a pronoun at the head of a sentence asks whom the one before opened with
        asks = self.silent is not None and tokens.low[0] in PRONOUNS
        self.told_of = self._told_of(self.silent) if self.silent is not None and asks else None
        say = self.cues.say
        for at, word in enumerate(tokens.low):
            if word not in say and word not in _MARKS:
                continue
            if word == ":" and tokens.word(at + 1) in _OPEN and at < 8:
                self._colon(tokens, at)
            elif word == "according" and tokens.word(at + 1) == "to":
                self._according(tokens, at)
            elif word in _RECOUNTS:
                self._recount(tokens, at)
            elif word in say and self._verb_case(tokens, at) and not self._quoted(tokens.start[at]):
                previous = self._said(tokens, at, previous) or previous
        self.silent = tokens if len(self.spoken) == spoken else None

    def _told_of(self, tokens: Tokens) -> Speaker | None:
        """Whom a sentence without attributions opens with: "A rights group has met 40 families. It …"."""
        phrase = opening_phrase(tokens, len(tokens), self.cues)
        if phrase is None or not (phrase.likely and phrase.speaks):
            return None
        words = tokens.low[phrase.first : phrase.last]
        if words[0] in PRONOUNS:
            return self.spoken[-1] if self.spoken else None
        return self._named(tokens, phrase, (tokens.start[0], tokens.end[-1]))

    @staticmethod
    def _verb_case(tokens: Tokens, at: int) -> bool:
        """A capital within a sentence makes a name of most cues ("State"), but for those of headlines."""
        return at == 0 or not tokens.capital(at) or tokens.low[at] in _HEADLINE

    def _colon(self, tokens: Tokens, at: int) -> None:
        """ "Sanders: “We …”": a name alone before the colon speaks."""
        if any(w in self.cues.say for w in tokens.low[:at]) or not tokens.capital(0):
            return
        if all(tokens.capital(k) or tokens.low[k] in (".", ",") for k in range(at)):
            self._add(
                tokens, Phrase(0, at, " ".join(tokens.raw[:at]), at > 1), (at, at + 1), (at + 1, len(tokens))
            )

    def _quoted(self, offset: int) -> bool:
        """Whether somebody's own words stand there: "I think …" within a quotation is no attribution."""
        at = bisect_right(self.quotes, (offset, offset)) - 1
        return at >= 0 and self.quotes[at][0] < offset < self.quotes[at][1]

    def _according(self, tokens: Tokens, at: int) -> None:
        source = inverted_source(tokens, self._giver(tokens, at + 2), self.cues)
        if source is None:
            return
        if tokens.word(source.last - 1) in _GAVE:
            source = replace(source, last=source.last - 1, name="")
        first, last = 0, len(tokens)
        if at > 2:  # "…, according to the police": what stands before
            content = (first, at - (tokens.word(at - 1) == ","))
        else:
            begin = source.last + (tokens.word(source.last) == ",")
            content = (begin, last)
        self._add(tokens, source, (at, at + 2), content)

    @staticmethod
    def _giver(tokens: Tokens, at: int) -> int:
        """Past figures to who gave them: "according to the figures that officials gave"."""
        here = at + (tokens.word(at) in ("the", "a", "its", "official", "latest"))
        link = tokens.word(here + 1)
        if tokens.word(here) in _GIVEN and link in ("that", "which", "from", "by", "of", "given"):
            step = 3 if link == "given" and tokens.word(here + 2) == "by" else 2
            return here + step if here + step < len(tokens) else at
        return at

    def _recount(self, tokens: Tokens, at: int) -> None:
        """ "The hospital has lowered its count of people killed from 18 to 16": it says so."""
        here = at + 2 + (tokens.word(at + 2) == "death")
        owned = tokens.word(at + 1) in ("its", "their", "his", "her", "the")
        if not owned or tokens.word(here) not in _COUNTS:
            return
        source, _ = source_before(tokens, at, self.cues, None)
        if source is not None and source.speaks:
            self._add(tokens, source, (at, here + 1), (here, len(tokens)))

    def _said(self, tokens: Tokens, at: int, previous: Phrase | None) -> Phrase | None:
        weak = tokens.low[at] in self.cues.weak
        if tokens.low[at] in _FOUND and tokens.word(at + 1) != "that":
            return None  # "soldiers found a van"
        if tokens.low[at] == "asked" and tokens.word(at + 1) in ("not", "to"):
            return None  # "a nurse who asked not to be named"
        source, begin = source_before(tokens, at, self.cues, previous)
        cue_end = at + 1
        content: tuple[int, int] | None = None
        inverted = False
        if source is None and tokens.low[at] in self.cues.after and self._after_content(tokens, at):
            source = inverted_source(tokens, at + 1, self.cues)
            inverted = source is not None
        if source is None or not source.speaks or (weak and not source.likely):
            return None
        if inverted:
            content = self._left(tokens, at)
            right = source.last
        else:
            right = cue_end
            after = tokens.low[at] in self.cues.after and self._after_content(tokens, source.first)
            if after and (
                self._quote_before(tokens, source.first) or not self._clause_follows(tokens, cue_end)
            ):
                content = self._left(tokens, source.first)
        tail = self._right(tokens, right, content is not None, tokens.low[at] in _TELL)
        if content is None:
            content = tail
        elif tail is not None and self._opens_quote(tokens, tail[0]):
            content = (content[0], tail[1])  # "A," he said, "B"
        if content is None or content[1] - content[0] < 1:
            return None
        self._add(tokens, source, (begin, cue_end), content)
        return source

    def _after_content(self, tokens: Tokens, at: int) -> bool:
        """Whether what stands before token ``at`` closes a clause that may be the content."""
        before = tokens.word(at - 1)
        if before in _CLOSE or (before in (",", "?", "!") and tokens.word(at - 2) in _CLOSE):
            return True
        return before in (",", "—", "–") and at > 3

    def _quote_before(self, tokens: Tokens, at: int) -> bool:
        return any(tokens.word(at - k) in _CLOSE for k in (1, 2))

    def _clause_follows(self, tokens: Tokens, at: int) -> bool:
        """Whether the content comes after the verb, although a comma stands before its subject:
        "Speaking off the record, an official said the men had fled"."""
        if tokens.low[at - 1] in _TELL:  # "…, a spokesman told The Wall Street Journal."
            return self._told_what(tokens, at)
        while tokens.word(at) in _DAYS or tokens.word(at) in self.cues.recipients - {"that"}:
            if tokens.word(at) in _PREPOSITIONS:
                return "that" in tokens.low[at : at + 8]
            at += 1
        return (
            tokens.word(at) not in _CLAUSE_END
            and tokens.word(at) not in _PREPOSITIONS
            and at + 2 < len(tokens)
        )

    @staticmethod
    def _told_what(tokens: Tokens, at: int) -> bool:
        """Whether "told" is followed by whom and what: not in "…, the minister told a news conference"."""
        for here in range(at, min(at + 12, len(tokens))):
            if tokens.low[here] in ("that", ":", "how", "what", "why", "not") or tokens.low[here] in _OPEN:
                return True
            if tokens.low[here] in (",", ";"):
                return False
        return tokens.word(at) in ("him", "her", "them", "me", "us")

    def _left(self, tokens: Tokens, at: int) -> tuple[int, int] | None:
        last = at
        while last > 0 and tokens.word(last - 1) in (",", "—", "–"):
            last -= 1
        return (0, last) if last > 0 else None

    def _right(self, tokens: Tokens, at: int, has_left: bool, tell: bool) -> tuple[int, int] | None:
        """What follows the cue: past "told reporters", "Friday", "in a statement", ":" and "that"."""
        last = len(tokens)
        here = at
        if tell:
            while (
                here < last
                and here < at + 6
                and tokens.word(here) not in ("that", ",", ":", '"', "“", "''", "``", "to", "how")
            ):
                here += 1
            if here >= at + 6 or here >= last:
                here = at + 1
        for step in range(12):
            word = tokens.word(here + step)
            if word == "that" or word == ":":
                here += step + 1
                break
            if word in _OPEN or (word == "," and tokens.word(here + step + 1) in _OPEN):
                here += step + (word == ",")
                break
            opens = word in self.cues.time_words or word in self.cues.recipients
            if (step == 0 and not opens) or word in (",", ".", ";", "who", "which") or word in self.cues.say:
                break
        while here < last and tokens.word(here) in (",", "."):
            here += 1
        if here >= last or (has_left and not self._opens_quote(tokens, here)):
            return None
        return here, last

    @staticmethod
    def _opens_quote(tokens: Tokens, at: int) -> bool:
        return tokens.word(at) in _OPEN

    def _add(self, tokens: Tokens, source: Phrase, cue: tuple[int, int], content: tuple[int, int]) -> None:
        if content[0] >= content[1]:
            return  # "According to the police." with nothing after it: a source that says nothing
        start, end = tokens.start[content[0]], tokens.end[content[1] - 1]
        start, end = self._whole_quote(start, end)
        while end > start and self.text[end - 1] in ".,;":
            end -= 1
        if end <= start:
            return
        speaker = self._speaker(tokens, source, (tokens.start[0], tokens.end[-1]))
        span = self._span(tokens, source.first, source.last)
        self.found.append(
            SourceMention(speaker, span, self._span(tokens, *cue), Span(self.report_id, start, end))
        )
        self.spoken.append(speaker)
        if speaker.name.split():
            self.by_surname[speaker.name.split()[-1]] = speaker

    def _whole_quote(self, start: int, end: int) -> tuple[int, int]:
        """The content widened to the quotations that it begins or ends in."""
        first = max(bisect_right(self.openings, start) - 1, 0)
        for opening, closing in self.quotes[first : bisect_right(self.openings, end)]:
            if opening < start < closing <= end + 2:
                start = opening
            if start <= opening < end < closing:
                end = closing
        return start, end

    def _span(self, tokens: Tokens, first: int, last: int) -> Span:
        return Span(self.report_id, tokens.start[first], tokens.end[last - 1])

    def _speaker(self, tokens: Tokens, source: Phrase, sentence: tuple[int, int]) -> Speaker:
        words = tokens.low[source.first : source.last]
        if len(words) == 1 and words[0] in PRONOUNS:
            if source.first == 0 and self.told_of is not None:
                return self.told_of
            if self.spoken:
                return self.spoken[-1]
        return self._named(tokens, source, sentence)

    def _named(self, tokens: Tokens, source: Phrase, sentence: tuple[int, int]) -> Speaker:
        """The speaker that a phrase names, with what was told of the same name before."""
        words = tokens.low[source.first : source.last]
        span = self._span(tokens, source.first, source.last)
        phrase = self.text[span.start : span.end]
        name = source.name or plain_name(phrase)
        kind = self.cues.kind(words)
        named = source.person and kind != "armed_group"
        earlier = self._known(source.name) if source.name else None
        if earlier is not None and len(earlier.name.split()) >= len(name.split()):
            record = "off" if self._off(sentence) else earlier.record
            return replace(earlier, kind=kind or earlier.kind, record=record)
        record = "off" if self._off(sentence) else "on" if named else ""
        return Speaker(name, kind, record, span)

    def _off(self, sentence: tuple[int, int]) -> bool:
        return self.cues.off_record.search(self.text, *sentence) is not None

    def _known(self, name: str) -> Speaker | None:
        return self.by_surname.get(name.split()[-1]) if name.split() else None

    def finish(self) -> list[SourceMention]:
        """All attributions, with quotations that stand alone given to the one who spoke right before."""
        self.found.sort(key=lambda s: (s.cue_span.start, s.content_span.start))
        alone = []
        for opening, closing in self.quotes:
            at = bisect_right(self.found, opening, key=lambda s: s.cue_span.start) - 1
            if at < 0 or any(
                s.content_span.start < closing and opening < s.content_span.end
                for s in self.found[at : at + 3]
            ):
                continue
            near = self.found[at]
            between = self.text[max(near.cue_span.end, near.content_span.end) : opening]
            if len(between) < 60 and "\n" not in between:
                # "We will not go," he said. "This is our land.": one quotation in two pieces
                content = Span(self.report_id, near.content_span.start, closing)
                self.found[at] = replace(near, content_span=content)
            elif closing - opening >= 40 and self.text.count("\n", near.cue_span.end, opening) <= 2:
                span = Span(self.report_id, opening, closing)
                alone.append(SourceMention(near.speaker, None, near.cue_span, span))
        return sorted([*self.found, *alone], key=lambda s: (s.content_span.start, s.content_span.end))
