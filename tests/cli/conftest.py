"""The whole app in every test of it: commands come with their modules, whichever test runs first."""

from __future__ import annotations

from dateline.cli import whole_app

whole_app()
