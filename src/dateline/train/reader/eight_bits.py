"""What eight bits cost: a reader's network in single precision beside the same network as it ships.

    python -m dateline.train.reader.eight_bits --bench ../shared/bench > docs/figures/eight-bits.json

The network is that of a checkpoint (``--checkpoint FILE``), else the weights that ship, put back into single
precision: those are rounded already, so that only what rounding the numbers between the layers costs can be
seen of it. Thresholds, regressions and confidences are those that ship, fitted to eight bits.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from dateline import __version__
from dateline.assemble import choose_reader
from dateline.evaluate import corpus, muc4
from dateline.evaluate.result import Evaluation
from dateline.reader.model.load import folder_of
from dateline.train.reader import bases
from dateline.train.reader.export import export
from dateline.train.reader.network import Network, loaded
from dateline.train.reader.recover import recover
from dateline.train.reader.version import sums

COMMAND = "python -m dateline.train.reader.eight_bits --bench ../shared/bench"
_CORPUS = ("incidents", "types", "sides", "tolls", "claims", "stance", "when", "where")
_MUC = ("ree", "rme", "official", "type", "relevance")


def plain_reader(name: str, home: Path, checkpoint: Path | None, work: Path) -> Path:
    """Make a reader of the files in ``home`` whose network is in single precision: the folder of its weights,
    in a package under ``work/plain`` that is called like a reader."""
    base = bases.BASES[name]
    network = Network(bases.encoder(base, bases.locate(base, work)), base.size)
    state = recover(network, home) if checkpoint is None else _checkpoint(checkpoint)
    network = loaded(network, state)
    plain = f"{name}plain"
    folder = work / "plain" / f"dateline_reader_{plain}" / "weights"
    export(network, home / "tokenizer.json", folder, _as_it_is)
    for file in ("heads.npz", "regressions.npz"):
        shutil.copy(home / file, folder / file)
    about = json.loads((home / "model.json").read_text("utf-8"))
    about |= {"name": plain, "sha256": sums(folder)}
    (folder / "model.json").write_text(json.dumps(about, indent=1), "utf-8")
    (folder.parent / "__init__.py").touch()
    return folder


def _as_it_is(source: Path, target: Path) -> None:
    shutil.copy(source, target)


def _checkpoint(path: Path) -> Mapping[str, torch.Tensor]:
    found: Mapping[str, torch.Tensor] = torch.load(path, weights_only=True)["network"]
    return found


def measured(name: str, folders: Sequence[tuple[Path, Callable[[Path], Evaluation]]]) -> dict[str, float]:
    """The F1 of everything that is compared, as one reader reads."""
    choose_reader(name)
    figures: dict[str, float] = {}
    for folder, evaluate in folders:
        figures |= evaluate(folder).figures
    choose_reader()
    return figures


def compared(small: Mapping[str, float], plain: Mapping[str, float], weights: str) -> Evaluation:
    """Both side by side, in per cent; ``weights`` says whose they are."""
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    lost: list[float] = []
    for source, keys in (("corpus", _CORPUS), ("MUC-4", _MUC)):
        for key in keys:
            if f"{key}_f1" not in small or f"{key}_f1" not in plain:
                continue
            one, other = plain[f"{key}_f1"], small[f"{key}_f1"]
            rows.append((f"{source}: {key}", *(f"{100 * x:.1f}" for x in (one, other, one - other))))
            figures |= {f"{key}_plain": one, f"{key}_eight_bits": other}
            lost.append(one - other)
    figures["mean lost"] = sum(lost) / max(len(lost), 1)
    notes = (f"F1 in per cent; mean of what is lost: {100 * figures['mean lost']:.2f}", weights)
    columns = ("what", "single precision", "eight bits", "lost")
    return Evaluation("eight-bits", COMMAND, columns, tuple(rows), figures, notes)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--name", choices=("base", "large"), default="base")
    parser.add_argument("--checkpoint", type=Path, help="default: the weights that ship")
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"), help="the public data sets")
    parser.add_argument("--corpus", type=Path, default=Path("examples/corpus"))
    parser.add_argument("--work", type=Path, default=Path("work/reader"))
    asked = parser.parse_args(arguments)
    folder = plain_reader(asked.name, folder_of(asked.name), asked.checkpoint, asked.work)
    sys.path.append(str(folder.parents[1]))  # where a reader is found by its name
    plain = folder.parent.name.removeprefix("dateline_reader_")
    folders: list[tuple[Path, Callable[[Path], Evaluation]]] = [(asked.corpus, corpus.run)]
    if (asked.bench / "muc4").exists():
        folders.append((asked.bench / "muc4", muc4.run))
    weights = "the weights of a checkpoint" if asked.checkpoint else "the weights that ship, rounded already"
    outcome = compared(measured(asked.name, folders), measured(plain, folders), weights)
    print(json.dumps({**asdict(outcome), "version": __version__}))


if __name__ == "__main__":
    main()
