"""``/api/v1``: what the desk shows, for programs. The filters are those of every page and export."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from dateline import service
from dateline.errors import UsageError
from dateline.service import Filter
from dateline.web.asking import described, filter_of, tagged
from dateline.web.desk import desk_of, who_of


class Problem(BaseModel):
    """What is wrong, and what to do about it."""

    problem: str
    way_out: str


WRONG: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem},
    401: {"model": Problem},
    403: {"model": Problem},
    404: {"model": Problem},
    422: {"model": Problem},
    503: {"model": Problem},
}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "jsonl": "application/jsonl",
    "html": "text/html; charset=utf-8",
}

router = APIRouter(prefix="/api/v1", tags=["read"], responses=WRONG)
Id = Annotated[str, Query(min_length=1, max_length=500)]


@router.get("/session")
def session(request: Request) -> dict[str, str]:
    """Who is asking, and the token that a script without a bearer token has to send with what it writes."""
    who = who_of(request)
    return {"who": who.name, "role": who.role, "csrf": who.csrf}


@router.get("/incidents", openapi_extra=described("cursor", "limit"))
def incidents(request: Request) -> Response:
    """A page of the incidents that pass the filter, by day; `next` is the cursor of the page after it."""
    wanted = filter_of(request, "cursor", "limit")
    desk, cursor = desk_of(request), request.query_params.get("cursor", "")
    limit = _limit(request.query_params.get("limit", ""))

    def make() -> Any:
        found = service.listing(desk.ledger, wanted, cursor, limit)
        whole = service.whole(desk.ledger, [i.id for i in found.incidents])
        material = service.gather(desk.ledger, whole)
        return {
            "filter": service.filter_params(wanted),
            "reads": service.sentence(wanted),
            "total": service.counts(desk.ledger, wanted).total if not cursor else None,
            "incidents": [service.incident_json(i, material) for i in whole],
            "next": found.next or None,
        }

    return tagged(request, make)


def _limit(text: str) -> int:
    if not text:
        return service.PAGE
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= service.MOST and len(text) < 9):
        raise UsageError(f"limit {text[:20]!r} is out of range", f"give 1 to {service.MOST}")
    return int(text)


@router.get("/incidents/{incident}")
def incident(request: Request, incident: Annotated[str, Path(max_length=200)]) -> Response:
    """One incident with its reports, why they are one, and what became of it."""
    desk = desk_of(request)

    def make() -> Any:
        shown = service.show(desk.ledger, incident)
        material = service.gather(desk.ledger, [shown.incident])
        return {
            "incident": service.incident_json(shown.incident, material),
            "reports": [
                service.extraction(report, [a for a in shown.incident.accounts if a.report_id == name])
                for name, report in shown.reports.items()
            ],
            "reasons": list(shown.incident.reasons),
            "grading": service.support_of(shown.incident),
            "history": [asdict(told) for told in service.changes_of(desk.ledger, shown.incident.id)],
        }

    return tagged(request, make)


@router.get("/counts", openapi_extra=described())
def counts(request: Request) -> Response:
    """How many incidents pass, by type, country, year and more; each facet as if its own filter were off."""
    wanted, desk = filter_of(request), desk_of(request)
    return tagged(request, lambda: asdict(desk.memory.answer("counts", desk.ledger, wanted, service.counts)))


@router.get("/timeline", openapi_extra=described())
def timeline(request: Request) -> Response:
    """How many incidents begin in each stretch of days; the filter by day does not bear on it."""
    wanted, desk = filter_of(request), desk_of(request)
    bars = desk.memory.answer("timeline", desk.ledger, wanted, service.timeline)
    return tagged(request, lambda: [asdict(bar) for bar in bars])


@router.get("/map", openapi_extra=described())
def points(request: Request) -> Response:
    """Places and days of all incidents that pass, in columns; the filter by day does not bear on it."""
    wanted, desk = filter_of(request), desk_of(request)
    return tagged(request, lambda: desk.memory.answer("points", desk.ledger, wanted, service.points))


@router.get("/report")
def report(request: Request, id: Id) -> Response:
    """A report with its accounts, as the machine and persons left them."""
    desk = desk_of(request)

    def make() -> Any:
        shown = service.report_view(desk.ledger, id)
        return service.extraction(shown.report, shown.accounts)

    return tagged(request, make)


@router.get("/account")
def account(request: Request, id: Id) -> Response:
    """An account as it is reviewed: statements with the decisions in force, and the `version` to expect."""
    desk = desk_of(request)
    return tagged(request, lambda: service.item_json(service.item(desk.ledger, id)))


@router.get("/queue", openapi_extra=described("cursor", "limit"))
def queue(request: Request) -> Response:
    """A page of the accounts that wait for review, how many do, and the alerts that stand above them; `next`
    is the cursor of the page after it."""
    wanted, desk, who = filter_of(request, "cursor", "limit"), desk_of(request), who_of(request)
    cursor = request.query_params.get("cursor", "")
    limit = _limit(request.query_params.get("limit", ""))
    if cursor and service.account_of(desk.ledger, cursor) is None:
        raise UsageError("this cursor is none", "begin without one and follow `next`")
    found = service.queue(desk.ledger, wanted, after=cursor, limit=limit + 1)
    told = {
        "accounts": found[:limit],
        "waiting": service.place_in_queue(desk.ledger, cursor, wanted)[1],
        "next": found[limit - 1] if len(found) > limit else None,
        "alerts": [asdict(alert) for alert in service.alerts(desk.ledger, who.name)],
    }
    return JSONResponse(told)


@router.get("/pairs")
def pairs(request: Request) -> Response:
    """The pairs of accounts of which the machine is unsure and no person has decided, likeliest first."""
    desk = desk_of(request)
    return tagged(request, lambda: [list(p) for p in service.merge_queue(desk.ledger)])


@router.get("/sources")
def sources(request: Request) -> Response:
    """Outlets and agencies with their reports."""
    desk = desk_of(request)
    found = desk.memory.answer("sources", desk.ledger, Filter(), lambda ledger, _: service.outlets(ledger))
    return tagged(request, lambda: [asdict(outlet) for outlet in found])


@router.get("/codebook")
def codebook(request: Request) -> Response:
    """The codebook in force."""
    return JSONResponse(desk_of(request).codebook.model_dump(mode="json"))


@router.get("/runs")
def runs(request: Request) -> Response:
    """What was ingested when, by which version."""
    desk = desk_of(request)
    return tagged(request, lambda: [asdict(run) for run in service.runs(desk.ledger)])


@router.get("/review-counts")
def review_counts(request: Request) -> Response:
    """How fast persons review, how much they agree, and what the machine got wrong by field."""
    desk = desk_of(request)
    return tagged(request, lambda: asdict(service.review_counts(desk.ledger)))


@router.get(
    "/export/{form}",
    openapi_extra=described(),
    response_class=Response,
    responses={200: {"content": {kind.split(";")[0]: {} for kind in MEDIA.values()}}},
)
def export(request: Request, form: Annotated[str, Path(max_length=20)]) -> Response:
    """The incidents that pass as csv, geojson, jsonl or html, without the names of private persons where the
    form is a table."""
    wanted, desk = filter_of(request), desk_of(request)
    service.check_format(form)
    out = io.StringIO(newline="")
    service.export(desk.ledger, form, out, wanted)
    text = out.getvalue().encode("utf-8-sig" if form == "csv" else "utf-8")
    headers = {"Content-Disposition": f'attachment; filename="incidents.{form}"'}
    return Response(text, media_type=MEDIA.get(form, "application/octet-stream"), headers=headers)
