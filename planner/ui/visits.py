"""How long a sign-in holds: until nothing was touched for a while, or a working day is over.

Kept in the memory of the server process. A sign-in it has never seen counts from the moment the
provider gave it, so that a restart never makes an old one young again.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from threading import Lock

from products.basis.problems import Problem

IDLE_MINUTES, SIGNED_IN_HOURS = 15.0, 8.0
"""The longest a sign-in holds untouched, and altogether."""
IDLE_SETTING, HOURS_SETTING = "WAPSI_IDLE_MINUTES", "WAPSI_SIGNED_IN_HOURS"
"""Environment: shorter times, where a place wants them; never longer ones."""
_AHEAD = timedelta(minutes=2)
"""So far the provider's clock may be ahead of ours."""


class Visits:
    """Every sign-in seen by this process, and when it was last touched. Safe among threads."""

    def __init__(self, idle: timedelta, whole: timedelta) -> None:
        """`idle` is the longest pause, `whole` the longest time since the sign-in."""
        self._idle, self._whole = idle, whole
        self._last: dict[str, datetime] = {}
        self._ended: dict[str, datetime] = {}
        self._lock = Lock()

    def look(self, key: str, since: datetime, now: datetime) -> Problem | None:
        """Why a sign-in of the moment `since` no longer holds, or None while it does."""
        with self._lock:
            return self._why(key, since, now)

    def touch(self, key: str, since: datetime, now: datetime) -> Problem | None:
        """Like `look`; where it holds, its pause begins anew."""
        with self._lock:
            why = self._why(key, since, now)
            if why is None:
                self._last[key] = now
            self._forget(now)
            return why

    def end(self, key: str, now: datetime) -> None:
        """The person signed out: this sign-in holds nowhere any more, whoever has its cookie."""
        with self._lock:
            self._last.pop(key, None)
            self._ended[key] = now

    def _why(self, key: str, since: datetime, now: datetime) -> Problem | None:
        if key in self._ended:
            return Problem("problem.sign_in.ended", "sign_in")
        if now - since > self._whole or since - now > _AHEAD:
            return Problem("problem.sign_in.over", "sign_in")
        if now - self._last.get(key, since) > self._idle:
            return Problem("problem.sign_in.idle", "sign_in")
        return None

    def _forget(self, now: datetime) -> None:
        """Drop what is too old to hold anyway."""
        for kept in (self._last, self._ended):
            for key in [key for key, seen in kept.items() if now - seen > self._whole + _AHEAD]:
                del kept[key]


def by_settings() -> Visits:
    """Visits with the times of the environment, else the longest allowed."""
    idle = _at_most(os.environ.get(IDLE_SETTING, ""), IDLE_MINUTES)
    hours = _at_most(os.environ.get(HOURS_SETTING, ""), SIGNED_IN_HOURS)
    return Visits(timedelta(minutes=idle), timedelta(hours=hours))


def _at_most(said: str, most: float) -> float:
    """A number of a setting, the most allowed where it is more, less than nothing, or no number.

    >>> _at_most("5", 15.0), _at_most("60", 15.0), _at_most("nan", 15.0), _at_most("", 15.0)
    (5.0, 15.0, 15.0, 15.0)
    """
    try:
        number = float(said)
    except ValueError:
        return most
    return number if 0 < number < most else most
