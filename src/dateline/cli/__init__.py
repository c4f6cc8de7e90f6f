"""The command line: ``dateline``."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit: 0, 1 for "done, with failures listed", 2 for wrong usage."""
    from dateline.threads import one_each

    one_each()  # before anything imports numpy
    from dateline.cli import care, desk, exports, history, others, scaling, small, watching

    added = (care, desk, exports, history, others, scaling, watching)
    assert all(module.app is small.app for module in added)  # one app: each module added its commands to it
    small.app()
