"""MUC-4 (1992): its official scorer, the scores later systems are compared by, and what Dateline reaches.

``dateline evaluate muc4`` reads the messages of tst1 and tst2 as they came, writes the templates that
``dateline extract --codebook muc4 --to templates`` writes, and scores them against the official keys
(:mod:`dateline.evaluate.muc4.score`). The entities of CEAF are those of GTT's data. The two parts were not
trained on; thresholds were fitted on a tenth of the training part.

``official`` scores as the conference did, ``ceaf`` as the neural systems do, ``score`` gives every figure for
one response; from a shell::

    python -m dateline.evaluate.muc4 --key KEY --response RESPONSE [--gtt GTT.jsonl] [--history HISTORY]

The official score depends on who decides when a filler differs from the key's (``judges``):

- ``Guidelines``, unless another is asked for: the scoring guidelines by rule. On the 17 systems of test
  part 4 it comes within 0.6 points of F (mean of 17) of what people decided, and is not partial to
  either side; its rule for strings was weighed on the judgements of that part;
- ``Strict``: the program of 1992 left alone, which takes whatever it would have asked about for wrong;
- ``Recorded``: the program with the judgements of an interactive run. With those of 1992 it repeats F as
  reported for 11 of the 17 systems, within half a point for 15, and within 1.02 for all.

What is known to differ from the program of 1992: of the 764 pairs of templates it mapped (16 systems), 737
are mapped here, and 37 others; and with its own mapping 51 of 17,572 slots are counted otherwise, most of
them where one description was judged to stand for several people. The columns ICR and IPA are near, not
exact.
"""

from __future__ import annotations

from pathlib import Path

from dateline.evaluate.result import Evaluation

COMMAND = "dateline evaluate muc4 --data PATH"
_PARTS = ("tst1", "tst2")


def run(data: Path) -> Evaluation:
    """Score the reports of tst1 and tst2 under ``data`` (corpora, gtt). Raises InputError, ReaderError."""
    from dateline.assemble.muc4.reading import extract_templates
    from dateline.codebook.muc4.templates import read as read_templates
    from dateline.errors import InputError
    from dateline.evaluate.muc4.gtt import read_gtt
    from dateline.evaluate.muc4.score import score
    from dateline.ingest import iter_pages
    from dateline.ingest import read as read_page
    from dateline.model import Page

    folders = [data / "corpora" / part for part in _PARTS]
    texts = sorted(p for f in folders for p in f.glob("tst*") if p.is_file())
    keys = sorted(p for f in folders for p in f.glob("key*"))
    if not texts or not keys:
        raise InputError(f"{data} holds no tst1 and tst2", "name the folder with corpora/ and gtt/")
    pages = [page for page in iter_pages(texts) if isinstance(page, Page)]
    response = extract_templates([read_page(page) for page in pages])
    gold = read_gtt(data / "gtt" / "dev.jsonl")
    notes = (f"{len(pages)} reports of tst1 and tst2; not trained on, thresholds fitted on other reports.",)
    return score(response, read_templates(keys), gold).evaluation(COMMAND, notes)
