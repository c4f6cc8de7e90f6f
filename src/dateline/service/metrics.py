"""What a running Dateline tells of itself, as OpenMetrics."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.openmetrics import exposition

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.pages = self._counter("dateline_pages", "Pages, by what became of them.", "fate")
        self.seconds = self._counter("dateline_stage_seconds", "Processor seconds by stage, of all.", "stage")
        self.fetched = self._counter("dateline_fetches", "Requests, by how they ended.", "outcome")
        self.answers = self._counter("dateline_desk_answers", "Answers of the desk, by status.", "status")
        self.waited = Histogram(
            "dateline_desk_answer_seconds", "How long the desk took to answer.",
            buckets=(0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5), registry=self.registry,
        )  # fmt: skip
        self.due = self._gauge("dateline_addresses_due", "Addresses that wait to be fetched.")
        self.lost_children = self._gauge("dateline_children_lost", "Reading processes that died.")
        self.memory = self._gauge("dateline_reader_memory_bytes", "Memory of the last reader heard.")
        self.last_round = self._gauge("dateline_last_round_timestamp_seconds", "End of the last good round.")
        self.feeds = self._gauge("dateline_feeds", "Feeds that are watched.")
        self.feeds_failing = self._gauge("dateline_feeds_failing", "Feeds that could not be had last time.")

    def _counter(self, name: str, told: str, label: str) -> Counter:
        return Counter(name, told, [label], registry=self.registry)

    def _gauge(self, name: str, told: str) -> Gauge:
        return Gauge(name, told, registry=self.registry)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the processor time that the block takes."""
        begun = time.process_time()
        try:
            yield
        finally:
            self.seconds.labels(name).inc(time.process_time() - begun)

    def read(self, seconds: Mapping[str, float]) -> None:
        """Count what the stages of reading took, in whichever process."""
        for name, spent in seconds.items():
            self.seconds.labels(name).inc(spent)

    def stages(self) -> dict[str, float]:
        """Seconds by stage so far."""
        samples = [s for metric in self.seconds.collect() for s in metric.samples]
        return {s.labels["stage"]: s.value for s in samples if s.name.endswith("_total")}

    def text(self) -> bytes:
        """All figures in the OpenMetrics format."""
        told: bytes = exposition.generate_latest(self.registry)  # type: ignore[no-untyped-call]  # it has none
        return told


METRICS = Metrics()


def metrics_text() -> tuple[str, bytes]:
    """The figures of this process and their media type."""
    return CONTENT_TYPE, METRICS.text()


def note_request(status: int, seconds: float) -> None:
    """Count an answer of the desk."""
    METRICS.answers.labels(str(status)).inc()
    METRICS.waited.observe(seconds)
