"""The command line: ``dateline``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def main() -> None:
    """Run the command line and exit: 0, 1 for "done, with failures listed", 2 for wrong usage."""
    whole_app()()


def whole_app() -> typer.Typer:
    """The app with the commands of all modules: each adds its own when it is imported."""
    from dateline.cli import care, desk, exports, history, others, scaling, small, watching

    added = (care, desk, exports, history, others, scaling, watching)
    assert all(module.app is small.app for module in added)
    return small.app
