"""Bad input as values: collected, translated and shown together, never raised.

A `Problem` names a text key (`code`), the place (`where`: "file:row:column" or a field path), how
bad it is, and the parameters its sentence needs: at least the value found and the way out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic_core import ErrorDetails

Scalar = str | int | float | bool


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    """the thing cannot be used until it is mended"""
    WARNING = "warning"
    """it can be used, and the reader must know"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a person's data; `code` is the key of its sentence.

    >>> Problem("problem.too_high", "members[0].age", params={"limit": 120}).severity.value
    'error'

    """

    code: str
    where: str
    severity: Severity = Severity.ERROR
    params: Mapping[str, Scalar] = field(default_factory=dict)


_SHOWN = 60

# pydantic's error type -> key of our sentence and the name its bound has in the sentence
_CODES: Mapping[str, tuple[str, str]] = {
    "missing": ("problem.missing", ""),
    "extra_forbidden": ("problem.unknown_field", ""),
    "greater_than_equal": ("problem.too_low", "ge"),
    "greater_than": ("problem.too_low", "gt"),
    "less_than_equal": ("problem.too_high", "le"),
    "less_than": ("problem.too_high", "lt"),
    "finite_number": ("problem.not_a_number", ""),
    "float_parsing": ("problem.not_a_number", ""),
    "float_type": ("problem.not_a_number", ""),
    "int_parsing": ("problem.not_a_whole_number", ""),
    "int_type": ("problem.not_a_whole_number", ""),
    "int_from_float": ("problem.not_a_whole_number", ""),
    "bool_parsing": ("problem.not_yes_or_no", ""),
    "bool_type": ("problem.not_yes_or_no", ""),
    "date_parsing": ("problem.not_a_date", ""),
    "date_from_datetime_parsing": ("problem.not_a_date", ""),
    "date_type": ("problem.not_a_date", ""),
    "enum": ("problem.not_in_list", "expected"),
    "literal_error": ("problem.not_in_list", "expected"),
    "union_tag_invalid": ("problem.not_in_list", "expected_tags"),
    "string_pattern_mismatch": ("problem.wrong_form", "pattern"),
    "string_too_short": ("problem.too_short", "min_length"),
    "too_short": ("problem.too_short", "min_length"),
    "string_too_long": ("problem.too_long", "max_length"),
    "too_long": ("problem.too_long", "max_length"),
    "string_type": ("problem.not_text", ""),
    "json_invalid": ("problem.not_json", ""),
    "value_error": ("problem.contradiction", ""),
}


def path_of(loc: Iterable[str | int]) -> str:
    """A readable field path of a pydantic location.

    >>> path_of(("household", "members", 0, "age"))
    'household.members[0].age'
    """
    path = ""
    for part in loc:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def from_pydantic(errors: Iterable[ErrorDetails], prefix: str = "") -> tuple[Problem, ...]:
    """Problems from a pydantic `ValidationError.errors()`; a `value_error` may carry its own key.

    A validator of ours raises `ValueError("problem.some_key")`, or
    `ValueError("problem.some_key|a=1")` to pass parameters; any other text becomes the reason of a
    contradiction.
    """
    found, told = [], list(errors)
    for error in told:
        if error["type"] == "too_short" and _holds_another(error, told):
            continue  # the bad item was not counted: it is told itself
        code, bound = _CODES.get(error["type"], ("problem.invalid", ""))
        context = error.get("ctx") or {}
        params: dict[str, Scalar] = {"value": _short(error.get("input"))}
        if bound and bound in context:
            params["limit"] = _short(context[bound])
        if error["type"] == "value_error":
            code, extra = _own_key(str(context.get("error", "")))
            params.update(extra)
        where = path_of(error["loc"])
        found.append(Problem(code, f"{prefix}{where}", params=params))
    return tuple(found)


def _holds_another(error: ErrorDetails, errors: Iterable[ErrorDetails]) -> bool:
    depth = len(error["loc"])
    return any(e["loc"][:depth] == error["loc"] and len(e["loc"]) > depth for e in errors)


def _own_key(message: str) -> tuple[str, dict[str, Scalar]]:
    if not message.startswith("problem."):
        return "problem.contradiction", {"reason": message}
    key, *pairs = message.split("|")
    return key, {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


def _short(value: object) -> Scalar:
    if isinstance(value, bool | int | float):
        return value
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
