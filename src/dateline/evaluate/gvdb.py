"""Slots of an article on a shooting, from its main account, against the Gun Violence Database.

The data (Pavlick et al., 2016, as Chen et al. split it, 2020) are ``dev.jsonl``: ``doc_key, date, full_text``
(sentences of tokens) and ``spans`` (first token, one past the last, slot, words). Each article tells of one
incident; a slot is filled once, by the words that annotators chose among several that would do. So, as in
the published setting, strings are compared, not their offsets: *strict* asks for the same string, *partial*
for one inside the other, case and articles apart. A slot's values are, of the main account:

- city: the name of the place where it is a town; else the words of the place;
- place: the detail of the place ("a gas station", "400 block of Fawn Drive"), else the name of a site or
  address;
- time: the words of the day, and the clock time or the part of the day;
- victim name: killed or hurt persons with a name (victims and targets, private names or persons by name);
- shooter name: perpetrators with such a name, suspected ones among them: the database takes what police say;
- weapon: the words of the weapons.

A predicted value is right once, against one gold value (partial matches are aligned one to one, which the
published scorer does not ask); a gold time may be answered by the day's words or the hour's. Ages, races
and the number of shots are not asked: accounts do not hold them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dateline.assemble import extract_all
from dateline.evaluate.assignment import best_assignment
from dateline.evaluate.result import Evaluation
from dateline.evaluate.scoring import Counts, batches, lines_of
from dateline.ingest import read as read_page
from dateline.model import Account, Actor, ActorKind, ActorRole, Page, PlaceClass, Report, Stance

COMMAND = "dateline evaluate gvdb --data PATH"
#: Our slot by the database's.
SLOTS: Mapping[str, str] = {
    "DAT-CITY": "city", "DAT-LOC": "place", "DAT-CLOCK": "time", "DAT-TIME": "time",
    "VIC-NAME": "victim name", "SHO-NAME": "shooter name", "CIR-WEAPON": "weapon",
}  # fmt: skip
NAMES = tuple(dict.fromkeys(SLOTS.values()))
_TOWNS = frozenset(
    (PlaceClass.POPULATED_PLACE, PlaceClass.DISTRICT, PlaceClass.PROVINCE, PlaceClass.VAGUE_REGION)
)
_SPOTS = frozenset((PlaceClass.ADDRESS, PlaceClass.SITE))
_ARTICLES = frozenset("a an the".split())
_PERSON = re.compile(r"(?:[A-Z][\w.'’-]*\s+){1,4}[A-Z][\w'’.-]*")
_PEOPLE = frozenset((ActorKind.CIVILIANS, ActorKind.OTHER, ActorKind.UNIDENTIFIED, ActorKind.CRIMINAL))
_TIGHT = re.compile(r" (?=[.,;:!?%)\]’]|'s\b|n't\b)|(?<=[(\[$#]) ")
_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")


def run(data: Path) -> Evaluation:
    """Precision, recall and F1 of each slot and of all, strict and partial. Raises InputError."""
    strict, partial = Counts(), Counts()
    number = 0
    for some in batches(lines_of(data / "dev.jsonl" if data.is_dir() else data)):
        number += len(some)
        for told, accounts in zip(some, extract_all([_report(t) for t in some]), strict=True):
            main = next((a for a in accounts if a.main), None)
            compare(gold_of(told), slots(main) if main else {}, strict, partial)
    return evaluation(strict, partial, number)


def _report(told: Mapping[str, Any]) -> Report:
    text = untokenised(told["full_text"])
    given = {"id": told["doc_key"], "published": told["date"]}
    return read_page(Page(text.encode(), "text/plain", given=given, origin=told["doc_key"]))


def untokenised(sentences: Sequence[Sequence[str]]) -> str:
    """The article as text: tokens joined, without the blanks that tokenising put in; the first sentence,
    which is the title of the page, as a paragraph of its own."""
    told = [_HYPHEN.sub("-", _TIGHT.sub("", " ".join(tokens))) for tokens in sentences]
    return "\n\n".join([told[0], " ".join(told[1:])]) if told else ""


def gold_of(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """The wanted strings by slot of ours."""
    wanted: dict[str, list[str]] = {}
    for _, _, slot, words, *_ in told["spans"]:
        if slot in SLOTS:
            wanted.setdefault(SLOTS[slot], []).append(words)
    return wanted


def slots(account: Account) -> dict[str, list[str]]:
    """The strings by slot that an account gives."""
    found: dict[str, list[str]] = {name: [] for name in NAMES}
    where, when = account.where, account.when
    if where is not None:
        if where.place_class in _SPOTS:
            found["place"].append(where.name)
            found["city"] += [where.admin2] if where.admin2 else []
        elif where.place_class in _TOWNS:
            found["city"].append(where.name)
        found["place"] += [where.detail] if where.detail else []
    if when is not None:
        found["time"] += [words for words in (when.words, when.time_of_day) if words]
    for actor, said in account.actors:
        if said.stance is not Stance.DENIED and _person(actor):
            if actor.role in (ActorRole.VICTIM, ActorRole.TARGET):
                found["victim name"].append(actor.name)
            elif actor.role is ActorRole.PERPETRATOR:
                found["shooter name"].append(actor.name)
    found["weapon"] = [weapon.name for weapon, said in account.weapons if said.stance is not Stance.DENIED]
    return {name: list(dict.fromkeys(values)) for name, values in found.items()}


def _person(actor: Actor) -> bool:
    named = actor.actor_id is None and actor.kind in _PEOPLE and bool(_PERSON.fullmatch(actor.name))
    return actor.private or named


def compare(
    wanted: Mapping[str, Sequence[str]], said: Mapping[str, Sequence[str]], strict: Counts, partial: Counts
) -> None:
    """Add one article to both countings."""
    for name in NAMES:
        gold, own = [_key(w) for w in wanted.get(name, ())], [_key(s) for s in said.get(name, ())]
        for counts, alike in ((strict, _same), (partial, _inside)):
            points = [[float(alike(g, s)) for g in gold] for s in own]
            right = sum(points[i][j] > 0 for i, j in best_assignment(points))
            counts.add(name, right, len(own), len(gold))
            counts.add("all", right, len(own), len(gold))


def _same(one: str, other: str) -> bool:
    return one == other and bool(one)


def _inside(one: str, other: str) -> bool:
    """One string stands in the other, at borders of words."""
    return bool(one and other) and (f" {one} " in f" {other} " or f" {other} " in f" {one} ")


def _key(words: str) -> str:
    told = re.findall(r"\w+", words.casefold())
    return " ".join(w for w in told if w not in _ARTICLES) or " ".join(told)


def evaluation(strict: Counts, partial: Counts, articles: int) -> Evaluation:
    """The table: both ways beside each other."""
    names = (*NAMES, "all")
    exact, figures = strict.table(names)
    loose, more = partial.table(names)
    rows = [(*e[:4], *p[1:]) for e, p in zip(exact, loose, strict=True)]
    figures = {f"{k}_strict": v for k, v in figures.items()} | {f"{k}_partial": v for k, v in more.items()}
    notes = (
        f"{articles} articles, main account of each; strings without case and articles; nothing was fitted",
        "Of several wordings that would do the database holds one: what is said besides counts as wrong.",
    )
    columns = ("slot", "strict P %", "R %", "F1 %", "partial P %", "R %", "F1 %", "wanted")
    return Evaluation("gvdb", COMMAND, columns, tuple(rows), figures, notes)
