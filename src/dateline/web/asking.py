"""Reads a filter out of a request; the one parser behind it is :mod:`dateline.service.filters`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from dateline import service
from dateline.service import Filter
from dateline.web.desk import desk_of, who_of


def filter_of(request: Request, *others: str) -> Filter:
    """The filter in a request's address; ``others`` are parameters that are none. Raises UsageError."""
    given = service.collected(request.query_params.multi_items())
    return service.parse_filter({name: text for name, text in given.items() if name not in others})


def described(*others: str) -> dict[str, Any]:
    """The parameters of filters, and ``others``, for the API's description."""
    known: dict[str, tuple[dict[str, Any], str]] = {
        "cursor": ({"type": "string"}, "What `next` of the page before says."),
        "limit": ({"type": "integer", "minimum": 1, "maximum": service.MOST}, "Rows on a page."),
    }
    rows = [(name, {"type": "string"}, rule.words) for name, rule in service.RULES.items()]
    rows += [(name, *known[name]) for name in others]
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "schema": schema, "description": words}
            for name, schema, words in rows
        ]
    }


def tagged(request: Request, make: Callable[[], Any]) -> Response:
    """The answer to a question, or 304 where the asker has it already: it is the same for as long as the
    ledger, the question and the person are."""
    desk, who = desk_of(request), who_of(request)
    parts = [service.generation(desk.ledger), request.url.path, request.url.query, who.name, who.role]
    etag = 'W/"' + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32] + '"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    asked = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in asked:
        return Response(status_code=304, headers=headers)
    made = make()  # text is JSON already
    body = made if isinstance(made, str) else json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return Response(body.encode(), media_type="application/json", headers=headers)
