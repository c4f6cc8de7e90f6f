"""The rules that choose an incident's values from statements that may differ; nothing is averaged."""

from dateline.link.choose.claims import choose_claims
from dateline.link.choose.day_place import choose_when, choose_where, dated, most_attested, weekdays_only
from dateline.link.choose.evidence import Evidence, Sentences, Witness, digest, independent
from dateline.link.choose.kind import choose_kind
from dateline.link.choose.rules import RULE as TOLL_RULE
from dateline.link.choose.rules import RULES as TOLL_RULES
from dateline.link.choose.sides import choose_actors, choose_targets, choose_weapons
from dateline.link.choose.tolls import choose_tolls

__all__ = [
    "TOLL_RULE",
    "TOLL_RULES",
    "Evidence",
    "Sentences",
    "Witness",
    "choose_actors",
    "choose_claims",
    "choose_kind",
    "choose_targets",
    "choose_tolls",
    "choose_weapons",
    "choose_when",
    "choose_where",
    "dated",
    "digest",
    "independent",
    "most_attested",
    "weekdays_only",
]
