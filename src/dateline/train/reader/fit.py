"""Fitting: steps over batches of windows, with checkpoints that a later run goes on from."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch

from dateline.train.reader.losses import batch, losses
from dateline.train.reader.network import Network
from dateline.train.reader.windows import Window

#: How much each kind of loss counts: first the words, then what is asked about them.
WORDS_FIRST: Mapping[str, float] = {"tags": 4.0, "window": 0.2, "spans": 0.08, "pairs": 0.2, "parties": 0.1}
ANSWERS_TOO: Mapping[str, float] = {"tags": 4.0, "window": 0.2, "spans": 0.6, "pairs": 0.5, "parties": 0.3}


def sixteen_bits() -> bool:
    """Whether this processor multiplies in bf16: elsewhere it is emulated, and slow."""
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fit. ``pieces`` are word pieces in a batch, ``rate`` the peak learning rate of the encoder
    (heads: ``head_rate``), ``minutes`` what a checkpoint may lose at most, ``bf16`` whether products are
    taken in 16 bits (as a rule: where the processor can)."""

    epochs: float = 8.0
    pieces: int = 4096
    rate: float = 1e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    decay: float = 0.01
    seed: int = 1
    minutes: float = 3.0
    bf16: bool = field(default_factory=sixteen_bits)
    weights: Mapping[str, float] = field(default_factory=lambda: WORDS_FIRST)


#: The windows of one epoch, by its number: every epoch may see other versions of the examples.
Epochs = Callable[[int], Sequence[Window]]


def fit(network: Network, epochs: Epochs, plan: Plan, folder: Path) -> None:
    """Fit and leave ``folder/last.pt``; goes on from there when called again with the same plan and data."""
    folder.mkdir(parents=True, exist_ok=True)
    optimizer = torch.optim.AdamW(_groups(network, plan), weight_decay=plan.decay)
    epoch, step = _resume(network, optimizer, folder)
    network.train()
    saved = time.monotonic()
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        while epoch < plan.epochs:
            windows = epochs(epoch)
            order = _batches(windows, plan, epoch)
            rng = random.Random(f"{plan.seed} {epoch} {step}")
            torch.manual_seed(rng.randrange(2**31))
            while step < len(order):
                _set_rates(optimizer, _schedule(_done(epoch, step / len(order), plan), plan))
                row = _step(network, optimizer, [windows[i] for i in order[step]], rng, plan)
                step += 1
                if step % 20 == 0 or step == len(order):
                    print(
                        json.dumps({"epoch": epoch, "step": step, "of": len(order), **row}),
                        file=log,
                        flush=True,
                    )
                if time.monotonic() - saved > 60 * plan.minutes:
                    _save(network, optimizer, (epoch, step), plan, folder)
                    saved = time.monotonic()
            epoch, step = epoch + 1, 0
            _save(network, optimizer, (epoch, step), plan, folder)


def _step(
    network: Network,
    optimizer: torch.optim.Optimizer,
    windows: Sequence[Window],
    rng: random.Random,
    plan: Plan,
) -> dict[str, float]:
    """One step; the losses and the speed, for the log."""
    begun = time.monotonic()
    told = batch(windows)
    found = losses(network, told, rng, plan.bf16)
    total = torch.stack([plan.weights[name] * loss for name, loss in found.items()]).sum()
    optimizer.zero_grad(set_to_none=True)
    total.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    row = {name: round(float(loss.detach()), 4) for name, loss in found.items()}
    return {"pieces_s": int(told.mask.sum() / (time.monotonic() - begun)), **row}


def _set_rates(optimizer: torch.optim.Optimizer, scale: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * scale


def _batches(windows: Sequence[Window], plan: Plan, epoch: int) -> list[list[int]]:
    """Window numbers for each step: shuffled, neighbours of like length together; a last epoch that is
    only begun (``epochs`` 2.5) has its share of them."""
    rng = random.Random(f"{plan.seed} {epoch}")
    numbers = list(range(len(windows)))
    rng.shuffle(numbers)
    pools = [
        sorted(numbers[i : i + 400], key=lambda n: len(windows[n].ids)) for i in range(0, len(numbers), 400)
    ]
    made = [b for pool in pools for b in _filled(pool, windows, plan.pieces)]
    rng.shuffle(made)
    return made[: math.ceil(_share(epoch, plan) * len(made))]


def _filled(pool: Sequence[int], windows: Sequence[Window], pieces: int) -> Iterator[list[int]]:
    taken: list[int] = []
    for number in pool:
        if taken and (len(taken) + 1) * len(windows[number].ids) > pieces:
            yield taken
            taken = []
        taken.append(number)
    if taken:
        yield taken


def _groups(network: Network, plan: Plan) -> list[dict[str, object]]:
    encoder: list[torch.nn.Parameter] = []
    heads: list[torch.nn.Parameter] = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        (encoder if name.startswith("encoder.") else heads).append(parameter)
    return [
        {"params": encoder, "lr": plan.rate, "peak": plan.rate},
        {"params": heads, "lr": plan.head_rate, "peak": plan.head_rate},
    ]


def _share(epoch: int, plan: Plan) -> float:
    """How much of an epoch is read: of the last there may be less than one."""
    return min(1.0, plan.epochs - epoch)


def _done(epoch: int, begun: float, plan: Plan) -> float:
    """How much of all is done where ``begun`` of what is read of an epoch is."""
    return (epoch + _share(epoch, plan) * begun) / plan.epochs


def _schedule(done: float, plan: Plan) -> float:
    """Up to the peak, then down to zero in a line."""
    return done / plan.warmup if done < plan.warmup else max(0.0, (1 - done) / (1 - plan.warmup))


def _save(
    network: Network, optimizer: torch.optim.Optimizer, at: tuple[int, int], plan: Plan, folder: Path
) -> None:
    state = {
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": at[0],
        "step": at[1],
        "plan": {**asdict(plan), "weights": dict(plan.weights)},
    }
    torch.save(state, folder / "last.tmp")
    (folder / "last.tmp").replace(folder / "last.pt")


def _resume(network: Network, optimizer: torch.optim.Optimizer, folder: Path) -> tuple[int, int]:
    path = folder / "last.pt"
    if not path.exists():
        return 0, 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["epoch"]), int(state["step"])
