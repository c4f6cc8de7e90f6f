"""Review: one account after the other, by keyboard; words that are selected become statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline import service
from dateline.errors import DatelineError, UsageError
from dateline.model import Decision, DecisionVerb, Field, Span, Value
from dateline.model.codec import to_json
from dateline.service import Filter, Item, Reviewed, Wish
from dateline.web.asking import filter_of
from dateline.web.desk import Desk, Refused, desk_of, page, who_of
from dateline.web.guard import check_ours, check_role
from dateline.web.reading import report_texts

router = APIRouter()
Name = Annotated[str, Query(max_length=500)]
Text = Annotated[str, Form(max_length=5000)]

_OF_REVIEW = (DecisionVerb.ACCEPT, DecisionVerb.CORRECT, DecisionVerb.REJECT, DecisionVerb.STATE)


@router.get("/review", response_class=HTMLResponse)
def review(request: Request, account: Name = "", after: Name = "", coder: str = "") -> Response:
    """The account to review: the one named, or the next of the queue, alerts above it."""
    desk, who = desk_of(request), who_of(request)
    wanted = filter_of(request, "account", "after", "coder")
    again = who.name if coder else ""
    params = {**service.filter_params(wanted), "coder": "me" if again else ""}
    if not account:
        if found := service.queue(desk.ledger, wanted, again, after, limit=1):
            return RedirectResponse(desk.url("/review", account=found[0], **params), 303)
        return page(
            request,
            "review_empty.html",
            alerts_list=service.alerts(desk.ledger, who.name),
            filtered=wanted != Filter(),
            sentence=service.sentence(wanted),
            total=service.number(desk.ledger),
            skipped=service.place_in_queue(desk.ledger, after, wanted, again)[1],
            params=params,
        )
    item = service.item(desk.ledger, account)
    line = service.place_in_queue(desk.ledger, item.account.id, wanted, again)
    return page(
        request,
        "review.html",
        **_shown(desk, item, line, params, again),
        alerts_list=service.alerts(desk.ledger, who.name),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the account under review, with its statements."""

    field: str
    means: str
    statements: tuple[Reviewed, ...]


def _meaning(desk: Desk, field: Field) -> str:
    told = desk.codebook.fields.get(field)
    return told.definition if told else ""


def _shown(
    desk: Desk, item: Item, line: tuple[int, int], params: dict[str, str], again: str
) -> dict[str, Any]:
    wanted = service.parse_filter({k: v for k, v in params.items() if k != "coder"})
    rows = [
        Row(
            f.value,
            _meaning(desk, f),
            tuple(r for r in item.statements if r.statement.field is f),
        )
        for f in Field
    ]
    if again:  # a second coder decides without knowing what the first did
        rows = [
            Row(r.field, r.means, tuple(_blind(s, again) for s in r.statements if s.original)) for r in rows
        ]
    return {
        "item": item,
        "rows": rows,
        "texts": report_texts(item.report, [r.statement for r in item.statements]),
        "place": line[0],
        "waiting": line[1],
        "params": params,
        "reads": service.sentence(wanted) if wanted != Filter() else "",
        "again": again,
        "conflict": None,
        "quoted": _quoter(item),
    }


def _blind(one: Reviewed, coder: str) -> Reviewed:
    mine = one.decision if one.decision and one.decision.who == coder else None
    return one if mine else Reviewed(one.original or one.statement, one.original, None)


def _quoter(item: Item) -> Any:
    def quoted(reviewed: Reviewed) -> str:
        own = [s for s in reviewed.statement.spans if s.report_id == item.report.id]
        return " … ".join(" ".join(item.report.quote(span).split()) for span in own)

    return quoted


def _fragment(
    request: Request, account: str, params: dict[str, str], status: int = 200, **more: Any
) -> Response:
    desk = desk_of(request)
    item = service.item(desk.ledger, account)
    again = who_of(request).name if params.get("coder") else ""
    wanted = service.parse_filter({k: v for k, v in params.items() if k != "coder"})
    line = service.place_in_queue(desk.ledger, item.account.id, wanted, again)
    shown = _shown(desk, item, line, params, again)
    return page(request, "review_item.html", status, **{**shown, **more})


def _params(request: Request) -> dict[str, str]:
    found = service.filter_params(filter_of(request, "account", "after", "coder"))
    return {**found, "coder": request.query_params.get("coder", "")}


@router.post("/review/decide", response_class=HTMLResponse)
def decide(
    request: Request,
    account: Text,
    verb: Text,
    subject: Text,
    version: Text = "",
    csrf: Text = "",
) -> Response:
    """Accept or reject a statement or the whole account. When that clears the account, the next one comes."""
    check_ours(request, csrf)
    desk, params = desk_of(request), _params(request)
    if verb not in ("accept", "reject"):
        raise UsageError(f"{verb[:20]!r} is nothing to do here", "accept or reject")
    wish = Wish(DecisionVerb(verb), (subject,))
    conflict = _decide(request, account, version, wish)
    if conflict is not None:
        return conflict
    if subject != account:
        return _fragment(request, account, params) if _partial(request) else _back(desk, account, params)
    target = desk.url("/review", after=account, **params)
    return _go(request, target)


def _partial(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def _back(desk: Desk, account: str, params: dict[str, str]) -> Response:
    return RedirectResponse(desk.url("/review", account=account, **params), 303)


def _go(request: Request, target: str) -> Response:
    if _partial(request):
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def _decide(request: Request, account: str, version: str, *wishes: Wish) -> Response | None:
    """Decide, or the item as somebody else left it in the meantime."""
    desk, who = desk_of(request), check_role(request, "coder")
    for wish in wishes:
        needed = service.may(desk.ledger, who.name, who.role, wish.verb, wish.subject)
        if needed:
            raise Refused(403, f"that takes the role of {needed}", "ask one to do it")
    item = service.item(desk.ledger, account)
    if item.version != version:
        known = [d.id for d in item.history]
        since = item.history[known.index(version) + 1 :] if version in known else item.history
        return _fragment(request, account, _params(request), 409, conflict=since)
    service.decide_all(desk.ledger, list(wishes), who.name)
    return None


@router.post("/review/undo", response_class=HTMLResponse)
def undo(request: Request, decision: Text = "", csrf: Text = "") -> Response:
    """Take back one decision, or the last of one's own; and go to what it was about."""
    check_ours(request, csrf)
    desk, who = desk_of(request), check_role(request, "coder")
    by_id = {d.id: d for d in desk.ledger.decisions()}
    mine = [d for d in service.standing(list(by_id.values())) if d.who == who.name and d.verb in _OF_REVIEW]
    last = by_id.get(decision) if decision else mine[-1] if mine else None
    if last is None:
        raise Refused(404, "there is nothing of yours to undo", "go on reviewing")
    needed = service.may(desk.ledger, who.name, who.role, DecisionVerb.UNDO, (last.id,))
    if needed:
        raise Refused(
            403, f"{last.who} decided that: undoing it takes the role of {needed}", "ask one to do it"
        )
    service.undo(desk.ledger, last.id, who.name)
    about = _account_of(desk, last)
    return _go(request, desk.url("/review", account=about, **_params(request)))


def _account_of(desk: Desk, decision: Decision) -> str:
    found = service.account_of(desk.ledger, decision.subject[0])
    return found.id if found else ""


@router.get("/review/version")
def version(request: Request, account: Name) -> dict[str, Any]:
    """The version of an account, and who decided last: the page asks now and then."""
    item = service.item(desk_of(request).ledger, account)
    last = item.history[-1] if item.history else None
    return {"version": item.version, "who": last.who if last else "", "verb": last.verb.value if last else ""}


@router.get("/review/form", response_class=HTMLResponse)
def form(
    request: Request,
    account: Name,
    field: Name,
    subject: Name = "",
    words: Name = "",
) -> Response:
    """The form for a value: of a statement to correct, or of words that were selected: "12-30,44-51"."""
    desk = desk_of(request)
    item = service.item(desk.ledger, account)
    name, spans = _field(field), _stretches(item, words)
    base = next((r.statement.value for r in item.statements if r.subject == subject), None)
    value = _proposed(item, name, spans, base)
    return _form(request, item, name, subject, spans, _as_texts(value) or _as_texts(base))


def _field(field: str) -> Field:
    if field not in set(Field):
        raise UsageError(f"{field[:20]!r} is no field", "choose one of the codebook's")
    return Field(field)


def _stretches(item: Item, text: str) -> tuple[tuple[int, int], ...]:
    """Stretches of the report's text, in its order: a statement may rest on several."""
    found = []
    for part in text.split(",") if text else ():
        start, _, end = part.partition("-")
        if not all(t.isascii() and t.isdigit() and len(t) < 10 for t in (start, end)):
            raise UsageError(f"{part[:20]!r} is no stretch of words", "write 12-30,44-51")
        if not int(start) < int(end) <= len(item.report.text):
            raise UsageError("these are no words of the report", "select them in its text")
        found.append((int(start), int(end)))
    if len(found) > 20:
        raise UsageError("these are too many stretches of words", "choose up to 20")
    return tuple(sorted(set(found)))


def _proposed(item: Item, field: Field, spans: tuple[tuple[int, int], ...], base: Value) -> Value:
    """What the first of the stretches that has one says of the field."""
    found = (service.proposed(item.report, field, *span, base) for span in spans)
    return next((value for value in found if value is not None), base)


def _as_texts(value: Value) -> dict[str, str]:
    if value is None or isinstance(value, str):
        return {"value": value or ""}
    data = to_json(value)
    return {name: _as_text(part) for name, part in data.items() if not isinstance(part, list | dict)}


def _as_text(part: Any) -> str:
    return "" if part is None else ("yes" if part else "no") if isinstance(part, bool) else str(part)


def _form(
    request: Request,
    item: Item,
    field: Field,
    subject: str,
    spans: tuple[tuple[int, int], ...],
    values: dict[str, str],
    **more: Any,
) -> Response:
    desk = desk_of(request)
    return page(
        request,
        "review_form.html",
        more.pop("status", 200),
        item=item,
        field=field.value,
        subject=subject,
        means=_meaning(desk, field),
        names=service.FORMS[field],
        values=values,
        quotes=[item.report.text[start:end] for start, end in spans],
        words=",".join(f"{start}-{end}" for start, end in spans),
        choices=service.choices(desk.codebook, field),
        error=more.get("error"),
        params=_params_of_form(request),
    )


def _params_of_form(request: Request) -> dict[str, str]:
    own = ("account", "field", "subject", "words", "after", "coder")
    return {**service.filter_params(filter_of(request, *own)), "coder": request.query_params.get("coder", "")}


@router.post("/review/state", response_class=HTMLResponse)
async def state(request: Request) -> Response:
    """Correct a statement, or state a value from words: what the form holds."""
    from starlette.concurrency import run_in_threadpool

    given = {name: text for name, text in (await request.form()).multi_items() if isinstance(text, str)}
    return await run_in_threadpool(_state, request, given)


def _state(request: Request, given: dict[str, str]) -> Response:
    check_ours(request, given.get("csrf", ""))
    check_role(request, "coder")
    desk, account = desk_of(request), given.get("account", "")
    item, field, subject = (
        service.item(desk.ledger, account),
        _field(given.get("field", "")),
        given.get("subject", ""),
    )
    spans = _stretches(item, given.get("words", ""))
    parts = {name.removeprefix("v_"): text for name, text in given.items() if name.startswith("v_")}
    base = next((r.statement.value for r in item.statements if r.subject == subject), None)
    try:
        value = service.filled(desk.codebook, field, parts, _proposed(item, field, spans, base))
        marks = tuple(Span(item.report.id, *span) for span in spans)
        if subject:
            wish = Wish(DecisionVerb.CORRECT, (subject,), value, spans=marks)
        else:
            wish = Wish(DecisionVerb.STATE, (account,), value, field=field.value, spans=marks)
        conflict = _decide(request, account, given.get("version", ""), wish)
    except Refused:
        raise
    except DatelineError as error:
        return _form(request, item, field, subject, spans, parts, status=422, error=error)
    if conflict is not None:
        return conflict
    params = _params(request)
    return _fragment(request, account, params) if _partial(request) else _back(desk, account, params)
