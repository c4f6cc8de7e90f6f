"""``python -m dateline.train.reader STAGE``: make a reader in stages that can be stopped and gone on with.

fit      fit the network on all data; goes on from the last checkpoint (most of an hour)
teach    read texts that nobody marked with the reader named by ``--by``; fit and finish then learn from what
         it says of them, too (half an hour)
recover  instead of it: take the network of the reader that ships, to be finished further (seconds)
narrow   leave out the heads and inner numbers of the encoder that matter least (``--heads``, ``--inner``);
         finish makes good for them (minutes)
finish   go on from there with more asked about each word; goes on from the last checkpoint (half an hour)
average  the mean of the networks of several finishes (``--of``): better than any of them (a second)
export   write ONNX graphs and small heads from the last checkpoint (a minute)
tune     fit the regressions by words, and on the held-back examples thresholds, grouping and confidences;
         write model.json (minutes)
install  copy the finished files to where the package carries them
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from dateline.errors import DatelineError, UsageError
from dateline.train.reader.example import Example

STAGES = ("teach", "fit", "recover", "narrow", "finish", "average", "export", "tune", "install")
_NARROW_BY = 800  # windows that say what is asked of the parts of an encoder
ALL = ("fit", "finish", "export", "tune", "install")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one stage, or all of them in order."""
    asked = _parser().parse_args(arguments)
    try:
        for stage in ALL if asked.stage == "all" else (asked.stage,):
            _STAGES[stage](asked)
    except DatelineError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dateline.train.reader", description=__doc__)
    parser.add_argument("stage", choices=("all", *STAGES))
    parser.add_argument("--name", choices=("base", "large", "toy"), default="base")
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"), help="the public data sets")
    parser.add_argument("--corpus", type=Path, default=Path("examples/corpus"))
    parser.add_argument("--work", type=Path, default=Path("work/reader"), help="checkpoints; git ignores it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=float, default=8.0, help="of each of the two fitting stages")
    parser.add_argument(
        "--once", action="store_true", help="finish takes every report once an epoch, not twice"
    )
    parser.add_argument("--frozen", type=int, help="of the lowest layers that learn nothing")
    parser.add_argument(
        "--home", type=Path, help="where install puts the files and recover finds them (default: the package)"
    )
    parser.add_argument("--by", default="large", help="the reader that teaches")
    parser.add_argument("--of", type=int, nargs="*", default=[], help="seeds whose finishes average takes")
    parser.add_argument("--heads", type=int, default=48, help="of all layers together that narrow keeps")
    parser.add_argument("--inner", type=int, default=768, help="numbers inside a layer that narrow keeps")
    parser.add_argument("--limit", type=int, default=0, help="examples of each source; 0: all")
    return parser


def _folder(asked: argparse.Namespace) -> Path:
    return Path(asked.work) / f"{asked.name}-{asked.seed}"


def _teach(asked: argparse.Namespace) -> None:
    from dateline.reader.model.load import folder_of, load
    from dateline.train.reader.data.unmarked import texts
    from dateline.train.reader.teach import teach

    told = texts(asked.bench)
    teach(load(folder_of(asked.by)), islice(told, asked.limit or None), _taught(asked))


def _taught(asked: argparse.Namespace) -> Path:
    return Path(asked.work) / "taught"


def _fit(asked: argparse.Namespace) -> None:
    from dateline.train.reader import mix
    from dateline.train.reader.fit import WORDS_FIRST

    _fitted(asked, mix.ALL_ALIKE, WORDS_FIRST, None)


def _finish(asked: argparse.Namespace) -> None:
    from dateline.train.reader import mix
    from dateline.train.reader.fit import ANSWERS_TOO

    repeats = mix.ONCE_MORE if asked.once else mix.FULL_ANSWERS
    _fitted(asked, repeats, ANSWERS_TOO, _folder(asked) / "last.pt")


def _fitted(
    asked: argparse.Namespace, repeats: Mapping[str, float], weights: Mapping[str, float], start: Path | None
) -> None:
    """Fit; ``start`` is the checkpoint of the stage before."""
    import torch

    from dateline.train.reader import bases, mix
    from dateline.train.reader.fit import Plan, fit
    from dateline.train.reader.network import Network, loaded

    base = bases.BASES[asked.name]
    if asked.frozen is not None:
        base = replace(base, frozen=asked.frozen)
    found = bases.locate(base, asked.work)
    taught = _taught(asked) if (_taught(asked) / "texts.jsonl").exists() else None
    told = mix.train_examples(mix.Folders(asked.bench, asked.corpus, taught))
    told = _limited(told, asked)
    torch.manual_seed(asked.seed)
    network = Network(bases.encoder(base, found), base.size)
    if start is not None:
        network = loaded(network, torch.load(start, weights_only=True)["network"])
    epochs = mix.epochs(told, bases.tokenizer(found), mix.stock_of_names(), asked.seed, repeats)
    plan = Plan(epochs=asked.epochs, rate=base.rate, pieces=base.pieces, seed=asked.seed, weights=weights)
    fit(network, epochs, plan, _folder(asked) / ("" if start is None else "finish"))


def _recover(asked: argparse.Namespace) -> None:
    import torch

    from dateline.train.reader import bases
    from dateline.train.reader.network import Network
    from dateline.train.reader.recover import recover

    base = bases.BASES[asked.name]
    network = Network(bases.encoder(base, bases.locate(base, asked.work)), base.size)
    state = recover(network, _home(asked))
    folder = _folder(asked)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"network": state}, folder / "last.pt")


def _narrow(asked: argparse.Namespace) -> None:
    """What was fitted or recovered, without the parts that the losses of some windows ask least of."""
    import torch

    from dateline.train.reader import bases, mix
    from dateline.train.reader.narrow import asked_of, narrowed
    from dateline.train.reader.network import Network, loaded

    base = bases.BASES[asked.name]
    found = bases.locate(base, asked.work)
    state = torch.load(_folder(asked) / "last.pt", weights_only=True)["network"]
    network = loaded(Network(bases.encoder(base, found), base.size), state)
    told = _limited(mix.train_examples(mix.Folders(asked.bench, asked.corpus)), asked)
    made = mix.epochs(told, bases.tokenizer(found), mix.stock_of_names(), asked.seed, mix.FULL_ANSWERS)(0)
    some = random.Random(asked.seed).sample(made, min(len(made), _NARROW_BY))
    torch.save(
        {"network": narrowed(state, asked_of(network, some, asked.seed), asked.heads, asked.inner)},
        _folder(asked) / "last.pt",
    )


def _average(asked: argparse.Namespace) -> None:
    """Networks that were finished from one fit lie in one basin: the mean of their weights reads better than
    each of them (Wortsman et al., 2022)."""
    import torch

    found = [Path(asked.work) / f"{asked.name}-{seed}" / "finish" / "last.pt" for seed in asked.of]
    if not found:
        raise UsageError("average of nothing", "name the seeds of finished runs with --of 1 2")
    states = [torch.load(path, weights_only=True)["network"] for path in found]
    mean = {name: sum(s[name] for s in states) / len(states) for name in states[0]}
    folder = _folder(asked) / "finish"
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"network": mean}, folder / "last.pt")


def _export(asked: argparse.Namespace) -> None:
    import torch

    from dateline.train.reader import bases, quantize
    from dateline.train.reader.export import export
    from dateline.train.reader.network import Network, loaded

    base = bases.BASES[asked.name]
    found = bases.locate(base, asked.work)
    state = torch.load(_folder(asked) / "finish" / "last.pt", weights_only=True)["network"]
    network = loaded(Network(bases.encoder(base, found), base.size), state)
    shrink = quantize.weights_only if base.outliers else quantize.whole
    export(network, found / "tokenizer.json", _folder(asked) / "model", shrink)


def _tune(asked: argparse.Namespace) -> None:
    from dateline.threads import one_core
    from dateline.train.reader import mix
    from dateline.train.reader.regressions import fit_regressions
    from dateline.train.reader.tune import tune

    folders = mix.Folders(asked.bench, asked.corpus)
    learned = _limited(mix.regression_examples(folders), asked)
    fit_regressions(learned["corpus"], learned["muc4"], _folder(asked) / "model" / "regressions.npz")
    with one_core():
        tune(_limited(mix.held_back_examples(folders), asked), asked.name, folders, _folder(asked) / "model")


def _home(asked: argparse.Namespace) -> Path:
    """Where the files of a reader that ships lie."""
    if asked.home is not None:
        return Path(asked.home)
    if asked.name != "base":
        return Path("models") / asked.name / f"dateline_reader_{asked.name}" / "weights"
    return Path(__file__).parents[2] / "reader" / "model" / "weights"


def _limited(told: dict[str, list[Example]], asked: argparse.Namespace) -> dict[str, list[Example]]:
    return {source: examples[: asked.limit or None] for source, examples in told.items()}


def _install(asked: argparse.Namespace) -> None:
    from dateline.reader.model.load import FILES

    home = _home(asked)
    home.mkdir(parents=True, exist_ok=True)
    for name in (*FILES, "model.json"):
        shutil.copy(_folder(asked) / "model" / name, home / name)


_STAGES = {
    "teach": _teach,
    "fit": _fit,
    "recover": _recover,
    "narrow": _narrow,
    "finish": _finish,
    "average": _average,
    "export": _export,
    "tune": _tune,
    "install": _install,
}

if __name__ == "__main__":
    sys.exit(main())
