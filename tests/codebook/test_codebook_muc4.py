"""The codebook of MUC-4 agrees with the slots of the task."""

from __future__ import annotations

import pytest

from dateline.codebook import load as load_native
from dateline.codebook.load import parse_as
from dateline.codebook.muc4.book import Muc4Book, load, places
from dateline.codebook.muc4.slots import BY_NAME
from dateline.errors import CodebookError


def test_it_loads_and_knows_each_type_of_the_task() -> None:
    book = load()
    assert {t.fill for t in book.types.values()} == {
        "ARSON", "ATTACK", "BOMBING", "FORCED WORK STOPPAGE", "HIJACKING", "KIDNAPPING", "ROBBERY"
    }  # fmt: skip
    assert len(book.thing_types.fills) == BY_NAME["phys-tgt-type"].choices
    assert len(book.people_types.fills) == BY_NAME["hum-tgt-type"].choices
    assert len(book.confidence.fills) == BY_NAME["perp-org-conf"].choices


def test_answers_become_fills() -> None:
    book = load()
    assert book.people_types.of("law enforcement") == "LAW ENFORCEMENT"
    assert book.people_types.of("no such type") == "CIVILIAN"
    assert book.people_effects.of("none") == ""


def test_places_have_kinds() -> None:
    assert places()["SAN SALVADOR"].kinds[0] == "CITY"
    assert all(place.kinds[0].isupper() for place in places().values())


def test_it_is_no_codebook_of_incidents() -> None:
    with pytest.raises(CodebookError, match="no codebook 'muc4'"):
        load_native("muc4")


def test_a_broken_one_names_the_line() -> None:
    with pytest.raises(CodebookError, match=r"broken\.yaml, line 1"):
        parse_as(Muc4Book, "name: muc4\n", "broken.yaml")
    with pytest.raises(CodebookError, match="not YAML"):
        parse_as(Muc4Book, "name: [", "broken.yaml")
