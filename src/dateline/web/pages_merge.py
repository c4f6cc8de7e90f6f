"""Merge: two accounts side by side; the same incident, different ones, or not to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline import service
from dateline.errors import UsageError
from dateline.export.words import describe
from dateline.model import Account, DecisionVerb, Field
from dateline.service import Pair, Wish
from dateline.web.desk import Refused, desk_of, page, who_of
from dateline.web.guard import check_ours, check_role
from dateline.web.reading import report_texts

router = APIRouter()
Name = Annotated[str, Query(max_length=500)]
Text = Annotated[str, Form(max_length=500)]
_VERBS = {"same": DecisionVerb.MERGE, "different": DecisionVerb.SPLIT, "unsure": DecisionVerb.UNSURE}


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of two accounts: values that both give, and those of one alone."""

    field: str
    both: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def state(self) -> str:
        """``agree``, ``differ``, or ``one`` where only one of them says anything."""
        if self.both and not self.left and not self.right:
            return "agree"
        return "differ" if (self.left and self.right) or self.both else "one"


def compared(left: Account, right: Account) -> list[Compared]:
    """What two accounts say, field by field; fields of which neither speaks are left out."""
    found = []
    for field in Field:
        mine, theirs = _said(left, field), _said(right, field)
        if mine or theirs:
            both = [v for v in mine if v in theirs]
            found.append(
                Compared(
                    field.value,
                    tuple(both),
                    tuple(v for v in mine if v not in both),
                    tuple(v for v in theirs if v not in both),
                )
            )
    return found


def _said(account: Account, field: Field) -> Sequence[str]:
    if field is Field.TYPE:
        return [f"{account.type}/{account.subtype}".rstrip("/").replace("_", " ")]
    return list(dict.fromkeys(describe(s.value) for s in account.of(field) if s.value is not None))


@router.get("/merge", response_class=HTMLResponse)
def merge(request: Request, left: Name = "", right: Name = "") -> Response:
    """A pair to decide: the one named, or the likeliest that waits."""
    desk = desk_of(request)
    waiting = service.merge_queue(desk.ledger)
    if not left or not right:
        if not waiting:
            return page(request, "merge_empty.html", total=service.number(desk.ledger))
        return RedirectResponse(desk.url("/merge", left=waiting[0][0], right=waiting[0][1]), 303)
    return _page(request, service.pair(desk.ledger, left, right), waiting)


def _page(request: Request, pair: Pair, waiting: list[tuple[str, str]], status: int = 200) -> Response:
    key = (pair.judgement.left, pair.judgement.right)
    reports = [pair.reports[a.report_id] for a in pair.accounts]
    texts = [report_texts(r, a.statements) for r, a in zip(reports, pair.accounts, strict=True)]
    return page(
        request,
        "merge.html",
        status,
        pair=pair,
        key=key,
        rows=compared(*pair.accounts),
        texts=texts,
        reports=reports,
        waiting=len(waiting),
        place=waiting.index(key) + 1 if key in waiting else 0,
        following=_following(waiting, key),
        conflict=status == 409,
    )


def _following(waiting: list[tuple[str, str]], key: tuple[str, str]) -> tuple[str, str] | None:
    """The pair after this one, for skipping."""
    rest = waiting[waiting.index(key) + 1 :] if key in waiting else waiting
    return rest[0] if rest else None


@router.post("/merge/decide", response_class=HTMLResponse)
def decide(
    request: Request,
    left: Text,
    right: Text,
    verdict: Text,
    version: Text = "",
    csrf: Text = "",
) -> Response:
    """Say what a pair is, and move on."""
    check_ours(request, csrf)
    desk, who = desk_of(request), who_of(request)
    verb = _VERBS.get(verdict)
    if verb is None:
        raise UsageError(f"{verdict[:20]!r} is no verdict", "same, different or unsure")
    needed = service.may(desk.ledger, who.name, who.role, verb, (left, right))
    if needed:
        raise Refused(403, f"that takes the role of {needed}", "ask one to decide")
    pair = service.pair(desk.ledger, left, right)
    if pair.version != version:
        return _page(request, pair, service.merge_queue(desk.ledger), 409)
    following = _following(service.merge_queue(desk.ledger), (pair.judgement.left, pair.judgement.right))
    service.decide_all(desk.ledger, [Wish(verb, (left, right))], who.name)
    target = {"left": following[0], "right": following[1]} if following else {}
    return RedirectResponse(desk.url("/merge", **target), 303)


@router.post("/merge/undo", response_class=HTMLResponse)
def undo(request: Request, csrf: Text = "") -> Response:
    """Take back the last of one's own decisions on a pair, and show the pair again."""
    check_ours(request, csrf)
    desk, who = desk_of(request), check_role(request, "coder")
    standing = service.standing(desk.ledger.decisions())
    mine = [d for d in standing if d.who == who.name and d.verb in _VERBS.values()]
    if not mine:
        raise Refused(404, "there is nothing of yours to undo", "go on with the queue")
    needed = service.may(desk.ledger, who.name, who.role, DecisionVerb.UNDO, (mine[-1].id,))
    if needed:
        raise Refused(403, f"that takes the role of {needed}", "ask one to do it")
    service.undo(desk.ledger, mine[-1].id, who.name)
    left, right = mine[-1].subject
    return RedirectResponse(desk.url("/merge", left=left, right=right), 303)
