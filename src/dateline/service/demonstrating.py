"""``demo``: read the example clusters, each into a ledger of its own, and write their evidence pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml

from dateline.errors import InputError
from dateline.export import Material, write_html
from dateline.export.material import over_time
from dateline.ledger import open_ledger
from dateline.link import TollRow
from dateline.model import Effect, Incident
from dateline.service.asking import gather
from dateline.service.reading import IngestSummary, ingest

#: Shown first; the others follow by name.
FIRST = "quetta-2016"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A folder of example reports. ``invented`` examples tell of nothing that happened."""

    folder: Path
    title: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What came of one cluster: incidents, the toll over time of the one with most reports, and where
    the ledger and the evidence page are."""

    cluster: Cluster
    summary: IngestSummary
    material: Material
    busiest: Incident | None
    tolls: tuple[TollRow, ...]
    ledger: Path
    page: Path


def clusters() -> list[Cluster]:
    """The examples that came with this installation. Raises InputError when there are none."""
    root = _examples()
    found = []
    for label in sorted(root.glob("*/cluster.yaml"), key=lambda p: (p.parent.name != FIRST, p.parent.name)):
        about = yaml.safe_load(label.read_text("utf-8")) or {}
        title = str(about.get("title", label.parent.name))
        found.append(Cluster(label.parent, title, about.get("invented") is True))
    if not found:
        raise InputError("the examples are not there", "pip install --force-reinstall dateline")
    return found


def _examples() -> Path:
    """Inside the package when installed from a wheel; beside ``src`` in a checkout."""
    inside = Path(str(files("dateline"))) / "examples"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "examples"


def demo(folder: Path) -> Iterator[Demonstration]:
    """Read every cluster into a new ledger in ``folder`` and write its evidence page beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for cluster in clusters():
        yield _demonstrate(cluster, folder)


def demo_ledger(folder: Path) -> Path:
    """Read all examples into one ledger in ``folder``, where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "desk.db"
    with open_ledger(path) as ledger:
        ingest([cluster.folder for cluster in clusters()], ledger)
    return path


def _demonstrate(cluster: Cluster, folder: Path) -> Demonstration:
    path = folder / f"{cluster.folder.name}.db"
    for old in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        old.unlink(missing_ok=True)
    with open_ledger(path) as ledger:
        summary = ingest([cluster.folder], ledger)
        label = "INVENTED. " if cluster.invented and "invented" not in cluster.title.lower() else ""
        material = gather(ledger, ledger.incidents(), label + cluster.title)
    page = folder / f"{cluster.folder.name}.html"
    with page.open("w", encoding="utf-8") as out:
        write_html(material, out)
    busiest = max(material.incidents, key=_weight, default=None)
    tolls = over_time(busiest, material, Effect.KILLED) if busiest else []
    return Demonstration(cluster, summary, material, busiest, tuple(tolls), path, page)


def _weight(incident: Incident) -> tuple[int, int]:
    return len({account.report_id for account in incident.accounts}), len(incident.tolls)
