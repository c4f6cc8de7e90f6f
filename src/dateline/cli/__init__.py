"""The command line: ``dateline``."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit: 0, 1 for "done, with failures listed", 2 for wrong usage."""
    from dateline.cli import care, history, scaling, small, watching

    assert care.app is history.app is scaling.app is small.app is watching.app  # each added its commands
    small.app()
