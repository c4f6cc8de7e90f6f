"""choose_incident_place: where it happened, among all places that a report names."""
