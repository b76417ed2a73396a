"""What was read from a bank's file, as lines for a person and as plain values for a programme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from products.basis.text import Sentences, problem_sentence
from products.imports.documents import Doubt, Draft, FeedCode, FeedEvent, Imported, Note

_SHOWN = 80


def lines(read: Imported, say: Sentences) -> Iterator[str]:
    """Events, then each draft with its terms, then every doubt once, those that block first."""
    for problem in read.problems:
        yield problem_sentence(problem, say)
    for event in read.events:
        yield event_line(event, say)
    for draft in read.drafts:
        yield draft_line(draft, say)
    doubts = sorted(read.doubts, key=lambda doubt: not doubt.blocks)
    yield from (doubt_line(doubt, say) for doubt in doubts)
    blocked = sum(draft.is_blocked for draft in read.drafts)
    counts = {"drafts": len(read.drafts), "blocked": blocked}
    yield say("import.counted", **counts, doubts=len(doubts), notes=len(read.notes))


def event_line(event: FeedEvent, say: Sentences) -> str:
    """One event of a feed; of one listing of a product where its id is told."""
    of_listing = event.detail and event.code in (FeedCode.ABSENT, FeedCode.REAPPEARED)
    key = f"feed.listing.{event.code.value}" if of_listing else f"feed.{event.code.value}"
    return say(key, ref=event.external_ref, detail=_short(event.detail))


def draft_line(draft: Draft, say: Sentences) -> str:
    """One draft: its id, name, amounts and the terms the document gives it."""
    content = draft.content
    terms = ", ".join(f"{k} {v}" for k, v in content.get("terms", {}).items())
    bounds = {name: content.get(name, "…") for name in ("amount_min", "amount_max")}
    state = say("import.blocked" if draft.is_blocked else "import.open")
    head = {"id": content["id"], "name": content["name"], "currency": content["currency"]}
    return say("import.draft", **head, **bounds, terms=terms or "…", state=state)


def doubt_line(doubt: Doubt, say: Sentences) -> str:
    """One doubt: where, why, as what it stood there, and whether it blocks."""
    why = _why(doubt, say)
    state = say("import.blocks" if doubt.blocks else "import.tells")
    return say("import.doubt", path=doubt.path, why=why, state=state)


def _why(doubt: Doubt, say: Sentences) -> str:
    """The sentence of a doubt; one that a model raised has the sentence of its problem."""
    if not doubt.code.startswith("problem."):
        return say(f"doubt.{doubt.code}", raw=_short(doubt.raw), limit=doubt.limit)
    told = dict.fromkeys(("limit", "fact", "reason"), doubt.limit)
    return say(doubt.code, value=_short(doubt.raw), **told)


def note_line(note: Note, say: Sentences) -> str:
    """One note: where, and what was done."""
    why = say(f"note.{note.code}", raw=_short(note.raw), made=_short(note.made))
    return say("import.note", path=note.path, why=why)


def _short(raw: str) -> str:
    flat = " ".join(raw.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def values(read: Imported, say: Sentences) -> dict[str, Any]:
    """Everything, as values of JSON; each doubt and note with its sentence."""
    return {
        "format": read.format,
        "provider_id": read.provider_id,
        "problems": [asdict(problem) for problem in read.problems],
        "notes": [asdict(note) | {"why": note_line(note, say)} for note in read.about],
        "events": [asdict(event) | {"why": event_line(event, say)} for event in read.events],
        "drafts": [_draft(draft, say) for draft in read.drafts],
    }


def _draft(draft: Draft, say: Sentences) -> dict[str, Any]:
    return {
        "external_ref": draft.external_ref,
        "part": draft.part,
        "fingerprint": draft.fingerprint,
        "told_at": draft.told_at,
        "blocked": draft.is_blocked,
        "content": dict(draft.content),
        "links": dict(draft.links),
        "doubts": [asdict(each) | {"why": doubt_line(each, say)} for each in draft.doubts],
        "notes": [asdict(each) | {"why": note_line(each, say)} for each in draft.notes],
    }
