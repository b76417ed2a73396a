"""Single values of a foreign document: rates, amounts, durations, links, members of a closed list.

Each reader gives the value, or None where nothing is told, or None with a doubt where what is told
cannot be used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from products.imports.documents import Found
from products.imports.limits import EXACT_DIGITS
from products.imports.trees import plain, refusal

_DECIMAL = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_WELL_FORMED_RATE = re.compile(r"-?0(\.\d+)?|-?1(\.0+)?")
_WELL_FORMED_AMOUNT = re.compile(r"-?\d{1,16}\.\d{2,}", re.ASCII)
_DURATION = re.compile(
    r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII
)


def number(raw: Any, path: str, found: Found, code: str) -> Decimal | None:  # noqa: ANN401
    """A decimal as written, told as a number or as text; `code` is the doubt of anything else."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, Decimal):
        exact = raw
    elif isinstance(raw, str) and _DECIMAL.fullmatch(raw):
        exact = Decimal(raw)
    else:
        found.doubt(path, refusal(raw) or code, raw)
        return None
    if not exact.is_finite() or len(exact.as_tuple().digits) > EXACT_DIGITS:
        found.doubt(path, "TOO_MANY_DIGITS", raw, limit=EXACT_DIGITS)
        return None
    return exact


def rate_text(raw: Any, path: str, found: Found) -> Decimal | None:  # noqa: ANN401
    """A rate as written, whatever its unit; an odd way of writing it leaves a note."""
    exact = number(raw, path, found, "RATE_NOT_A_NUMBER")
    if exact is not None and isinstance(raw, Decimal):
        found.note(path, "NUMBER_NOT_TEXT", raw, exact)
    elif exact is not None and not _WELL_FORMED_RATE.fullmatch(raw):
        found.note(path, "RATE_FORM", raw, exact)
    return exact


def amount(raw: Any, path: str, found: Found, code: str) -> Decimal | None:  # noqa: ANN401
    """An amount of money as written, never negative; `code` is the doubt of words and the like."""
    exact = number(raw, path, found, code)
    if exact is None:
        return None
    if exact < 0:
        found.doubt(path, "AMOUNT_NEGATIVE", raw)
        return None
    if isinstance(raw, str) and not _WELL_FORMED_AMOUNT.fullmatch(raw):
        found.note(path, "AMOUNT_FORM", raw, exact)
    return exact


def whole(raw: Any, path: str, found: Found, code: str) -> int | None:  # noqa: ANN401
    """A whole number of years, people or payments."""
    exact = number(raw, path, found, code)
    if exact is None:
        return None
    if exact != exact.to_integral_value() or abs(exact) > Decimal(10**6):
        found.doubt(path, code, raw)
        return None
    return int(exact)


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A time in whole months and days apart; years are months, weeks are days."""

    months: int = 0
    days: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether it is no time at all."""
        return not self.months and not self.days

    def __str__(self) -> str:
        months = f"{self.months}M" if self.months or not self.days else ""
        return f"P{months}" + (f"{self.days}D" if self.days else "")


def duration(
    raw: Any,  # noqa: ANN401
    path: str,
    found: Found,
    code: str,
    *,
    blocks: bool = True,
) -> Duration | None:
    """An ISO 8601 duration; P1Y is P12M, which leaves a note, and words are quarantined.

    >>> duration("P1Y", "term", Found(), "TERM_NOT_ISO") == Duration(12)
    True
    """
    if raw is None or raw == "":
        return None
    match = _DURATION.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        found.doubt(path, refusal(raw) or code, raw, blocks=blocks)
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    told = Duration(12 * years + months, 7 * weeks + days)
    if str(told) != raw:
        found.note(path, "EQUAL_DURATION", raw, told)
    return told


def choice(
    raw: Any,  # noqa: ANN401
    allowed: frozenset[str],
    path: str,
    found: Found,
    *,
    blocks: bool = True,
) -> str:
    """A member of a closed list exactly as the list writes it; anything else is quarantined."""
    if raw is None or raw == "":
        return ""
    if isinstance(raw, str) and raw in allowed:
        return raw
    found.doubt(path, refusal(raw) or "NOT_IN_LIST", raw, blocks=blocks)
    return ""


def text(raw: Any, path: str, found: Found, most: int) -> str:  # noqa: ANN401
    """A cleaned text of at most so many characters; a longer one is quarantined, never cut."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        found.doubt(path, refusal(raw) or "NOT_TEXT", raw, blocks=False)
        return ""
    if len(raw) > most:
        found.doubt(path, "TEXT_TOO_LONG", raw, blocks=False, limit=most)
        return ""
    return raw


def link(raw: Any, path: str, found: Found) -> str:  # noqa: ANN401
    """A web address that may be shown as a link; any other stays raw in the quarantine.

    Only http and https to a public host are links. The host is judged by its name alone: nothing is
    looked up.

    >>> found = Found()
    >>> link("javascript:alert(1)", "overviewUri", found), found.doubts[0].code
    ('', 'LINK_UNSAFE')
    """
    if raw is None or raw == "":
        return ""
    if not isinstance(raw, str):
        found.doubt(path, refusal(raw) or "NOT_TEXT", raw, blocks=False)
        return ""
    told = plain(raw, path, found) if raw != raw.strip() else raw
    code = _fault(told)
    if code:
        found.doubt(path, code, raw, blocks=False)
        return ""
    if told.lower().startswith("http:"):
        found.note(path, "LINK_PLAIN_HTTP", raw)
    return told


def _fault(told: str) -> str:
    if re.search(r"[\s\x00-\x1f\x7f\\<>\"]", told):
        return "LINK_WITH_SPACES"
    try:
        parts = urlsplit(told)
        host = parts.hostname or ""
    except ValueError:
        return "LINK_UNSAFE"
    if parts.scheme.lower() not in ("http", "https"):
        return "LINK_UNSAFE" if ":" in told.split("/", 1)[0] else "LINK_WITHOUT_SCHEME"
    if parts.username is not None or _is_private(host):
        return "LINK_UNSAFE"
    return ""


def _is_private(host: str) -> bool:
    if not host or "." not in host.strip("."):
        return ":" not in host or not _is_global(host)
    if host.rstrip(".").rsplit(".", 1)[-1] in ("local", "internal", "localhost", "lan", "home"):
        return True
    if re.fullmatch(r"[0-9a-fx.]+", host):
        return not _is_global(host)
    return False


def _is_global(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return host.rsplit(".", 1)[-1].isalpha()
