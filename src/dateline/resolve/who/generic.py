"""Actors without a name: "police", "unidentified gunmen", "four Pakistani soldiers"."""

from __future__ import annotations

from dateline.model import ActorKind, Group, Span
from dateline.resolve.who.registry import Head, Registry
from dateline.resolve.who.scan import Hit, Scan
from dateline.resolve.who.types import ActorMention

# Words that begin a sentence with a capital and are no part of the name of a force: "When police arrived".
_NO_NAME = frozenset(
    (
        "the a an of by and in on at to for from with as when while after before but although meanwhile "
        "according then if local however where that this these those some many several other his her their "
        "both since once responding investigators arriving two three four five "
        "monday tuesday wednesday thursday friday saturday sunday"
    ).split()
)
#: What is minor and nobody under age: "sustained minor injuries".
_SMALL = frozenset(
    "injuries injury wounds wound damage damages burns bruises scrapes cuts incidents clashes".split()
)
_LED_BY_NAME = frozenset([Group.MILITANTS, Group.ATTACKERS, Group.UNKNOWN])
_OFFICES = frozenset(["police", "sheriff", "gendarmerie"])


def generic_mentions(
    found: Scan, registry: Registry, report_id: str, named: list[ActorMention]
) -> list[ActorMention]:
    """Words for actors that are no part of a named mention, with their modifiers and country."""
    taken = {position for mention in named for position in range(mention.span.start, mention.span.end)}
    ends = {mention.span.end: mention for mention in named}
    made: list[ActorMention] = []
    for hit in found.hits:
        if not isinstance(hit.payload, Head) or found.start(hit) in taken:
            continue
        if _belongs_to_name(found, hit, hit.payload, ends) or _is_adjective(found, registry, hit):
            continue
        mention = _mention(found, registry, report_id, hit, taken)
        while made and made[-1].span.overlaps(mention.span):
            made.pop()  # "Islamist" is the modifier of "Islamist insurgents" once the head is read
        made.append(mention)
    return made


def _belongs_to_name(found: Scan, hit: Hit, head: Head, ends: dict[int, ActorMention]) -> bool:
    """ "LeJ militants", "Islamic State (IS) fighters": the name has said who they are."""
    start = found.start(hit)
    before = found.text[max(start - 3, 0) : start]
    stop = start - len(before) + len(before.rstrip(" )”\"’'"))
    mention = ends.get(stop) if before.endswith(" ") else None
    return mention is not None and (head.group is mention.group or head.group in _LED_BY_NAME)


def _is_adjective(found: Scan, registry: Registry, hit: Hit) -> bool:
    """ "police station", "terrorist attacks", "civilian population" speak of things."""
    after = found.words[hit.last] if hit.last < len(found.words) else None
    if after is None or found.gap(hit.last) != " ":
        return False
    small = found.words[hit.first][2] == "minor" and after[2] in _SMALL
    return small or after[2] in registry.things


def _mention(found: Scan, registry: Registry, report_id: str, hit: Hit, taken: set[int]) -> ActorMention:
    head = hit.payload
    assert isinstance(head, Head)
    first, country, modifiers = hit.first, None, []
    while first > 0 and hit.first - first < 5:
        previous = first - 1
        start, end, word = found.words[previous]
        gap = found.text[end : found.words[first][0]]
        if start in taken or gap not in (" ", "-", "'s ", "’s ", "' ", "’ ", "\n"):
            break
        place = _country_ending(found, registry, previous)
        if place is not None:
            country, first = place[1], place[0]
        elif word in registry.modifiers and "s" not in gap:
            modifiers.append(word)
            first = previous
        elif word == "s" and found.text[start - 1] in "'’":
            place = _country_ending(found, registry, previous - 1)
            if place is None:
                break
            country, first = place[1], place[0]
        else:
            break
    if head.kind is ActorKind.POLICE and country is None:
        first = _proper(found, hit, first, taken)
    start = found.words[first][0]
    span = Span(report_id, start, found.end(hit))
    name = " ".join(found.text[start : span.end].split())
    kind, group = _refined(head, modifiers)
    return ActorMention(
        span, name, None, kind, group, country, named=False, modifiers=tuple(reversed(modifiers))
    )


def _refined(head: Head, modifiers: list[str]) -> tuple[ActorKind, Group]:
    """ "rebel soldiers" are no state force, "Taliban police" are handled with the names."""
    if head.group is Group.SECURITY_FORCES and {"rebel", "guerrilla", "insurgent", "contra"} & set(modifiers):
        return ActorKind.REBELS, Group.MILITANTS
    if head.kind is ActorKind.CIVILIANS and {"armed", "masked", "hooded"} & set(modifiers):
        return ActorKind.UNIDENTIFIED, Group.ATTACKERS
    return head.kind, head.group


def _country_ending(found: Scan, registry: Registry, last: int) -> tuple[int, str] | None:
    """``(first word, ISO code)`` of the country name or adjective that ends with word ``last``."""
    for first in range(last, max(last - 4, -1), -1):
        second = found.words[first + 1][2] if first < last else ""
        for phrase, payload in registry.entries(found.words[first][2], second):
            if isinstance(payload, str) and first + len(phrase) == last + 1:
                words = tuple(word for _, _, word in found.words[first : last + 1])
                start = found.words[first][0]
                if words == phrase and (found.lower or found.text[start].isupper()):
                    return first, payload
    return None


def _proper(found: Scan, hit: Hit, first: int, taken: set[int]) -> int:
    """ "Mesa police", "Cook County Sheriff's Office": the place belongs to the name of the force."""
    if found.lower or found.upper_at(found.start(hit)):
        return first
    begin = first
    while begin > 0 and first - begin < 3:
        start, end, word = found.words[begin - 1]
        gap = found.text[end : found.words[begin][0]]
        sentence_start = begin - 1 == 0 or found.gap(begin - 1).strip() != "" or "\n" in found.gap(begin - 1)
        if gap != " " or not found.text[start].isupper() or start in taken or word in _NO_NAME:
            break
        if sentence_start and found.text[start:end].isupper():
            break
        begin -= 1
    return begin
