"""Garbage is looked for seldom while reports are linked, and as before afterwards."""

from __future__ import annotations

import gc
import threading

import pytest

from dateline.service.garbage import SELDOM, seldom_collected, set_aside


def test_it_is_looked_for_seldom_until_the_last_is_done() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        with seldom_collected():
            assert gc.get_threshold() == SELDOM
        assert gc.get_threshold() == SELDOM
    assert gc.get_threshold() == before


def test_what_is_there_is_set_aside_for_as_long_as_the_work_takes() -> None:
    with set_aside():
        assert gc.get_freeze_count() > 1_000
    assert gc.get_freeze_count() == 0


def test_and_as_before_when_the_work_fails() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="no"), seldom_collected():
        raise ValueError("no")
    assert gc.get_threshold() == before


def test_threads_that_overlap_leave_what_was_before_the_first() -> None:
    before = gc.get_threshold()
    inside, go_on = threading.Barrier(2), threading.Event()

    def work() -> None:
        with seldom_collected():
            inside.wait(10)
            go_on.wait(10)

    other = threading.Thread(target=work)
    with seldom_collected():
        other.start()
        inside.wait(10)
    assert gc.get_threshold() == SELDOM, "the other is still at it"
    go_on.set()
    other.join(10)
    assert gc.get_threshold() == before
