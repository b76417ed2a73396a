"""What a content must not hold to be saved, and must hold to be public."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from products.basis.currencies import CURRENCIES
from products.basis.problems import Problem, from_pydantic
from products.catalogue.listing import Listing
from products.publishing.content import Content, canonical, listing_of, of_listing

FOREVER = date(2999, 1, 1)
"""A last day from here on says that there is none: some banks write 2999-12-30, others 9999."""
MOST_CHARACTERS = 1_000_000
_NOT_YET = ("problem.missing", "problem.no_mode")
"""What a draft may still lack."""
_DECIDED = ("problem.min_above_max", "problem.dates_reversed", "problem.no_such_currency")
"""Contradictions that no value still to come can solve."""
_BOUNDS = (("amount_min", "amount_max"), ("valid_from", "valid_to"))


def open_ended(content: Content) -> dict[str, Any]:
    """The content without a last day that means none.

    >>> open_ended({"valid_to": "2999-12-30"}), open_ended({"valid_to": "2027-01-01"})
    ({}, {'valid_to': '2027-01-01'})
    """
    told = content.get("valid_to")
    never = isinstance(told, str) and told[:4].isdigit() and told[:10] >= FOREVER.isoformat()
    return {name: value for name, value in content.items() if not (never and name == "valid_to")}


def unstorable(content: Content) -> Problem | None:
    """Why a content cannot be kept at all: broken signs, endless numbers, or too much of it."""
    try:
        told = canonical(content)
        json.loads(told.encode(), parse_constant=_endless)
    except (UnicodeEncodeError, ValueError, TypeError, RecursionError):
        return Problem("problem.not_storable", "")
    if "\\u0000" in told:
        return Problem("problem.not_storable", "")
    if len(told) > MOST_CHARACTERS:
        return Problem("problem.too_long", "", params={"value": "", "limit": MOST_CHARACTERS})
    return None


def _endless(name: str) -> float:
    raise ValueError(name)


def impossible(content: Content, *, is_doubted: bool = False) -> Problem | None:
    """The first value of a draft that can never be right, with its field; None where there is none.

    A draft may lack values; it names its currency, unless something of its file is still in doubt.
    """
    currency = content.get("currency")
    if currency not in CURRENCIES and not (is_doubted and not currency):
        code = "problem.no_such_currency" if currency else "problem.missing"
        return Problem(code, "currency", params={"value": str(currency or "")})
    for low, high in _BOUNDS:
        first, last = content.get(low), content.get(high)
        if type(first) is type(last) and first and last and first > last:
            code = "problem.dates_reversed" if low == "valid_from" else "problem.min_above_max"
            return Problem(code, low, params={"value": str(first), "limit": str(last)})
    problems = listing_of(content)[1]
    wrong = [each for each in problems if _is_decided(each, content)]
    return wrong[0] if wrong else _ageless(content)


def _is_decided(problem: Problem, content: Content) -> bool:
    if problem.code in _NOT_YET:
        return False
    return problem.code in _DECIDED or problem.code in _of_one_value(content)


def _of_one_value(content: Content) -> frozenset[str]:
    """Codes of what is wrong with single values, not with how several go together."""
    try:
        Listing.model_validate(json.loads(canonical(content)))
    except ValidationError as error:
        single = [each for each in error.errors() if each["type"] != "value_error"]
        return frozenset(each.code for each in from_pydantic(single))
    return frozenset()


def _ageless(content: Content) -> Problem | None:
    """A highest or lowest age of nought is a cell that was left empty."""
    rules = content.get("rules")
    for place, rule in enumerate(rules if isinstance(rules, list | tuple) else ()):
        if isinstance(rule, Mapping) and rule.get("fact") == "age_years":
            value = rule.get("value")
            if isinstance(value, int | float) and value <= 0:
                params = {"value": value, "limit": 1}
                return Problem("problem.too_low", f"rules[{place}].value", params=params)
    return None


def unsourced(listing: Listing) -> tuple[str, ...]:
    """Fields whose figure has no source with a day: neither the header's nor one of its own.

    What `provenance` says of a field stands in the place of the header.
    """
    own = {each.field: bool(each.source_id and each.as_of) for each in listing.provenance}
    dated = bool(listing.source_id and listing.as_of)
    told = dict(_figures(of_listing(listing)))
    found = [path for path, name in told.items() if not own.get(name, dated)]
    rules = [
        f"rules[{place}].value"
        for place, rule in enumerate(listing.rules)
        if isinstance(rule.value, int | float)
        and not isinstance(rule.value, bool)
        and not (rule.as_of or dated)
    ]
    return (*found, *rules)


def _figures(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and field of every figure in header and terms."""
    terms = content.get("terms")
    for name, value in content.items():
        if name != "version" and _is_figure(value):
            yield name, name
    for name, value in (terms or {}).items():
        if _holds_figure(value):
            yield f"terms.{name}", name


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _holds_figure(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_holds_figure(each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(_holds_figure(each) for each in value)
    return _is_figure(value)


def complete(content: Content) -> tuple[Listing | None, tuple[Problem, ...]]:
    """The listing of a content that may be public, or every reason why it may not."""
    refused = impossible(content)
    if refused is not None:
        return None, (refused,)
    listing, problems = listing_of(content)
    if listing is None:
        return None, problems
    missing = unsourced(listing)
    if missing or not (listing.as_of or listing.provenance):
        return None, tuple(Problem("problem.no_provenance", p) for p in missing or ("as_of",))
    return listing, ()


def open_doubts(rows: Collection[Mapping[str, Any]]) -> tuple[str, ...]:
    """Paths of the doubts that block and are not settled."""
    return tuple(row["path"] for row in rows if row["blocks"] and not row["settled_by"])
