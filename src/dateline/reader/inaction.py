"""Where a report says that police or troops did not act: no incident of its own, but part of what it tells.

A cue, not a reading: the forces as subject and a verb of failing to act in one clause ("police stood by as
the mob …"), or a noun of it that is theirs ("the inaction of the police").
"""

from __future__ import annotations

import re

_FORCES = (
    r"(?:police(?:m[ae]n|wom[ae]n)?|cops?|constables?|(?:police )?officers?|gendarmes?|guards|troops|soldiers"
    r"|security (?:forces|personnel|men)|law[- ]enforce(?:ment|rs)(?: agencies)?|riot squads?|(?:the )?army"
    r"|paramilitar(?:y|ies))"
)
# One of them stands in all of these words: asked first, for few sentences hold one.
_STEMS = (
    "polic", "cop", "constab", "officer", "gendarme", "guard", "troop", "soldier", "secur", "enforce", "riot",
    "army", "paramil",
)  # fmt: skip
# up to six words between subject and verb, none of which begins what somebody says or another clause
_BETWEEN = (
    r"(?:,?\s+(?!(?:sa(?:ys?|id|ying)|told|that|who(?:m|se)?|because|but|and|when|while|after"
    r"|believe[sd]?|think|suspect|not(?! only)|never|did|do|does)\b|\w+n['’]t\b)"
    r"[\w'’()-]+){0,6}?,?\s+"
)
# What forces are there for: who does not do it failed to act. "Did not comment" is none of it.
_DUTY = (
    r"(?:act|intervene|respond(?! to (?:\w+ ){0,2}(?:requests?|questions?|e-?mails?|messages?|comments?))"
    r"|react|come|turn up|arrive|appear(?! to)|stop|help|move|protect|prevent|register|take|lift|step in"
    r"|bother|interfere|control|disperse|chase|resist|reach|go|enter|listen|heed|attend|rescue|save|budge|lodge|pursue"
    r"|contain|curb|check|quell|do (?:anything|enough|much))"
)
# All that may stand between coming and how late it was: "came to arrest him hours later" is not late.
_SCENE = r"(?:(?:to|at|in|on|the|there|scene|spot|site|area|village|town|place|market|mosque) ){0,4}"
_SOME = (
    r"(?:(?:nearly|about|over|almost|some|at least|more than|to|several|many|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|twelve|\d+) ){0,3}"
)
_NOT_ACT = "|".join(
    (
        r"fail(?:ed|s|ing)? (?:to|in)\b",
        r"(?:did|do|does|done|doing) (?:nothing|little|precious little)\b",
        rf"(?:did|do|does|had|have|has|would|will)(?: not|n['’]?t)(?: even)? {_DUTY}(?:d|ed|n)?\b",
        r"(?:was|were|is|are) (?:simply |just )?not (?:act|respond|interven|com|mov|help|do)ing\b",
        r"(?:refus|declin)(?:ed?|es|ing) to "
        rf"(?:{_DUTY}|file|record|accept|escort|investigate|open the gates?)\b",
        r"(?:could not|couldn['’]t|(?:was|were|is|are) unable to) "
        r"(?:control|stop|prevent|save|protect|intervene|reach|contain|arrive|come|handle|check|help|curb|cope|"
        r"rescue|hold|do)\b",
        r"could do (?:nothing|little)\b",
        r"st(?:ood|ands?|anding) (?:by|idle|idly|and watch\w*|watching|around|still|aside)\b",
        r"(?:prefer|chose|decid)(?:red|ed)? (?:to )?(?:stand|look|watch|stay|remain|wait)\b",
        r"look(?:ed|ing|s)? (?:on\b|the other way)",
        r"watch(?:ed|ing) (?:as|while|silently|helplessly|the (?:mobs?|crowds?|rioters|show))\b",
        r"turn(?:ed|ing|s)? (?:a blind eye|a deaf ear|(?:us|them|him|her|victims) away)",
        r"(?:remain|stay|stood|stand|was|were|act|bec[ao]me)(?:ed)? (?:as |like )?(?:a |the )?"
        r"(?:mute |silent |mere |passive |helpless )*"
        r"(?:spectators?|onlookers?|bystanders?|witness(?:es)?|inactive|passive|unmoved|indifferent|inert|absent|"
        r"helpless|at a loss|conspicuous by (?:its|their) absence)\b",
        r"ma(?:de|king|ke) (?:no|little|hardly any|scant|not any) (?:attempts?|efforts?|moves?)\b",
        r"t(?:ook|aking|ake) (?:no|little) (?:action|steps|notice|interest)\b",
        r"never (?:came|arrived|responded|acted|turned up|showed up|intervened|reached|bothered)\b",
        r"(?:was|were) (?:nowhere\b|not (?:present"
        r"(?! (?:in|at) (?:court|the (?:court|hearing|trial|meeting)))|there|around|to be (?:seen|found))\b)",
        r"ha(?:d|ve|s) no orders? to (?:act|shoot|fire|intervene|move|stop|help|save)\b",
        r"neglect(?:ed|ing)? to\b",
        r"ignor(?:ed|ing) (?:the |their |our |his |her |repeated |all |frantic |distress )*"
        r"(?:calls?|pleas?|appeals?|complaints?|requests?|warnings?)\b",
        r"without (?:acting|intervening|interfering)\b",
        r"(?:allow|let|permit)(?:ted|ed|ting|ing)? (?:the |these |those |such |armed |rampaging )*"
        r"(?:mobs?|crowds?|rioters|attackers|arsonists|looters|goons|miscreants)\b",
        r"(?:ducked|ran|fled) for (?:cover|safety|their lives)\b",
        r"(?:arriv|reach|c[ao]m|act|respond|react|turn|interven)\w* "
        r"(?:up |there |in |the (?:spot|scene|site|area) )*(?:too |very |hours |much |only |so )*late"
        r"(?! (?:on |at |in |mon|tues|wednes|thurs|fri|satur|sun|last|yesterday|this|that|night|afternoon))"
        r"\b",
        r"(?:was|were|are|is) (?:too |very |painfully )?"
        r"(?:slow|late|reluctant|unwilling|hesitant|sluggish|tardy) (?:to|in)\b",
        rf"(?:arriv(?:ed?|es|ing)|reach(?:ed|es|ing)?|turn(?:ed|ing)? up|c[ao]me) {_SCENE}"
        rf"(?:{_SOME}hours? later|only (?:after|when|once)|(?:long|well) after)\b",
    )
)
_NOUN = (
    r"(?:in(?:action|activity|difference)|apathy|passivity|negligence|failures?|unwillingness|reluctance|"
    r"non-?intervention|ineffectiveness|inefficiency|incompetence|inability|laxity|lapses?|lethargy|"
    r"complacency|callousness|dereliction)"
)
_QUOTED = r"[\"'“‘]*"  # what others call it stands in marks: their "inaction"
# Of whom else it is: "the apathy of the administration, especially the police", "the police and army".
_WITH_OTHERS = (
    r"(?:[\w-]+ ){0,2}(?:[\w-]+(?:,? (?:especially|particularly|including)| and) (?:the )?(?:[\w-]+ )?)?"
)
_AND_OTHERS = (
    r"(?:,? and (?:the )?(?:[\w-]+ )?(?:administration|government|authorities|army|officials|[\w-]+ forces))?"
)
# How late or little what the forces did was, what that was, and what they were asked by.
_SLOW = r"(?:too little|too late|sluggish|slow|late|tardy|delayed|belated|inadequate|half-hearted|poor)"
_ANSWER = r"(?:response|reaction|action|intervention|arrival)"
_PLEAS = r"(?:calls?|pleas?|appeals?|complaints?|requests?|warnings?)"
_CUE = re.compile(
    rf"\b(?:(?<!according to )(?<!according to the ){_FORCES}\b{_AND_OTHERS}{_BETWEEN}(?:{_NOT_ACT})"
    rf"|{_FORCES}(?:['’]s?)?\s+(?:\w+\s+)?{_QUOTED}{_NOUN}\b"
    rf"|{_FORCES}\b{_AND_OTHERS} (?:[\w-]+ ){{0,2}}(?:for|of) (?:its|their) (?:\w+ )?{_QUOTED}{_NOUN}\b"
    rf"|{_NOUN}[\"'”’]? (?:of|by|on (?:the )?part of|from) (?:the )?{_WITH_OTHERS}{_FORCES}\b(?!['’]s)"
    rf"|(?:accus|blam|critici[sz]|condemn|fault)\w* (?:the )?(?:(?!of )[\w-]+ ){{0,2}}{_FORCES}\b"
    rf"{_AND_OTHERS} (?:of|for) not (?:even )?(?:act|interven|respond|react|com|stopp|help|mov|protect|"
    r"prevent|register|tak|do|control|dispers|sav|rescu|provid|ensur)ing\b"
    rf"|{_FORCES} (?:ha(?:d|ve) )?(?:abandon(?:ed)?|desert(?:ed)?|quit|fled) (?:their|its) "
    r"(?:posts?|positions?|stations?)\b"
    rf"|{_FORCES} (?:was|were|had been) (?:\w+ly |far |soon )?(?:outnumbered|overpowered"
    r"|overwhelmed(?! (?:by|with) (?:the )?(?:support|grief|gifts|emotion|calls|tips)))\b"
    rf"|{_FORCES}(?:['’]s?)? {_ANSWER} (?:was|were|had been|came) (?:too |very |far too )?{_SLOW}\b"
    rf"|(?:{_SLOW}|lack of(?: an?y)?) {_ANSWER} (?:of|by|from) (?:the )?(?:[\w-]+ ){{0,2}}{_FORCES}\b"
    rf"|despite (?:[\w-]+ ){{0,3}}{_PLEAS} (?:[\w-]+ ){{0,2}}to (?:the )?"
    rf"(?:local |riot |nearby |city |state )?{_FORCES}\b"
    rf"|(?:in full view|under the (?:very )?noses?|right in front|before the (?:very )?eyes) of (?:the )?"
    rf"(?:[\w-]+ ){{0,3}}{_FORCES}\b(?! (?:stations?|headquarters|barracks|posts?|bases?|cameras?|cars?))"
    rf"|not (?:a|one) (?:single )?(?:[\w-]+ )?{_FORCES} "
    r"(?:(?:was|could be) (?:present|there|around|in sight|seen|found|to be seen|sent|deployed)|came|arrived|"
    r"in sight|to be seen|turned up)\b"
    rf"|(?:inadequate|insufficient|thin|scant|hardly any|skeletal|meagre) (?:{_FORCES}|security) "
    r"(?:presence|force|deployment|protection|cover)\b"
    rf"|(?:lack|absence) of (?:any |adequate |proper |prompt )?(?:the )?{_FORCES}"
    r"(?: (?:action|presence|protection|response|help|intervention|assistance))?\b"
    rf"|no (?:[\w-]+ )?{_FORCES} (?:came|arrived|turned up|intervened|responded|protection|help|"
    r"(?:was|were) (?:present|there|in sight|to be seen))"
    rf"|no signs? of (?:the |any )?{_FORCES}\b"
    rf"|neither (?:the )?(?:[\w-]+ )?{_FORCES} nor [\w -]{{1,60}} "
    r"(?:could|did|came|acted|intervened|helped)\b"
    rf"|{_FORCES} (?:intervention|help|protection|assistance)[\w ,]{{0,20}} never (?:came|arrived|reached)\b"
    r"|(?:calls?|pleas?|appeals?|complaints?) (?:to|for) (?:help (?:from|to) )?(?:the )?(?:[\w-]+ )?"
    rf"{_FORCES}[\w ,]{{0,30}} "
    r"(?:unanswered|in vain|ignored|unheeded|deaf ears|no (?:avail|response|help|reply|answer))\b)"
)


def failed_to_act(text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Offsets of the first words in ``text[start:end]``, one sentence, that say so; None without any."""
    said = text[start:end]
    words = said.lower()
    if not any(stem in words for stem in _STEMS):
        return None
    if len(words) != len(said):  # "İ" becomes two letters: offsets must count in the text
        words = said
    match = _CUE.search(words)
    return (start + match.start(), start + match.end()) if match else None
