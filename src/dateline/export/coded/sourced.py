"""What stands behind a row: its reports, how far they reach, how well they support it, what is in dispute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from dateline.codebook import Codebook
from dateline.codebook.countries import country
from dateline.export.material import (
    Material,
    every_value,
    outlet_or_site,
    private_names,
    public_speaker,
    published_of,
    sources,
    without_private_names,
)
from dateline.export.words import describe, describe_claim
from dateline.model import Actor, Claim, ClaimStance, Field, Incident, Report, Speaker, Stance, Toll, Where

SCALES = ("local", "subnational", "national", "regional", "international", "other")


def report_views(incident: Incident, material: Material, book: Codebook) -> list[dict[str, Any]]:
    """The reports of an incident, oldest first, undated ones last."""
    ids = sorted({account.report_id for account in incident.accounts})
    found = []
    for report in (material.reports[name] for name in ids if name in material.reports):
        day = published_of(report, material).earliest
        outlet = outlet_or_site(report)
        found.append(
            {
                "name": outlet,
                "outlet": outlet,
                "agency": report.agency,
                "published": day.isoformat() if day else None,
                "title": report.title or None,
                "cited": ", ".join(filter(None, (outlet, day.isoformat() if day else "", report.title))),
                "url": report.url,
                "scale": scale_of(report, incident, book),
            }
        )
    return sorted(found, key=lambda r: (r["published"] is None, r["published"] or "", r["outlet"]))


def scale_of(report: Report, incident: Incident, book: Codebook) -> str:
    """How far an outlet reaches, seen from the incident. The codebook's table ``outlets`` decides by outlet,
    then by agency; else the country of the outlet's address against that of the incident."""
    table = book.tables.get("outlets", {})
    for name in (report.outlet, report.agency):
        scale = table.get((name or "").casefold())
        if scale in SCALES:
            return str(scale)
    host = (urlsplit(report.url or "").hostname or "").rsplit(".", 1)[-1].upper()
    home = country({"UK": "GB"}.get(host, host)) if len(host) == 2 else None
    where = incident.where.value
    here = country(where.country) if isinstance(where, Where) else None
    if home is None or here is None or not home.iso3:
        return "other"
    if home.iso2 == here.iso2:
        return "national"
    return "regional" if home.acled_region == here.acled_region else "international"


def source_scale(reports: Sequence[dict[str, Any]]) -> str | None:
    """ "National-International": each scale once, the nearest first."""
    found = {r["scale"] for r in reports}
    return "-".join(s.capitalize() for s in SCALES if s in found) or None


def support(incident: Incident) -> str:
    """How well an incident is supported, as Airwars grades it.

    *discounted*: every report denies it; *contested*: several claim it against each other, or one claims
    what it elsewhere denies; *confirmed*: exactly one party says that it did it; *fair*: two or more origins
    that do not depend on each other; *weak*: one.
    """
    kinds = [s.statement.stance for s in sources(incident).values() if s.statement.field is Field.TYPE]
    if kinds and all(stance is Stance.DENIED for stance in kinds):
        return "discounted"
    claims = [c.value for c in incident.claims if isinstance(c.value, Claim)]
    claimants = {c.claimant for c in claims if c.stance is ClaimStance.CLAIMS}
    deniers = {c.claimant for c in claims if c.stance is ClaimStance.DENIES}
    if any(c.disputed for c in claims) or claimants & deniers:
        return "contested"
    if len(claimants) == 1:
        return "confirmed"
    return "fair" if incident.origins >= 2 else "weak"


def _accuser(claim: Claim, private: frozenset[str]) -> str:
    return claim.by if claim.by in ("", claim.claimant) else public_speaker(Speaker(claim.by), private)


def notes(incident: Incident, material: Material, sentence: str) -> dict[str, str | None]:
    """The names ``summary``, ``disputes`` and ``notes``."""
    stated = sources(incident)
    disputes: dict[str, None] = {}
    for chosen in every_value(incident):
        others = {
            describe(without_private_names(stated[name].statement.value)): None
            for name in chosen.dissent
            if name in stated and not isinstance(stated[name].statement.value, Actor)
        }
        if others and chosen.value is not None and not isinstance(chosen.value, Actor | Claim):
            whom = describe(chosen.value) if isinstance(chosen.value, Toll) else chosen.field
            disputes[f"{whom}: others say {', '.join(list(others)[:4])}"] = None
    private = private_names(incident)
    claims = [
        describe_claim(replace(c.value, by=_accuser(c.value, private)))
        for c in incident.claims
        if isinstance(c.value, Claim) and c.value.claimant not in private
    ]
    told = "; ".join(disputes) or None
    whole = [sentence, *(f"{'; '.join(dict.fromkeys(claims))}." for _ in claims[:1])]
    whole += [f"In dispute: {told}."] if told else []
    return {"summary": sentence, "disputes": told, "notes": " ".join(whole)}
