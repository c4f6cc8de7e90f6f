"""MUC-4 (1992): its templates, its official scorer, and the scores that later systems are compared by.

``templates`` reads and writes the official layout, ``official`` scores as the conference did, ``ceaf`` as
the neural systems do, ``score`` gives every figure for one response; from a shell::

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
