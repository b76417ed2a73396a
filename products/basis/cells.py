"""Cells of files that spreadsheets open: words that would run as a formula are made harmless.

After spaces and hidden characters a spreadsheet runs what begins with one of `= + - @ | %` (its own
sign, or one it takes for it). An apostrophe in front makes it words again. Only texts are changed:
a number, a negative one too, is written as a number and stays one.
"""

from __future__ import annotations

import re
from typing import TypeVar

T = TypeVar("T")

_BEFORE = "\\s\\x00-\\x20\\x7f-\\xa0\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff"
_RUNS = re.compile(rf"'*[{_BEFORE}]*[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20\uff5c\uff05]")


def harmless(text: str) -> str:
    """A text as it may stand in a cell; `original` gives it back.

    >>> harmless("=cmd|' /C calc'!A0"), harmless("Home loan")
    ("'=cmd|' /C calc'!A0", 'Home loan')
    """
    return f"'{text}" if _runs(text) else text


def original(cell: str) -> str:
    """The text that `harmless` made a cell of.

    >>> original(harmless("=1+1")), original("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def safe(value: T) -> T | str:
    """A value of any type as it may be written: words harmless, anything else as it is.

    >>> safe("-12.50"), safe(-12.5)
    ("'-12.50", -12.5)
    """
    return harmless(value) if isinstance(value, str) else value


def _runs(text: str) -> bool:
    return _RUNS.match(text) is not None
