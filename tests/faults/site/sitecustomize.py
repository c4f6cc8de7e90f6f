"""Put on the path of the processes that are disturbed, children included: a small reader, pages that kill
whoever reads them in a process of its own, and a clock that may be behind."""

import multiprocessing
import os
import signal
import sys

if os.environ.get("DATELINE_DISTURBED"):
    sys.path.insert(0, os.environ["DATELINE_DISTURBED"])
    import made_up
    from dateline.service import rooms

    def read(page):  # type: ignore[no-untyped-def]
        if b"POISON" in page.content and multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGSEGV)
        while b"ENDLESS" in page.content and multiprocessing.parent_process() is not None:
            pass
        return made_up.read(page)

    rooms.read, rooms.reading_version = read, lambda: "made-up@1"
    rooms.extract_all = lambda reports: [made_up.extract(report) for report in reports]
    behind = float(os.environ.get("DATELINE_BEHIND", "0"))
    if behind:
        from datetime import UTC, datetime, timedelta

        from dateline.service import reading

        reading.now = lambda: datetime.now(UTC) - timedelta(seconds=behind)
