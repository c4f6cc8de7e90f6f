"""What police did, by document, against IndiaPoliceEvents (Halterman et al., 2021): from the accounts alone.

The annotators answered five questions for every sentence: did police kill someone, arrest someone, use
force or violence, fail to intervene, do anything? A document has a label where one of its sentences has it.
Nothing here is fitted to these labels; the rules below say in terms of accounts what the questions ask in
words. Texts of half of the documents were read, without their labels, when words for what police do were
chosen for the default reader: what the other half comes to is told beside the whole.

*Police* are actors of the kinds police and state forces, and those so called ("a constable", "the Rapid
Action Force"). They *act* in an incident as its perpetrator, which in operations and arrests the forces are,
or as responder where the type of the incident is an act of theirs. What is denied, threatened or prevented
counts for nothing; what is claimed or doubted counts, as it did for the annotators.

- KILL: police act in an incident of the violent family that has a toll of killed above zero, or is an
  execution, an assassination or a massacre.
- ARREST: an incident of type arrest, or a toll of arrested above zero, unless all who act there are no
  police.
- FORCE: KILL; or police act in a violent incident that is no accident; in an operation or a crackdown (a
  search and a ban are no violence) only if it has killed, injured, a weapon or an object; or in a protest
  with intervention.
- FAIL: accounts hold no such value. They hold notes, words of the report; a note counts in which
  :func:`dateline.reader.inaction.failed_to_act` finds police as subject and a verb of failing to act.
- ANY_ACTION: KILL, ARREST or FORCE; or police take any part but target, victim or claimant in any incident;
  or an incident of a type that is an act of the forces (an operation, a curfew, a seizure, troops that are
  sent) has nobody named who acts: who imposes a curfew goes without saying.

Data: ``docs.jsonl`` (``doc_id, doc_text, doc_labels, date``).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dateline.assemble import extract_all
from dateline.codebook.families import VIOLENCE
from dateline.evaluate.result import Evaluation
from dateline.evaluate.scoring import Counts, batches, lines_of
from dateline.ingest import read as read_page
from dateline.model import (
    Account,
    Actor,
    ActorKind,
    ActorRole,
    Effect,
    Field,
    Page,
    Report,
    Stage,
    Stance,
    Toll,
)
from dateline.reader.inaction import failed_to_act

COMMAND = "dateline evaluate india-police --data PATH"
LABELS = ("KILL", "ARREST", "FAIL", "FORCE", "ANY_ACTION")
_KINDS = frozenset((ActorKind.POLICE, ActorKind.STATE_FORCES))
_CALLED = re.compile(
    r"(?i)\b(?:police\w*|cops?|constables?|(?:sub-?)?inspectors?|gendarme\w*|security (?:forces|personnel)"
    r"|army|troops|soldiers|(?:rapid action|border security|reserve police) force|law[- ]enforce\w+)\b"
)
_DEADLY = frozenset(("execution", "assassination", "massacre"))
_THEIRS = frozenset(
    ("security_operation", "repression", "arrest", "battle", "weapons_seizure", "troop_movement")
)
_BY_THEM_ALONE = _THEIRS - {"battle", "arrest"}
_NO_PART = frozenset((ActorRole.TARGET, ActorRole.VICTIM, ActorRole.CLAIMANT))
_DONE = frozenset((Stage.ACCOMPLISHED, Stage.ATTEMPTED))


def run(data: Path) -> Evaluation:
    """Precision, recall and F1 of each label over the documents, and their mean. Raises InputError."""
    counts, unread = Counts(), Counts()
    number = 0
    for some in batches(lines_of(data / "docs.jsonl")):
        number += len(some)
        for told, accounts in zip(some, extract_all([_report(t) for t in some]), strict=True):
            wanted, said = frozenset(told["doc_labels"]), labels(accounts)
            compare(wanted, said, counts)
            if not was_read(str(told["doc_id"])):
                compare(wanted, said, unread)
    return evaluation(counts, number, unread)


def was_read(name: str) -> bool:
    """Whether the document is of the half whose texts were read (without labels) for the words of rules."""
    return zlib.crc32(name.encode()) % 2 == 0


def _report(told: Mapping[str, Any]) -> Report:
    given = {"id": str(told["doc_id"]), "published": str(told["date"])}
    return read_page(Page(str(told["doc_text"]).encode(), "text/plain", given=given, origin=given["id"]))


def compare(wanted: frozenset[str], said: frozenset[str], counts: Counts) -> None:
    """Add one document."""
    for label in LABELS:
        counts.add(label, label in wanted and label in said, label in said, label in wanted)


def evaluation(counts: Counts, documents: int, unread: Counts | None = None) -> Evaluation:
    """The table, with the mean of the five labels, and F1 on the half that was not read."""
    rows, figures = counts.table(LABELS)
    means = [sum(counts.scores(label)[i] for label in LABELS) / len(LABELS) for i in range(3)]
    rows.append(("mean", *(f"{100 * v:.1f}" for v in means), ""))
    figures |= {f"macro_{k}": v for k, v in zip(("p", "r", "f1"), means, strict=True)}
    notes: tuple[str, ...] = (
        f"{documents} documents; labels of a document are those of its sentences.",
        "From the accounts by fixed rules; nothing was fitted to these labels. FAIL rests on a cue of words.",
    )
    if unread is not None:
        shares = {label: unread.scores(label)[2] for label in LABELS}
        figures |= {f"unread_{label.lower()}_f1": share for label, share in shares.items()}
        told = ", ".join(f"{label} {100 * share:.1f}" for label, share in shares.items())
        notes = (*notes, f"F1 on the half whose texts nobody read when words were chosen: {told}.")
    columns = ("label", "precision %", "recall %", "F1 %", "documents")
    return Evaluation("india-police", COMMAND, columns, tuple(rows), figures, notes)


def labels(accounts: Sequence[Account]) -> frozenset[str]:
    """What the accounts of one report say that police did."""
    done = [a for a in accounts if a.stage in _DONE]
    found: set[str] = set()
    for account in done:
        if _killed(account):
            found |= {"KILL", "FORCE"}
        if _arrested(account):
            found.add("ARREST")
        if _force(account):
            found.add("FORCE")
        takes_part = any(_police(actor) for actor in _actors(account, _NO_PART))
        named = any(actor.role is ActorRole.PERPETRATOR for actor, _ in account.actors)
        if takes_part or (account.type in _BY_THEM_ALONE and not named):
            found.add("ANY_ACTION")
    if found:
        found.add("ANY_ACTION")
    if any(_inaction(account) for account in accounts):
        found.add("FAIL")
    return frozenset(found)


def _actors(account: Account, without: frozenset[ActorRole] = frozenset()) -> list[Actor]:
    return [a for a, said in account.actors if said.stance is not Stance.DENIED and a.role not in without]


def _police(actor: Actor) -> bool:
    named_so = actor.kind in (ActorKind.OTHER, ActorKind.EXTERNAL, ActorKind.GOVERNMENT) and not actor.private
    return actor.kind in _KINDS or (named_so and bool(_CALLED.search(actor.name)))


def _acting(account: Account) -> list[Actor]:
    """Those who do what the incident is."""
    roles = {ActorRole.PERPETRATOR}
    if account.type in _THEIRS or account.subtype == "with_intervention":
        roles.add(ActorRole.RESPONDER)
    return [a for a in _actors(account) if a.role in roles]


def _counted(account: Account, effect: Effect) -> bool:
    return any(
        t.effect is effect and _some(t) for t, said in account.tolls if said.stance is not Stance.DENIED
    )


def _some(toll: Toll) -> bool:
    """People were counted: not "none was killed". "Up to 40" and "dozens" are some."""
    return toll.high != 0 and toll.best != 0


def _killed(account: Account) -> bool:
    deadly = account.type in _DEADLY or account.subtype in _DEADLY or _counted(account, Effect.KILLED)
    violent = account.type in VIOLENCE - {"accident"} or account.subtype == "with_intervention"
    return violent and deadly and any(map(_police, _acting(account)))


def _arrested(account: Account) -> bool:
    if account.type != "arrest" and not _counted(account, Effect.ARRESTED):
        return False
    if any(said.stance is Stance.DENIED for said in account.of(Field.TYPE)):
        return False
    # who arrests goes without saying; only where others are named as those who act were they no police
    acting = (
        [a for a in _actors(account) if a.role is ActorRole.PERPETRATOR] if account.type == "arrest" else []
    )
    return not acting or any(map(_police, acting)) or all(a.kind is ActorKind.OTHER for a in acting)


def _force(account: Account) -> bool:
    if not any(map(_police, _acting(account))):
        return False
    if account.type == "protest":
        return account.subtype == "with_intervention"
    hurt = any(_counted(account, e) for e in (Effect.KILLED, Effect.INJURED))
    armed = bool(account.weapons or account.targets)
    quiet = account.type == "security_operation" or account.subtype == "crackdown"
    return account.type in VIOLENCE - {"accident"} and (hurt or armed or not quiet)


def _inaction(account: Account) -> bool:
    notes = [s.value for s in account.of(Field.NOTE) if s.stance is not Stance.DENIED]
    return any(isinstance(note, str) and failed_to_act(note) is not None for note in notes)
