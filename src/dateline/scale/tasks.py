"""The tasks of each stage: plain functions of plain values, which any engine can run, twice if need be."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dateline.errors import UsageError
from dateline.model import Account, Judgement, Report
from dateline.scale import tables
from dateline.service import bulk

Task = dict[str, Any]
#: So many tasks of one read have room between their reports for all that it may hold.
_STRIDE = 10_000_000


def run_task(task: Task) -> Task:
    """Do one task; what it counted. Raises UsageError on a machine with another Dateline."""
    _check(task.get("linked_by"), bulk.linking_version())
    return {"stage": task["stage"], "number": task["number"], **_STAGES[task["stage"]](task)}


def _check(wanted: str | None, present: str) -> None:
    if wanted not in (None, present):
        way_out = "install the same version everywhere"
        raise UsageError(f"a machine of the cluster has {present}, the others {wanted}", way_out)


@cache
def _chosen(reader: str) -> str:
    bulk.choose_reader(reader, 1)
    return reader


def read_split(task: Task) -> Task:
    """Stage 1: some files of the archive → reports, accounts and their keys."""
    _chosen(task["reader"])
    _check(task.get("read_by"), bulk.reading_version())
    out, part, buckets = Path(task["out"]), f"{task['number']:05}", task["buckets"]
    reports: tables.Rows = []
    accounts: tables.Rows = []
    keys: tables.Rows = []
    failures: tables.Rows = []
    passed = 0
    for told in _read(task):
        if isinstance(told, bulk.PassedOver):
            passed += 1
        elif not isinstance(told, bulk.Told):
            failures.append({"origin": told.origin, "problem": told.problem, "way_out": told.way_out})
        else:
            order = task["number"] * _STRIDE + len(reports)
            reports.append(_report_row(told.report, order))
            accounts += _account_rows(told, order)
            keys += [_key_row(key, order) for _, packed in told.profiles for key in bulk.keys_of(packed)]
    tables.write(out, "reports", part, reports)
    tables.write(out, "failures", part, failures)
    tables.write_buckets(out, "accounts", part, accounts, ("report", buckets))
    tables.write_buckets(out, "work/ids", part, _ids(reports), ("id", buckets))
    tables.write_buckets(out, "work/keys", part, keys, ("key", buckets))
    return {
        "reports": len(reports),
        "accounts": len(accounts),
        "failed": len(failures),
        "passed_over": passed,
    }


def _read(task: Task) -> Iterator[bulk.Told | bulk.Failed | bulk.PassedOver]:
    """The files of a task; when it was begun before and did not come to its end, with care: it may have been
    a page that ended it."""
    begun = Path(task["out"]) / "work" / "begun" / f"{task['number']:05}"
    if not begun.exists():
        begun.parent.mkdir(parents=True, exist_ok=True)
        begun.touch()
        yield from bulk.read_files(task["files"], task["sift"])
        begun.unlink(missing_ok=True)
        return
    with bulk.make_crew(task["reader"], task["sift"]) as crew:
        yield from bulk.read_files(task["files"], task["sift"], crew)


def _ids(reports: tables.Rows) -> tables.Rows:
    return [{"id": row["id"], "order": row["order"]} for row in reports]


def _report_row(report: Report, order: int) -> dict[str, Any]:
    return {
        "id": report.id,
        "origin": report.origin,
        "url": report.url,
        "title": report.title,
        "published": report.published.edtf,
        "outlet": report.outlet,
        "language": report.language,
        "order": order,
        "data": _dump(bulk.to_json(report)),
    }


def _account_rows(told: bulk.Told, order: int) -> tables.Rows:
    packed = dict(told.profiles)
    return [
        {
            "id": account.id,
            "report": told.report.id,
            "undated": bulk.is_undated(told.report),
            "type": account.type,
            "subtype": account.subtype,
            "main": account.main,
            "order": order,
            "packed": packed[account.id],
            "data": _dump(bulk.to_json(account)),
        }
        for account in told.accounts
    ]


def _key_row(key: bulk.KeyRow, order: int) -> dict[str, Any]:
    return {
        "key": key.key, "rank": key.rank, "account": key.account, "order": order, "word": key.word,
        "weight": key.weight,
    }  # fmt: skip


def find_losers(task: Task) -> Task:
    """Stage 2: of the reports with one id the last stands, as in a ledger."""
    out, last = Path(task["out"]), dict[str, int]()
    orders: dict[str, list[int]] = defaultdict(list)
    for row in tables.read(out, "work/ids", task["number"]):
        orders[row["id"]].append(row["order"])
        last[row["id"]] = max(last.get(row["id"], -1), row["order"])
    losers = [
        {"id": i, "order": o} for i, found in sorted(orders.items()) for o in sorted(found) if o != last[i]
    ]
    tables.write(out, "work/losers", f"{task['number']:05}", losers)
    return {"losers": len(losers)}


def _lost(out: Path) -> set[int]:
    return {row["order"] for row in tables.read(out, "work/losers")}


def find_meetings(task: Task) -> Task:
    """Stage 3: the accounts under each key → pairs that meet, shuffled by pair."""
    out, lost = Path(task["out"]), _lost(Path(task["out"]))
    by_key: dict[int, list[bulk.KeyRow]] = defaultdict(list)
    for row in tables.read(out, "work/keys", task["number"]):
        if row["order"] not in lost:
            by_key[row["key"]].append(
                bulk.KeyRow(row["key"], row["rank"], row["account"], row["word"], row["weight"])
            )
    pairs = [
        {"left": left, "right": right, "word": word, "weight": weight}
        for _, rows in sorted(by_key.items())
        for left, right, word, weight in bulk.meetings(rows)
    ]
    tables.write_buckets(out, "work/pairs", f"{task['number']:05}", pairs, ("right", task["buckets"]))
    return {"meetings": len(pairs)}


def judge_pairs(task: Task) -> Task:
    """Stage 4: what two accounts share, summed up → judgements."""
    out, lost = Path(task["out"]), _lost(Path(task["out"]))
    shared: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for row in tables.read(out, "work/pairs", task["number"]):
        shared[row["left"], row["right"]][row["word"]] = row["weight"]
    wanted = {name for pair in shared for name in pair}
    columns = ["id", "order", "packed"]
    packed = {
        row["id"]: row["packed"]
        for row in (tables.read(out, "accounts", columns=columns) if wanted else ())
        if row["id"] in wanted and row["order"] not in lost
    }
    found = []
    for (left, right), words in sorted(shared.items()):
        weight = sum(words[number] for number in sorted(words))
        judgement = bulk.judge_pair(packed[left], packed[right], weight)
        if judgement is not None:
            found.append(_judgement_row(judgement))
    tables.write(out, "judgements", f"{task['number']:05}", found)
    return {"judgements": len(found)}


def _judgement_row(judgement: Judgement) -> dict[str, Any]:
    return {
        "left": judgement.left,
        "right": judgement.right,
        "verdict": judgement.verdict.value,
        "score": judgement.score,
        "data": _dump(bulk.to_json(judgement)),
    }


def compute_incidents(task: Task) -> Task:
    """Stage 5: the parts of a bucket → incidents. ``homes`` says in which part each linked account is."""
    out, lost, number, buckets = Path(task["out"]), _lost(Path(task["out"])), task["number"], task["buckets"]
    homes: dict[str, str] = json.loads((out / "work" / "homes.json").read_text("utf-8"))
    mine = {}
    for row in tables.read(out, "accounts"):
        part = homes.get(row["id"], row["id"])
        if row["order"] not in lost and tables.bucket_of(part, buckets) == number:
            mine[row["id"]] = bulk.from_json(Account, json.loads(row["data"]))
    wanted = {account.report_id for account in mine.values()}
    reports = {}
    for row in tables.read(out, "reports", columns=["id", "order", "data"]) if wanted else ():
        if row["id"] in wanted and row["order"] not in lost:
            reports[row["id"]] = bulk.from_json(Report, json.loads(row["data"]))
    judgements = [
        bulk.from_json(Judgement, json.loads(row["data"]))
        for row in (tables.read(out, "judgements") if mine else ())
        if row["left"] in mine and row["right"] in mine
    ]
    accounts = [mine[name] for name in sorted(mine)]
    found = [
        {**columns, "data": _dump(bulk.to_json(incident))}
        for incident, columns in bulk.incidents_of(accounts, reports, judgements)
    ]
    tables.write(out, "incidents", f"{number:05}", found)
    return {"incidents": len(found)}


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


_STAGES: dict[str, Callable[[Task], Task]] = {
    "read": read_split,
    "losers": find_losers,
    "meetings": find_meetings,
    "judge": judge_pairs,
    "incidents": compute_incidents,
}
