"""Probabilities to which something else is known, weighed in log odds."""

from __future__ import annotations

import numpy as np

from dateline.reader.model.decode import Floats

_KEPT = 1e-6  # from the ends, where log odds have none


def shifted(probabilities: Floats, shift: Floats) -> Floats:
    """``probabilities`` after evidence of so many log odds each (same shape)."""
    kept = np.clip(probabilities, _KEPT, 1 - _KEPT)
    return np.asarray(1 / (1 + np.exp(-(np.log(kept / (1 - kept)) + shift))), np.float32)
