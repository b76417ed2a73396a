"""What a signed-in person had typed when their sign-in ended, kept sealed until they are back.

It lies in the drawer of drafts for a day, under a token made of this server's own secret and who
the person is: nobody else's sign-in leads to it, and the file alone opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from planner.casework.store import Drafts

KEPT = timedelta(hours=24)
_MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Left:
    """What lay before the person: the page, the address of the case, what stood in the fields."""

    page: str = ""
    token: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


def token_of(secret: str, subject: str) -> str:
    """The drawer's token for one person of this server."""
    made = hmac.new(secret.encode(), b"wapsi left 1\n" + subject.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(made[:24]).decode()


def keep(drafts: Drafts, token: str, left: Left, *, now: datetime, today: date) -> bool:
    """Seal what was left in the place of what was left before; whether it is kept."""
    content = json.dumps(
        {"until": (now + KEPT).isoformat(), "page": left.page, "token": left.token,
         "fields": dict(left.fields)},
    )  # fmt: skip
    if len(content) > _MOST_BYTES:
        return False
    drafts.sweep(today=today)
    before = drafts.load(token, today=today)
    seen = before.version if before else 0
    return drafts.save(token, content, seen=seen, today=today, days=KEPT.days) is not None


def take(drafts: Drafts, token: str, *, now: datetime, today: date) -> Left | None:
    """What was left, taken out of the drawer; None where there is nothing, or it is too old."""
    draft = drafts.load(token, today=today)
    if draft is None:
        return None
    drafts.erase(token)
    said = json.loads(draft.case_json)
    if datetime.fromisoformat(said["until"]) < now:
        return None
    fields = {name: _read(value) for name, value in said["fields"].items()}
    return Left(said["page"], said["token"], fields)


def fields_of(state: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields of a session and can be put back: words, numbers, dates, choices.

    Ours (`wapsi.`) are no fields; buttons and files cannot be put back.
    """
    found = {}
    for name, value in state.items():
        if not name.startswith("wapsi.") and not isinstance(value, bool) and value is not None:
            told = _told(value)
            if told is not None:
                found[name] = told
    return found


def _told(value: object) -> object:
    """A field's value as JSON, or None where it cannot be put back."""
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, list | tuple):
        return list(value) if all(type(each) in (str, int, float) for each in value) else None
    return value if type(value) in (str, int, float) else None


def _read(value: object) -> object:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
