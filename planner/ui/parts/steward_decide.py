"""Publishing what was seen, or giving it back with a reason; each once for one opened page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import streamlit as st

from planner.text import Text
from planner.ui import people, style
from planner.ui.world import moment
from products.basis.problems import Problem
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import State

REVIEW = "wapsi.review"
"""Our key of the session: the version opened for review."""
MOST_REASON = 2_000
_KNOWN = (
    "self_approval", "not_allowed", "changed_since_review", "illegal_step", "conflict",
    "in_quarantine", "no_provenance", "over_already", "reason_missing", "unknown_version",
    "settled_already", "not_a_draft",
)  # fmt: skip


@dataclass(slots=True)
class Review:
    """One version as it was opened: what was seen, and the request ids made for it then.

    `over` is the version that was published then, which this one is seen to replace.
    Whatever is pressed twice, or again after a broken connection, carries the same request id.
    """

    seen: Version
    over: str | None = None
    publish_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    return_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    answer: Version | Problem | None = None


def opened() -> Review | None:
    """The version opened now, if any."""
    found: Review | None = st.session_state.get(REVIEW)
    return found


def open_version(version: Version | None, registry: Registry) -> None:
    """Open a version as it is now, or close what is open."""
    if version is None:
        st.session_state[REVIEW] = None
        return
    held = registry.history(version.listing_id)
    over = next((each.version_id for each in held if each.state is State.PUBLISHED), None)
    st.session_state[REVIEW] = Review(version, over)


def draw(review: Review, registry: Registry, text: Text) -> None:
    """The two ways to decide, and why one of them could not be."""
    with st.container(border=True, key="card-decide"):
        st.html(style.heading("gavel", text("steward.decide")))
        style.small(text("steward.decide.note", hash=review.seen.content_sha256[:12]))
        pressed = st.button(
            text("steward.publish"), type="primary", icon=":material/publish:", key="publish"
        )
        if pressed:
            review.answer = registry.publish(
                people.actor(), review.seen.version_id, approved=review.seen.content_sha256,
                over=review.over, edit_no=review.seen.edit_no, now=moment(),
                request_id=review.publish_id,
            )  # fmt: skip
        reason = st.text_area(
            text("steward.reason"), key=f"reason.{review.seen.version_id}", max_chars=MOST_REASON,
            help=text("steward.reason.help"), height=100,
        )  # fmt: skip
        if st.button(text("steward.return"), icon=":material/undo:", key="return"):
            review.answer = registry.give_back(
                people.actor(), review.seen.version_id, reason=reason or "", now=moment(),
                request_id=review.return_id,
            )  # fmt: skip
        if isinstance(review.answer, Problem):
            refused(review.answer, text)
    if isinstance(review.answer, Version):
        st.rerun()


def changed_since(review: Review, registry: Registry, text: Text) -> None:
    """Say so where it is no longer what was opened, and offer to look at it anew."""
    if isinstance(review.answer, Version):
        return
    now = registry.version(review.seen.version_id)
    if now is None:
        return
    if now.state is not State.IN_REVIEW:
        st.warning(text(f"steward.moved.{now.state}"), icon=":material/sync_problem:")
    elif (now.content_sha256, now.edit_no) != (review.seen.content_sha256, review.seen.edit_no):
        st.warning(text("steward.moved.content"), icon=":material/sync_problem:")
        if st.button(text("steward.look_again"), icon=":material/refresh:"):
            open_version(now, registry)
            st.rerun()


def refused(problem: Problem, text: Text) -> None:
    """Why nothing was done, calmly, and the way out."""
    own = problem.code.removeprefix("problem.")
    key = f"steward.refused.{own}" if own in _KNOWN else problem.code
    st.warning(text(key, **{"where": problem.where, **problem.params}), icon=":material/block:")


def done(review: Review, registry: Registry, text: Text) -> None:
    """What has been done, in the place of everything else."""
    version = review.answer
    assert isinstance(version, Version), "only what was done is told here"
    published = version.state in (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
    mine = {event["request_id"] for event in registry.events(version.listing_id)}
    if published and review.publish_id not in mine:
        st.warning(text("steward.moved.published"), icon=":material/sync_problem:")
        return
    key = "published" if published else "returned"
    tone = style.Tone.GOOD if published else style.Tone.ASK
    sentence = text(f"steward.done.{key}.note", date=text.day(version.valid_from))
    style.hero(tone, "", text(f"steward.done.{key}", n=version.version_no), sentence)
