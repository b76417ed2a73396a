"""Every fact of a listing with who says so, since when, from what, and how good that is today."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from products.basis.ageing import Age, FactGrade, Method, age_of, method_of
from products.basis.sources import Provenance, Source
from products.catalogue.listing import Listing
from products.kind import Terms

HEADER = (
    "currency", "amount_min", "amount_max", "amount_step", "quota", "valid_from", "valid_to",
    "modes", "channel", "documents", "security", "exit_note",
)  # fmt: skip
"""Header fields that state a fact of the product."""
PRICED = ("decimal rate", "share", "money", "minor units", "months", "days", "years")
"""Units of the terms that a figure of a plan is made from."""
_ALWAYS = ("rate_basis", "repayment")
"""Stated even where they are what is usual: without them a rate means nothing."""
RULE = "rule."
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Known:
    """One fact: `field` as in the pack's files (a rule is `rule.` and the fact it asks for).

    `by` is the publisher of its source, or who verified it; `document` what it was read in.
    """

    field: str
    value: Any
    source_id: str
    by: str
    document: str
    method: Method
    age: Age


@dataclass(frozen=True, slots=True)
class Verified:
    """Someone's word that a value still holds: `value` is its text as `text_of_value` makes it."""

    listing_id: str
    field: str
    value: str
    by: str
    on: date
    method: Method
    document: str


def text_of_value(value: object) -> str:
    """A value as one text, the same for the same value; what a word on it is held against.

    A long table is told by its hash.

    >>> text_of_value(0.14), text_of_value(2), text_of_value(2.0)
    ('0.14', '2', '2')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    said = json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False)
    return said if len(said) <= LONGEST else hashlib.sha256(said.encode()).hexdigest()


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)


def last_words(listing: Listing, verified: Iterable[Verified]) -> dict[str, Verified]:
    """The newest word on each field whose value is still what it was held against."""
    found: dict[str, Verified] = {}
    for word in verified:
        before = found.get(word.field)
        if before is not None and before.on > word.on:
            continue
        try:
            same = text_of_value(value_of(listing, word.field)) == word.value
        except KeyError:
            continue
        if word.listing_id == listing.id and same:
            found[word.field] = word
    return found


def known(
    listing: Listing,
    today: date,
    sources: Mapping[str, Source],
    verified: Iterable[Verified] = (),
) -> tuple[Known, ...]:
    """Every fact a listing states: header, terms that say something of their own, rules.

    `verified` are later words on values that did not change: the newest of them makes a fact young.
    """
    own = newest(listing.provenance)
    again = last_words(listing, verified)
    found = []
    for field, value in stated(listing):
        line = own.get(field)
        source_id, as_of, method, document = _origin(listing, line)
        rule = _rule_of(listing, field)
        if line is None and rule is not None and rule[1]:
            source_id, as_of = rule
        source = sources.get(source_id)
        fact = Known(
            field=field,
            value=value,
            source_id=source_id,
            by=source.publisher if source else source_id,
            document=document or (source.title if source else ""),
            method=method,
            age=age_of(as_of, method, today),
        )
        found.append(_renewed(fact, again.get(field), today))
    return tuple(found)


def _renewed(fact: Known, word: Verified | None, today: date) -> Known:
    """The fact as the newest word on it makes it; a word older than what is known counts not."""
    if word is None or word.on.isoformat() <= fact.age.as_of:
        return fact
    age = age_of(word.on.isoformat(), word.method, today)
    return replace(fact, by=word.by, document=word.document, method=word.method, age=age)


def _origin(listing: Listing, line: Provenance | None) -> tuple[str, str, Method, str]:
    if line is None:
        method = method_of("", listing.confidence)
        return listing.source_id, listing.as_of, method, listing.as_of_basis
    verified = line.method.strip().lower() in set(Method)
    method = method_of(line.method, line.confidence)
    return line.source_id, line.as_of, method, line.note if verified else ""


def _rule_of(listing: Listing, field: str) -> tuple[str, str] | None:
    """Source and day of the oldest rule that asks for a fact, where the rule has its own."""
    mine = [r for r in listing.rules if f"{RULE}{r.fact}" == field and r.source_id]
    oldest = min(mine, key=lambda rule: rule.as_of, default=None)
    return None if oldest is None else (oldest.source_id, oldest.as_of)


def newest(lines: Iterable[Provenance]) -> dict[str, Provenance]:
    """The line of each field that speaks last: the one with the later day, else the later row."""
    found: dict[str, Provenance] = {}
    for line in lines:
        before = found.get(line.field)
        if before is None or line.as_of >= before.as_of:
            found[line.field] = line
    return found


def stated(listing: Listing) -> Iterator[tuple[str, Any]]:
    """Field and value of all that a listing states."""
    for name in HEADER:
        value = getattr(listing, name)
        if value not in (None, "", ()):
            yield name, value
    for name, part in type(listing.terms).model_fields.items():
        value = getattr(listing.terms, name)
        is_usual = value == part.default and name not in _ALWAYS
        if name != "kind" and value is not None and not is_usual:
            yield name, value
    for fact in dict.fromkeys(rule.fact for rule in listing.rules):
        yield f"{RULE}{fact}", [r.value for r in listing.rules if r.fact == fact]


def value_of(listing: Listing, field: str) -> Any:  # noqa: ANN401 - of any field
    """What a listing states for a field, its default included; KeyError for no such field."""
    if field.startswith(RULE):
        found = [rule.value for rule in listing.rules if rule.fact == field.removeprefix(RULE)]
        if not found:
            raise KeyError(field)
        return found
    if field in HEADER:
        return getattr(listing, field)
    if field != "kind" and field in type(listing.terms).model_fields:
        return getattr(listing.terms, field)
    raise KeyError(field)


def unit_of(listing: Listing, field: str) -> str:
    """The unit of a field as the published schema states it; money for amounts; else empty."""
    if field in ("amount_min", "amount_max", "amount_step"):
        return "money"
    return units_of(type(listing.terms)).get(field, "")


@cache
def units_of(terms: type[Terms]) -> dict[str, str]:
    """The unit of each field of a kind's terms."""
    found = {}
    for name, part in terms.model_json_schema()["properties"].items():
        units = [part.get("unit"), *(each.get("unit") for each in part.get("anyOf", ()))]
        found[name] = next((unit for unit in units if unit), "")
    return found


def used(facts: Iterable[Known], listing: Listing) -> tuple[Known, ...]:
    """The facts a figure of a plan is made from: amounts, rates, shares, times and their steps."""
    return tuple(
        fact
        for fact in facts
        if unit_of(listing, fact.field) in PRICED
        or (isinstance(fact.value, tuple) and fact.field not in HEADER)
        or fact.field in _ALWAYS
    )


def age_of_listing(listing: Listing, today: date, verified: Iterable[Verified] = ()) -> Age:
    """Age and grade of a listing's page as a whole, as its header states them.

    Where every fact a figure is made from has had a later word, the oldest of those words counts.
    """
    page = age_of(listing.as_of, method_of("", listing.confidence), today)
    words = tuple(verified)
    if not words:
        return page
    ages = [fact.age for fact in used(known(listing, today, {}, words), listing)]
    first = oldest(ages)
    if first is None or (page.days is not None and (first.days or 0) >= page.days):
        return page
    return page if first.days is None else replace(first, grade=worst(ages) or page.grade)


def worst(ages: Iterable[Age]) -> FactGrade | None:
    """The weakest grade among facts; None of none."""
    return max((age.grade for age in ages), default=None)


def oldest(ages: Iterable[Age]) -> Age | None:
    """The oldest of facts: one without a date is older than any; None of none."""
    return max(ages, key=lambda age: (age.days is None, age.days or 0), default=None)


def as_row(fact: Known) -> dict[str, object]:
    """A fact's origin as plain values, for tables and JSON."""
    return {
        "field": fact.field,
        "value": fact.value if isinstance(fact.value, int | float | str | bool) else "",
        "source_id": fact.source_id,
        "verified_by": fact.by,
        "document": fact.document,
        "method": fact.method.value,
        "as_of": fact.age.as_of,
        "age_days": fact.age.days,
        "grade": fact.age.grade.value,
        "stale": fact.age.is_stale,
    }
