"""Commands of the registry: what held when, a listing's history, the log, the audit, the packs.

They open the registry where the app does: the server of `WAPSI_DATABASE`, else the file in
`WAPSI_VAR`. While the app runs on a file, the file is the app's.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from products.basis.people import Actor
from products.basis.problems import Problem
from products.basis.text import Sentences, problem_sentence
from products.catalogue.build import ROOT
from products.catalogue.engine import DatabaseUnavailableError
from products.catalogue.seed import load_packs, packs
from products.catalogue.words import brief, brief_line
from products.publishing.checks import audit
from products.publishing.content import listing_of
from products.publishing.lookback import beliefs
from products.publishing.opening import FILE, open_registry, place, witness_of
from products.publishing.registry import PACKS, Registry
from products.publishing.rows import Version

Command = Callable[..., argparse.ArgumentParser]
OK, PROBLEMS = 0, 1
KEEPER = Actor(PACKS, PACKS, frozenset())


def add(command: Command, say: Sentences) -> None:
    """Add the commands to those of the market."""
    for name, run in (("audit", _audit), ("history", _history), ("events", _events)):
        asked = command(name, run)
        asked.add_argument("--json", action="store_true", help=say("cli.json"))
        if name == "history":
            asked.add_argument("id", metavar="ID", help=say("cli.id"))
        if name == "events":
            asked.add_argument("--listing", metavar="ID", help=say("cli.events.listing"))
    command("adopt", _adopt)


def moment(text: str) -> datetime:
    """A moment as a person writes it; a day alone means its end, a time without a zone is UTC.

    >>> moment("2026-01-31T09:00").isoformat()
    '2026-01-31T09:00:00+00:00'
    >>> moment("2026-01-31").isoformat()
    '2026-01-31T23:59:59.999999+00:00'
    """
    told = datetime.fromisoformat(text)
    if len(text) == len("2026-01-31"):
        told = datetime.combine(told.date(), time.max)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def list_known(asked: argparse.Namespace, say: Sentences) -> int:
    """What was shown on a day as it was known at a moment."""
    with _opened() as registry:
        held = registry.as_of(asked.as_of, asked.known, country=asked.country)
    shown = [(each, listing_of(each.content)[0]) for each in held]
    listings = [(each, one) for each, one in shown if one and asked.kind in (None, one.kind)]
    if asked.json:
        rows = [{**brief(one, asked.as_of), **_stamp(each)} for each, one in listings]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return OK
    for each, one in listings:
        print(f"{brief_line(one, asked.as_of, say)}  [{each.version_no}]")
    country, day = asked.country, asked.as_of
    print(say("cli.count_known", count=len(listings), country=country, day=day, known=asked.known))
    return OK


def _history(asked: argparse.Namespace, say: Sentences) -> int:
    with _opened() as registry:
        versions = registry.history(asked.id)
        held = beliefs(registry, asked.id)
    if not versions:
        params = {"value": asked.id}
        print(problem_sentence(Problem("problem.nothing_known", "history", params=params), say))
        return PROBLEMS
    told = {
        each.version_id: [b for b in held if b.version_id == each.version_id] for each in versions
    }
    if asked.json:
        rows = [
            {
                **_stamp(each),
                "content": each.content,
                "held": [
                    {
                        "valid_from": b.valid_from, "valid_to": b.valid_to,
                        "known_from": b.known_from, "known_to": b.known_to,
                    }
                    for b in told[each.version_id]
                ],
            }
            for each in versions
        ]  # fmt: skip
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return OK
    for each in versions:
        stamp = _stamp(each)
        print(say("cli.version", **{**stamp, "author": each.author.id}))
        for b in told[each.version_id]:
            until = b.valid_to or say("cli.no_end")
            known = b.known_to.isoformat() if b.known_to else say("cli.still")
            span = {"start": b.valid_from, "end": until, "since": b.known_from.isoformat()}
            print("  " + say("cli.held", **span, until=known))
    return OK


def _events(asked: argparse.Namespace, say: Sentences) -> int:
    with _opened() as registry:
        events = registry.events(asked.listing)
    if asked.json:
        print(json.dumps(events, ensure_ascii=False, indent=1))
        return OK
    for event in events:
        print(say("cli.event", **_words(event)))
    print(say("cli.events_count", count=len(events)))
    return OK


def _words(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event as it may stand on one line of a terminal."""
    return {
        name: "".join(c if c.isprintable() else " " for c in str("" if value is None else value))
        for name, value in event.items()
    }


def _audit(asked: argparse.Namespace, say: Sentences) -> int:
    with _opened() as registry:
        problems = audit(registry)
        count = registry.newest()
    if asked.json:
        rows = [_told(each, say) for each in problems]
        print(json.dumps({"events": count, "problems": rows}, ensure_ascii=False, indent=1))
        return PROBLEMS if problems else OK
    _print(problem_sentence(each, say) for each in problems)
    key = "cli.audit_problems" if problems else "cli.audit_clean"
    print(say(key, events=count, count=len(problems)))
    return PROBLEMS if problems else OK


def _told(problem: Problem, say: Sentences) -> dict[str, str]:
    sentence = problem_sentence(problem, say)
    return {"code": problem.code, "where": problem.where, "sentence": sentence}


def _adopt(_: argparse.Namespace, say: Sentences) -> int:
    listings = [each for pack in load_packs(packs()) for each in pack.listings]
    now = datetime.now(UTC)
    with _opened(make=True) as registry:
        done = registry.adopt_all(listings, KEEPER, now=now, as_of=now.date())
    if isinstance(done, Problem):
        print(problem_sentence(done, say))
        return PROBLEMS
    for kept in done.kept:
        paths = ", ".join(change.path for change in kept.changes)
        print(say("cli.kept", id=kept.listing_id, fields=paths))
    counts = {"new": len(done.new), "changed": len(done.changed), "ended": len(done.ended)}
    print(say("cli.adopted", kept=len(done.kept), **counts))
    return OK


def _stamp(each: Version) -> dict[str, Any]:
    return {
        "id": each.listing_id,
        "version": each.version_no,
        "version_id": each.version_id,
        "state": each.state.value,
        "sha256": each.content_sha256,
    }


@contextmanager
def _opened(*, make: bool = False) -> Iterator[Registry]:
    folder = Path(os.environ.get("WAPSI_VAR") or ROOT / "var")
    where = place(folder)
    if isinstance(where, Path) and not where.is_file() and not make:
        raise DatabaseUnavailableError(Problem("problem.no_registry", str(where)))
    opened = open_registry(where, witness=witness_of(folder / FILE))
    try:
        yield opened.registry
    finally:
        opened.close()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
