"""The families that the rooms go by are those of the native codebook."""

from __future__ import annotations

from dateline.codebook import load
from dateline.codebook.families import DEVELOPMENTS, VIOLENCE, family


def test_families_are_the_codebooks() -> None:
    types = load("dateline").types
    assert {t.type for t in types if t.family == "violence"} == VIOLENCE
    assert {t.type for t in types if t.family == "development"} == DEVELOPMENTS | {"protest"}
    assert {t.type for t in types} == VIOLENCE | DEVELOPMENTS | {"protest"}


def test_a_protest_is_a_family_of_its_own() -> None:
    assert (family("bombing"), family("inquiry"), family("protest")) == ("violent", "development", "protest")
