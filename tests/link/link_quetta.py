"""Four reports on an attack and a raid, the last of them undated, with their accounts made by hand."""

from __future__ import annotations

from datetime import date

from link_builder import QUETTA, Maker, by_id, make_report

from dateline.model import Account, ActorRole, Claim, ClaimStance, Effect, Field, Group, Report, Stance

ATTACK, RAID = date(2016, 10, 24), date(2016, 10, 27)

FIRST = make_report(
    "r1",
    "Gunmen stormed the police training college on Sariab Road in Quetta late on Monday. At least 20 people "
    "were killed, officials said. The recruits were asleep in the hostel.",
    date(2016, 10, 25),
    "Gunmen storm police college in Quetta",
    outlet="Valley Paper",
)
SECOND = make_report(
    "r2",
    "Fifty-nine people were killed when three men entered the police college near Quetta on Monday night, "
    "officials said. Islamic State claimed the attack. Three attackers died at the hostel on Sariab Road.",
    date(2016, 10, 25),
    "59 dead in assault on Quetta police college",
    outlet="Lake Gazette",
)
THIRD = make_report(
    "r3",
    "The general blamed a faction of Lashkar-e-Jhangvi for the attack of 24 October on the police college in "
    "Quetta, in which 61 people were killed. Sixty cadets and a soldier are among the dead of the hostel.",
    date(2016, 10, 26),
    "General blames faction for police college attack",
    outlet="Dispatch",
)
UNDATED = make_report(
    "r9",
    "Forces raided a compound in Quetta and killed four militants late Thursday, officials said Friday. "
    "The men were of the group behind the Monday night raid on the police academy that killed 61 people.",
    None,
    "Forces kill militants linked to Quetta police attack",
    weekday=5,
    outlet="Mail",
)
REPORTS = by_id([FIRST, SECOND, THIRD, UNDATED])


def accounts() -> list[Account]:
    """The four accounts of the attack and the one of the raid."""
    first = (
        Maker(FIRST, "r1a")
        .on(ATTACK, "late on Monday")
        .at(QUETTA, "Quetta")
        .toll(Effect.KILLED, 20, "At least 20 people", at_least=True)
        .actor("Gunmen", ActorRole.PERPETRATOR)
    )
    second = (
        Maker(SECOND, "r2a")
        .on(ATTACK, "Monday night")
        .at(QUETTA, "Quetta")
        .toll(Effect.KILLED, 59, "Fifty-nine people")
        .toll(Effect.KILLED, 3, "Three attackers", group=Group.ATTACKERS)
        .actor("Islamic State", ActorRole.PERPETRATOR, "islamic_state", stance=Stance.CLAIMED)
        .claim(Claim("Islamic State", ClaimStance.CLAIMS, "Islamic State", "islamic_state"), "Islamic State")
    )
    third = (
        Maker(THIRD, "r3a")
        .on(ATTACK, "24 October")
        .at(QUETTA, "Quetta")
        .toll(Effect.KILLED, 61, "61 people")
        .claim(
            Claim("Lashkar-e-Jhangvi", ClaimStance.BLAMED, "The general", "lashkar_e_jhangvi"),
            "Lashkar-e-Jhangvi",
        )
    )
    return [first.done(), second.done(), third.done(), undated_attack(), undated_raid()]


def undated_attack() -> Account:
    """The attack as the undated report recalls it."""
    maker = Maker(UNDATED, "r9b", main=False, subtype="raid")
    maker.counted(-4, -4, "Monday night", weekday=1).toll(Effect.KILLED, 61, "61 people")
    return maker.at(QUETTA, "Quetta").done()


def undated_raid() -> Account:
    """The raid, main account of the undated report."""
    maker = Maker(UNDATED, "r9a", "security_operation", "raid")
    maker.counted(-1, -1, "late Thursday", weekday=4).at(QUETTA, "Quetta")
    return maker.toll(Effect.KILLED, 4, "four militants", group=Group.MILITANTS).done()


__all__ = ["ATTACK", "RAID", "REPORTS", "UNDATED", "Field", "Report", "accounts"]
