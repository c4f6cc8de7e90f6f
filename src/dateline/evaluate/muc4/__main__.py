"""``python -m dateline.evaluate.muc4 --key FILE --response FILE``: the scores of a response file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from dateline.codebook.muc4.templates import read
from dateline.errors import DatelineError
from dateline.evaluate.muc4.gtt import read_gtt
from dateline.evaluate.muc4.history import read_history
from dateline.evaluate.muc4.judges import Recorded
from dateline.evaluate.muc4.score import score


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; 1 and one line on the error stream when a file cannot be read."""
    options = _options().parse_args(arguments)
    try:
        gold = read_gtt(options.gtt) if options.gtt else None
        judge = Recorded(read_history(options.history)) if options.history else None
        scores = score(read(options.response), read(options.key), gold, judge)
    except DatelineError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(scores.figures) if options.json else scores.text(), end="\n" if options.json else "")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dateline.evaluate.muc4", description=__doc__)
    parser.add_argument("--key", type=Path, nargs="+", required=True, help="key templates")
    parser.add_argument("--response", type=Path, nargs="+", required=True, help="response templates")
    parser.add_argument("--history", type=Path, help="judgements of an interactive run, instead of the rules")
    parser.add_argument("--gtt", type=Path, help="the key's entities as JSON Lines of GTT, for CEAF")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
