"""Sources, the codebook, runs, and counts of the reviewing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from dateline import service
from dateline.service import Filter
from dateline.web.desk import desk_of, page

router = APIRouter()


@router.get("/sources", response_class=HTMLResponse)
def sources(request: Request) -> Response:
    """Where the reports come from."""
    desk = desk_of(request)
    found = desk.memory.answer("sources", desk.ledger, Filter(), lambda ledger, _: service.outlets(ledger))
    return page(request, "sources.html", outlets=found)


@router.get("/codebook", response_class=HTMLResponse)
def codebook(request: Request) -> Response:
    """What each type and field means, with examples from the ledger."""
    desk = desk_of(request)
    examples = desk.memory.answer(
        "examples", desk.ledger, Filter(), lambda ledger, _: service.field_examples(ledger)
    )
    counts = service.type_counts(desk.ledger)
    totals = {name: sum(n for (t, _), n in counts.items() if t == name) for name, _ in counts}
    return page(request, "codebook.html", book=desk.codebook, counts=counts, totals=totals, examples=examples)


@router.get("/runs", response_class=HTMLResponse)
def runs(request: Request) -> Response:
    """What was ingested when, by which version, and what could not be read."""
    ledger = desk_of(request).ledger
    return page(
        request,
        "runs.html",
        runs=service.runs(ledger),
        failures=[failure.shown() for failure in ledger.failures()],
        extractions=ledger.extractions(),
        count=ledger.count(),
    )


@router.get("/review/counts", response_class=HTMLResponse)
def counts(request: Request) -> Response:
    """How many a person cleared in an hour, how far coders agree, what the machine got wrong."""
    return page(request, "counts.html", counts=service.review_counts(desk_of(request).ledger))
