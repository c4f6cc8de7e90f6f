"""Where output goes, and how errors reach a person: one line, with the way out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text
from typer.core import TyperGroup

from dateline.errors import DatelineError, LedgerError, UsageError
from dateline.masking import masked

INTERRUPTED = 130  # 128 + SIGINT, as shells report it
BROKEN_PIPE = 141  # 128 + SIGPIPE


class Doors(TyperGroup):
    """The command group; turns every error into its line and its exit code."""

    def make_context(self, *given: Any, **more: Any) -> Any:
        """As usual, with the options of the configuration as defaults, and every option by environment, as
        DATELINE_WATCH_PAUSE. An error there is one line, too."""
        from dateline.cli.configuring import defaults

        if more.get("parent") is not None:  # a group of commands has its part from the whole
            return super().make_context(*given, **more)
        try:
            more.setdefault("auto_envvar_prefix", "DATELINE")
            return super().make_context(*given, default_map=defaults(self), **more)
        except DatelineError as error:
            complain(str(error))
            raise SystemExit(2) from error

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()
            return outcome
        except DatelineError as error:
            complain(str(error))
            ctx.exit(2 if isinstance(error, UsageError) else 1)
        except BrokenPipeError:
            # `dateline extract … | head` has read enough. Python would complain once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(BROKEN_PIPE)
        except KeyboardInterrupt:
            complain("stopped: what was acknowledged is safe; run the same command again to go on")
            ctx.exit(INTERRUPTED)
        except OSError as error:
            complain(str(_plain(error)))
            ctx.exit(1)


def _plain(error: OSError) -> DatelineError:
    what = f"{error.filename or 'the output'} cannot be written ({(error.strerror or str(error)).lower()})"
    return LedgerError(what, "check the path, its permissions and the space on the disk")


def complain(line: str) -> None:
    """One line on standard error."""
    print(f"dateline: {printable(masked(line))}", file=sys.stderr)


def console() -> Console:
    """Standard output; plain and unwrapped when it is no terminal."""
    wide = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "200"))
    return Console(file=sys.stdout, width=wide, highlight=False)


def printable(text: str) -> str:
    """The text on one line without control characters.

    A headline may carry an escape sequence; printed as it is, it could rewrite the reader's terminal.
    """
    return " ".join("".join(c if c.isprintable() or c.isspace() else "�" for c in text).split())


def many(count: int, what: str) -> str:
    """ "1 incident", "2 incidents"."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def cell(text: str, style: str = "") -> Text:
    """Text for a table: no markup is read from it ("[red]" may stand in a headline)."""
    return Text("\n".join(printable(line) for line in text.splitlines()), style=style)


class Working:
    """Progress of a long command: call it with the number of things done so far and a word on what goes on;
    :meth:`reach` says how much of the whole is done."""

    def __init__(self, bar: Progress | None = None, task: Any = None, unit: str = "pages") -> None:
        self._bar, self._task, self._unit = bar, task, unit
        self._begun = time.monotonic()

    def __call__(self, count: int, note: str = "") -> None:
        if self._bar is not None:
            rate = count / max(time.monotonic() - self._begun, 0.1)
            told = f"{count} {self._unit}, {rate:.0f}/s {note}".strip()
            self._bar.update(self._task, note=told if count else note)

    def both(self, count: int, total: int | None, note: str = "") -> None:
        """``count`` things are done, of so many (None: nobody knows)."""
        self(count, note)
        self.reach(count, total)

    def staged(self, stage: str, count: int, total: int) -> None:
        """``count`` things of ``total`` are done in this stage."""
        self.both(count, total, stage)

    def with_reach(self, count: int, reached: float) -> None:
        """``count`` things are done, and so much of the whole, which is counted otherwise (in bytes)."""
        self(count)
        self.reach(reached)

    def reach(self, done: float, total: float | None = None) -> None:
        """``done`` of ``total`` (as given before, when None)."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)


@contextmanager
def working(what: str, total: float | None = None, unit: str = "pages") -> Iterator[Working]:
    """A bar on standard error with count, rate, time so far and time left; silent when that is no
    terminal."""
    if not sys.stderr.isatty():
        yield Working()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Working(bar, bar.add_task(what, total=total or None, note=""), unit)


@contextmanager
def output(target: str, encoding: str = "utf-8") -> Iterator[TextIO]:
    """The file ``target``, or standard output for ``-``. A file appears whole or not at all."""
    if target == "-":
        utf8_stdout()
        yield sys.stdout
        return
    path = Path(target)
    if path.is_dir():
        raise UsageError(f"{target} is a folder", "name a file in it")
    whole = path.is_file() or not path.exists()  # a pipe or /dev/null is written to, never replaced
    half = path.with_name(path.name + ".part") if whole else path
    try:
        with half.open("w", encoding=encoding, newline="") as out:
            yield out
        if whole:
            half.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, target) from error  # not the name of the half file
    finally:
        if whole:
            half.unlink(missing_ok=True)


def utf8_stdout() -> None:
    """Machine-readable output is UTF-8, whatever the terminal's code page."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")


def done(failures: int) -> None:
    """End the command: 0, or 1 when failures were listed."""
    if failures:
        raise typer.Exit(1)
