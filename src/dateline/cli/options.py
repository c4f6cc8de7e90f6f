"""Arguments and options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from dateline.errors import UsageError
from dateline.service import Filter, parse_filter

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files (.html .txt .pdf .jsonl .warc .wet .parquet .mbox .eml), folders, or -, standard input."
    ),
]
LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger",
        envvar="DATELINE_LEDGER",
        help="Path of the ledger, or its URL: sqlite:///, postgresql://.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def _choose_reader(name: str) -> str:
    """Before the command runs: every room behind it reads with this one."""
    from dateline import service

    service.choose_reader(name)
    return name


ReaderOption = Annotated[
    str,
    typer.Option(
        "--reader",
        envvar="DATELINE_READER",
        callback=_choose_reader,
        help="Who reads: rules, base (the trained one), an installed reader's name, or openai:MODEL.",
    ),
]


def _base_url(url: str) -> str:
    """Where the language model is; every room behind the command asks there."""
    import os

    if url:
        os.environ["DATELINE_BASE_URL"] = url
    return url


BaseUrl = Annotated[
    str,
    typer.Option(
        "--base-url",
        envvar="DATELINE_BASE_URL",
        callback=_base_url,
        is_eager=True,
        help="Server for --reader openai:MODEL, e.g. http://localhost:8000/v1.",
    ),
]
MaxPage = Annotated[float, typer.Option("--max-page", help="Largest page that is read, in MB.", min=0.001)]
MaxUnpacked = Annotated[
    float, typer.Option("--max-unpacked", help="Most that one gzip file may unpack to, in MB.", min=0.001)
]
WorkersOption = Annotated[
    str,
    typer.Option("--workers", help="Processes that read: a number, 0 for none beside this one, or auto."),
]
SiftOption = Annotated[
    bool, typer.Option("--sift", help="Pass over pages that a quick look finds to be about no incident.")
]
MetricsOption = Annotated[
    str, typer.Option("--metrics", help="Address for /metrics and /healthz, e.g. 127.0.0.1:9464.")
]
LogOption = Annotated[
    str, typer.Option("--log", envvar="DATELINE_LOG", help="Log on standard error: json, text or off.")
]
OutOption = Annotated[str, typer.Option("--out", "-o", help="File to write, or - for standard output.")]

CodebookOption = Annotated[
    str, typer.Option("--codebook", help="dateline, or muc4 for the templates of MUC-4.")
]
TemplatesOption = Annotated[str, typer.Option("--to", help="With --codebook muc4: templates.")]

Type = Annotated[
    str | None, typer.Option("--type", help="Type, subtype or type/subtype, e.g. bombing/car_bombing.")
]
From = Annotated[str | None, typer.Option("--from", help="First day, e.g. 2016-10-24 or 2016-10.")]
To = Annotated[str | None, typer.Option("--to", "--until", help="Last day, e.g. 2016-10-31 or 2016.")]
UntilDay = Annotated[str | None, typer.Option("--until", help="Last day, e.g. 2016-10-31 or 2016.")]
Country = Annotated[str | None, typer.Option("--country", help="ISO 3166-1 code, e.g. PK.")]
Place = Annotated[str | None, typer.Option("--place", help="Part of the name of a place.")]
ActorOption = Annotated[str | None, typer.Option("--actor", help="Part of the name of an actor or claimant.")]
MinKilled = Annotated[int | None, typer.Option("--min-killed", help="At least so many killed.", min=0)]
Disputed = Annotated[
    bool | None, typer.Option("--disputed/--undisputed", help="Only those on which sources differ, or agree.")
]
Words = Annotated[str | None, typer.Option("--text", help="Words that stand in one of the reports.")]

DEFAULT_LEDGER = "dateline.db"
DEFAULT_READER = "rules"


def wants_templates(codebook: str, to: str, as_json: bool) -> bool:
    """Whether the options of ``extract`` ask for the templates of MUC-4. Raises UsageError."""
    if codebook not in ("dateline", "muc4"):
        raise UsageError(f"no codebook {codebook!r} to extract by", "choose one of dateline, muc4")
    if to not in ("", "templates"):
        raise UsageError(f"extract writes nothing called {to!r}", "write --codebook muc4 --to templates")
    if (codebook == "muc4") != (to == "templates"):
        raise UsageError(
            "MUC-4 is written as templates, and only MUC-4", "write --codebook muc4 --to templates"
        )
    if to and as_json:
        raise UsageError("templates are no JSON", "leave one of --to templates and --json out")
    return bool(to)


def workers_of(given: str) -> int | None:
    """The number of ``--workers``; None for auto. Raises UsageError."""
    if given == "auto":
        return None
    if not given.isdigit() or int(given) > 1_000:
        raise UsageError(f"--workers {given!r} is no number", "write 0, 1, 2 … or auto")
    return int(given)


def filtered(last: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of a filter; it gets them as one argument, ``wanted``.

    ``last`` is the option for the last day, which is no ``--to`` where that names a format.
    """
    options = {
        "kind": Type, "first": From, "last": last, "country": Country, "place": Place, "actor": ActorOption,
        "min_killed": MinKilled, "disputed": Disputed, "text": Words,
    }  # fmt: skip

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        own = [p for p in signature.parameters.values() if p.name != "wanted"]
        keyword = inspect.Parameter.KEYWORD_ONLY
        added = [inspect.Parameter(n, keyword, default=None, annotation=a) for n, a in options.items()]
        parameters = [p.replace(kind=keyword) for p in own] + added

        @wraps(command)
        def run(**given: Any) -> None:
            wanted = make_filter(**{name: given.pop(name) for name in options})
            command(wanted=wanted, **given)

        # What typer looks at: the options by their names and types.
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # as inspect reads it
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return with_options


def make_filter(**given: Any) -> Filter:
    """The filter of the options of ``incidents`` and ``export``. Raises UsageError."""
    names = {"kind": "type", "first": "from", "last": "until"}
    stated = {names.get(name, name): value for name, value in given.items() if value is not None}
    flags = {True: "yes", False: "no"}
    texts = {n: flags[v] if isinstance(v, bool) else str(v) for n, v in stated.items()}
    try:
        return parse_filter(texts)
    except UsageError as error:
        name = error.problem.split(" ", 1)[0]
        dashed = f"--{error.problem}" if name in texts else error.problem
        raise UsageError(dashed.replace("_", "-", 1 if "_" in name else 0), error.way_out) from error
