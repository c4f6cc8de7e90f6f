"""Logs of what runs for long: lines on standard error, as JSON for programs or as text for people."""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from dateline.errors import UsageError
from dateline.masking import masked

LOG = logging.getLogger("dateline")
_UVICORN = logging.getLogger("uvicorn")  # what serves the desk
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "color_message"}


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """What came with a line, without what opens doors."""
    told = {k: v for k, v in vars(record).items() if k not in _PLAIN}
    if record.exc_info and record.exc_info[1] is not None:
        told["error"] = f"{type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
    return {k: masked(v) if isinstance(v, str) else v for k, v in told.items()}


class JsonLines(logging.Formatter):
    """A log line as a JSON object: time, level, event, and the fields that came with it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": masked(record.getMessage()),
        }
        told |= _fields(record)
        if record.exc_info and record.exc_info[1] is not None:
            told["trace"] = masked("".join(traceback.format_exception(record.exc_info[1])))
        return json.dumps(told, default=str)  # in ASCII: standard error may have any encoding


class TextLines(logging.Formatter):
    """A log line for people: time, event, and the fields that came with it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line. What comes from the net in it could else steer the terminal."""
        told = [f"{k}={v}" for k, v in _fields(record).items()]
        line = " ".join([self.formatTime(record), masked(record.getMessage()), *told])
        return "".join(c if c.isprintable() else "�" for c in line)


class _StandardError(logging.StreamHandler[Any]):
    """Writes to what standard error is at the time: above a bar of progress, while there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def start_log(kind: str = "", unasked: str = "info") -> None:
    """Log to standard error: ``json`` lines, ``text`` for people, or ``off``; else as $DATELINE_LOG says.

    Where neither says anything, only what is at least as grave as ``unasked``, as text on a terminal and as
    JSON elsewhere. Raises UsageError.
    """
    asked = kind or os.environ.get("DATELINE_LOG", "")
    kind = asked or ("text" if sys.stderr.isatty() else "json")
    if kind not in ("json", "text", "off"):
        raise UsageError(f"no log is called {kind!r}", "choose one of json, text, off")
    handler: logging.Handler = logging.NullHandler() if kind == "off" else _StandardError()
    handler.setFormatter(JsonLines() if kind == "json" else TextLines())
    for log in (LOG, _UVICORN):
        log.handlers.clear()
        log.propagate = False
        log.addHandler(handler)
    LOG.setLevel("INFO" if asked else unasked.upper())
