"""Options from one TOML file: named by $DATELINE_CONFIG, or ``dateline.toml`` in the current folder.

What the command line says goes first, then the environment (``DATELINE_…``), then the file.
"""

from __future__ import annotations

import os
from typing import Any


def defaults(group: Any) -> dict[str, Any] | None:
    """The defaults of every command, as Click takes them; None without a file. Raises UsageError."""
    file = os.environ.get("DATELINE_CONFIG", "") or "dateline.toml"
    if not os.environ.get("DATELINE_CONFIG") and not os.path.isfile(file):
        return None
    from dateline import service

    known = {
        name: {parameter.name for parameter in command.params if parameter.param_type_name == "option"}
        for name, command in group.commands.items()
    }
    return service.spread(service.configuration(), known, file)
