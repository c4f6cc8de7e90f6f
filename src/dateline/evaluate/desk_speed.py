"""How fast the desk is on a large ledger: made-up incidents, a real server, a real browser where one is.

``--data`` is not read (name any folder). The number of incidents comes from ``DATELINE_EVALUATE_INCIDENTS``
(default 100,000). Times are the least and the most of several. Needs the
extra ``web``; first paint also needs Playwright and Chromium, and is left out without them.
"""

from __future__ import annotations

import http.client
import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from dateline.evaluate.linking_speed import made_up
from dateline.evaluate.result import Evaluation
from dateline.ledger import Computed, Entry, Ledger, open_ledger
from dateline.link.incident import name_of
from dateline.model import (
    Account,
    Chosen,
    Effect,
    Field,
    Group,
    Incident,
    Page,
    PlaceClass,
    Span,
    Stage,
    Statement,
    Toll,
    Value,
    When,
    Where,
)
from dateline.service import rooms

COMMAND = "dateline evaluate desk-speed --data PATH"
_COUNTRIES = "PK AF IQ SY YE SO NG ML CO MX UA MM IN ET SD CD LY EG TR PH".split()
_KINDS = ("armed_attack/shooting", "bombing/car_bombing", "battle/armed_clash", "kidnapping/", "protest/",
          "air_strike/drone_strike", "arrest/", "arson/")  # fmt: skip
_TRIES = 5

#: What is asked of the server, in the words of the table.
_ASKED = {
    "Explore, no filter": "/",
    "Explore, country": "/?country=PK",
    "Explore, type and days": "/?type=bombing&from=2010&until=2012",
    "Explore, killed and disputed": "/?min_killed=2&disputed=yes",
    "Explore, words in reports": "/?text=police+in",
    "Explore, box": "/?box=60,20,75,38",
    "map data, all": "/api/v1/map",
    "map data, country": "/api/v1/map?country=PK",
    "50 incidents as JSON": "/api/v1/incidents?country=PK&limit=50",
}


def run(data: Path) -> Evaluation:
    """Make a ledger, ask the server, let a browser paint."""
    del data
    size = int(os.environ.get("DATELINE_EVALUATE_INCIDENTS", "100000"))
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "desk.db") as ledger:
        fill(ledger, size)
        with _served(ledger) as (base, memory):
            rows, figures = _server(base, memory)
            painted, note = _browser(base, memory)
    rows += [(name, f"{least:.0f}", f"{most:.0f}", "", "") for name, (least, most) in painted.items()]
    figures |= {f"ms {name}": least for name, (least, _) in painted.items()}
    notes = (
        f"{size:,} made-up incidents; milliseconds, least and most of {_TRIES}, nothing remembered from the "
        "question before; `processor` is what this process took of it, whatever else the machine did",
        *([note] if note else []),
    )
    columns = ("what", "least ms", "most ms", "processor ms", "KB")
    return Evaluation("desk-speed", COMMAND, columns, tuple(rows), figures, notes)


def fill(ledger: Ledger, size: int, seed: int = 3) -> None:
    """Put made-up incidents into a ledger, ten accounts a report; nothing is linked, all is up to date."""
    rng = random.Random(seed)
    towns = [_town(rng, n) for n in range(4000)]
    reports = [r for r, _ in islice(made_up(max(size // 10, 1), seed), max(size // 10, 1))]
    told: list[Account] = []
    for begin in range(0, len(reports), 500):
        entries = []
        for report in reports[begin : begin + 500]:
            mine = tuple(_account(rng, report.id, number, towns) for number in range(10))
            told += mine
            page = Page(report.text.encode(), "text/plain", given={"id": report.id})
            entries.append(Entry(page, report, mine, "made-up"))
        ledger.add(entries)
    with ledger.linking() as room:
        room.replace_incidents(None, Computed([_incident(a, rng) for a in told[:size]], {}, told))
        room.finish({"link": rooms.linking_version()})


def _town(rng: random.Random, number: int) -> Where:
    country = _COUNTRIES[min(int(rng.expovariate(0.25)), len(_COUNTRIES) - 1)]
    radius = rng.choice((500, 5000, 9000, 40_000, 150_000))
    lat, lon = round(rng.uniform(-20, 45), 4), round(rng.uniform(-80, 110), 4)
    return Where(f"Town {number}", lat, lon, number, country, f"Province {number % 60}", None,
                 PlaceClass.POPULATED_PLACE, radius)  # fmt: skip


def _account(rng: random.Random, report: str, number: int, towns: Sequence[Where]) -> Account:
    day = date(2005, 1, 1) + timedelta(days=int(rng.triangular(0, 7300, 5000)))
    dead = rng.choice((0, 1, 1, 2, 3, 8, 21))
    name = f"{report}#{number}"
    span = (Span(report, 0, 10),)
    high = dead + rng.choice((0, 0, 4))
    known: list[tuple[Field, Value]] = [(Field.TOLL, Toll(Effect.KILLED, Group.UNKNOWN, dead, dead, high))]
    if rng.random() > 0.04:
        known.append((Field.WHEN, When.day(day)))
    if rng.random() > 0.06:
        known.append((Field.WHERE, towns[min(int(rng.expovariate(0.002)), len(towns) - 1)]))
    kind, _, fine = rng.choice(_KINDS).partition("/")
    statements = tuple(Statement(f"{name}/{f}", f, v, span) for f, v in known)
    return Account(name, report, True, kind, fine, Stage.ACCOMPLISHED, statements)


def _incident(account: Account, rng: random.Random) -> Incident:
    def chosen(field: Field) -> Chosen:
        found = next(account.of(field), None)
        if found is None:
            return Chosen(field.value, None, "made-up", reason="no report says so")
        return Chosen(field.value, found.value, "made-up", (found.id,))

    toll = next(account.of(Field.TOLL))
    dissent = (toll.id,) if rng.random() < 0.15 else ()
    return Incident(
        name_of(account.id), account.type, account.subtype, account.stage.value, (account,),
        chosen(Field.WHEN), chosen(Field.WHERE), origins=rng.choice((1, 1, 1, 2, 3)),
        tolls=(Chosen("toll", toll.value, "made-up", (toll.id,), dissent),),
    )  # fmt: skip


@contextmanager
def _served(ledger: Ledger) -> Iterator[tuple[str, Any]]:
    """The desk's address, and its memory, which is emptied before every question."""
    import uvicorn

    from dateline import service
    from dateline.web.app import create_app
    from dateline.web.desk import Desk

    desk = Desk(ledger, service.load_codebook("dateline"))
    config = uvicorn.Config(create_app(desk), host="127.0.0.1", port=0, log_level="error", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", desk.memory
    finally:
        server.should_exit = True
        thread.join(10)


def _server(base: str, memory: Any) -> tuple[list[tuple[str, ...]], dict[str, float]]:
    host = base.removeprefix("http://")
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for name, path in _ASKED.items():
        spent, worked, length = [], [], 0
        for _ in range(_TRIES):
            memory.forget()
            connection = http.client.HTTPConnection(host, timeout=120)
            began, at_work = time.perf_counter(), time.process_time()
            connection.request("GET", path)
            answer = connection.getresponse()
            length = len(answer.read())
            spent.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - at_work))
            connection.close()
            assert answer.status == 200, (path, answer.status)
        times = (min(spent), max(spent), min(worked))
        rows.append((name, *(f"{t:.0f}" for t in times), f"{length / 1000:.0f}"))
        figures |= {f"ms {name}": min(spent), f"processor ms {name}": min(worked)}
    return rows, figures


_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def _browser(base: str, memory: Any) -> tuple[dict[str, tuple[float, float]], str]:
    """First paint of Explore, and when its map data were drawn, in a browser whose cache is empty."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        return {}, "first paint was not measured: it needs Playwright and Chromium (apt-get install chromium)"
    paints, drawn = [], []
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking", "--enable-unsafe-swiftshader"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        for _ in range(_TRIES):
            memory.forget()
            context = browser.new_context(base_url=base, viewport={"width": 1360, "height": 850})
            page = context.new_page()
            page.goto("/")
            while (painted := page.evaluate(_PAINT)) is None:  # the page may be there before it is drawn
                page.wait_for_timeout(10)
            paints.append(float(painted))
            while not page.evaluate("document.getElementById('map').dataset.incidents"):
                page.wait_for_timeout(10)
            drawn.append(float(page.evaluate("performance.now()")))
            context.close()
        browser.close()
    return {
        "Explore, first paint in Chromium": (min(paints), max(paints)),
        "Explore, counts of all places known to the map": (min(drawn), max(drawn)),
    }, ""
