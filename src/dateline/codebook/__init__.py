"""Codebooks: the incident types, the fields and the rules of an export, as YAML files.

``load("dateline")`` is the native one, ``load("my/codebook.yaml")`` one of your own.
"""

from dateline.codebook.load import builtin, examine, load
from dateline.codebook.schema import Codebook, IncidentType, Mapping, Subtype, Unit

__all__ = ["Codebook", "IncidentType", "Mapping", "Subtype", "Unit", "builtin", "examine", "load"]
