"""A version's content: one canonical text, one hash, and what differs between two of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from products.basis.problems import Problem, from_pydantic
from products.catalogue.listing import Listing

Content = Mapping[str, Any]
"""A listing as plain values: header fields, `terms`, `rules`, `provenance`; a draft may lack some.
"""
_EMPTY: tuple[object, ...] = (None, "", [], {})
UNTOLD = ("last_updated",)
"""Fields that say nothing about the product: a feed moves them every night."""
STATED = frozenset({"rate_basis"})
"""Terms that are told even where they are what is usual: a rate without them is refused."""


def canonical(content: Content) -> str:
    """The one text of a content: keys sorted, no empty values, no field that says nothing.

    >>> canonical({"name": "Home loan", "note": "", "last_updated": "2026-01-01"})
    '{"name":"Home loan"}'
    """
    return json.dumps(_kept(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _kept(value: object) -> Any:  # noqa: ANN401  a value of JSON is any of its types
    if isinstance(value, Mapping):
        inner = {str(k): _kept(v) for k, v in value.items() if k not in UNTOLD}
        return {k: v for k, v in inner.items() if v not in _EMPTY}
    if isinstance(value, list | tuple):
        return [_kept(each) for each in value]
    return value


def fingerprint(content: Content) -> str:
    """SHA-256 of the canonical text: what a reviewer approves."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def of_listing(listing: Listing) -> dict[str, Any]:
    """A listing as content, defaults left out, but not what its numbers are a rate of."""
    told: dict[str, Any] = json.loads(listing.model_dump_json(exclude_defaults=True))
    stated = {n: str(getattr(listing.terms, n)) for n in STATED & listing.terms.model_fields_set}
    told["terms"] = {"kind": listing.kind, **stated, **told.get("terms", {})}
    return told


def listing_of(content: Content) -> tuple[Listing | None, tuple[Problem, ...]]:
    """The listing a content is, or every reason why it is none yet."""
    try:
        return Listing.model_validate(_kept(content)), ()
    except ValidationError as error:
        return None, from_pydantic(error.errors())


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs: its path, what it was and what it is (None: not there)."""

    path: str
    before: Any
    after: Any


def differences(before: Content, after: Content) -> tuple[Change, ...]:
    """Every value that differs between two contents, in order of path.

    >>> differences({"terms": {"rate": 0.1}}, {"terms": {"rate": 0.12}})
    (Change(path='terms.rate', before=0.1, after=0.12),)
    """
    old, new = dict(_leaves("", _kept(before))), dict(_leaves("", _kept(after)))
    paths = sorted(old.keys() | new.keys())
    return tuple(Change(p, old.get(p), new.get(p)) for p in paths if old.get(p) != new.get(p))


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        for place, inner in enumerate(value):
            yield from _leaves(f"{path}[{place}]", inner)
    else:
        yield path, value
