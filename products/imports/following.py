"""A product followed from answer to answer of its feed: what changed, what only moved its stamp."""

from __future__ import annotations

from dataclasses import dataclass, replace

from products.imports.documents import FeedCode, FeedEvent, Imported


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of a product by now: its current version stands until another one is told."""

    external_ref: str
    fingerprint: str = ""
    told_at: str = ""
    versions: int = 0
    is_missing: bool = False
    """Whether the last answer held an error, or no such product."""


def follow(watched: Watched, answer: Imported | None) -> tuple[Watched, FeedEvent]:
    """The product after one more answer (None: the feed has dropped it), and what happened.

    An error or an absence is an event of the feed and no version: what was told last stays current.

    >>> follow(Watched("8", "ab12", versions=1), None)[1].code.value
    'ABSENT'
    """
    ref = watched.external_ref
    if answer is None:
        return replace(watched, is_missing=True), FeedEvent(FeedCode.ABSENT, ref)
    told = next((draft for draft in answer.drafts if draft.external_ref == ref), None)
    if told is None:
        return replace(watched, is_missing=True), _failure(ref, answer)
    now = replace(watched, fingerprint=told.fingerprint, told_at=told.told_at, is_missing=False)
    if not watched.versions:
        return replace(now, versions=1), FeedEvent(FeedCode.FIRST_SEEN, ref)
    if told.fingerprint != watched.fingerprint:
        return replace(now, versions=watched.versions + 1), FeedEvent(FeedCode.CHANGED, ref)
    if watched.is_missing:
        return now, FeedEvent(FeedCode.REAPPEARED, ref)
    moved = told.told_at != watched.told_at
    return now, FeedEvent(FeedCode.ONLY_STAMP_MOVED if moved else FeedCode.UNCHANGED, ref)


def _failure(ref: str, answer: Imported) -> FeedEvent:
    for event in answer.events:
        if event.code is FeedCode.FEED_ERROR:
            return replace(event, external_ref=ref)
    if answer.problems:
        return FeedEvent(FeedCode.FEED_ERROR, ref, answer.problems[0].code)
    return FeedEvent(FeedCode.ABSENT, ref)
