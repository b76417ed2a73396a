"""What reading a bank's file gives: drafts, what is doubtful in them, notes, events of the feed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from products.basis.problems import Problem
from products.imports.limits import RAW_CHARACTERS

Content = Mapping[str, Any]
"""A listing as plain values: header fields, `terms`, `rules`; a draft may lack some."""
_EMPTY: tuple[object, ...] = (None, "", [], {})
UNTOLD = frozenset({"lastUpdated", "LastUpdated"})
"""Fields of a bank's document that say nothing about the product: feeds move them every night."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One quarantined value: where it stood, as it stood, and why it is doubted.

    A doubt that `blocks` feeds a calculation: its draft cannot be published before a person has
    settled it. `code` names the sentence `doubt.CODE`; `limit` is what it was held against.
    """

    path: str
    code: str
    raw: str
    blocks: bool = True
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing done or seen that a reader should know of: `raw` became `made`.

    Only trimming, Unicode normalisation, removal of markup, equal durations and reading of decimals
    are ever done; anything else is a doubt.
    """

    path: str
    code: str
    raw: str
    made: str = ""


class FeedCode(StrEnum):
    """What happened in a feed."""

    FEED_ERROR = "FEED_ERROR"
    """an error answer stands where a product was expected"""
    NOT_A_PRODUCT = "NOT_A_PRODUCT"
    """the document holds no product this format knows"""
    LISTED = "LISTED"
    """a list of products names this one, without its prices"""
    FIRST_SEEN = "FIRST_SEEN"
    """the product was never seen before"""
    CHANGED = "CHANGED"
    """it says something else than before"""
    ONLY_STAMP_MOVED = "ONLY_STAMP_MOVED"
    """nothing but the day of its last update is different"""
    UNCHANGED = "UNCHANGED"
    """it says the same, to the letter"""
    ABSENT = "ABSENT"
    """it is no longer in the feed"""
    REAPPEARED = "REAPPEARED"
    """it is back, and says what it said before"""


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of a feed; `detail` is the bank's own text of it, if any."""

    code: FeedCode
    external_ref: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One listing as far as the document says it.

    `external_ref` is the bank's own id of the product, `part` the place of its rate in the
    document, `fingerprint` that of the whole product, `told_at` the bank's own stamp. `links` are
    the web addresses found safe to show, by their name in the document.
    """

    content: Content
    external_ref: str
    part: str
    fingerprint: str
    told_at: str = ""
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether a doubt has to be settled before it can be published."""
        return any(doubt.blocks for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Imported:
    """All that a file gave. `problems` say why it could not be read at all.

    `about` are the notes on the file itself, on no draft of it.
    """

    format: str
    provider_id: str
    drafts: tuple[Draft, ...] = ()
    events: tuple[FeedEvent, ...] = ()
    problems: tuple[Problem, ...] = ()
    about: tuple[Note, ...] = ()

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Every doubt once, in the order of the document."""
        return tuple(dict.fromkeys(doubt for draft in self.drafts for doubt in draft.doubts))

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note once, those on the file first, then in the order of the document."""
        told = (note for draft in self.drafts for note in draft.notes)
        return tuple(dict.fromkeys((*self.about, *told)))


Reader = Callable[[bytes, str, str], Imported]
"""`read(raw, provider_id, country)`."""


class TableReader(Protocol):
    """A reader of tables, which need not say of which kind their rows are."""

    def __call__(self, raw: bytes, provider_id: str, country: str, kind: str = "") -> Imported:
        """The drafts of a file."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read: by which format, whose it is, and of which kind where it may be told.

    `rules` are values mapped once for all: path, raw text, what it is read as, who decided.
    """

    format: str
    provider_id: str
    country: str = ""
    kind: str = ""
    rules: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(slots=True)
class Found:
    """What a reader collects as it goes."""

    doubts: list[Doubt] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def doubt(
        self, path: str, code: str, raw: object = "", *, blocks: bool = True, limit: object = ""
    ) -> None:
        """Put a value into quarantine."""
        self.doubts.append(Doubt(path, code, shown(raw), blocks, shown(limit)))

    def note(self, path: str, code: str, raw: object = "", made: object = "") -> None:
        """Say what was done or seen."""
        self.notes.append(Note(path, code, shown(raw), shown(made)))


def shown(raw: object) -> str:
    """A raw value as text: a text as it stands, a number as it was written, anything else as JSON.

    >>> from decimal import Decimal
    >>> shown(Decimal("5.350")), shown({"a": Decimal("0.1")}), shown(None)
    ('5.350', '{"a": "0.1"}', '')
    """
    if raw is None:
        return ""
    if isinstance(raw, Mapping | list | bool):
        return json.dumps(raw, ensure_ascii=False, default=str)[:RAW_CHARACTERS]
    return str(raw)[:RAW_CHARACTERS]


def fingerprint(product: object) -> str:
    """SHA-256 of what a bank's document says of a product: without stamps and empty values.

    Lists keep their order; a number counts as it is written.

    >>> told = {"name": "Saver", "lastUpdated": "2024-01-01", "fees": []}
    >>> fingerprint(told) == fingerprint({"lastUpdated": "2024-02-02", "name": "Saver"})
    True
    """
    text = json.dumps(
        _kept(product), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _kept(value: object) -> Any:  # noqa: ANN401 - a value of JSON is any of its types
    if isinstance(value, Mapping):
        inner = {k: _kept(v) for k, v in value.items() if k not in UNTOLD}
        return {k: v for k, v in inner.items() if v not in _EMPTY}
    if isinstance(value, list):
        return [_kept(each) for each in value]
    return value
