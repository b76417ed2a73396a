"""What hangs on listings: steps, rules and provenance, each row checked against what it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from products.basis.eligibility import Rule, parse_value
from products.basis.problems import Problem
from products.basis.sources import Provenance
from products.catalogue.listing import Header
from products.catalogue.pack import RuleLine, StepLine
from products.catalogue.reading import Read, model_of
from products.kind import StepKind, Terms
from products.kinds import KINDS

TERMS: Mapping[str, type[Terms]] = {code: kind.Terms for code, kind in KINDS.items()}
"""The terms of every registered kind, by its code: the name of its file in a pack."""

Steps = Mapping[StepKind, Sequence[tuple[int, StepLine]]]


@dataclass(frozen=True, slots=True)
class Known:
    """The identifiers that rows may lean on."""

    sources: frozenset[str]
    providers: frozenset[str]
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parts:
    """The files that add to listings, and the place of each in problems."""

    steps: Read[StepLine]
    rules: Read[RuleLine]
    provenance: Read[Provenance]
    label: str

    def place(self, file: str, line: int, column: str) -> str:
        """Where a row of one of these files stands."""
        return f"{self.label}/{file}.csv:{line}:{column}"


def steps_of(
    parts: Parts, mentioned: set[str], known: Known, problems: list[Problem]
) -> tuple[Mapping[str, Steps], set[str]]:
    """The step tables of each listing, and the listings some of whose steps cannot be read."""
    tables: dict[str, dict[StepKind, list[tuple[int, StepLine]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    withheld = _named_in_bad_rows(parts.steps)
    for line, row in parts.steps.good:
        found = tuple(_leans_on(row, line, "steps", mentioned, known, parts))
        problems.extend(found)
        if found:
            withheld.add(row.listing_id)
        tables[row.listing_id][row.table].append((line, row))
    return tables, withheld


def rules_of(
    parts: Parts, mentioned: set[str], known: Known, problems: list[Problem]
) -> tuple[Mapping[str, list[Rule]], set[str]]:
    """The rules of each listing, and the listings some of whose rules cannot be read."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    withheld = _named_in_bad_rows(parts.rules)
    for line, row in parts.rules.good:
        found = list(_leans_on(row, line, "rules", mentioned, known, parts))
        rule, wrong = _rule(row, parts.place("rules", line, "").rstrip(":"), known)
        found.extend(wrong)
        problems.extend(found)
        if found or rule is None:
            withheld.add(row.listing_id)
        else:
            rules[row.listing_id].append(rule)
    return rules, withheld


def _rule(row: RuleLine, where: str, known: Known) -> tuple[Rule | None, tuple[Problem, ...]]:
    cells = row.model_dump(exclude={"listing_id"})
    value = parse_value(row.fact, row.value)
    if isinstance(value, float) and not isfinite(value):
        value = row.value
    rule, problems = model_of(Rule, {**cells, "value": value}, where)
    if rule is None:
        at_value = f"{where}:value"
        return None, tuple(
            replace(each, where=at_value) if each.where == where else each for each in problems
        )
    if rule.fact != "region":
        return rule, ()
    named = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    strange = [str(code) for code in named if code not in known.regions]
    return rule, tuple(
        Problem("problem.unknown_region", f"{where}:value", params={"value": code})
        for code in strange
    )


def provenance_of(
    parts: Parts,
    kinds: Mapping[str, str],
    mentioned: set[str],
    known: Known,
    problems: list[Problem],
) -> Mapping[str, list[Provenance]]:
    """The single values of each listing that come from elsewhere; a bad row is left out alone."""
    found: dict[str, list[Provenance]] = defaultdict(list)
    for line, row in parts.provenance.good:
        doubts = list(_leans_on(row, line, "provenance", mentioned, known, parts))
        kind = kinds.get(row.listing_id)
        if kind and row.field not in (*Header.model_fields, *TERMS[kind].model_fields):
            place = parts.place("provenance", line, "field")
            params = {"value": row.field, "limit": kind}
            doubts.append(Problem("problem.not_a_listing_field", place, params=params))
        problems.extend(doubts)
        if not doubts:
            found[row.listing_id].append(row)
    return found


def _leans_on(
    row: StepLine | RuleLine | Provenance,
    line: int,
    file: str,
    mentioned: set[str],
    known: Known,
    parts: Parts,
) -> Iterator[Problem]:
    """Problems of a row that names a listing or a source nobody knows."""
    if row.listing_id not in mentioned:
        place = parts.place(file, line, "listing_id")
        yield Problem("problem.unknown_listing", place, params={"value": row.listing_id})
    if row.source_id not in known.sources:
        place = parts.place(file, line, "source_id")
        yield Problem("problem.unknown_source", place, params={"value": row.source_id})


def _named_in_bad_rows(read: Read[StepLine] | Read[RuleLine]) -> set[str]:
    return {cells["listing_id"] for _, cells in read.bad} | set(read.lines.ragged)
