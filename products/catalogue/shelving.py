"""Listings put together from the rows of a pack: product rows, steps, rules and provenance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from products.basis.eligibility import Rule
from products.basis.problems import Problem
from products.basis.sources import Provenance, Standing
from products.catalogue.attached import (
    TERMS,
    Known,
    Parts,
    Steps,
    provenance_of,
    rules_of,
    steps_of,
)
from products.catalogue.listing import Header, Listing
from products.catalogue.pack import StepLine
from products.catalogue.reading import Cells, Lines, model_of
from products.kind import STEP_FIELDS, Terms


@dataclass(frozen=True, slots=True)
class ProductFile:
    """One `products/<kind>.csv` as text."""

    kind: str
    label: str
    lines: Lines


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
    steps, without_steps = steps_of(parts, mentioned, known, problems)
    rules, without_rules = rules_of(parts, mentioned, known, problems)
    provenance = provenance_of(parts, kinds, mentioned, known, problems)
    without_steps |= kinds.keys() if parts.steps.lines.unread else set()
    without_rules |= kinds.keys() if parts.rules.lines.unread else set()
    withheld = without_steps | without_rules
    listings: dict[str, Listing] = {}
    places: dict[str, str] = {}
    for file, line, cells in _rows_once(products, problems):
        listing_id, where = cells["id"], f"{file.label}:{line}"
        header, found = _header(cells, where, known)
        problems.extend(found)
        terms, found = _terms(file.kind, cells, steps.get(listing_id, {}), where, parts)
        problems.extend(_of_cells(found, cells) if listing_id in without_steps else found)
        if header is None or terms is None or listing_id in withheld:
            continue
        hung = (tuple(rules.get(listing_id, ())), tuple(provenance.get(listing_id, ())))
        listing, found = _listing(iso3, header, terms, *hung, where)
        problems.extend(found)
        if listing is not None:
            places[listing_id], listings[listing_id] = where, listing
    for overlapping, problem in tuple(_bands_that_overlap(listings, places)):
        problems.append(problem)
        del listings[overlapping]
    kept = tuple(row for row in parts.steps.rows if row.listing_id in listings)
    in_order = tuple(listings[key] for key in sorted(listings))
    return Shelf(in_order, kept, tuple(problems))


def _listing(
    iso3: str,
    header: Header,
    terms: Terms,
    rules: tuple[Rule, ...],
    provenance: tuple[Provenance, ...],
    where: str,
) -> tuple[Listing | None, tuple[Problem, ...]]:
    """The whole listing, or why header and terms do not go together."""
    hung = {"country": iso3, "terms": terms, "rules": rules, "provenance": provenance}
    return model_of(Listing, dict(header) | hung, where)


def _bands_that_overlap(
    listings: Mapping[str, Listing], places: Mapping[str, str]
) -> Iterator[tuple[str, Problem]]:
    """Bands into which the one below reaches: a family could take either for the same amount."""
    bands: dict[str, list[Listing]] = defaultdict(list)
    for listing in listings.values():
        if listing.band_of:
            bands[listing.band_of].append(listing)
    for name, members in bands.items():
        members.sort(key=lambda each: each.amount_min or 0.0)
        for below, above in pairwise(members):
            if below.amount_max is None or below.amount_max > (above.amount_min or 0.0):
                params = {"value": name, "limit": below.id}
                place = f"{places[above.id]}:amount_min"
                yield above.id, Problem("problem.bands_overlap", place, params=params)


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
