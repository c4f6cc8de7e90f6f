"""The command line: ``dateline``."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit: 0, 1 for "done, with failures listed", 2 for wrong usage."""
    from dateline.cli import exports, history, others, small

    assert (
        exports.app is history.app is others.app is small.app
    )  # one app: each module added its commands to it
    small.app()
