"""What others say of a group: blame, accusation, suspicion."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.model import ClaimStance
from dateline.reader.claims.context import Context
from dateline.reader.claims.mention import ClaimMention, Party
from dateline.reader.claims.parties import spoken_by
from dateline.reader.claims.sentence import Sentence
from dateline.reader.claims.words import lists

_L = lists()
_BLAMES = re.compile(
    r"(?i)\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|point(?:ed|s|ing)? (?:the|an accusing"
    r"|a) finger at|suspect(?:s|ed)?"
    r"|(?:held|hold|holds|holding)(?= [\w\s,'’-]{3,60} responsible)"
    r"|(?:put|laid|placed|pinned|pinning) (?:the )?(?:blame|responsibility)(?: for [\w '’-]{3,60})? on"
    r"|attribut(?:es?|ed|ing) (?:it|them|responsibility|(?:the|this|that"
    r"|\w+day['’]s) [\w '’-]{3,50}?) to)(?=\s)"
)
_ON = re.compile(
    r"(?i)\s+(?:it|this|that|them|(?:the|this|these|those|\w+day['’]s|both|an?) [\w '’-]{3,60}?) on\s+"
)
_PASSIVE = frozenset("is are was were be been being".split())
_BLAMED_ON = re.compile(
    r"(?i)\b(?:blamed|pinned) on\s+|\battributed (?:by [\w '’-]{3,40} )?to\s+|\b(?:bore|bears|bearing"
    r"|has|had|have) (?:all )?(?:the )?"
    r"hallmarks? of\s+|\b(?:suspicion|blame) (?:\w+ )?(?:fell|falls|fallen|centered"
    r"|centred) (?:\w+ )?(?:up)?on\s+"
    r"|\b(?:believed|thought|suspected|said) to (?:be|have been) the work of\s+"
)
_BELIEVED = re.compile(
    rf"(?i)\b(?:(?:is|are|was|were|been) (?:\w+ly )?(?:believed|thought|suspected|said|alleged"
    rf"|presumed|reported|accused) "
    rf"(?:to (?:be|have been|have) (?:behind|responsible|involved|{_L.strong_acts})|of (?:being |having )?)"
    rf"|(?:is|are|was|were|has been|have been) (?:\w+ly )?(?:blamed|accused(?= by)|held responsible"
    rf"|implicated))"
)
_RESPONSIBLE = re.compile(
    rf"(?i)\b(?:(?:is|are|was|were|been) (?:behind|responsible for|to blame for|responsible(?=[.,;])"
    rf"|the perpetrators? of)"
    rf"|(?:{_L.strong_acts})\b)"
)
_BELONGED = re.compile(
    r"(?i)\b(?:attackers?|assailants?|gunmen|gunman|bombers?|killers?|perpetrators?|kidnappers?"
    r"|abductors?|captors|raiders|hijackers|"
    r"assassins?|shooters?|hostage-takers|culprits) (?:(?:who|that) [\w ]{3,40} )?(?:had |have |all "
    r"|may )?(?:belong(?:ed|s)? to|"
    r"(?:was|were|are|is|been|come|came)(?: all| also| probably)? (?:(?:from|part of)"
    r"|(?:an? )?(?:members?|militants?|fighters?) (?:of|from)|"
    r"(?:linked|affiliated|associated|connected) (?:to|with)))\s+"
)
_SAY = re.compile(
    r"(?i)\b(?:said|says|saying|told|claim(?:ed|s)|announced|stated|declared|alleg(?:ed|es|ing)"
    r"|insist(?:ed|s)|believed?|believes|"
    r"suspects?|suspected|thinks?|charg(?:ed|es)|report(?:ed|s)|adds?|added|reveal(?:ed|s)"
    r"|confirm(?:ed|s)|conclud(?:ed|es)|"
    r"according to|established|found)\b"
)
_AFTER_SAY = re.compile(
    r"(?i)[,”\"]\s+(?:according to\s+(?P<to>[^,.;]{2,80})|(?P<who>[^,.;“”\"]{2,80}?)\s+(?:said|says"
    r"|told|added|claimed|reported|"
    r"announced|stated|confirmed)\b|(?:said|says|added)\s+(?P<inv>[^,.;]{2,80}))"
)
_OF_WHAT = re.compile(
    r"(?i)(?:[ -](?:forces|troops|soldiers|jets|fighters|militants|government|group"
    r"|rebels))?\s*(?:\([^)]{0,40}\)\s*)?"
    r"(?:,[^,]{0,80},)?\s*(?:of|for|over)\s+"
)
_BY = re.compile(r"(?i)\bby\s+")
_WORDS_OF = re.compile(
    r"(?i)\b(?:statement|message|communiqu|claim|leaflet|quot|remark|words|letter|note|call)"
)
_SUSPECTED_OF = re.compile(
    r"(?i)\s*(?:\([^)]{0,30}\)\s*)?(?:militants |fighters |rebels |group )?of\s+(?:being|having"
    r"|carrying|\w+ing)"
)
_BEFORE_NOUN = frozenset("the an a by of to main prime two".split())
_RARE = ("presumed", "reported", "responsible", "implicated")
_ACTS = (
    "belong|member|militant|fighter| from|part of|linked|affiliated|associated|connected|"
    "behind|responsib|to blame|perpetrat|carried out|committed|staged|mastermind|orchestrat|"
    "conducted|plotted"
).split("|")
_OF_THIS = re.compile(r"(?i)^\s*(?:it|this|that|them) on")
_MANY = re.compile(
    r"(?i)\s*(?:for|of|by)?\s*(?:several|many|various|dozens|numerous|previous|past|hundreds|scores"
    r"|a (?:series|string|number) of)\b"
)
_OF_ITS_OWN = frozenset("it they he its their his we our".split())
_NOT = re.compile(r"(?i)\b(?:whether|if|who|nobody|no one|unclear|not (?:clear|known)|unknown)\b")


def blame(sentence: Sentence, context: Context) -> list[ClaimMention]:
    """Who is blamed in one sentence, and by whom."""
    found: list[ClaimMention] = []
    if sentence.has("blam", "accus", "finger", "suspect", "responsib", "attribut"):
        found += _actively(sentence, context)
    if sentence.has("blam", "accus", "believed", "thought", "suspected", "said to", "alleged", *_RARE):
        found += _passively(sentence, context)
    if sentence.has(" on ", "attribut", "hallmark", "work of"):
        found += _on_whom(sentence, context)
    taken = {c.claimant for c in found}
    if sentence.has(*_ACTS):
        found += [c for c in _said_responsible(sentence, context) if c.claimant not in taken]
    taken = {c.claimant for c in found}
    found += [c for c in _said_by_enemy(sentence, context) if c.claimant not in taken]
    return [c for c in found if c.claimant != c.by]


def _violent_after(sentence: Sentence, at: int, party: Party | None) -> bool:
    """Whether what the party is blamed for is violence; blame without any "for" is of what is told here."""
    text, end = sentence.text, sentence.end
    rest = _OF_WHAT.match(text, at, end)
    if rest is None:
        return party is None or party.armed or party.actor_id is not None or party.force
    until = min(end, rest.end() + 90)
    return _L.violent.search(text, rest.end(), until) is not None


def _actively(sentence: Sentence, context: Context) -> list[ClaimMention]:
    """ "Police blamed X for the raid", "accuse X of killing", "the raid that they blame on X"."""
    found = []
    for match in _BLAMES.finditer(sentence.text, sentence.start, sentence.end):
        token = sentence.token_at(match.start())
        verb, _ = sentence.verb_group(token)
        on = (
            _ON.match(sentence.text, match.end(), sentence.end)
            if match.group()[:4].lower() == "blam"
            else None
        )
        if _no_verb(sentence, token, match) or (on is not None and not _on_violence(on)):
            continue
        at = on.end() if on else match.end() + 1
        where = sentence.after(at)
        by, first, speakers = context.speaker(sentence, verb)
        whom = context.parties.accused(sentence, where, context.told)
        if sentence.low[where[0] : where[0] + 1] in (["of"], ["by"], ["in"]):
            where, whom = (where[0], where[0]), []  # "both accused of the murder"
        if where[0] >= where[1]:  # "the front, which police had blamed for the abduction"
            heads = sentence.antecedent_of_object(verb)
            whom = [p for r in heads[:1] for p in context.parties.accused(sentence, r, context.told)]
            at = sentence.start
        names = {p.name for p in speakers}
        for party in whom:
            behind = max(party.span.end, match.end())
            if party.name in names or party.span.start < at - 1:
                continue
            suspected = match.group()[:7].lower() == "suspect"
            if suspected and not (by and _SUSPECTED_OF.match(sentence.text, party.span.end)):
                continue
            if on is not None or _blamed_for_violence(sentence, behind, party):
                found.append(context.mention(party, (first, behind), ClaimStance.BLAMED, by))
    return found


def _no_verb(sentence: Sentence, token: int, match: re.Match[str]) -> bool:
    """ "the accused", "Accused bomber pleads not guilty", "was not blamed", "an attack blamed on X"."""
    verb, helpers = sentence.verb_group(token)
    word = match.group().lower()
    if helpers & (sentence.lists.negations | _PASSIVE | {"would", "could", "might"}):
        return True
    if token > 0 and sentence.low[token - 1] in _BEFORE_NOUN:
        return True
    if verb == 0 and not word.endswith("ing"):
        return True
    if word in ("accused", "suspected") and sentence.capital(token):
        return True
    return sentence.text[match.end() : match.end() + 4].lower() == " on "


def _on_violence(on: re.Match[str]) -> bool:
    """Not "blaming the fall of prices on Russia"."""
    return _OF_THIS.search(on.group()) is not None or _L.violent.search(on.group()) is not None


def _blamed_for_violence(sentence: Sentence, at: int, party: Party) -> bool:
    """A named group is blamed for what is told here, unless other words follow; a person for violence."""
    if not _violent_after(sentence, at, None if party.armed and party.proper else party):
        return False
    stranger = not party.armed and party.proper and party.actor_id is None
    return not stranger or _of_violence(sentence, party.span.end)


def _of_violence(sentence: Sentence, at: int) -> bool:
    last = min(len(sentence.ends), sentence.token_at(at) + 12)
    return (
        last > 0
        and sentence.ends[last - 1] > at
        and _L.violent.search(sentence.text, at, sentence.ends[last - 1]) is not None
    )


def _passively(sentence: Sentence, context: Context) -> list[ClaimMention]:
    """ "The M23 is accused by Kinshasa of killing", "is believed to be behind"."""
    found = []
    for match in _BELIEVED.finditer(sentence.text, sentence.start, sentence.end):
        verb, helpers = sentence.verb_group(sentence.token_at(match.start()))
        if helpers & sentence.lists.negations:
            continue
        by, reach = _agent(sentence, match.end())
        if not _L.violent.search(
            sentence.text, max(match.start(), reach or match.end() - 12), min(sentence.end, match.end() + 110)
        ):
            continue
        if _MANY.match(sentence.text, match.end(), sentence.end):
            continue
        parties, first = context.subjects(sentence, verb)
        for party in parties:
            if party.actor_id or context.parties.violent_one(party) or party.force:
                end = max(match.end(), reach)
                found.append(context.mention(party, (sentence.starts[first], end), ClaimStance.BLAMED, by))
    return found


def _agent(sentence: Sentence, at: int) -> tuple[str, int]:
    """Who accuses, after "by"; and where those words end."""
    match = _BY.match(sentence.text, at + 1, sentence.end) or _BY.match(sentence.text, at, sentence.end)
    if match is None:
        return "", 0
    where = sentence.after(match.end())
    if where[1] <= where[0]:
        return "", 0
    return spoken_by(sentence, where), sentence.ends[where[1] - 1]


def _on_whom(sentence: Sentence, context: Context) -> list[ClaimMention]:
    """ "The attack was blamed on X", "attributed to X", "bore the hallmarks of X"."""
    found = []
    for match in _BLAMED_ON.finditer(sentence.text, sentence.start, sentence.end):
        where = sentence.after(match.end())
        violent = _L.violent.search(sentence.text, sentence.start, sentence.end)
        if not violent or _WORDS_OF.search(
            sentence.text, max(sentence.start, match.start() - 30), match.start()
        ):
            continue
        for party in context.parties.accused(sentence, where, None):
            if party.armed or party.actor_id:
                by, reach = _agent(sentence, party.span.end)
                if not by and match.group().lower().startswith("blamed"):
                    by = _blamer(sentence, match.start())
                ends = max(party.span.end, reach)
                found.append(context.mention(party, (match.start(), ends), ClaimStance.BLAMED, by))
    return found


def _blamer(sentence: Sentence, at: int) -> str:
    """ "an attack that officials have blamed on X": the officials; nobody in "an attack blamed on X"."""
    token = sentence.token_at(at)
    verb, helpers = sentence.verb_group(token)
    if not helpers & {"has", "have", "had"} or helpers & {"been", "was", "were"}:
        return ""
    first, last = sentence.before(verb)[0]
    events = [t for t in range(first, last) if _L.violent.match(sentence.low[t])]
    return spoken_by(sentence, (events[-1] + 1 if events else first, last))


def _said_responsible(sentence: Sentence, context: Context) -> list[ClaimMention]:
    """ "Officials said the attackers belonged to X", "X was behind the attack, the minister said"."""
    found = []
    text, end = sentence.text, sentence.end
    for match in _BELONGED.finditer(text, sentence.start, end):
        by, first, _ = _speaker_of(sentence, context, match.start())
        if by:
            for party in context.parties.in_phrase(sentence, sentence.after(match.end()), context.told)[:1]:
                if context.parties.violent_one(party):
                    found.append(context.mention(party, (first, party.span.end), ClaimStance.BLAMED, by))
    for match in _RESPONSIBLE.finditer(text, sentence.start, end):
        verb, helpers = sentence.verb_group(sentence.token_at(match.start()))
        if helpers & (sentence.lists.negations | sentence.lists.modals) or _NOT.search(
            text, max(sentence.start, match.start() - 25), match.start()
        ):
            continue
        if match.group().lower().split()[0] not in _PASSIVE and helpers & {
            "was",
            "were",
            "been",
            "be",
            "is",
            "are",
        }:
            continue
        parties, first_token = context.subjects(sentence, verb)
        by, first, speakers = _speaker_of(
            sentence, context, sentence.starts[min(first_token, len(sentence.starts) - 1)]
        )
        names = {p.name for p in speakers}
        if not by or _OF_ITS_OWN & set(sentence.low[first_token:verb]):
            continue
        for party in parties:
            known = party.actor_id or context.parties.violent_one(party)
            if (
                known
                and (party.proper or party.part)
                and party.name not in names
                and _of_violence(sentence, match.start())
            ):
                found.append(
                    context.mention(party, (min(first, match.start()), match.end()), ClaimStance.BLAMED, by)
                )
    return found


def _speaker_of(sentence: Sentence, context: Context, at: int) -> tuple[str, int, list[Party]]:
    """Who says what stands at ``at``: before it ("Officials said that …") or behind (", officials said")."""
    text = sentence.text
    said = None
    for said in _SAY.finditer(text, max(sentence.start, at - 120), at):  # noqa: B007 - the last one counts
        pass
    if said is not None and said.end() + 45 >= at:
        verb, _ = sentence.verb_group(sentence.token_at(said.start()))
        by, first, parties = context.speaker(sentence, verb)
        if by:
            return by, first, parties
    behind = _AFTER_SAY.search(text, at, sentence.end)
    if behind is not None:
        group = "to" if behind["to"] else "who" if behind["who"] else "inv"
        where = (sentence.token_at(behind.start(group)), sentence.token_at(behind.end(group)))
        if where[1] > where[0]:
            by = spoken_by(sentence, where)
            return by, at, context.parties.in_phrase(sentence, where, None)
    return "", at, []


_MEANS = re.compile(
    r"(?i)(?:['’]s?)? (?:fighter |war |combat |military )?(?:jets?|warplanes?|aircraft|planes?"
    r"|helicopters?|gunships?|drones?|troops|"
    r"soldiers|forces|artillery|tanks|bombers|gunboats?|air force|army|navy|police)\b"
)
_DEED = re.compile(rf"(?i)\s+(?:(?:had|has|have) )?(?:deliberately |indiscriminately )?(?:{_L.acts})\b")


def _said_by_enemy(sentence: Sentence, context: Context) -> list[ClaimMention]:
    """ "The rebels say that government jets killed 34 people": an armed group blames a force of the state."""
    found = []
    for party in context.parties.within(sentence.start, sentence.end):
        if party.armed:
            continue
        means = _MEANS.match(sentence.text, party.span.end, sentence.end)
        last = means.end() if means else party.span.end
        deed = _DEED.match(sentence.text, last, min(sentence.end, last + 60))
        if deed is None or not (party.force or means):
            continue
        if means:  # "government jets"
            span = replace(party.span, end=last)
            words = context.text[span.start : last] if not party.proper else party.name
            party = replace(party, span=span, name=words)
        by, first, speakers = _speaker_of(sentence, context, party.span.start)
        if any(context.parties.violent_one(s) for s in speakers):
            found.append(context.mention(party, (first, deed.end()), ClaimStance.BLAMED, by))
    return found
