"""``/healthz`` and ``/metrics`` of a running desk, for whoever keeps it running.

Strangers learn from ``/healthz`` whether the desk works, and no more; what the ledger holds, and the figures,
are for people and tokens that the desk knows.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dateline import service
from dateline.web.desk import desk_of, who_of

router = APIRouter()


@router.get("/healthz")
def health(request: Request) -> Response:
    """200 when the ledger answers, else 503."""
    well, facts = service.healthy(desk_of(request).ledger)
    told = facts if who_of(request).name else {"status": facts["status"]}
    return JSONResponse(told, 200 if well else 503)


@router.get("/metrics")
def metrics() -> Response:
    """The figures of this process in the OpenMetrics format."""
    media, text = service.metrics_text()
    return Response(text, media_type=media)
