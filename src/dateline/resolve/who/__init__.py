"""Who: names and words for actors, resolved to a registry and to what the text itself introduces.

``find_actors(text, report_id, registry)`` marks every mention; ``Registry.load()`` is the built-in list
of armed groups, militias, criminal organisations and state forces; ``related`` tells whether two actors
are the same, a group and its faction, allies, or strangers to each other.
"""

from dateline.resolve.who.find import find_actors
from dateline.resolve.who.registry import Registry
from dateline.resolve.who.relations import Relation, group_of, related
from dateline.resolve.who.types import ActorMention, RegistryActor

__all__ = ["ActorMention", "Registry", "RegistryActor", "Relation", "find_actors", "group_of", "related"]
