"""Banks' documents: a whole market's feed read into drafts, and taken into a registry.

Works:

* `market`: 5,000 product documents of Australian banks shaped like a market, the real ones of
  `tests/documents/bank_products/product_detail*` repeated in turn, each under an id of its own, the
  richest left out until they have no more rates each than the whole market had (20,126 in 5,251);
  read, and kept in the embedded database with doubts, notes, feed and a chained event a draft, as
  `python -m products import` does.
* `again`: the same feed once more, with nothing changed: no draft.
* `heavy`: the same count from all real documents, long histories and the largest ones among them
  (three times the rates of a market), read and not kept.

Rivals: a floor, `json.loads` of the same bytes with plain floats and nothing else. Every document
has to give at least one draft, and its drafts the id it was given; what is kept is counted and the
chain of events walked; else the bench stops. One core. The limit is 30 seconds for reading and
keeping 5,000; a real collection of 5,251 took a plain script about five to read alone.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.common import measure, table  # first: it holds the threads at one
from products.basis.people import Actor, Role
from products.imports import cdr
from products.publishing import chain
from products.publishing.arriving import Arrived, Taken
from products.publishing.intake import Intake
from products.publishing.opening import open_file
from products.publishing.registry import Registry
from products.publishing.states import State
from tests.products.imports.bank import DOCUMENTS, PRODUCTS

COUNT = 5_000
LIMIT_SECONDS = 30.0
ROUNDS = 3
BANK = Actor("bench", "bench_bank", frozenset({Role.BANK}))
NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
MARKET_RATES = 20_126 / 5_251
"""Rates a document in the whole collection."""
Made = list[tuple[str, bytes]]


def market() -> list[dict[str, str]]:
    """Rows of real documents with as many rates each as a market's, the richest left out."""
    groups = ("product_detail", "product_detail_irregular")
    rows = [row for row in PRODUCTS if row["group"] in groups and row["n_rates"]]
    rows.sort(key=lambda row: int(row["n_rates"]))
    while sum(int(row["n_rates"]) for row in rows) > MARKET_RATES * len(rows):
        rows.pop()
    return rows


def documents(count: int, rows: list[dict[str, str]]) -> Made:
    """Ids and bytes of real documents, each repeated under other ids."""
    told = [json.loads((DOCUMENTS / row["file"]).read_bytes()) for row in rows]
    real = [each for each in told if isinstance(each.get("data"), dict)]
    made = []
    for place in range(count):
        document, name = real[place % len(real)], f"bench-{place}"
        data = document["data"] | {"productId": name}
        made.append((name, json.dumps(document | {"data": data}).encode()))
    return made


def read_all(made: Made) -> int:
    """Drafts of all documents."""
    drafts = 0
    for name, raw in made:
        read = cdr.read(raw, "bench_bank")
        if not read.drafts or read.drafts[0].external_ref != name:
            raise SystemExit(f"{name}: not read")
        drafts += len(read.drafts)
    return drafts


def arriving(made: Made) -> Iterator[Arrived]:
    """The documents one by one, read as they are asked for."""
    for name, raw in made:
        sha256 = hashlib.sha256(raw).hexdigest()
        yield Arrived(cdr.read(raw, "bench_bank"), f"{name}.json", sha256, len(raw))


def take_all(registry: Registry, made: Made, day: int) -> tuple[int, int, int]:
    """Drafts, listings unchanged and doubts of a feed that is taken in."""
    now = NOW + timedelta(days=day)
    every = Intake(registry).take_all(BANK, arriving(made), now=now, request_id=f"day {day}")
    taken = [each for each in every if isinstance(each, Taken)]
    if len(taken) != len(made) or any(each.problems for each in taken):
        raise SystemExit("not taken")
    drafts = sum(len(each.drafts) for each in taken)
    unchanged = sum(each.unchanged for each in taken)
    return drafts, unchanged, sum(each.doubts for each in taken)


def keep(made: Made) -> None:
    """Read and keep a feed, then the same again; by the clock and by the processor."""
    with tempfile.TemporaryDirectory() as folder:
        opened = open_file(Path(folder) / "registry.duckdb")
        registry = opened.registry
        for day, what in enumerate(("read and kept", "the same feed again")):
            clock, processor = time.perf_counter(), time.process_time()
            drafts, unchanged, doubts = take_all(registry, made, day)
            clock, processor = time.perf_counter() - clock, time.process_time() - processor
            counts = f"{drafts} drafts, {unchanged} unchanged, {doubts} doubts"
            print(f"{what}: {clock:.1f} s by the clock, {processor:.1f} s of processor; {counts}")
            if day and drafts:
                raise SystemExit("the same feed brought drafts")
        size = (Path(folder) / "registry.duckdb").stat().st_size / 1e6
        waiting = len(registry.waiting(State.DRAFT))
        if chain.broken(registry.events()):
            raise SystemExit("the chain is broken")
        print(f"kept: {waiting} drafts, {registry.newest()} events in one chain, {size:.0f} MB")
        opened.close()


def main(quick: bool = False) -> None:
    """Measure and print."""
    count = COUNT // 25 if quick else COUNT
    rows = market()
    made = documents(count, rows)
    size = sum(len(raw) for _, raw in made) / 1e6
    print(f"market: {len(made)} documents of {len(rows)} real ones, {size:.0f} MB")
    keep(made)
    print(f"limit for {COUNT}: {LIMIT_SECONDS:g} s")
    made = documents(count, PRODUCTS)
    size = sum(len(raw) for _, raw in made) / 1e6
    drafts = read_all(made)
    measured = measure(
        "drafts",
        {
            "drafts": lambda: read_all(made),
            "json.loads alone": lambda: [json.loads(raw) for _, raw in made],
        },
        rounds=1 if quick else ROUNDS,
    )
    print(
        table(f"heavy: {len(made)} documents, {size:.0f} MB, {drafts} drafts", measured, len(made))
    )


if __name__ == "__main__":
    main("--quick" in sys.argv)
