"""Who says what, as the network sees it: contents, each with the source that it most probably has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dateline.reader.model.decode import decode
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored


def find_attributions(scored: Scored, weights: Weights) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """``(source, content)`` as offsets in the text; contents without a sure source are left out."""
    fits = weights.fits.get("attributions")
    if fits is None:
        return
    tags = list(weights.tags)
    limits = np.full(len(tags), 2.0, np.float32)
    limits[tags.index("p.source")] = limits[tags.index("p.content")] = fits["words"]
    spans = decode(scored.text, scored.tags, scored.pieces, scored.borders, limits)
    sources = [s for s in spans if tags[s.label] == "p.source"]
    contents = [s for s in spans if tags[s.label] == "p.content"]
    if not sources or not contents:
        return
    heads = weights.heads
    left, right = (
        heads.sides(heads.vectors(scored.hidden, told), np.array([s.label for s in told], np.int64))
        for told in (contents, sources)
    )
    apart = np.subtract.outer(
        np.array([c.first for c in contents], np.int64), np.array([s.first for s in sources], np.int64)
    )
    same = heads.same(left, right, apart)
    for row, content in enumerate(contents):
        best = int(same[row].argmax())
        if same[row, best] >= fits["pair"]:
            source = sources[best]
            yield (source.start, source.end), (content.start, content.end)
