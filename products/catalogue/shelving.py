"""Listings put together from the rows of a pack: product rows, steps, rules and provenance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from products.basis.eligibility import Rule, parse_value
from products.basis.problems import Problem
from products.basis.sources import Provenance, Standing
from products.catalogue.listing import Header, Listing
from products.catalogue.pack import RuleLine, StepLine
from products.catalogue.reading import Cells, Lines, Read, model_of
from products.kind import STEP_FIELDS, StepKind, Terms
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
class ProductFile:
    """One `products/<kind>.csv` as text."""

    kind: str
    label: str
    lines: Lines


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


@dataclass(frozen=True, slots=True)
class Shelf:
    """The listings of a pack, the steps that went into them, and what is wrong with the others."""

    listings: tuple[Listing, ...]
    steps: tuple[StepLine, ...]
    problems: tuple[Problem, ...]


def shelve(iso3: str, products: Sequence[ProductFile], parts: Parts, known: Known) -> Shelf:
    """All listings of a country whose own row and whose every rule and step can be trusted."""
    problems: list[Problem] = []
    kinds = _kinds_by_id(products)
    mentioned = kinds.keys() | {cell for file in products for cell in file.lines.ragged}
    steps, without_steps = _steps(parts, mentioned, known, problems)
    rules, without_rules = _rules(parts, mentioned, known, problems)
    provenance = _provenance(parts, kinds, mentioned, known, problems)
    without_steps |= kinds.keys() if parts.steps.lines.unread else set()
    without_rules |= kinds.keys() if parts.rules.lines.unread else set()
    withheld = without_steps | without_rules
    listings: dict[str, Listing] = {}
    for file, line, cells in _rows_once(products, problems):
        where = f"{file.label}:{line}"
        listing_id = cells["id"]
        header, found = _header(cells, where, known)
        problems.extend(found)
        terms, found = _terms(file.kind, cells, steps.get(listing_id, {}), where, parts)
        if listing_id in without_steps:
            found = tuple(_of_cells(found, cells))
        problems.extend(found)
        if header is None or terms is None or listing_id in withheld:
            continue
        listings[listing_id] = Listing.model_validate(
            dict(header)
            | {
                "country": iso3,
                "terms": terms,
                "rules": tuple(rules.get(listing_id, ())),
                "provenance": tuple(provenance.get(listing_id, ())),
            }
        )
    kept = tuple(row for row in parts.steps.rows if row.listing_id in listings)
    in_order = tuple(listings[key] for key in sorted(listings))
    return Shelf(in_order, kept, tuple(problems))


def _kinds_by_id(products: Sequence[ProductFile]) -> dict[str, str]:
    return {cells["id"]: file.kind for file in reversed(products) for _, cells in file.lines.rows}


def _rows_once(
    products: Sequence[ProductFile], problems: list[Problem]
) -> Iterator[tuple[ProductFile, int, Cells]]:
    """Every product row but those whose id another row already has."""
    first: dict[str, str] = {}
    for file in products:
        for line, cells in file.lines.rows:
            listing_id = cells["id"]
            if listing_id in first:
                params = {"value": listing_id, "limit": first[listing_id]}
                problems.append(
                    Problem("problem.duplicate_id", f"{file.label}:{line}:id", params=params)
                )
                continue
            if listing_id:
                first[listing_id] = f"{file.label}:{line}"
            yield file, line, cells


def _header(cells: Cells, where: str, known: Known) -> tuple[Header | None, tuple[Problem, ...]]:
    modes = tuple(part.strip() for part in cells["modes"].split("|") if part.strip())
    header, problems = model_of(Header, {**cells, "modes": modes or ""}, where)
    if header is None:
        return None, problems
    doubts = tuple(_header_doubts(header, where, known))
    return (None if doubts else header), doubts


def _header_doubts(header: Header, where: str, known: Known) -> Iterator[Problem]:
    if header.provider_id not in known.providers:
        params = {"value": header.provider_id}
        yield Problem("problem.unknown_provider", f"{where}:provider_id", params=params)
    if header.source_id not in known.sources:
        params = {"value": header.source_id}
        yield Problem("problem.unknown_source", f"{where}:source_id", params=params)
    unbounded = header.amount_min is None and header.amount_max is None
    if header.standing is Standing.OFFERED and unbounded:
        yield Problem("problem.offered_without_bounds", f"{where}:amount_min")


def _terms(
    kind: str, cells: Cells, tables: Steps, where: str, parts: Parts
) -> tuple[Terms | None, tuple[Problem, ...]]:
    """The terms of a row with its step tables; a table's fault is told at its first row."""
    model = TERMS[kind]
    first = {STEP_FIELDS[table]: rows[0][0] for table, rows in tables.items()}
    unused = tuple(
        Problem(
            "problem.step_not_used",
            parts.place("steps", rows[0][0], "table"),
            params={"value": table.value, "limit": kind},
        )
        for table, rows in tables.items()
        if STEP_FIELDS[table] not in model.model_fields
    )
    if unused:
        return None, unused
    filled: dict[str, object] = {
        STEP_FIELDS[table]: tuple(_step(row) for _, row in rows) for table, rows in tables.items()
    }
    terms, problems = model_of(model, {**cells, **filled}, where)
    return terms, tuple(_at_steps(problem, first, where, parts) for problem in problems)


def _step(row: StepLine) -> dict[str, object]:
    return {"at": row.at, "value": row.value, "index": row.index, "spread": row.spread}


def _at_steps(problem: Problem, first: Mapping[str, int], where: str, parts: Parts) -> Problem:
    column = problem.where.removeprefix(f"{where}:")
    if column not in first:
        return problem
    place = parts.place("steps", first[column], "table")
    return replace(problem, where=place)


def _of_cells(problems: Sequence[Problem], cells: Cells) -> Iterator[Problem]:
    """The problems of filled cells: what a row lacks cannot be judged while its tables are bad."""
    for problem in problems:
        if cells.get(problem.where.rpartition(":")[2]):
            yield problem


def _steps(
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


def _rules(
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


def _provenance(
    parts: Parts,
    kinds: Mapping[str, str],
    mentioned: set[str],
    known: Known,
    problems: list[Problem],
) -> Mapping[str, list[Provenance]]:
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
