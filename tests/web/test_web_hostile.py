"""A page made to harm whoever reads it does nothing at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from desk_running import Watch, make_desk, served

from dateline import service

BOMB = "<script>window.pwned=1</script><img src=x onerror=window.pwned=2><svg onload=window.pwned=3>"
TITLE = BOMB + "{{ 7*7 }}" + "\u202e" + "A" * 1_000_000
PAGE = f"""<!doctype html><html><head><title>placeholder</title>
<meta property="og:title" content="{quote("x")}">
<link rel="canonical" href="javascript:window.pwned=4"></head><body><article>
<h1>Bomb kills 12 in Quetta &lt;script&gt;window.pwned=5&lt;/script&gt; \u202egnp.exe\u202c</h1>
<p>QUETTA, Oct 25 2016 - A bomb killed 12 people in Quetta &lt;img src=x onerror=window.pwned=6&gt;
on Monday, the police said.
&lt;svg onload="window.pwned=7"&gt;&lt;/svg&gt; \u202edesrever si siht\u202c and
&lt;a href="javascript:window.pwned=8"&gt;here&lt;/a&gt; it goes on.
"&gt;&lt;script src=//evil.example/x.js&gt;&lt;/script&gt;</p>
<p>The Islamic State "&gt;&lt;iframe src=javascript:window.pwned=9&gt; claimed
the attack. {{{{ 7*7 }}}} ${{7*7}}</p>
</article></body></html>"""


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[str]:
    """A desk on a ledger with two hostile pages."""
    import json

    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.html").write_text(PAGE, "utf-8")
    text = "A car bomb killed 61 people in Quetta, Pakistan, on 24 October 2016, officials said. " + BOMB
    record = {"id": "x\"><script>window.pwned=10</script>/../#?&", "title": TITLE, "text": text,
              "published": "2016-10-25", "url": "javascript:window.pwned=11"}  # fmt: skip
    (tmp_path / "p" / "b.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    with service.open_ledger(tmp_path / "h.db") as ledger:
        service.ingest([tmp_path / "p"], ledger)
        assert len(ledger.reports()) == 2 and service.number(ledger) >= 1
        with served(make_desk(ledger)) as base:
            yield base


def test_a_hostile_report_does_nothing(chromium: Any, hostile: str) -> None:
    context = chromium.new_context(base_url=hostile + "/")
    context.set_default_timeout(20_000)
    watch = Watch(context, hostile)
    page = context.new_page()
    page.on("dialog", lambda dialog: watch.errors.append(f"a dialog: {dialog.message}"))
    found = page.request.get("api/v1/incidents").json()["incidents"]
    paths = [
        "",
        "sources",
        "merge",
        "codebook",
        "?text=" + quote(BOMB),
        "?place=" + quote('"><script>'),
        "runs",
    ]
    for incident in found:
        paths.append(f"incidents/{incident['id']}")
        for one in page.request.get(f"api/v1/incidents/{incident['id']}").json()["reports"]:
            paths.append("report?id=" + quote(one["report"]["id"], safe=""))
    paths += [
        "review?account=" + quote(name, safe="")
        for name in page.request.get("api/v1/queue").json()["accounts"]
    ]
    assert len(paths) >= 11
    for path in paths:
        page.goto(path)
        assert page.evaluate("window.pwned") is None, path
        assert page.locator("main iframe, main img, main script, [onerror], [onload]").count() == 0, path
        assert page.locator("a[href^='javascript']").count() == 0, path
        assert "49" not in page.locator("h1").first.inner_text()
        assert len(page.locator("h1").first.inner_text()) < 2000
    context.close()
    watch.check()
