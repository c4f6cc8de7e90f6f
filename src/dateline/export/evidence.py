from typing import TextIO

from dateline.export.material import Material


def write_html(material: Material, out: TextIO) -> None:
    """."""
