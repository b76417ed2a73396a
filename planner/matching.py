"""Every rule of every listing on every adult of the family, judged in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from products.basis.eligibility import FactTable, Rule, groups_of, judge
from products.catalogue.listing import Listing


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule on the applicant: exactly one of `passed`, `unknown` or failed.

    `missing` is how far a number is from passing, in the fact's unit; NaN where unknown. `counts`
    is False where the rule's group passes by another rule, or stays open by one.
    """

    rule: Rule
    passed: bool
    unknown: bool
    missing: float
    counts: bool


@dataclass(frozen=True, slots=True)
class Match:
    """One listing on the adult for whom fewest of its groups fail, then fewest are open."""

    listing: Listing
    applicant: int | None
    outcomes: tuple[RuleOutcome, ...]


def match(listings: Sequence[Listing], facts: FactTable) -> tuple[Match, ...]:
    """Each listing with its best applicant (a row of `facts`; None where there is none)."""
    rules = [rule for listing in listings for rule in listing.rules]
    verdicts = judge(rules, facts)
    found, at = [], 0
    for listing in listings:
        rows = slice(at, at + len(listing.rules))
        at += len(listing.rules)
        found.append(
            _match(listing, verdicts.passed[rows], verdicts.unknown[rows], verdicts.missing[rows])
        )
    return tuple(found)


def _match(listing: Listing, passed: np.ndarray, unknown: np.ndarray, missing: np.ndarray) -> Match:
    if passed.shape[1] == 0:
        return Match(listing, None, ())
    groups = groups_of(listing.rules)
    fails = np.zeros(passed.shape[1], dtype=np.int64)
    opens = np.zeros_like(fails)
    for group in groups:
        rows = list(group)
        yes, maybe = passed[rows].any(axis=0), unknown[rows].any(axis=0)
        fails += ~yes & ~maybe
        opens += ~yes & maybe
    best = int(np.lexsort((opens, fails))[0])
    outcomes = tuple(
        RuleOutcome(
            rule=listing.rules[row],
            passed=bool(passed[row, best]),
            unknown=bool(unknown[row, best]),
            missing=float(missing[row, best]),
            counts=_counts(row, group, passed[:, best], unknown[:, best]),
        )
        for group in groups
        for row in group
    )
    return Match(listing, best, outcomes)


def _counts(row: int, group: tuple[int, ...], passed: np.ndarray, unknown: np.ndarray) -> bool:
    """A failing rule counts where its group fails; an open one where no other rule passes."""
    if passed[row]:
        return True
    rows = list(group)
    if passed[rows].any():
        return False
    return bool(unknown[row]) or not unknown[rows].any()
