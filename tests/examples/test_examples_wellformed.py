"""The examples themselves: what they promise of themselves is true, before anything is read from them."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from example_clusters import Cluster, clusters, quotes

CLUSTERS = clusters()
FILES = [pytest.param(c, f, id=f"{c.name}/{f}") for c in CLUSTERS for f in c.files]
EFFECTS = {"killed", "injured", "missing", "abducted", "arrested", "displaced", "released"}


def by_name(cluster: Cluster) -> str:
    return cluster.name


def test_there_are_three_clusters_from_three_continents() -> None:
    assert {c.name for c in CLUSTERS} == {"quetta-2016", "invented-airstrike", "invented-kidnapping"}


@pytest.mark.parametrize("cluster", CLUSTERS, ids=by_name)
def test_the_list_of_files_is_the_folder(cluster: Cluster) -> None:
    in_folder = {p.name for p in cluster.folder.iterdir()} - {"cluster.yaml", "expected.yaml"}
    assert set(cluster.files) == in_folder
    assert len(cluster.files) == (8 if cluster.name == "quetta-2016" else 5)


@pytest.mark.parametrize("cluster", CLUSTERS, ids=by_name)
def test_the_cluster_says_what_it_is(cluster: Cluster) -> None:
    about = cluster.about
    assert about["licence"] == "CC0-1.0"
    assert about["invented"] is (cluster.name != "quetta-2016")
    assert about["title"] and about["note"]
    for entry in about["files"]:
        date.fromisoformat(entry["published"])
        assert entry["media_type"] == ("text/html" if entry["file"].endswith(".html") else "text/plain")
        assert entry["outlet"]


@pytest.mark.parametrize(("cluster", "file"), FILES)
def test_an_invented_report_says_so(cluster: Cluster, file: str) -> None:
    raw = cluster.raw(file)
    meta = '<meta name="dateline:invented" content="true">'
    if not cluster.about["invented"]:
        assert "invented" not in raw.lower()
    elif file.endswith(".html"):
        assert meta in raw
        assert "INVENTED REPORT" in cluster.words_of(file), "a reader of the page sees no label"
    else:
        assert raw.splitlines()[0] == "INVENTED EXAMPLE. This report is not news."


@pytest.mark.parametrize(("cluster", "file"), FILES)
def test_json_ld_parses_and_agrees_with_the_list(cluster: Cluster, file: str) -> None:
    listed = next(e["published"] for e in cluster.about["files"] if e["file"] == file)
    blocks = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', cluster.raw(file))
    for block in blocks:
        stated = re.findall(r'"datePublished":\s*"(\d{4}-\d\d-\d\d)', json.dumps(json.loads(block)))
        assert stated == [listed]


@pytest.mark.parametrize(("cluster", "file"), FILES)
def test_no_page_asks_for_anything_outside(cluster: Cluster, file: str) -> None:
    hosts = set(re.findall(r"https?://([^/\s\"'<>]+)", cluster.raw(file)))
    assert all(h in {"schema.org", "ogp.me"} or h.endswith(".example") for h in hosts), hosts


@pytest.mark.parametrize("cluster", CLUSTERS, ids=by_name)
def test_every_quote_stands_in_its_file(cluster: Cluster) -> None:
    pairs = list(quotes(cluster.expected))
    assert len(pairs) >= 10
    missing = [(file, words) for file, words in pairs if words not in cluster.words_of(file)]
    assert not missing


@pytest.mark.parametrize("cluster", CLUSTERS, ids=by_name)
def test_the_golden_file_is_sound(cluster: Cluster) -> None:
    known = set(cluster.files)
    assert [p["file"] for p in cluster.expected["published"]] == cluster.files
    for entry, golden in zip(cluster.about["files"], cluster.expected["published"], strict=True):
        assert entry["published"] == golden["edtf"]
    for incident in cluster.expected["incidents"]:
        assert set(incident["reports"]) <= known
        assert 1 <= incident["origins"] <= len(incident["reports"])
        for name, toll in incident["tolls"].items():
            assert toll.get("effect", name) in EFFECTS
            counts = [toll[k] for k in ("low", "best", "high") if toll.get(k) is not None]
            assert counts == sorted(counts)
        if "when" in incident:
            date.fromisoformat(incident["when"]["edtf"])
        for row in incident.get("toll_over_time", []):
            assert row["file"] in incident["reports"]
        days = [row["day"] for row in incident.get("toll_over_time", [])]
        assert days == sorted(days)


@pytest.mark.parametrize(("cluster", "file"), FILES)
def test_reports_are_of_the_length_of_news(cluster: Cluster, file: str) -> None:
    ingest = pytest.importorskip("dateline.ingest")
    if not hasattr(ingest, "read"):
        pytest.skip("the ingest room is not there yet")
    pages = list(ingest.iter_pages([cluster.path(file)], ingest.Limits()))
    words = ingest.read(pages[0]).text.split()
    assert 150 <= len(words) <= 400
