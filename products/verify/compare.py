"""An answer held against what a case expects: each difference with its field and tolerance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any, TypeGuard

import numpy as np

from products.verify.case import Asked, Several, Table
from products.verify.tolerance import Tolerance, agrees

# names inside `expected` that explain or widen a value and are no value themselves
ALTERNATIVES = "also_accepted"
_SHOWN = 80
_REMARKS = frozenset({ALTERNATIVES, "meaning", "note"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field whose answer does not agree."""

    field: str
    expected: str
    got: str
    tolerance: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in `expected` the comparison stands, and by what it judges there."""

    where: str
    path: tuple[str, ...]
    tolerance: Tolerance
    others: Sequence[Any] = ()

    def field(self, name: str, others: Sequence[Any]) -> _Place:
        where = f"{self.where}.{name}" if self.where else name
        return _Place(where, (*self.path, name), self.tolerance, others)

    def item(self, i: int) -> _Place:
        return _Place(f"{self.where}[{i}]", self.path, self.tolerance)

    def difference(self, expected: object, got: object, tolerance: str = "") -> Difference:
        return Difference(self.where, _show(expected), _show(got), tolerance)


def differences(
    expected: Mapping[str, Any], got: Mapping[str, Any], tolerance: Tolerance
) -> tuple[Difference, ...]:
    """All fields of `expected` that `got` does not agree with; fields only `got` has are ignored.

    >>> wanted, found = {"a": 1.0, "b": [2, 3]}, {"a": 1.0, "b": [2, 4]}
    >>> [difference.field for difference in differences(wanted, found, Tolerance())]
    ['b[1]']
    """
    return tuple(_compare(_Place("", (), tolerance), expected, got))


def _compare(place: _Place, expected: object, got: object) -> Iterator[Difference]:
    if isinstance(expected, Mapping):
        yield from _compare_mapping(place, expected, got)
    elif isinstance(expected, list | tuple):
        yield from _compare_rows(place, expected, got)
    elif not _is_number(expected):
        if isinstance(got, Several) or _plain(expected) != _plain(got):
            yield place.difference(expected, got, "exact")
    else:
        yield from _compare_number(place, expected, got)


def _compare_mapping(
    place: _Place, expected: Mapping[str, Any], got: object
) -> Iterator[Difference]:
    if not isinstance(got, Mapping):
        yield place.difference("fields " + ", ".join(expected), got)
        return
    answered = {str(name): value for name, value in got.items()}
    others = expected.get(ALTERNATIVES, ())
    for name, value in expected.items():
        if name in _REMARKS:
            continue
        inner = place.field(name, others)
        if name in answered:
            yield from _compare(inner, value, answered[name])
        else:
            yield inner.difference(value, "not answered")


def _compare_rows(place: _Place, expected: Sequence[Any], got: object) -> Iterator[Difference]:
    if isinstance(got, Table):
        yield from _compare_table(place, expected, got)
        return
    if isinstance(got, Asked):
        yield from _compare_asked(place, expected, got)
        return
    values = got.tolist() if isinstance(got, np.ndarray) else got
    if not isinstance(values, list | tuple):
        yield place.difference(f"{len(expected)} values", values)
    elif len(values) != len(expected):
        yield place.difference(f"{len(expected)} values", f"{len(values)} values")
    else:
        for i, (one, other) in enumerate(zip(expected, values, strict=True)):
            yield from _compare(place.item(i), one, other)


def _compare_table(place: _Place, expected: Sequence[Any], got: Table) -> Iterator[Difference]:
    rows = {_key(row[0]): row for row in got.rows}
    for i, row in enumerate(expected):
        first = _key(row[0]) if isinstance(row, list | tuple) and row else ""
        if first in rows:
            yield from _compare(place.item(i), row, rows[first])
        else:
            yield place.item(i).difference(row, f"no row {first}")


def _compare_asked(place: _Place, expected: Sequence[Any], got: Asked) -> Iterator[Difference]:
    for i, item in enumerate(expected):
        if not isinstance(item, Mapping) or any(name not in item for name in got.names):
            yield place.item(i).difference("fields " + ", ".join(got.names), item)
            continue
        answered = got.answer({name: item[name] for name in got.names})
        yield from _compare(place.item(i), item, answered)


def _compare_number(place: _Place, expected: object, got: object) -> Iterator[Difference]:
    """Agrees when the answer is one of the accepted values; several answers must hold the first."""
    others = () if isinstance(got, Several) else place.others
    accepted = [other for other in (expected, *others) if _is_number(other)]
    offered = got.values if isinstance(got, Several) else (got,)
    words = ""
    for one in offered:
        if not _is_number(one) or not math.isfinite(one):
            continue
        for wanted in accepted:
            near, words = agrees(place.tolerance, place.path, wanted, float(one))
            if near:
                return
    yield place.difference(expected, got, words)


def _is_number(value: object) -> TypeGuard[Decimal | float]:
    return isinstance(value, Real | Decimal | np.number) and not isinstance(value, bool | np.bool_)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return bool(value) if isinstance(value, np.bool_) else value


def _key(value: object) -> str:
    """The first cell of a row as text, so that 2, 2.0 and Decimal("2") find each other."""
    if _is_number(value):
        return f"{float(value):.12g}"
    return str(_plain(value))


def _show(value: object) -> str:
    if isinstance(value, Several):
        return "several: " + ", ".join(_show(one) for one in value.values)
    if isinstance(value, Decimal):
        return str(value)
    if value is None:
        return "no answer"
    if _is_number(value):
        return f"{float(value):.12g}"
    text = str(_plain(value))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
