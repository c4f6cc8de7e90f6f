"""Imported by the server that readers are forked from: what each of them needs is loaded there, once.

Gazetteer, word lists, parsers and the model of languages are then shared by all readers, and a reader that
takes the place of one that was lost begins at once. Networks are not: they keep threads, and those do not
outlive a fork.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from dateline.errors import DatelineError
from dateline.model import Page
from dateline.service.hand import Setup, handle

_PAGE = """<!doctype html><html lang="en"><head>\
<title>Bomb kills three in Quetta</title></head><body><article>
<h1>Bomb kills three in Quetta</h1><p>QUETTA, Oct 24 - A bomb killed three policemen and wounded at least a
dozen people in Quetta on Monday, officials said.</p><p>No group claimed responsibility for the attack in
the capital of Balochistan province, police chief Ahsan Mehboob told reporters.</p></article></body></html>"""


def _load() -> None:
    """Read one page with the rules. What goes wrong is told by the readers, who would meet it, too."""
    with suppress(DatelineError, OSError, ImportError):
        handle([Page(_PAGE.encode(), "text/html", origin="warm")], Setup("rules"))
    gc.collect()
    gc.freeze()


_load()
