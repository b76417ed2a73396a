"""What a plan was made of, so that it can be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from planner.assumptions import Assumptions
from planner.candidates import Taken
from planner.case import Case

_ROOT = Path(__file__).resolve().parents[1]
_SHORT = 12


@dataclass(frozen=True, slots=True)
class Provenance:
    """The same provenance gives the same plan. `sources` are ids of the country's sources used."""

    catalogue_version: str
    assumptions_hash: str
    code_version: str
    case_hash: str
    as_of: date
    seed: int
    sources: tuple[str, ...]


def provenance(
    case: Case,
    assumptions: Assumptions,
    taken: Sequence[Taken],
    *,
    as_of: date,
    catalogue_version: str,
) -> Provenance:
    """Versions and hashes of everything that made a plan."""
    used = {card.source_id for card in assumptions.cards.values()}
    for t in taken:
        used.add(t.listing.source_id)
        used.update(p.source_id for p in t.listing.provenance)
        used.update(rule.source_id for rule in t.listing.rules)
    values = ";".join(f"{name}={card.value!r}" for name, card in sorted(assumptions.cards.items()))
    return Provenance(
        catalogue_version=catalogue_version,
        assumptions_hash=_hash(values),
        code_version=code_version(),
        case_hash=_hash(case.model_dump_json()),
        as_of=as_of,
        seed=case.seed,
        sources=tuple(sorted(used - {""})),
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT]


@cache
def code_version() -> str:
    """A hash of the code that computes: both houses without screen, charts and store."""
    seen = hashlib.sha256()
    left_out = ("planner/ui/", "planner/charts/", "planner/casework/")
    files = sorted(p for house in ("products", "planner") for p in (_ROOT / house).rglob("*.py"))
    for path in files:
        name = path.relative_to(_ROOT).as_posix()
        if not name.startswith(left_out):
            seen.update(name.encode() + path.read_bytes())
    return seen.hexdigest()[:_SHORT]
