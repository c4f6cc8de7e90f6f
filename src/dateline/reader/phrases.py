"""The phrase that names a source: before its verb, or after it ("…," said the colonel)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.reader.cues import Cues
from dateline.resolve.how_many.tokens import Tokens

_BETWEEN = frozenset(
    """has have had was were is are be been being will would could may might must can did does do not
    n't never also later then further repeatedly previously already earlier now still recently often
    once just even only quickly initially reportedly both all publicly privately flatly angrily
    falsely has himself herself itself themselves correctly always sometimes again first eventually
    simply actually clearly strongly long apparently immediately ever subsequently specifically
    separately allegedly""".split()
)
_PRONOUNS = frozenset("he she they it who".split())
_OWN = frozenset("i we you i've we've you've i'd we'd".split())
_EDGES = frozenset(
    """, ; : ( ) '' `` " “ ” — – - . ? ! that because but while when if as since although though
    whether after before until where which than so yet unless whereas or""".split()
)
_VERBS = frozenset(
    "was were is are has have had did does do will would could can should may might be been".split()
)
_MODALS = frozenset("would will could can should might may must".split())
_LEADS = frozenset(
    "and but meanwhile however yesterday today also later still then so yet on in at for".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight".split())
# how nouns of those who can speak end: "officials", "spokesman", "the army", "the government"
_SPEAK = tuple(
    """s man woman person police er or ist official group general army ment ion ity team source
    president chief
    family council people""".split()
)
_COMMON = frozenset("the a an officials police witnesses authorities some many".split())
_LONGEST = 14
_BE = frozenset("was were is are be been being".split())
_SAID_TO_BE = frozenset("asked expected told believed thought feared reported".split())
_RELATIVE_ENDS = frozenset(
    (",", ";", ":", "(", ")", "“", "”", '"', "''", "``", ".", "but", "that", "because")
)
# words in the names of bodies: the speaker is no person
_BODIES = frozenset(
    """state front party ministry department group army police press agency times post news council
    union united nations brigade movement organisation organization forces force court committee
    team faction house column brotherhood watch amnesty cross crescent observatory centre center
    university hospital bank corps guard guards command government parliament senate congress""".split()
)
_NOBODY = frozenset("no nobody none neither what nothing".split())
_LONGEST_APPOSITION = 28
_QUOTES = frozenset(("“", "”", '"', "''", "``", ";"))
_NEVER_LAST = frozenset(
    """of in on at by for from with to into about over under a an the his her their its my your our
    this these those and most more very some any no not as than""".split()
)
_TITLES = frozenset(
    "mr mrs ms dr sen rep gov gen lt col maj capt sgt rev prof st jr sr adm cmdr brig atty".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``first`` to ``last`` (exclusive) name a source; ``name`` its proper name or "".

    ``person``: the name is one of a person. ``likely``: it can speak (a name, a pronoun, a noun of people).
    """

    first: int
    last: int
    name: str = ""
    person: bool = False
    likely: bool = True
    speaks: bool = True  # False for "no group", "nobody"


def source_before(tokens: Tokens, at: int, cues: Cues, previous: Phrase | None) -> tuple[Phrase | None, int]:
    """The subject of the verb at ``at``, and where the verb group begins."""
    begin = at
    while begin > 0 and tokens.word(begin - 1) in _BETWEEN:
        begin -= 1
    if begin == 0:
        return None, begin
    before = tokens.word(begin - 1)
    low = tokens.low[at]
    if before in ("to", "'s") or before in _OWN or (tokens.word(begin) in _MODALS and begin < at):
        return None, begin
    if before in ("a", "an", "the", "so-called"):
        return None, begin
    passive = any(tokens.word(k) in _BE for k in range(begin, at)) and not low.endswith("ing")
    if passive and low not in _SAID_TO_BE:
        return None, begin  # "27 people had been admitted"
    if before == "as" and tokens.word(begin - 2) == "quoted":
        subject = begin - 2 - (tokens.word(begin - 3) in _BE)
        return _ending_at(tokens, subject, cues), begin  # "was quoted as saying"
    if low.endswith("ing") and before in (",", "while", "by", "and"):
        return previous or opening_phrase(tokens, begin, cues), begin
    if before in ("and", "or", "but") or (before == "," and tokens.word(begin - 2) in ("and",)):
        return previous or opening_phrase(tokens, begin, cues), begin
    if before == "who":
        edge = begin - 1 - (tokens.word(begin - 2) == ",")
        head = _ending_at(tokens, edge, cues)
        return (replace(head, last=begin) if head else None), begin
    if before in (",", ")", "—", "–", "-"):
        return _apposed(tokens, begin - 1, cues), begin
    if tokens.capital(at) and before not in _PRONOUNS and not tokens.capital(begin - 1):
        return None, begin
    return _relative_head(tokens, begin, cues) or _ending_at(tokens, begin, cues), begin


def _relative_head(tokens: Tokens, begin: int, cues: Cues) -> Phrase | None:
    """ "Two traders who had fled to a village said": the subject stands before "who"."""
    at = begin - 1
    while at > 0 and begin - at < _LONGEST:
        word = tokens.low[at]
        if word == "who" and tokens.word(at - 1) != ",":
            head = _ending_at(tokens, at, cues)
            return replace(head, last=begin) if head is not None else None
        if word in _RELATIVE_ENDS:
            return None
        at -= 1
    return None


def opening_phrase(tokens: Tokens, end: int, cues: Cues) -> Phrase | None:
    """The subject that the sentence opens with: a pronoun, a name, or "the army chief"."""
    first = _without_lead(tokens, 0, end)
    if tokens.word(first) in _PRONOUNS:
        return Phrase(first, first + 1)
    last = first
    stops = _EDGES | _VERBS
    while last < end and last - first < 8 and tokens.low[last] not in stops:
        word = tokens.low[last]
        if word in cues.say or (last > first and word.endswith("ed") and not tokens.capital(last)):
            break  # "Local residents disputed this, saying …"
        last += 1
    if last - first > 4:
        last = first
        while tokens.capital(last):
            last += 1
    if last <= first or tokens.low[last - 1] in _NEVER_LAST:
        return None
    return _made(tokens, first, last)


def _apposed(tokens: Tokens, close: int, cues: Cues) -> Phrase | None:
    """From the name to the mark that closes the apposition: "Sher Afgan, head of the corps, said",
    "Rex Early — who chairs the party — said", "Cruz (R-Tex.) said"."""
    mark = tokens.low[close]
    opening = "(" if mark == ")" else mark
    at = close - 1
    while at > 0 and close - at < _LONGEST_APPOSITION and tokens.low[at] not in _QUOTES:
        if tokens.low[at] == opening and (mark != "," or _opens_apposition(tokens, at)):
            break
        at -= 1
    if tokens.low[at] != opening or at == 0:
        return None
    end = at
    while tokens.word(end - 1) == ")" and end > 0:  # "the Front (LF), which holds the port, said"
        end = max((k for k in range(max(0, end - 8), end) if tokens.low[k] == "("), default=0)
    head = _ending_at(tokens, end, cues)
    if head is None or tokens.low[head.first].isdecimal():
        return None
    if not head.name and mark == "," and tokens.capital(at + 1):
        # "The director, Clarisse Ndong, said": the name stands in the apposition
        inside = _made(tokens, at + 1, close)
        head = replace(head, name=inside.name, person=inside.person)
    return Phrase(head.first, close + (mark == ")"), head.name, head.person, head.likely)


def _opens_apposition(tokens: Tokens, comma: int) -> bool:
    after = tokens.word(comma + 1)
    if tokens.word(comma - 1).isdecimal():
        return False  # "Benford, 58, who lives …": the first comma opens it
    return (
        after
        in (
            "a",
            "an",
            "the",
            "who",
            "of",
            "his",
            "her",
            "which",
            "whose",
            "head",
            "chief",
            "spokesman",
            "director",
        )
        or after.isdecimal()
        or after in ("speaking", "citing", "quoting", "quoted", "asked", "reached", "referring")
        or tokens.capital(comma + 1)
        or (tokens.capital(comma - 1) and after not in ("and", "but", "or", "which"))
    )


def _ending_at(tokens: Tokens, end: int, cues: Cues) -> Phrase | None:
    """The noun phrase whose last token is ``end - 1``."""
    if end <= 0:
        return None
    word = tokens.low[end - 1]
    if word in _PRONOUNS:
        return Phrase(end - 1, end)
    if word in _EDGES or word in _VERBS or word in _NEVER_LAST or not (word[0].isalnum()):
        return None
    first = end - 1
    while first > 0 and end - first < _LONGEST:
        before = tokens.low[first - 1]
        if before == "." and (tokens.word(first - 2) in _TITLES or len(tokens.word(first - 2)) == 1):
            first -= 2  # "Mr. Verdery", "Robert S. Adams"
            continue
        if before in _EDGES or before in _VERBS or before in cues.say or before in ("who", "n't"):
            break
        first -= 1
    first = _without_lead(tokens, first, end)
    return _made(tokens, first, end) if first < end else None


def _without_lead(tokens: Tokens, first: int, end: int) -> int:
    """Past "On Friday", "Meanwhile", "And": the words before the phrase proper."""
    while first < end - 1 and tokens.low[first] in _LEADS:
        first += 1
        while first < end - 1 and tokens.low[first] in _DAYS:
            first += 1
    while first < end - 1 and tokens.low[first] in _DAYS:
        first += 1
    return first


def inverted_source(tokens: Tokens, at: int, cues: Cues) -> Phrase | None:
    """The phrase that starts at ``at``: after "said" or "according to"."""
    if at >= len(tokens):
        return None
    word = tokens.low[at]
    if word in _PRONOUNS:
        return Phrase(at, at + 1)
    if not (word[0].isalnum()) or word in _DAYS or word in ("that", "in", "on", "at", "to", "it"):
        return None
    last = at
    while last < len(tokens) and last - at < _LONGEST:
        now = tokens.low[last]
        if now == "." and (tokens.word(last - 1) in _TITLES or len(tokens.word(last - 1)) == 1):
            last += 1
            continue
        if (
            now in _EDGES
            or now in _DAYS
            or (now in _VERBS and last > at)
            or (now in ("who", "in", "on") and last > at + 1)
        ):
            break
        last += 1
    if tokens.word(last) == "," and tokens.word(last + 1) in ("a", "an", "the", "who") and last > at:
        close = last + 1
        while (
            close < len(tokens) and close - last < _LONGEST and tokens.low[close] not in (",", ".", '"', "“")
        ):
            close += 1
        if close < len(tokens):
            made = _made(tokens, at, last)
            return Phrase(at, close, made.name, made.person)
    return _made(tokens, at, last) if last > at else None


def _made(tokens: Tokens, first: int, last: int) -> Phrase:
    """The phrase with the proper name in it, if any: the last run of capitals before "of", "for", "in"."""
    end = first
    while end < last and tokens.low[end] not in ("of", "for", "in", "from", "at", "with", "on"):
        end += 1
    stop = end
    while stop > first and not tokens.capital(stop - 1):
        stop -= 1
    begin = stop
    while begin > first and (tokens.capital(begin - 1) or tokens.word(begin - 1) in (".", "de", "al", "bin")):
        begin -= 1
    while begin < stop and not tokens.raw[begin][0].isalpha():
        begin += 1
    name = " ".join(tokens.raw[begin:stop]).replace(" .", ".")
    common = tokens.word(begin) in _COMMON
    if tokens.low[first] in _NOBODY:
        return Phrase(first, last, likely=False, speaks=False)
    words = stop - begin
    lone = words == 1 and begin == first and stop == begin + 1 and not tokens.capital(end - 1)
    if words and (common or lone):  # "Local residents"
        name, words = "", 0
    person = words >= 2 and tokens.word(begin - 1) != "the" and not _BODIES & set(tokens.low[begin:stop])
    likely = tokens.capital(last - 1) or tokens.capital(first) or tokens.low[last - 1].endswith(_SPEAK)
    return Phrase(first, last, name if words >= 1 else "", person, likely)
