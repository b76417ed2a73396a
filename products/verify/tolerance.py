"""How near an answer must come: every form of `tolerance` the published cases use.

A bare number is an absolute tolerance for every number of the case. A mapping may name fields
(`years`, `rows`), say `absolute`, `relative`, `money` or `amounts` for all fields it does not name,
turn its named tolerances into relative ones (`"relative": true`), or hold a `rule` such as "equal
after rounding to 2 decimals". A field with no tolerance at all must be equal after rounding to the
decimals it is printed with.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from products.basis.problems import Problem

# names under which a mapping states the tolerance of every field it does not name
_FOR_ALL = ("absolute", "money", "amounts")
_RULE_DECIMALS = re.compile(r"^(?:equal after rounding to )?(\d+) decimals?$")
_RULE_ROUNDING = "equal after rounding"
_FIELD_DECIMALS = re.compile(r"_(\d+)dp$")
_PRINTED_AT_LEAST = 2
_DIGITS = 12
_WIDE = Context(prec=400)
_ULPS = 8 * sys.float_info.epsilon


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A case's tolerance; `named` is by field, `absolute` and `relative` for all other numbers.

    `decimals` asks for equality after rounding half up to so many decimals, of every number.
    `rounds` asks for it of the fields not named, to the decimals their name (`_1dp`) or their
    printed form gives.
    """

    named: Mapping[str, float] = field(default_factory=dict)
    named_are_relative: bool = False
    absolute: float | None = None
    relative: float | None = None
    decimals: int | None = None
    rounds: bool = False


def read_tolerance(raw: object, where: str) -> Tolerance | Problem:
    """The tolerance a case states, or the problem of a form that means nothing.

    >>> read_tolerance(0.01, "c1").absolute
    0.01
    >>> read_tolerance({"rule": "1 decimal"}, "c1").decimals
    1
    >>> read_tolerance("about", "c1").code
    'problem.unknown_tolerance'
    """
    if raw is None:
        return Tolerance()
    if _is_size(raw):
        return Tolerance(absolute=float(raw))  # type: ignore[arg-type]
    if not isinstance(raw, Mapping):
        return Problem("problem.unknown_tolerance", where, params={"value": str(raw)[:60]})
    return _read_mapping(raw, where)


def _read_mapping(raw: Mapping[str, Any], where: str) -> Tolerance | Problem:
    named: dict[str, float] = {}
    for_all: dict[str, float] = {}
    rule = str(raw.get("rule", ""))
    for name, value in raw.items():
        if name == "rule" or (name == "relative" and isinstance(value, bool)):
            continue
        if not _is_size(value):
            params = {"value": f"{name}: {value}"[:60]}
            return Problem("problem.unknown_tolerance", where, params=params)
        (for_all if name in (*_FOR_ALL, "relative") else named)[name] = float(value)
    found = _RULE_DECIMALS.match(rule)
    return Tolerance(
        named=named,
        named_are_relative=raw.get("relative") is True,
        absolute=next((for_all[name] for name in _FOR_ALL if name in for_all), None),
        relative=for_all.get("relative"),
        decimals=int(found.group(1)) if found else None,
        rounds=rule == _RULE_ROUNDING,
    )


def _is_size(value: object) -> bool:
    return (
        isinstance(value, int | float | Decimal)
        and not isinstance(value, bool)
        and 0 <= value < math.inf
    )


def agrees(
    tolerance: Tolerance, path: Sequence[str], expected: Decimal | float, got: float
) -> tuple[bool, str]:
    """Whether `got` is near enough to `expected`, and the tolerance in words.

    `path` is the names that lead to the number, outermost first; the innermost that has a tolerance
    of its own decides. A `Decimal` keeps the digits as printed.

    >>> agrees(Tolerance(decimals=2), ["apr_percent"], Decimal("9.69"), 9.685708)
    (True, 'equal after rounding to 2 decimals')
    >>> agrees(Tolerance(named={"rows": 0.011}), ["rows"], Decimal("1.50"), 1.52)
    (False, '0.011')
    """
    name = next((part for part in reversed(path) if part in tolerance.named), None)
    if name is not None:
        limit = tolerance.named[name]
        words = f"{limit:g} relative" if tolerance.named_are_relative else f"{limit:g}"
        scale = abs(float(expected)) if tolerance.named_are_relative else 1.0
        near = _within(expected, got, limit * scale)
        if tolerance.decimals is None:
            return near, words
        equal, rule = _rounds_equal(expected, got, tolerance.decimals)
        return near and equal, f"{words} and {rule}"
    if tolerance.decimals is not None:
        return _rounds_equal(expected, got, tolerance.decimals)
    if tolerance.absolute is None and tolerance.relative is None:
        return _rounds_equal(expected, got, _decimals_of(path, expected, tolerance.rounds))
    limit = max(tolerance.absolute or 0.0, (tolerance.relative or 0.0) * abs(float(expected)))
    return _within(expected, got, limit), _words(tolerance)


def _words(tolerance: Tolerance) -> str:
    parts = []
    if tolerance.absolute is not None:
        parts.append(f"{tolerance.absolute:g}")
    if tolerance.relative is not None:
        parts.append(f"{tolerance.relative:g} relative")
    return " or ".join(parts)


def _within(expected: Decimal | float, got: float, limit: float) -> bool:
    wanted = float(expected)
    return abs(got - wanted) <= limit + _ULPS * max(abs(wanted), abs(got))


def _decimals_of(path: Sequence[str], expected: Decimal | float, rounds: bool) -> int:
    """Decimals a number is compared at when no tolerance is stated: its name's, or as printed."""
    found = _FIELD_DECIMALS.search(path[-1]) if path else None
    if found:
        return int(found.group(1))
    exponent = expected.as_tuple().exponent if isinstance(expected, Decimal) else 0
    printed = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return printed if rounds and printed else max(printed, _PRINTED_AT_LEAST)


def _rounds_equal(expected: Decimal | float, got: float, decimals: int) -> tuple[bool, str]:
    words = f"equal after rounding to {decimals} decimal{'' if decimals == 1 else 's'}"
    return round_half_up(float(expected), decimals) == round_half_up(got, decimals), words


def round_half_up(value: float, decimals: int) -> float:
    """`value` rounded half up (away from zero) as a person rounds the printed digits.

    At least twelve significant digits are read first, so that binary dust never decides a half.

    >>> round_half_up(1.005, 2), round_half_up(12.962038, 1)
    (1.01, 13.0)
    """
    whole = math.frexp(value)[1] * math.log10(2)
    digits = min(max(_DIGITS, math.ceil(whole) + decimals + 2), sys.float_info.dig)
    exact = Decimal(f"{value:.{digits}g}")
    step = Decimal(1).scaleb(-decimals)
    return float(exact.quantize(step, rounding=ROUND_HALF_UP, context=_WIDE))
