"""The trained reader at run time: onnxruntime, tokenizers and numpy, nothing else."""

from dateline.reader.model.load import folder_of, load
from dateline.reader.model.reader import ModelReader

__all__ = ["ModelReader", "folder_of", "load"]
