"""Fitting: the rate falls to nothing with the last step, wherever in an epoch that is."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.train

pytest.importorskip("torch", reason="needs the extra `train`: pip install -e '.[train]'")


@pytest.mark.parametrize("epochs", [0.4, 1.0, 1.5, 3.0])
def test_the_rate_falls_until_the_last_step(epochs: float) -> None:
    from dateline.train.reader.fit import Plan, _done, _schedule

    plan = Plan(epochs=epochs, bf16=False)
    whole = [(n, step / 100) for n in range(9) if n < epochs for step in range(100)]
    rates = [_schedule(_done(epoch, begun, plan), plan) for epoch, begun in whole]
    after = rates[rates.index(max(rates)) :]
    assert after == sorted(after, reverse=True) and len(set(after)) == len(after)
    assert 0 < after[-1] < 0.02
    assert max(rates) == pytest.approx(1, abs=0.2)
