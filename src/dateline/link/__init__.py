"""Link: which accounts tell of one incident, who copied whom, and what the incident's values are.

``judge`` proposes, persons decide, ``incidents`` computes; ``origins`` says which reports stand on their
own. Nothing here reads a clock, draws random numbers or depends on the order of its input.
"""

from dateline.link.incident import Options, incidents, inferred_published
from dateline.link.judge import BY, judge
from dateline.link.origin import chains, origins
from dateline.link.timeline import TollRow, toll_over_time

__all__ = [
    "BY",
    "Options",
    "TollRow",
    "chains",
    "incidents",
    "inferred_published",
    "judge",
    "origins",
    "toll_over_time",
]
