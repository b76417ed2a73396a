"""Banks' documents: a whole market's feed read into drafts, beside the bare cost of its JSON.

Works:

* 5,000 product documents of Australian banks, the real ones of `tests/documents/bank_products` (no
  error answers) repeated in turn, each under an id of its own. Out: drafts with their doubts.

Rivals: a floor, `json.loads` of the same bytes with plain floats and nothing else. Every document
has to give at least one draft, and its drafts the id it was given; else the bench stops. One core.
The limit is 30 seconds for all; a real collection of 5,251 took a plain script about five.
"""

from __future__ import annotations

import json
import sys
import time

from bench.common import measure, table  # first: it holds the threads at one
from products.imports import cdr
from tests.products.imports.bank import DOCUMENTS, PRODUCTS

COUNT = 5_000
LIMIT_SECONDS = 30.0
ROUNDS = 3


def documents(count: int) -> list[tuple[str, bytes]]:
    """Ids and bytes of real documents, each repeated under other ids."""
    told = [json.loads((DOCUMENTS / row["file"]).read_bytes()) for row in PRODUCTS]
    real = [each for each in told if isinstance(each.get("data"), dict)]
    made = []
    for place in range(count):
        document, name = real[place % len(real)], f"bench-{place}"
        data = document["data"] | {"productId": name}
        made.append((name, json.dumps(document | {"data": data}).encode()))
    return made


def read_all(made: list[tuple[str, bytes]]) -> int:
    """Drafts of all documents."""
    drafts = 0
    for name, raw in made:
        read = cdr.read(raw, "bench_bank")
        if not read.drafts or read.drafts[0].external_ref != name:
            raise SystemExit(f"{name}: not read")
        drafts += len(read.drafts)
    return drafts


def main(quick: bool = False) -> None:
    """Measure and print."""
    made = documents(COUNT // 25 if quick else COUNT)
    began = time.perf_counter()
    drafts = read_all(made)
    seconds = time.perf_counter() - began
    size = sum(len(raw) for _, raw in made) / 1e6
    rows = measure(
        "drafts",
        {
            "drafts": lambda: read_all(made),
            "json.loads alone": lambda: [json.loads(raw) for _, raw in made],
        },
        rounds=1 if quick else ROUNDS,
    )
    print(table(f"{len(made)} documents, {size:.0f} MB, {drafts} drafts", rows, len(made)))
    print(f"one run by the clock: {seconds:.1f} s; limit for {COUNT}: {LIMIT_SECONDS:g} s")


if __name__ == "__main__":
    main("--quick" in sys.argv)
