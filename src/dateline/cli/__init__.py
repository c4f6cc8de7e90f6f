"""The command line: ``dateline``."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit: 0, 1 for "done, with failures listed", 2 for wrong usage."""
    from dateline.cli import desk, history, small

    assert history.app is small.app is desk.app  # one app: each module added its commands to it
    small.app()
