"""Places in reports: the gazetteer, the mentions, and the one where it happened."""

from dateline.model.geo import distance_km
from dateline.resolve.where.find import find_places
from dateline.resolve.where.gazetteer import ATTRIBUTION, Gazetteer, contains, default_gazetteer
from dateline.resolve.where.incident import PlaceChoice, choose_incident_place, place_of_verb
from dateline.resolve.where.mention import PlaceMention, unlisted_in

__all__ = [
    "ATTRIBUTION",
    "Gazetteer",
    "PlaceChoice",
    "PlaceMention",
    "choose_incident_place",
    "contains",
    "default_gazetteer",
    "distance_km",
    "find_places",
    "place_of_verb",
    "unlisted_in",
]
