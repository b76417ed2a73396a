"""A draft as a file told it, made ready to be kept: dated, sourced, and hashed for comparison.

What the bank wrote stays as read. Only what a file cannot say is added: the day it was handed in
and that the bank itself is the source.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from products.basis.people import Actor
from products.imports.documents import Doubt, Draft, Note
from products.publishing.content import fingerprint
from products.publishing.rows import content_cells
from products.publishing.states import State
from products.publishing.tables import OPEN_END
from products.publishing.whole import open_ended

BASIS = "as_of_basis"
_OF_THE_DAY = ("as_of", BASIS, "version")
"""Fields that say when we heard it, and nothing of the product."""
_BASIS_CHARACTERS = 160
_PATH, _RAW = 300, 10_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft with its listing, its whole content, and the hash of what the bank told in it."""

    draft: Draft
    listing_id: str
    content: Mapping[str, Any]
    comparable: str
    told: str

    @property
    def kind(self) -> str:
        """Code of its kind; empty where no kind expresses it."""
        terms = self.content.get("terms")
        return str(terms.get("kind", "")) if isinstance(terms, Mapping) else ""


def listing_id_of(draft: Draft) -> str:
    """The listing a draft is one of: the id it has, else one made of whose and which it is.

    The same product of the same bank has the same id again, whatever its place in the file.

    >>> listing_id_of(Draft({"provider_id": "a_bank", "name": "Saver"}, "S1", "rates[0]", ""))
    'A-BANK-E29D48B47533'
    """
    told = str(draft.content.get("id") or "")
    if re.fullmatch(r"[A-Z0-9-]{3,60}", told):
        return told
    provider = str(draft.content.get("provider_id", ""))
    parts = (provider, draft.external_ref or draft.content.get("name", ""), draft.part)
    text = "\n".join(str(part) for part in parts)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    own = re.sub(r"[^A-Z0-9]+", "-", provider.upper()).strip("-")[:40]
    return f"{own}-{digest[:12].upper()}"


def prepared(draft: Draft, file_format: str, file_name: str, day: date) -> Prepared:
    """A draft ready to be kept on a day, as the file of this name told it."""
    content = open_ended({name: _whole(value) for name, value in draft.content.items()})
    own = f"{content.get('provider_id')}.{file_format}"
    source = f"provider.{content.get('provider_id')}"
    if content.get("source_id") in (None, "", own):
        content["source_id"] = source
    if content.get("rules"):
        content["rules"] = [
            {**rule, "source_id": source} if rule.get("source_id") == own else dict(rule)
            for rule in content["rules"]
        ]
    if not content.get("as_of"):
        content["as_of"] = day.isoformat()
        content[BASIS] = file_name[:_BASIS_CHARACTERS]
    content["id"] = listing_id_of(draft)
    same = comparable(content)
    return Prepared(draft, content["id"], content, same, told(same, draft.doubts))


def told(same: str, doubts: tuple[Doubt, ...]) -> str:
    """The hash of what a bank tells of a listing: its content, as `comparable`, and what blocks it.

    Where in the document a doubt stands is no part of it: places move.
    """
    blocking = sorted((doubt.code, doubt.raw) for doubt in doubts if doubt.blocks)
    text = json.dumps([same, blocking], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def comparable(content: Mapping[str, Any]) -> str:
    """The fingerprint of a content without the days it was heard on.

    >>> comparable({"id": "A", "as_of": "2026-01-01"}) == comparable({"id": "A"})
    True
    """
    return fingerprint({k: v for k, v in content.items() if k not in _OF_THE_DAY})


def days(content: Mapping[str, Any], today: date) -> tuple[date, date]:
    """From when to when (not itself) a told content holds: from today on, or later if it says so.

    What was over before today holds on its last day alone: nobody can publish it any more.

    >>> days({"valid_from": "2020-01-01", "valid_to": "2026-06-30"}, date(2026, 1, 31))
    (datetime.date(2026, 1, 31), datetime.date(2026, 7, 1))
    """
    start = max(today, _day(content.get("valid_from")) or today)
    last = _day(content.get("valid_to"))
    if last is None or last >= OPEN_END - timedelta(days=1):
        return start, OPEN_END
    return min(start, last), last + timedelta(days=1)


def _day(raw: object) -> date | None:
    try:
        return date.fromisoformat(str(raw)[:10]) if raw else None
    except ValueError:
        return None


def version_row(
    made: Prepared, version_id: str, number: int, actor: Actor, now: datetime
) -> dict[str, Any]:
    """The draft as a row of versions."""
    start, end = days(made.content, now.date())
    return {
        "version_id": version_id,
        "listing_id": made.listing_id,
        "version_no": number,
        **content_cells(made.content),
        "valid_from": start,
        "valid_to": end,
        "state": State.DRAFT.value,
        "author_id": actor.id,
        "author_organisation": actor.organisation,
        "edit_no": 0,
        "written_at": now,
    }


def doubt_rows(made: Prepared, version_id: str) -> Iterator[dict[str, Any]]:
    """Every doubt of the draft as a row of the quarantine."""
    batch = uuid.uuid4().hex[:24]
    for place, doubt in enumerate(made.draft.doubts):
        yield {
            "quarantine_id": f"{batch}{place:012d}",
            "version_id": version_id,
            "path": doubt.path[:_PATH],
            "raw": kept(doubt.raw),
            "code": doubt.code,
            "blocks": int(doubt.blocks),
            "settled_by": "",
            "settled_with": "",
        }


def note_rows(made: Prepared, version_id: str) -> Iterator[dict[str, Any]]:
    """Every note of the draft as a row, in the order they were made."""
    for place, note in enumerate(made.draft.notes):
        yield {
            "version_id": version_id,
            "place": place,
            "path": note.path[:_PATH],
            "code": note.code,
            "raw": kept(note.raw),
            "made": kept(note.made),
        }


def noted(made: Prepared, note: Note) -> Prepared:
    """The same draft with one more note."""
    return replace(made, draft=replace(made.draft, notes=(*made.draft.notes, note)))


def _whole(value: Any) -> Any:  # noqa: ANN401 - a value of JSON is any of its types
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, Mapping):
        return {str(name): _whole(inner) for name, inner in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list | tuple) else value


def kept(text: str) -> str:
    """A raw text as every database can keep it: no NUL, no half of a pair, not too long."""
    if text.isascii() and "\0" not in text:
        return text[:_RAW]
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\N{SYMBOL FOR NULL}")[:_RAW]
