"""A shorter graph of the same weights, which reads faster.

    python -m dateline.train.reader.shorten FOLDER

does to the finished files of a reader what ``export`` does to new ones. What it reads differs by rounding,
and rounding to eight bits makes more of that, so that a few words come out otherwise: its version is another.
(Of two that read together, the one that stands beside the other goes first.)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import onnx

from dateline.reader.model.load import folder_of, load
from dateline.train.reader.attention import joined_attention
from dateline.train.reader.unpadded import without_padding
from dateline.train.reader.version import stamped


def shorten(path: Path) -> tuple[int, int]:
    """Rewrite the graph of a file; how many attentions lost what only padding needs, and how many became one
    step."""
    model = onnx.load(str(path))
    done = without_padding(model), joined_attention(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return done


def main(folder: Path) -> None:
    """Shorten the network of a folder of finished files, and write their checksums and version anew."""
    unmasked, joined = shorten(folder / "network.onnx")
    print(f"{unmasked} attentions without their masks, {joined} in one step")
    about = json.loads((folder / "model.json").read_text("utf-8"))
    if "beside" in about:
        about["beside"]["by"] = load(folder_of(about["beside"]["name"])).by
    (folder / "model.json").write_text(json.dumps(stamped(folder, about), indent=1), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
