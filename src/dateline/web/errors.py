"""Errors reach a person as one line with the way out: as a page, or as JSON for programs."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from dateline.errors import DatelineError, LedgerError, NotFound, UsageError
from dateline.web.desk import Refused, Who, desk_of, page

_STATUS: tuple[tuple[type[DatelineError], int], ...] = (
    (NotFound, 404),
    (UsageError, 422),
    (LedgerError, 503),
)


def install(app: FastAPI) -> None:
    """Let the application answer errors so."""

    @app.exception_handler(DatelineError)
    async def ours(request: Request, error: DatelineError) -> Response:
        status = error.status if isinstance(error, Refused) else 400
        return answer(request, error, next((s for kind, s in _STATUS if isinstance(error, kind)), status))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first: Any = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return answer(request, UsageError(f"{where}: {first['msg']}", "see the API's description"), 422)

    @app.exception_handler(HTTPException)
    async def missing(request: Request, error: HTTPException) -> Response:
        way_out = "go back to Explore" if error.status_code == 404 else "see the API's description"
        told = NotFound("there is no such page" if error.status_code == 404 else str(error.detail), way_out)
        response = answer(request, told, error.status_code)
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def stumbled(request: Request, error: Exception) -> Response:
        told = LedgerError(f"Dateline stumbled ({type(error).__name__})", "please report what you did")
        return answer(request, told, 500)


def answer(request: Request, error: DatelineError, status: int) -> Response:
    """The error in the form that was asked for."""
    headers = {"Retry-After": "60"} if status in (429, 503) else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if "/api/" in request.url.path:
        body = {"problem": error.problem, "way_out": error.way_out}
        return JSONResponse(body, status, headers)
    if not hasattr(request.state, "who"):
        request.state.who = Who("", "")
    response = page(
        request, "error.html", status, error=error, code=status, desk_open=not desk_of(request).login
    )
    response.headers.update(headers)
    return response
