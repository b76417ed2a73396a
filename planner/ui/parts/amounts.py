"""Reading what a person typed into a figure: many ways of writing one, and no guessing.

"1,50,000", "150 000", "1.5 lakh", "Rs 1.5 lac" and the digits of other scripts are read. What could
mean two things is refused: "500,00" is five hundred in one country and fifty thousand in another.
"""

from __future__ import annotations

import re
import unicodedata

from products.basis.problems import Problem

_SCALES = {
    "k": 1e3, "thousand": 1e3, "hazar": 1e3,
    "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5,
    "m": 1e6, "mn": 1e6, "million": 1e6,
    "crore": 1e7, "crores": 1e7, "cr": 1e7,
}  # fmt: skip
_WESTERN = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,4})?")
_SOUTH_ASIAN = re.compile(r"\d{1,2}(,\d{2})*,\d{3}(\.\d{1,4})?")
_PLAIN = re.compile(r"\d{1,16}(\.\d{1,4})?")
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
_SIGNS = re.compile(r"(?i)^\s*(rs\.?|pkr|₨|/-|[a-z]{3}(?=[\s\d]))\s*|\s*/-\s*$")


def read_number(typed: str, where: str, low: float, high: float) -> float | Problem | None:
    """The figure meant; None when nothing was typed; a `Problem` when it cannot be used.

    >>> read_number("Rs 1.5 lakh", "amount", 0, 1e10), read_number("1,50,000", "amount", 0, 1e10)
    (150000.0, 150000.0)
    >>> read_number("-5", "amount", 0, 1e10).code, read_number("500,00", "amount", 0, 1e10).code
    ('problem.too_low', 'problem.figure_unclear')
    """
    text = _plain_digits(typed).strip()
    if not text:
        return None
    value = _value_of(text)
    if isinstance(value, str):
        return Problem(value, where, params={"value": typed.strip()[:40]})
    if value < low:
        return Problem(
            "problem.too_low", where, params={"value": typed.strip()[:40], "limit": as_typed(low)}
        )
    if value > high:
        return Problem(
            "problem.too_high", where, params={"value": typed.strip()[:40], "limit": as_typed(high)}
        )
    return value


def read_whole(typed: str, where: str, low: int, high: int) -> int | Problem | None:
    """Like `read_number`, for what is counted: people, months, days.

    >>> read_whole("۳۵", "age", 0, 120), read_whole("2.5", "age", 0, 120).code
    (35, 'problem.not_a_whole_number')
    """
    value = read_number(typed, where, low, high)
    if not isinstance(value, float):
        return value
    if value != int(value):
        return Problem("problem.not_a_whole_number", where, params={"value": typed.strip()[:40]})
    return int(value)


def _value_of(text: str) -> float | str:
    """The figure, or the code of what is wrong with it."""
    negative = text.startswith(("-", "−"))
    body = _SIGNS.sub("", text.lstrip("-−+").strip())
    body = _SIGNS.sub("", body).replace("'", "").replace("_", "").replace("\u00a0", " ")
    matched = re.fullmatch(r"([\d.,\s]+)\s*([a-z]*)", body.strip().lower())
    if matched is None or matched[2] not in ("", *_SCALES):
        return "problem.not_a_number"
    figure = re.sub(r"(?<=\d)\s+(?=\d)", "", matched[1]).strip()
    if not matched[2] and _DOT_GROUPS.fullmatch(figure):
        return "problem.figure_unclear"
    if not any(form.fullmatch(figure) for form in (_PLAIN, _WESTERN, _SOUTH_ASIAN)):
        return "problem.figure_unclear" if re.search(r"\d", figure) else "problem.not_a_number"
    value = float(figure.replace(",", "")) * _SCALES.get(matched[2], 1.0)
    return -value if negative else value


def _plain_digits(typed: str) -> str:
    """Digits of every script as 0-9, and the separators that go with them."""
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in typed)
    return "".join(digits).replace("\u066b", ".").replace("\u066c", ",")


def as_typed(value: float) -> str:
    """A figure as it stands in its field: no grouping to stumble over, no needless decimals.

    >>> as_typed(150000.0), as_typed(12.5), as_typed(12.345)
    ('150000', '12.5', '12.3450')
    """
    if value == int(value):
        return f"{value:.0f}"
    shown = f"{value:.4f}".rstrip("0").rstrip(".")
    return f"{shown}0" if _DOT_GROUPS.fullmatch(shown) else shown
