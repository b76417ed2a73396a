"""The registry of versions: any day's list of 10,000 listings, publishing one; both databases.

Works, on the embedded database and on a PostgreSQL of its own (loopback, nothing flushed to disk):

* 10,000 listings, of which 2,000 have a second version and 500 are withdrawn; the list of one day
  as known at one moment: id, provider, kind, name, version, hash, first day. Beside it the same
  with every version's whole content.
* one version published: rights, second person, hash, completeness, days, three events, the witness
  flushed to disk. Drafting and handing in before it are not counted.

Rivals: a floor, the contents of the list parsed from their JSON and nothing else; publishing has
none, since no other way to do it is safe. Both lists have to hold what was published, else the
bench stops. Limits: 50 ms each, median. `own` is this process's processor time (the server's is
not in it), which other work on the machine disturbs less than the clock.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.common import machine  # first: it holds the threads at one
from products.basis.people import Actor, Role
from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.publishing.adopting import Adopted
from products.publishing.opening import open_registry
from products.publishing.registry import PACKS, Registry
from products.publishing.rows import Version
from tests.postgres import server
from tests.products.publishing.shelf import loan

COUNT, AGAIN, GONE = 10_000, 2_000, 500
NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
KEEPER = Actor(PACKS, PACKS, frozenset())
BANK = Actor("amina", "first_bank", frozenset({Role.BANK}))
STEWARD = Actor("sana", "iom", frozenset({Role.STEWARD}))
LIMIT = 50.0


def listings(count: int, note: str = "") -> list[Listing]:
    """So many loans, each under an id of its own."""
    one = Listing.model_validate(loan(note=note))
    return [one.model_copy(update={"id": f"XY-LOAN-{n}"}) for n in range(count)]


def fill(registry: Registry, count: int) -> int:
    """Adopt, change and end; how many a day then lists."""
    first, again = listings(count), listings(count * AGAIN // COUNT, "dearer")
    left = [*again, *first[len(again) : count - count * GONE // COUNT]]
    for number, each in enumerate((first, left)):
        now = NOW + timedelta(days=number)
        done = registry.adopt_all(each, KEEPER, now=now, as_of=now.date())
        if not isinstance(done, Adopted):
            raise SystemExit(f"not filled: {done}")
    return len(left)


def ready(registry: Registry, number: int) -> tuple[Version, datetime]:
    """One version drafted and handed in."""
    now, content = NOW + timedelta(days=2, seconds=number), loan(0.2 + number / 1e4)
    made = registry.draft(BANK, content, now=now, request_id=f"d{number}", valid_from=now.date())
    assert isinstance(made, Version), made
    held = registry.submit(BANK, made.version_id, now=now, request_id=f"s{number}")
    assert isinstance(held, Version), held
    return held, now


def publish(registry: Registry, held: Version, now: datetime, over: str) -> None:
    """One version published."""
    done = registry.publish(
        STEWARD,
        held.version_id,
        approved=held.content_sha256,
        over=over,
        now=now,
        request_id=f"p{held.version_id}"[:64],
    )
    if isinstance(done, Problem):
        raise SystemExit(f"not published: {done}")


def timed(work: Callable[[int], object], rounds: int) -> list[tuple[float, float]]:
    """Seconds of each round by the clock, and of this process."""
    found = []
    for number in range(rounds):
        began, own = time.perf_counter(), time.process_time()
        work(number)
        found.append((time.perf_counter() - began, time.process_time() - own))
    return found


def told(name: str, seconds: list[tuple[float, float]], limit: float | None = None) -> None:
    """One line of the table."""
    clock = [each * 1e3 for each, _ in seconds]
    own = statistics.median(each * 1e3 for _, each in seconds)
    middle = statistics.median(clock)
    verdict = "" if limit is None else f"  <= {limit:g}  {'met' if middle <= limit else 'missed'}"
    print(f"{name:<44}{min(clock):>9.1f}{middle:>11.1f}{own:>9.1f}{verdict}")


def run(name: str, registry: Registry, count: int, rounds: int) -> None:
    """Fill one registry and measure it."""
    began = time.perf_counter()
    wanted = fill(registry, count)
    filled = time.perf_counter() - began
    day, known = date(2026, 6, 1), NOW + timedelta(days=1, hours=1)
    whole, lines = registry.as_of(day, known), registry.listed(day, known)
    if len(whole) != wanted or [e.version_id for e in whole] != [e.version_id for e in lines]:
        raise SystemExit(f"{name}: {len(whole)} and {len(lines)} listed, {wanted} published")
    texts = [json.dumps(each.content) for each in whole]
    told(f"{name}: list of {wanted:,}", timed(lambda _: registry.listed(day, known), rounds), LIMIT)
    told(f"{name}: with whole contents", timed(lambda _: registry.as_of(day, known), rounds))
    told(f"{name}: their JSON alone", timed(lambda _: [json.loads(t) for t in texts], rounds))
    made = [ready(registry, number) for number in range(rounds)]
    shown = [lines[1].version_id, *(each.version_id for each, _ in made)]
    took = timed(lambda n: publish(registry, *made[n], over=shown[n]), rounds)
    told(f"{name}: publish one", took, LIMIT)
    print(f"{name}: filled in {filled:.1f} s, {registry.newest():,} events")


def main(quick: bool = False) -> None:
    """Measure and print."""
    count, rounds = (COUNT // 10, 3) if quick else (COUNT, 15)
    print(machine())
    print(f"{'':<44}{'ms best':>9}{'ms median':>11}{'own':>9}  limit")
    with tempfile.TemporaryDirectory() as folder, server() as postgres:
        witness = Path(folder) / "server.witness"
        for name, where in (
            ("embedded", Path(folder) / "registry.duckdb"),
            ("PostgreSQL", postgres.address(postgres.database())),
        ):
            opened = open_registry(where, witness=witness)
            run(name, opened.registry, count, rounds)
            opened.close()


if __name__ == "__main__":
    main("--quick" in sys.argv)
