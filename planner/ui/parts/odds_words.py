"""A chance in few words, for a tile or a note: so many of ten, or of a hundred."""

from __future__ import annotations

from planner.risk import odds
from planner.text import Text


def short(share: float, text: Text) -> str:
    """A share by itself: "7 of 10", "fewer than 1 of 100", "all", "none"."""
    found = odds(share)
    key = f"risk.{found.code}"
    return text(key, number=text.number(found.number), of=text.number(found.of))
