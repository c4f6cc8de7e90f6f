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

    found: dict[str, Any] = {}
    for name, options in service.spread(service.configuration(), options_of(group), file).items():
        place = found
        *groups, command = name.split()
        for one in groups:
            place = place.setdefault(one, {})
        place[command] = options
    return found


def options_of(group: Any, prefix: str = "") -> dict[str, set[str]]:
    """The options of every command by its name; of one in a group by both names, as "user add"."""
    found: dict[str, set[str]] = {}
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            found |= options_of(command, f"{prefix}{name} ")
        else:
            # the desk takes its ledger as a word, not as an option
            known = {p.name for p in command.params if p.param_type_name == "option" or p.name == "ledger"}
            found[prefix + name] = known
    return found
