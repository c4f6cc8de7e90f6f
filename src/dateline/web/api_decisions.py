"""``/api/v1/decisions``: what persons decide, one by one or many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from dateline import service
from dateline.errors import UsageError
from dateline.model import DecisionVerb, Span, Value
from dateline.model.codec import from_json, to_json
from dateline.web.api import WRONG, Problem
from dateline.web.desk import Refused, desk_of
from dateline.web.guard import check_ours, check_role

router = APIRouter(prefix="/api/v1", tags=["decide"], responses=WRONG)
Id = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Wished(BaseModel):
    """One decision. `value` is that of the contract, with `is` naming its kind; `spans` are pairs of
    positions in the text of the account's report."""

    model_config = ConfigDict(extra="forbid")
    verb: DecisionVerb
    subject: Annotated[list[Id], Field(min_length=1, max_length=2)]
    value: dict[str, Any] | str | None = None
    note: Annotated[str, StringConstraints(max_length=2000)] = ""
    field: Annotated[str, StringConstraints(max_length=20)] = ""
    spans: Annotated[
        list[tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]]], Field(max_length=20)
    ] = []


class Bulk(BaseModel):
    """Decisions that stand or fall together. `expect` names accounts with the `version` that was seen: where
    somebody has decided since, nothing is written."""

    model_config = ConfigDict(extra="forbid")
    decisions: Annotated[list[Wished], Field(min_length=1, max_length=500)]
    expect: Annotated[dict[Id, str], Field(max_length=500)] = {}


@dataclass(frozen=True, slots=True)
class _Valued:
    value: Value = None


def ours(request: Request) -> None:
    """Only from pages of ours, or with a token."""
    check_ours(request)


@router.get("/decisions")
def decisions(
    request: Request,
    after: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=service.MOST)] = 100,
) -> dict[str, Any]:
    """All decisions, oldest first; `next` says where to go on."""
    found = desk_of(request).ledger.decisions()
    end = after + limit
    return {"decisions": [to_json(d) for d in found[after:end]], "next": end if end < len(found) else None}


@router.post(
    "/decisions",
    status_code=201,
    dependencies=[Depends(ours)],
    responses={409: {"model": Problem, "description": "Somebody decided in between."}},
)
def decide(request: Request, bulk: Bulk) -> JSONResponse:
    """Decide, all or nothing. The decisions come back with their ids, which is what undoing takes."""
    desk = desk_of(request)
    who = check_role(request, "coder")
    for name, version in bulk.expect.items():
        now = service.item(desk.ledger, name).version
        if now != version:
            way_out = f"look at account {name!r} again; its version is {now!r}"
            raise Refused(409, "somebody decided in between", way_out)
    for one in bulk.decisions:
        needed = service.may(desk.ledger, who.name, who.role, one.verb, one.subject)
        if needed:
            raise Refused(403, f"{one.verb.value} takes the role of {needed} here", "ask one to do it")
    made = service.decide_all(desk.ledger, [_wish(desk.ledger, one) for one in bulk.decisions], who.name)
    return JSONResponse({"decisions": [to_json(decision) for decision in made]}, 201)


def _wish(ledger: service.Ledger, one: Wished) -> service.Wish:
    try:
        value = from_json(_Valued, {"value": one.value}).value
        spans: tuple[Span, ...] = ()
        if one.spans:
            account = service.account_of(ledger, one.subject[0])
            report = account.report_id if account else ""
            spans = tuple(Span(report, start, end) for start, end in one.spans)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("this value or span is none", "see the contract; `is` names the kind") from error
    return service.Wish(one.verb, tuple(one.subject), value, one.note, one.field, spans)
