"""Logging in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline import service
from dateline.errors import UsageError
from dateline.web.desk import Refused, desk_of, page, who_of
from dateline.web.guard import COOKIE, Brake, check_ours

router = APIRouter()
Text = Annotated[str, Form(max_length=2000)]


@router.get("/login", response_class=HTMLResponse)
def form(request: Request, next: str = "") -> Response:
    """The form for logging in."""
    desk = desk_of(request)
    if not desk.login or who_of(request).name:
        return RedirectResponse(desk.url("/"), 303)
    return page(request, "login.html", error=None, following=_inside(next))


def _inside(target: str) -> str:
    """An address of the desk, or its front page: nobody is led elsewhere."""
    fine = target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target
    return target if fine and target.isprintable() else "/"


@router.post("/login", response_class=HTMLResponse)
def log_in(request: Request, name: Text, password: Text, next: Text = "/") -> Response:
    """Log in. There is no session yet to forge: the origin is checked, and the cookie is set for us alone."""
    desk = desk_of(request)
    _same_origin(request)
    brake = _brake(request)
    caller = request.client.host if request.client else "?"
    keys = (f"name {name.casefold()}", f"from {caller}")
    brake.check(*keys)
    found = service.log_in(desk.ledger, name, password)
    if found is None:
        brake.fail(*keys)
        error = UsageError("this name and password do not belong together", "mind capitals, and try again")
        return page(request, "login.html", 401, error=error, following=_inside(next))
    response = RedirectResponse(desk.prefix + _inside(next), 303)
    response.set_cookie(
        COOKIE,
        found[1],
        max_age=int(service.SESSION.total_seconds()),
        path=desk.prefix or "/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def _same_origin(request: Request) -> None:
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none"):
        raise Refused(403, "this came from a page of somebody else's", "open the desk and log in there")


def _brake(request: Request) -> Brake:
    state = request.app.state
    if not hasattr(state, "brake"):
        state.brake = Brake()
    brake: Brake = state.brake
    return brake


@router.post("/logout")
def log_out(request: Request, csrf: Text = "") -> Response:
    """End the session here and everywhere else that its cookie may be."""
    check_ours(request, csrf)
    desk = desk_of(request)
    service.log_out(desk.ledger, request.cookies.get(COOKIE, ""))
    response = RedirectResponse(desk.url("/login"), 303)
    response.delete_cookie(COOKIE, path=desk.prefix or "/")
    return response
