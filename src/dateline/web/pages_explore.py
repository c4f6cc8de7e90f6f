"""Explore, one incident, one report."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from dateline import service
from dateline.export.evidence.view import page_view
from dateline.service import Filter
from dateline.web.asking import filter_of
from dateline.web.desk import desk_of, page, who_of
from dateline.web.guard import check_ours
from dateline.web.reading import report_texts
from dateline.web.timeline import drawn

router = APIRouter()

#: Values of a facet shown before "more".
_SHOWN = 9
_NAMES = {
    "disputed": {"1": ("yes", "sources differ"), "0": ("no", "sources agree")},
    "claimed": {"1": ("yes", "somebody claims it"), "0": ("no", "nobody claims it")},
    "invented": {"1": ("yes", "invented"), "0": ("no", "not invented")},
}
_TITLES = {
    "type": "What",
    "country": "Country",
    "year": "Year",
    "disputed": "Agreement",
    "claimed": "Claims",
    "invented": "Label",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: what it is called, how many, whether it is chosen, and where a click leads."""

    id: str
    name: str
    count: int
    on: bool
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values; ``open`` when more are chosen or few are there."""

    title: str
    shown: tuple[Choice, ...]
    more: tuple[Choice, ...]


@router.get("/", response_class=HTMLResponse)
def explore(request: Request, cursor: str = "", part: str = "") -> Response:
    """Map, timeline and list under one set of filters."""
    desk, wanted = desk_of(request), filter_of(request, "cursor", "part")
    params = service.filter_params(wanted)
    found = service.listing(desk.ledger, wanted, cursor)
    more = desk.url("/", **params, cursor=found.next, part="rows") if found.next else ""
    if part == "rows":
        return page(request, "rows.html", lines=found.lines, more=more)
    counts = desk.memory.answer("counts", desk.ledger, wanted, service.counts)
    bars = desk.memory.answer("timeline", desk.ledger, wanted, service.timeline)
    return page(
        request,
        "explore.html",
        wanted=wanted,
        params=params,
        sentence=service.sentence(wanted),
        counts=counts,
        lines=found.lines,
        more=more,
        facets=[
            _facet(desk.url, wanted, name, rows)
            for name, counted in counts.facets.items()
            for rows in [counted + _chosen_of_none(params, name, counted)]
            if len(rows) > 1 or (rows and (name in params or name == "type"))
        ],
        line=drawn(bars, wanted.first, wanted.last),
        map_url=desk.url("/api/v1/map", **{k: v for k, v in params.items() if k not in ("from", "until")}),
        exports=[
            (form, desk.url(f"/api/v1/export/{form}", **params))
            for form in ("csv", "geojson", "jsonl", "html")
        ],
        undated=desk.url("/", **{**_without(params, "from", "until"), "dated": "no"}),
        placeless=desk.url("/", **{**_without(params, "box"), "located": "no"}),
        empty=service.number(desk.ledger) == 0,
        chips=_chips(desk.url, params),
    )


def _without(params: dict[str, str], *names: str) -> dict[str, str]:
    return {name: text for name, text in params.items() if name not in names}


def _chips(url: Any, params: dict[str, str]) -> list[tuple[str, str]]:
    """Each filter in force, with the address without it."""
    found = []
    for name in params:
        alone = service.sentence(service.parse_filter({name: params[name]})).removeprefix("Incidents ")
        found.append((alone, url("/", **_without(params, name))))
    return found


def _chosen_of_none(params: dict[str, str], name: str, rows: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """The chosen values of a facet that no incident has, each with 0: what was chosen can be taken away where
    it was chosen. Subtypes are no values of a facet; their filter stands among those in force."""
    if name == "year":
        first, last = params.get("from", ""), params.get("until", "")
        chosen = [first[:4]] if (first[4:], last) == ("-01-01", f"{first[:4]}-12-31") else []
    elif name in _NAMES:
        chosen = [text for text, (code, _) in _NAMES[name].items() if code == params.get(name)]
    else:
        chosen = [text for text in params.get(name, "").split(",") if text and "/" not in text]
    known = {"none" if value is None else str(value) for value, _ in rows}
    return [(None if text == "none" else text, 0) for text in chosen if text not in known]


def _facet(url: Any, wanted: Filter, name: str, rows: list[tuple[Any, int]]) -> Facet:
    params = service.filter_params(wanted)
    choices = []
    for value, count in rows:
        text = "none" if value is None else str(value)
        if name == "year" and value is None:
            continue  # incidents without a day have their own number beside the map
        choices.append(_choice(url, params, name, text, count))
    if name == "year":
        choices.sort(key=lambda c: c.name, reverse=True)
    on = [c for c in choices if c.on]
    rest = [c for c in choices if not c.on]
    shown = tuple([*on, *rest][: max(_SHOWN, len(on))])
    shown_ids = {c.id for c in shown}
    return Facet(
        _TITLES[name],
        tuple(c for c in choices if c.id in shown_ids),
        tuple(c for c in choices if c.id not in shown_ids),
    )


def _choice(url: Any, params: dict[str, str], name: str, text: str, count: int) -> Choice:
    """A click adds the value, or takes it away where it is chosen."""
    label = {"type": text.replace("_", " "), "country": service.country_name(text)}.get(name, text)
    if name == "year":
        on = params.get("from") == f"{text}-01-01" and params.get("until") == f"{text}-12-31"
        days = {} if on else {"from": f"{text}-01-01", "until": f"{text}-12-31"}
        href = url("/", **{**_without(params, "from", "until", "dated"), **days})
    elif name in _NAMES:
        code, label = _NAMES[name][text]
        on = params.get(name) == code
        href = url("/", **{**_without(params, name), **({} if on else {name: code})})
    else:
        chosen = [c for c in params.get(name, "").split(",") if c]
        on = text in chosen
        kept = [c for c in chosen if c != text] if on else [*chosen, text]
        href = url("/", **{**_without(params, name), name: ",".join(kept)})
    return Choice(f"f-{name}-{text}", label, count, on, href)


@router.get("/incidents/{incident}", response_class=HTMLResponse)
def incident(request: Request, incident: str) -> Response:
    """One incident: chosen values, dissent, toll over time, accounts side by side, history."""
    desk = desk_of(request)
    shown = service.show(desk.ledger, incident)
    found = shown.incident
    material = service.gather(desk.ledger, [found])
    queue_state = desk.ledger.cleared([a.id for a in found.accounts])
    decided = [d for d in desk.ledger.decisions() if _touches(d.subject, found)]
    return page(
        request,
        "incident.html",
        view=page_view(material).incidents[0],
        incident=found,
        grading=service.support_of(found),
        accounts=[
            (a, shown.reports[a.report_id], a.id in queue_state)
            for a in found.accounts
            if a.report_id in shown.reports
        ],
        judgements=shown.judgements,
        history=service.changes_of(desk.ledger, found.id),
        decided=decided,
        gone=incident if incident != found.id and not shown.marked else "",
        cell=lambda account, name: [s for s in account.statements if s.field == name and s.value is not None],
        fields=("when", "where", "toll", "actor", "target", "weapon", "claim"),
    )


def _touches(subject: tuple[str, ...], incident: service.Incident) -> bool:
    """Whether a decision is about an incident. A statement that was rejected is no longer in its account, but
    its id begins with the account's."""
    names = {a.id for a in incident.accounts}
    names |= {s.id for a in incident.accounts for s in a.statements}
    names |= {b for a in incident.accounts for s in a.statements for b in s.inferred_from}
    return bool(names.intersection(subject)) or any(s.rsplit("/", 1)[0] in names for s in subject)


@router.get("/incidents/{incident}/evidence.html")
def evidence(request: Request, incident: str) -> Response:
    """The evidence page of one incident, as a file to keep."""
    desk = desk_of(request)
    found = service.show(desk.ledger, incident).incident
    out = io.StringIO()
    service.write_evidence(service.gather(desk.ledger, [found], f"Incident {found.id}"), out)
    headers = {"Content-Disposition": f'attachment; filename="incident-{found.id}.html"'}
    return Response(out.getvalue(), media_type="text/html; charset=utf-8", headers=headers)


@router.post("/incidents/{incident}/seen")
def seen(request: Request, incident: str, csrf: Annotated[str, Form()] = "") -> Response:
    """Note that this person has looked at the incident: later changes are alerts."""
    check_ours(request, csrf)
    desk = desk_of(request)
    service.see(desk.ledger, who_of(request).name, incident)
    if request.headers.get("hx-request"):
        return Response("", media_type="text/html")
    return Response(status_code=204)


@router.get("/report", response_class=HTMLResponse)
def report(request: Request, id: Annotated[str, Query(max_length=500)]) -> Response:
    """A report: its text with every evidence span marked, beside its accounts."""
    desk = desk_of(request)
    view = service.report_view(desk.ledger, id)
    statements = [s for account in view.accounts for s in account.statements]
    return page(
        request,
        "report.html",
        view=view,
        texts=report_texts(view.report, statements),
        safe_url=view.report.url
        if (view.report.url or "").lower().startswith(("http://", "https://"))
        else "",
    )
