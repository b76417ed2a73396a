"""What publishing a product would change for a caseload: who gains, who loses, who stays outside.

Every count that is shown has passed `disclosed`: no number below five households, and none from
which such a number follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.caseload.base import BANDS, Base
from planner.caseload.disclosed import disclosed
from planner.caseload.judged import NOT_THERE, Reason, Verdict, judged
from products.catalogue.listing import Listing
from products.publishing.small_cells import FEWEST

OTHER = "other"
"""The regions too small to be told of, together."""
_LEAST_REGION = 4 * FEWEST


class Group(StrEnum):
    """What households are counted by."""

    SEX = "sex"
    REGION = "region"
    BAND = "band"


@dataclass(frozen=True, slots=True)
class Change:
    """One household before and after: which sums it is counted in.

    `able` its money carries the product, `only_eligible` it may take it and cannot carry it,
    `outside` a rule shuts it out or an answer is missing: one of the three, always.
    """

    newly_eligible: bool
    newly_able: bool
    not_eligible_any_more: bool
    not_able_any_more: bool
    able: bool
    only_eligible: bool
    outside: bool
    failing: tuple[Reason, ...]


PARTS = ("able", "only_eligible", "outside")
SUMS = tuple(name for name in Change.__dataclass_fields__ if name != "failing")
BY_GROUP = ("households", "newly_eligible", "newly_able", "outside")
"""What is counted in each group."""


@dataclass(frozen=True, slots=True)
class Row:
    """Counts by name of `SUMS`, and of the households; None is hidden."""

    households: int | None
    counts: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Barrier:
    """One reason: how many it stops first, and how many it stops at all; None is hidden."""

    reason: Reason
    first: int | None
    any: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The counts of one product that may be shown."""

    total: Row
    groups: Mapping[Group, Mapping[str, Row]]
    barriers: tuple[Barrier, ...]
    synthetic: bool


def preview(listing: Listing, before: Listing | None, base: Base) -> Preview:
    """What a version would change against the one before it; None where there was none."""
    return counted(changes(listing, before, base), base)


def changes(listing: Listing, before: Listing | None, base: Base) -> tuple[Change, ...]:
    """Each household before and after."""
    now = judged(listing, base)
    was = judged(before, base) if before is not None else (NOT_THERE,) * len(base)
    return tuple(_change(old, new) for old, new in zip(was, now, strict=True))


def _change(old: Verdict, new: Verdict) -> Change:
    return Change(
        newly_eligible=new.eligible and not old.eligible,
        newly_able=new.able and not old.able,
        not_eligible_any_more=old.eligible and not new.eligible,
        not_able_any_more=old.able and not new.able,
        able=new.able,
        only_eligible=new.eligible and not new.able,
        outside=not new.eligible,
        failing=new.failing,
    )


Cell = tuple[str, str, str, Change]
"""Households that no sum tells apart."""
_PLACES = {Group.REGION: 1, Group.SEX: 0, Group.BAND: 2}
Key = tuple[str, ...]


def counted(found: Sequence[Change], base: Base) -> Preview:
    """The sums of all, of every reason and of each group, as far as they may be told together."""
    regions = _merged(base.region)
    cells = Counter(zip(base.sex, regions, base.band, found, strict=True))
    atoms = list(cells)
    reasons = list(dict.fromkeys(reason for change in found for reason in change.failing))
    keys = {group: _ordered({str(atom[at]) for atom in atoms}) for group, at in _PLACES.items()}
    lines: dict[Key, list[int]] = {
        ("total", name): _where(atoms, name) for name in ("households", *SUMS)
    }
    for n, reason in enumerate(reasons):
        stopped = [at for at, atom in enumerate(atoms) if reason in atom[3].failing]
        lines["any", str(n)] = stopped
        lines["first", str(n)] = [at for at in stopped if atoms[at][3].failing[0] == reason]
    for group, place in _PLACES.items():
        for name in BY_GROUP:
            for key in keys[group]:
                inside = _where(atoms, name)
                lines[group, key, name] = [at for at in inside if atoms[at][place] == key]
    families: list[tuple[Key, tuple[Key, ...]]] = [
        (("total", "households"), tuple(("total", name) for name in PARTS))
    ]
    families += [
        (("total", name), tuple((group, key, name) for key in keys[group]))
        for group in _PLACES
        for name in BY_GROUP
    ]
    shown = disclosed([cells[atom] for atom in atoms], lines, families)
    barriers = [
        Barrier(reason, shown["first", str(n)], shown["any", str(n)])
        for n, reason in enumerate(reasons)
    ]
    return Preview(
        total=_row(shown, ("total",), SUMS),
        groups={
            group: {key: _row(shown, (group, key), BY_GROUP[1:]) for key in keys[group]}
            for group in _PLACES
        },
        barriers=tuple(sorted(barriers, key=lambda b: (not b.reason.who, -(b.any or 0)))),
        synthetic=base.synthetic,
    )


def _ordered(keys: Collection[str]) -> list[str]:
    """Names of groups in the order to show: bands from the lowest, what is merged last."""
    known = [*BANDS, OTHER]
    return sorted(keys, key=lambda key: (known.index(key) if key in known else -1, key))


def _where(atoms: Sequence[Cell], name: str) -> list[int]:
    """The cells that a sum adds up."""
    return [at for at, atom in enumerate(atoms) if name == "households" or getattr(atom[3], name)]


def _merged(regions: Sequence[str]) -> list[str]:
    """The region of each household; those too small to be told of are one."""
    sizes = Counter(regions)
    return [one if sizes[one] >= _LEAST_REGION else OTHER for one in regions]


def _row(shown: Mapping[Key, int | None], key: Key, names: Sequence[str]) -> Row:
    return Row(shown[*key, "households"], {name: shown[*key, name] for name in names})
