"""What a group says of its own deeds: claims of responsibility and denials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dateline.model import ClaimStance
from dateline.reader.claims.context import DOUBT, JOINT, Context, channel
from dateline.reader.claims.mention import ClaimMention, Party
from dateline.reader.claims.sentence import Sentence
from dateline.reader.claims.words import lists

_L = lists()
_FILL = r"(?:[\w'’-]+ ){0,3}?"
_BARE = r"(?:(?!(?:the|an?|that|to|was|were|of|in|had|has|by)\b)[\w'’-]+ ){0,3}?"
_SAY = (
    r"(?:said|says|saying|claim(?:ed|s|ing)?|announc(?:ed|es|ing)|boast(?:ed|s)|stated|states"
    r"|declar(?:ed|es|ing)|confirm(?:ed|s)|"
    r"admitt?(?:ed|s)|acknowledg(?:ed|es)|insist(?:ed|s)|told [\w ]{2,30}?)"
)
_BY_MEANS = r"(?:,? (?:through|via|in|on|by|later) [^,.;:]{2,45}?,?|,? (?:on )?\w+day,?){0,2}"
# "it", "its fighters", "three of its men", "three fighters of the group", "the group"
_W = r"(?!(?:was|were|is|are|been|had|has|have|who|that)\b)[\w-]+"
_OWN = (
    rf"(?:it|they|he|she|we|(?:[\w'’-]+ ){{0,4}}(?:its|their|our|his)(?: own)? (?:{_W} ){{0,3}}?{_W}|"
    r"(?:[\w'’-]+ ){0,3}(?:fighters?|members?|men|militants|bombers?|gunmen) (?:of|from) the "
    r"(?:group|movement|organi[sz]ation|faction|front)|the (?:group|movement|organi[sz]ation))"
)
_AUX = r"(?:(?:has|have|had|also|jointly|deliberately|now|since|themselves|himself|recently) ){0,3}"
_CLAIM = re.compile(
    rf"(?i)\b(?:(?:claim(?:ed|s|ing)?|took|taken|taking|takes|take|accept(?:ed|s|ing)?|assum(?:ed|es"
    rf"|ing)|admitt?(?:ed|s|ing)?"
    rf"|acknowledg(?:ed|es)) {_FILL}(?:responsibility|credit|authorship)"
    # not "claimed that the attack was", "claimed the attack had been"
    rf"|claim(?:ed|s|ing)? (?:both|the|this|those|these|an?|its"
    rf"|\w+day(?: night| morning)?['’]s) {_BARE}(?:{_L.events})\b"
    rf"(?! (?:was|were|is|are|had|has|have|would|will|took|came|could)\b)"
    rf"|claim(?:ed|s|ing)? that (?:(?!the|an?|its?|their|this"
    rf"|they)[\w-]+ )?(?:{_L.events})\b(?! (?:was|were|is|are|had|has|have)\b)"
    rf"|claim(?:ed|s) (?:it|both|them|so)(?=\s*(?:[,.;]|too\b|also\b|as well\b|and\b|in an?\b"
    rf"|through\b|on \w+day))"
    rf"|ma(?:kes|de) an? (?:\w+ )?claim(?= of responsib|\s*[,.;]|\s+(?:of|on|for|but)))"
)
# "which Islamic State has claimed too"
_CLAIM_OF_WHICH = re.compile(
    r"(?i)\b(?:which|that) (?=((?:[\w'’-]+ ){1,6}?)(?:has |have |had |also |later "
    r"|since )*(claimed)(?=\s*(?:[,.;]|too\b|"
    r"also\b|as well\b|on \w+day|in an?\b|through\b|$)))"
)
_WORK = (
    r"(?:the work of (?:[\w'’-]+ ){0,4}?(?:its|their) (?:[\w-]+ )?[\w-]+|"
    r"(?:their|its|his|our) (?:own )?(?:work|doing|responsibility)"
    rf"|(?:its|their|our) {_W} (?:who|that|which))"
)
_SAYS_OWN = re.compile(
    rf"(?i)\b{_SAY}{_BY_MEANS} (?:that )?(?:(?P<who>{_OWN}) {_AUX}(?:(?P<act>{_L.acts})\b|(?:was|were"
    rf"|is|are|been|being|stood) {_AUX}"
    rf"(?P<be>behind|responsible|involved in))|(?:[\w'’-]+ ){{1,6}}?(?:was|were|is|been"
    rf"|being) (?P<work>{_WORK}))"
)
_TO_HAVE = re.compile(
    rf"(?i)\bclaim(?:ed|s|ing)? (?:to have|to be|having) (?:{_AUX})(?:{_L.acts}|behind|responsible)\b"
)
_CLAIMED_BY = re.compile(
    rf"(?i)(?:\b(?:was|were|been|is|being|are) (?:\w+ly |also |later "
    rf"|since ){{0,2}}claimed (?:jointly |later )?by"
    rf"|\b(?:{_L.events}) claimed by|(?<=,\s)(?:later )?claimed (?:jointly )?by"
    rf"|\bresponsibility (?:for [\w ’'-]{{3,60}} )?(?:was|were"
    rf"|has been) (?:\w+ly |also |later |since )*"
    rf"(?:claimed|taken|assumed|accepted) by"
    rf"|\bclaims? of responsibility (?:\w+ ){{0,4}}?(?:by|from|in the name of|on behalf of)"
    # "an anonymous caller claimed responsibility on behalf of the front"
    rf"|\b(?:claim(?:ed|ing)|took|taking) (?:\w+ )?responsibility (?:for [\w ’'-]{{3,60}} )?"
    rf"(?:in the name of|on behalf of))\s+"
)
# "withdrew its claim of responsibility": it says now that it was not behind it
_TAKEN_BACK = re.compile(
    r"(?i)\b(?:withdr(?:ew|awn?|awing)|retract(?:ed|ing|s)?|recant(?:ed|ing|s)?|(?:took|taken|taking) back"
    r"|disown(?:ed|ing|s)?)\s+(?:its|their|the|an?|his|that)\s+(?:\w+\s+){0,2}\Z"
)
_SO_DID = re.compile(r"(?i)[\s,](?:and )?(?:so|as) (?:did|has|have|had|does|do)\s+(?:the )?(?=\w)")
# "attacks across the country", "several attacks in recent months": no claim of what is told here
_HISTORY = re.compile(
    r"(?i)\s*(?:for|of|in)?\s*(?:a (?:number|series|string|spate|wave|range|variety|host|score"
    r"|dozen) of|several|many|most|dozens|"
    r"numerous|some|previous|past|similar|other|scores|hundreds|multiple|various|recent|earlier"
    r"|almost all|nearly all|"
    r"frequent|a similar|much of|deadly attacks|(?:such |terror(?:ist)? |suicide |bomb )?(?:attacks"
    r"|bombings|killings) (?:in|across|against|on))\b"
)
_NONE = re.compile(
    r"(?i)\b(?:no (?:immediate |formal |official |credible )?claims?\b|without (?:any )?claim|whether"
    r"|yet to|if)\b"
)
_DENY = re.compile(
    r"(?i)\b(?:den(?:ied|ies|y|ying)|disclaim(?:ed|s|ing)?|disavow(?:ed|s)?|reject(?:ed|s|ing)?"
    r"|dismiss(?:ed|es|ing)?)\b"
)
_DENIED = re.compile(
    r"(?i)\s+(?:(?:any|all|its|their|the|his|her|such|having|being|direct|having had|police"
    r"|government|\w+['’]s?) ){0,3}?"
    r"(?P<what>(?:involvement|responsibility|role|part|links?|connections?|knowledge|hand"
    r"|participation|complicity|"
    r"accusations?|allegations?|charges?|blame|implication)\b(?! against)(?: in(?P<in> [\w '’-]{3,40}))?)"
)
_DENIED_IT = re.compile(
    r"(?i)\s+(?:it|this|that|doing so|the (?:report|claim|charge|accusation)s?)(?=\s*(?:[,.;”\"]|$"
    r"|and\b|but\b|on \w+day|saying))"
)
_DENIED_THAT = re.compile(
    rf"(?i)\s+(?:that )?(?:(?P<who>{_OWN}|(?:[\w'’-]+ ){{1,5}}?(?=(?:had|has|have|was|were|are|is)\b)) ?)"
)
_DENIED_DOING = re.compile(
    rf"(?i)\s+(?:having |being |ever )?(?:(?:{_L.acts})\b|behind\b|responsible\b|involved\b|anything to do)"
)
_WE = re.compile(
    rf"(?i)\b(?:we|our (?:fighters|men|forces|brothers|members"
    rf"|brigade)) {_AUX}(?:(?:{_L.strong_acts})\b|(?:claim|take|accept|assume)"
    r" (?:the |full )?responsibility|(?:are|were|was) (?:behind|responsible))"
)
_NOT_OURS = re.compile(
    rf"(?i)\b{_SAY}{_BY_MEANS} (?:that )?(?:{_OWN}) (?:(?:had|has|have) nothing to do with|(?:was|were"
    rf"|is|are) (?:not|never|in no way) "
    rf"(?:behind|responsible|involved)|(?:had|has|have|played|took) (?:no|not any|never any) (?:part"
    rf"|role|hand|involvement|responsibility|"
    rf"link)|(?:did|had|has|have|do|does) (?:not|never) (?:{_AUX})(?:carr(?:y|ied) out|attack|bomb"
    rf"|kill|fire|shell|abduct|kidnap|target|"
    rf"have (?:the|any) (?:\w+ )?(?:men|women|hostages?|captives?|girls|boys|children|workers?"
    rf"|engineers?|journalists?|victims?)|"
    rf"(?:hold|been holding|taken) (?:the|any|them)|commit|plant|shoot)\w*)"
)
_DISTANCED = re.compile(r"(?i)\bdistanc(?:ed|es|ing) (?:itself|themselves) from (?:[\w'’-]+ ){1,4}")


def own(sentence: Sentence, context: Context) -> Iterator[ClaimMention]:
    """The claims and denials of one sentence."""
    yield from _denials(sentence, context)
    made = list(_claims(sentence, context))
    yield from made
    yield from _so_did(sentence, context, made)


def _claims(sentence: Sentence, context: Context) -> Iterator[ClaimMention]:
    text, start, end = sentence.text, sentence.start, sentence.end
    if sentence.has("claim", "responsib", "credit", "authorship"):
        yield from _claim_words(sentence, context)
    if sentence.has("it ", "its ", "they ", "their ", "we ", "our ", "of the ", "he "):
        yield from _own_deeds(sentence, context)
    if sentence.has("we ", "our ") and sentence.has('"', "“"):
        for match in _WE.finditer(text, start, end):
            yield from _quoted(sentence, context, match)


def _claim_words(sentence: Sentence, context: Context) -> Iterator[ClaimMention]:
    text, start, end = sentence.text, sentence.start, sentence.end
    for match in _CLAIM.finditer(text, start, end):
        if not _HISTORY.match(text, match.end(), end):
            yield from _claimed(sentence, context, match.start(), match.end())
    for match in _CLAIM_OF_WHICH.finditer(text, start, end):
        yield from _claimed(sentence, context, match.start(2), match.end(2))
    for match in _TO_HAVE.finditer(text, start, end):
        for claim, party in _with_party(sentence, context, match.start(), match.end()):
            if context.parties.violent_one(party):
                yield claim
    for match in _CLAIMED_BY.finditer(text, start, end):
        yield from _claimed_by(sentence, context, match)


def _own_deeds(sentence: Sentence, context: Context) -> Iterator[ClaimMention]:
    """ "The group said its fighters had carried out the raid"; what the police say of theirs is no claim."""
    for match in _SAYS_OWN.finditer(sentence.text, sentence.start, sentence.end):
        by_group = (match["who"] or "its").lower() in ("he", "she")
        for claim, party in _with_party(sentence, context, match.start(), match.end()):
            if not by_group and context.parties.violent_one(party):
                yield claim


def _claimed(sentence: Sentence, context: Context, cue: int, reach: int) -> Iterator[ClaimMention]:
    """A minister who takes responsibility for a defeat, or a candidate who takes credit, claims no attack."""
    text = sentence.text
    back = _TAKEN_BACK.search(text, max(sentence.start, cue - 40), cue)
    for claim, party in _with_party(sentence, context, back.start() if back else cue, reach):
        if back:
            yield replace(claim, stance=ClaimStance.DENIES)
        elif (
            party.armed or party.actor_id or _L.violent.search(text, cue + 15, min(reach + 90, sentence.end))
        ):
            yield claim


def _with_party(
    sentence: Sentence, context: Context, cue: int, reach: int
) -> Iterator[tuple[ClaimMention, Party]]:
    """The claims of whoever stands before the verb at ``cue``; of nobody when it is negated."""
    token = sentence.token_at(cue)
    verb, helpers = sentence.verb_group(token)
    if helpers & (sentence.lists.negations | sentence.lists.modals) or "been" in helpers:
        return
    if sentence.low[-1] == "?":
        return
    before = max(sentence.start, cue - 60)
    if _NONE.search(sentence.text, before, cue):
        return
    parties, first = context.subjects(sentence, verb)
    parties = [p for p in parties if p.armed or p.proper or p.force or p.actor_id]
    if any(w in sentence.lists.nobody for w in sentence.low[max(first, verb - 12) : verb]):
        if not parties or parties[0].span.start < sentence.starts[first]:
            return
        if sentence.low[first] in sentence.lists.nobody or not parties[0].proper:
            return
    for party in parties:
        by, ends = channel(sentence, cue)
        joint, joint_end = _joint(sentence, context, cue, party)
        made = context.mention(
            party, (min(cue, party.span.start), max(reach, ends, joint_end)), ClaimStance.CLAIMS, party.name
        )
        yield replace(made, channel=by, jointly_with=joint, disputed=_disputed(sentence, len(parties))), party


def _joint(sentence: Sentence, context: Context, after: int, claimant: Party) -> tuple[str, int]:
    match = JOINT.search(sentence.text, after, sentence.end)
    if match is None:
        return "", 0
    near = context.parties.within(match.start(), sentence.end)
    other = next(
        (p for p in near if p.span.start <= match.end() + 6 and p.name != claimant.name and p.armed), None
    )
    return (other.name, other.span.end) if other else ("", 0)


def _disputed(sentence: Sentence, claimants: int) -> bool:
    """Two groups claim the same, or this sentence or the next doubts it."""
    both = claimants > 1 and "both" in sentence.low
    return both or DOUBT.search(sentence.text, sentence.start, sentence.next_end) is not None


def _claimed_by(sentence: Sentence, context: Context, match: re.Match[str]) -> Iterator[ClaimMention]:
    """ "The bombing was claimed by al-Shabab": the group after the verb."""
    if _NONE.search(sentence.text, max(sentence.start, match.start() - 30), match.end()):
        return
    token = sentence.token_at(match.start() + 1)
    _, helpers = sentence.verb_group(token)
    low = sentence.low[token : sentence.token_at(match.end())]
    if helpers & sentence.lists.negations or sentence.lists.negations & set(low):
        return
    where = sentence.after(match.end())
    for party in context.parties.in_phrase(sentence, where, context.told):
        by, ends = channel(sentence, match.start())
        joint, joint_end = _joint(sentence, context, party.span.end, party)
        reach = (match.start(), max(match.end(), ends, joint_end))
        made = context.mention(party, reach, ClaimStance.CLAIMS, party.name)
        yield replace(made, channel=by, jointly_with=joint, disputed=_disputed(sentence, 1))


def _quoted(sentence: Sentence, context: Context, match: re.Match[str]) -> Iterator[ClaimMention]:
    """ "We carried out the operation," said a spokesman of the Taliban: the group outside the quotation."""
    text = sentence.text
    opened = max(text.rfind(mark, sentence.start, match.start()) for mark in '"“')
    closed = next((i for i in range(match.end(), sentence.end) if text[i] in '"”'), sentence.end)
    if opened < 0:
        return
    outside = context.parties.within(closed, sentence.end) + context.parties.within(sentence.start, opened)
    for party in [p for p in outside if context.parties.violent_one(p) and p.proper][:1]:
        said, ends = channel(sentence, match.start())
        reach = (match.start(), max(match.end(), ends))
        yield replace(context.mention(party, reach, ClaimStance.CLAIMS, party.name), channel=said)


def _so_did(sentence: Sentence, context: Context, made: list[ClaimMention]) -> Iterator[ClaimMention]:
    """ "X claimed that bombing, and so did Y"."""
    for match in _SO_DID.finditer(sentence.text, sentence.start, sentence.end) if made else ():
        before = [c for c in made if c.span.start < match.start()]
        for party in context.parties.in_phrase(sentence, sentence.after(match.end()), None) if before else ():
            yield replace(
                before[-1],
                span=replace(before[-1].span, end=max(before[-1].span.end, party.span.end)),
                claimant=party.name,
                claimant_span=party.span,
                by=party.name,
                actor_id=party.actor_id,
                jointly_with="",
            )


def _denials(sentence: Sentence, context: Context) -> Iterator[ClaimMention]:
    text, start, end = sentence.text, sentence.start, sentence.end
    deny = sentence.has("den", "disclaim", "disavow", "reject", "dismiss")
    for match in _DENY.finditer(text, start, end) if deny else ():
        reach = _denied(sentence, context, match)
        if reach:
            yield from _denying(sentence, context, match, reach)
    for pattern in (_NOT_OURS, _DISTANCED) if sentence.has(" not", " no ", "never", "distanc") else ():
        for match in pattern.finditer(text, start, end):
            yield from _denying(sentence, context, match, match.end())


def _denied(sentence: Sentence, context: Context, match: re.Match[str]) -> int:
    """Where the words end that say what is denied; 0 when it is nothing violent ("denied him a visa")."""
    text, at, end = sentence.text, match.end(), sentence.end
    plain = match.group().lower().startswith("den")
    if (what := _DENIED.match(text, at, end)) is not None:
        other = what["in"]
        return (
            what.end() if other is None or _L.violent.search(other) or _L.violent.search(text, at, end) else 0
        )
    if plain and (what := _DENIED_IT.match(text, at, end)) is not None:
        blamed = any(c.stance is ClaimStance.BLAMED and start_near(c, sentence) for c in context.found[-3:])
        return what.end() if blamed else 0
    if plain and (what := _DENIED_DOING.match(text, at, end)) is not None:
        return what.end()
    if plain and (what := _DENIED_THAT.match(text, at, end)) is not None:
        first = sentence.token_at(what.end())
        last = min(len(sentence.low), first + 8)
        if first < last:
            told = re.compile(r"(?i)anything to do|part in|role in|hand in|link").search(
                text, what.end(), sentence.ends[last - 1]
            ) or _L.violent.search(text, what.end(), sentence.ends[last - 1])
            return told.end() if told else 0
    return 0


def start_near(claim: ClaimMention, sentence: Sentence) -> bool:
    """Whether a claim stands in this sentence or shortly before it."""
    return claim.span.start >= sentence.start - 300


def _denying(
    sentence: Sentence, context: Context, match: re.Match[str], reach: int
) -> Iterator[ClaimMention]:
    verb, helpers = sentence.verb_group(sentence.token_at(match.start()))
    if helpers & (
        sentence.lists.negations | sentence.lists.modals | {"was", "were", "been", "be", "is", "are"}
    ):
        return
    by, first, parties = context.speaker(sentence, verb)
    found, where = context.subjects(sentence, verb)
    parties = found or parties
    first = min(first, sentence.starts[where]) if where < len(sentence.starts) else first
    accused = _whose(sentence, context, match)
    for party in accused or parties[:1]:
        known = party.armed or party.actor_id or party.force or not party.proper
        if not known and not _L.violent.search(sentence.text, match.start(), sentence.end):
            continue  # a person, and nothing violent
        name = by if accused and by else party.name
        said, ends = channel(sentence, match.start())
        begin = min(first if accused else party.span.start, match.start())
        until = max(reach, sentence.ends[sentence.token_at(reach - 1) - 1] if reach > 1 else reach)
        made = context.mention(party, (begin, max(until, ends)), ClaimStance.DENIES, name)
        yield replace(made, channel=said)


def _whose(sentence: Sentence, context: Context, match: re.Match[str]) -> list[Party]:
    """ "The minister denied that Houthi fighters had shelled the port": the fighters are spoken of."""
    what = _DENIED_THAT.match(sentence.text, match.end(), sentence.end)
    if what is None or _L.violent.match(what["who"] or ""):
        return []
    if re.match(r"(?i)(?:it|they|he|she|we)\b|.*\b(?:its|their|his|her|our)\b", what["who"]):
        return []
    return [p for p in context.parties.within(what.start("who"), what.end("who")) if p.armed and p.proper][:1]
