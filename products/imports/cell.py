"""One cell of a table as a plain value, or a doubt that says where it stood and what is wrong.

Only three things are done by themselves, each with a note: space around a text is taken away, its
letters are put into their usual form (NFC), and a decimal is read. Nothing is ever guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from products.basis import cells
from products.basis.problems import Problem, from_pydantic
from products.catalogue.reading import with_form
from products.imports.columns import Column, Form
from products.imports.documents import Found, shown
from products.imports.limits import EXACT_DIGITS, RATE_MOST


@dataclass(frozen=True, slots=True)
class Unusable:
    """What stands in a cell of a workbook and is no value: a formula, an error."""

    code: str
    raw: str

    def __str__(self) -> str:
        return self.raw


Raw = str | int | float | bool | date | Unusable | None
"""What stands in a cell: always text in CSV; in a workbook also a number, yes/no or a day."""

_DECIMAL = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_EXPONENT = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)[eE][-+]?\d+", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?(nan|inf|infinity)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LIMITS_OF_RATES = ("rate_cap", "rate_floor")
_LIMITS = ("limit", "fact", "reason")
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def value_of(raw: Raw, column: Column, path: str, found: Found) -> Any:  # noqa: ANN401 - any plain value
    """What a cell says in its column; None where it is empty, or in quarantine with a doubt."""
    if isinstance(raw, Unusable):
        found.doubt(path, raw.code, raw.raw)
        return None
    told = text_of(raw, path, found) if isinstance(raw, str) else raw
    if told is None or told == "":
        return None
    value = _READERS[column.form](told, column, path, found)
    if value is None or column.adapter is None:
        return value
    try:
        column.adapter.validate_python(tuple(value) if isinstance(value, list) else value)
    except ValidationError as error:
        for problem in from_pydantic(error.errors()):
            doubt_of(with_form(problem, column.name), path, told, found)
        return None
    return value


def text_of(raw: str, path: str, found: Found) -> str:
    """A text as it is kept: trimmed, in NFC, without the apostrophe that our own files put there.

    One with hidden characters is quarantined as a whole and gives nothing.
    """
    normal = raw if raw.isascii() else unicodedata.normalize("NFC", raw)
    if normal != raw:
        found.note(path, "NORMALISED", raw, normal)
    trimmed = normal.strip()
    if trimmed != normal:
        found.note(path, "TRIMMED", raw, trimmed)
    plain = cells.original(trimmed)
    if plain != trimmed:
        found.note(path, "APOSTROPHE_TAKEN", trimmed, plain)
    if _HIDDEN.search(plain):
        found.doubt(path, "HIDDEN_CHARACTERS", plain)
        return ""
    return plain


def doubt_of(problem: Problem, path: str, raw: object, found: Found) -> None:
    """A problem of a model as a doubt: its sentence stays that of the problem."""
    limits = (problem.params[name] for name in _LIMITS if name in problem.params)
    value = str(problem.params.get("value", ""))
    stood = raw if raw != "" else "" if value.startswith(("{", "[")) else value
    found.doubt(path, problem.code, stood, limit=next(limits, ""))


def number(told: object, path: str, found: Found) -> Decimal | None:
    """A decimal with a point, as written; anything else is a doubt with a hint."""
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        found.doubt(path, "NUMBER_WORDS", told)
        return None
    text = told if isinstance(told, str) else repr(told)
    if isinstance(told, str) and not _DECIMAL.fullmatch(told):
        found.doubt(path, _hint(told), told)
        return None
    exact = Decimal(text)
    if not exact.is_finite():
        found.doubt(path, "NUMBER_NOT_FINITE", text)
    elif exact.is_zero() and exact.is_signed():
        found.doubt(path, "NUMBER_MINUS_NOTHING", text)
    elif (
        len(exact.normalize().as_tuple().digits) > EXACT_DIGITS
        or abs(exact.adjusted()) > EXACT_DIGITS
    ):
        found.doubt(path, "TOO_MANY_DIGITS", text, limit=EXACT_DIGITS)
    else:
        return exact
    return None


def _hint(told: str) -> str:
    """The doubt of what is no plain decimal: what a person most likely meant is said, not done."""
    hints: Mapping[str, bool] = {
        "NUMBER_NOT_FINITE": bool(_NOT_FINITE.fullmatch(told)),
        "NUMBER_EXPONENT": bool(_EXPONENT.fullmatch(told)),
        "NUMBER_PERCENT": "%" in told,
        "NUMBER_COMMA": bool(re.search(r"\d,", told)),
        "NUMBER_UNIT": bool(re.search(r"\d", told))
        and bool(re.search(r"[^\W\d_]|[^\x00-\x7f\s]", told)),
        "NUMBER_SPACES": bool(re.search(r"\d[\s'’_]\d", told)),
    }
    return next((code for code, fits in hints.items() if fits), "NUMBER_WORDS")


def _number(told: Raw, column: Column, path: str, found: Found) -> float | None:
    exact = number(told, path, found)
    if exact is None:
        return None
    is_rate = column.unit == "decimal rate" and column.name not in _LIMITS_OF_RATES
    if is_rate and RATE_MOST < exact <= Decimal(str(column.high or RATE_MOST)):
        found.doubt(path, "RATE_UNIT_SUSPECT", told, limit=RATE_MOST)
        return None
    return float(exact)


def _whole(told: Raw, _: Column, path: str, found: Found) -> int | None:
    exact = number(told, path, found)
    if exact is None:
        return None
    if exact != exact.to_integral_value():
        found.doubt(path, "NUMBER_NOT_WHOLE", told)
        return None
    return int(exact)


def _text(told: Raw, column: Column, path: str, found: Found) -> str | None:
    if isinstance(told, str):
        text = told
    elif isinstance(told, bool):
        text = "yes" if told else "no"
    elif isinstance(told, date):
        return _day(told, column, path, found)
    else:
        text = shown(told)
        found.note(path, "NUMBER_AS_TEXT", told, text)
    if column.longest is not None and len(text) > column.longest:
        found.doubt(path, "TEXT_TOO_LONG", text, limit=column.longest)
        return None
    return text


def _yes_no(told: Raw, _: Column, path: str, found: Found) -> bool | None:
    if isinstance(told, bool):
        return told
    known = {"yes": True, "no": False, "true": True, "false": False}
    value = known.get(told.lower()) if isinstance(told, str) else None
    if value is None:
        found.doubt(path, "NOT_YES_NO", told)
    return value


def _day(told: Raw, _: Column, path: str, found: Found) -> str | None:
    if isinstance(told, datetime):
        if (told.hour, told.minute, told.second) == (0, 0, 0):
            return told.date().isoformat()
    elif isinstance(told, date):
        return told.isoformat()
    elif isinstance(told, str) and _DAY.fullmatch(told):
        try:
            return date.fromisoformat(told).isoformat()
        except ValueError:
            found.doubt(path, "NOT_A_DAY", told)
            return None
    found.doubt(path, "DAY_NOT_ISO", told)
    return None


def _choice(told: Raw, column: Column, path: str, found: Found) -> str | None:
    if isinstance(told, str) and told in column.choices:
        return told
    found.doubt(path, "CHOICE_UNKNOWN", told, limit=", ".join(column.choices))
    return None


def _choices(told: Raw, column: Column, path: str, found: Found) -> list[str] | None:
    parts = [part.strip() for part in str(told).split("|") if part.strip()]
    if parts and all(part in column.choices for part in parts):
        return parts
    found.doubt(path, "CHOICE_UNKNOWN", told, limit=", ".join(column.choices))
    return None


_READERS: Mapping[Form, Callable[[Raw, Column, str, Found], Any]] = {
    Form.TEXT: _text,
    Form.NUMBER: _number,
    Form.WHOLE: _whole,
    Form.YES_NO: _yes_no,
    Form.DAY: _day,
    Form.CHOICE: _choice,
    Form.CHOICES: _choices,
}
