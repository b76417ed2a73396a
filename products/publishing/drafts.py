"""The doors to drafts: begun, saved, doubts settled, handed in, given back, put away."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from products.basis.people import Actor
from products.publishing.content import Content
from products.publishing.rows import (
    Version,
    changed,
    content_cells,
    heading_of,
    listing_row,
    lock,
    newest_number,
    version,
)
from products.publishing.states import Action, State
from products.publishing.stepping import Answer, Stepping
from products.publishing.steps import (
    Request,
    days,
    doubt_rows,
    move,
    must_be_possible,
    must_be_whole,
    must_follow,
    must_say_why,
    note,
    permit,
    refuse,
    utc,
)
from products.publishing.tables import LISTING, QUARANTINE, VERSION
from products.publishing.whole import open_doubts, open_ended


class Drafts(Stepping):
    """What may be done to versions before they are public."""

    def draft(
        self,
        actor: Actor,
        content: Content,
        *,
        now: datetime,
        request_id: str,
        valid_from: date,
        valid_to: date | None = None,
        doubts: Sequence[Mapping[str, Any]] = (),
    ) -> Answer:
        """A new draft: the first of a listing that is not there yet, or the next version of one.

        `content` names `id`, `provider_id`, `country`, `currency` and `terms.kind`; it may lack the
        rest, and holds nothing that can never be right. `doubts` are values of a document that
        could not be taken over, as rows of `QUARANTINE`. `valid_to` is the first day it no longer
        holds; from 2999 on it means none.
        """
        asked = Request(actor, utc(now), request_id)

        def step(db: Connection) -> Version:
            told = open_ended(content)
            heading = heading_of(told)
            permit(Action.CREATE, actor, heading["provider_id"], None)
            must_be_possible(told, is_doubted=bool(doubts))
            start, end = days(valid_from, valid_to)
            before = listing_row(db, heading["listing_id"])
            if before is None:
                db.execute(insert(LISTING).values(**heading, lock_no=0))
            elif before["provider_id"] != heading["provider_id"]:
                raise refuse("problem.id_of_another", "id", value=heading["listing_id"])
            else:
                lock(db, heading["listing_id"])
            row: dict[str, Any] = {
                "version_id": str(uuid.uuid4()),
                "listing_id": heading["listing_id"],
                "version_no": newest_number(db, heading["listing_id"]) + 1,
                **content_cells(told),
                "valid_from": start,
                "valid_to": end,
                "state": State.DRAFT.value,
                "author_id": actor.id,
                "author_organisation": actor.organisation,
                "edit_no": 0,
                "written_at": asked.now,
            }
            db.execute(insert(VERSION).values(**row))
            fresh = {"version_id": row["version_id"], "settled_by": "", "settled_with": ""}
            for doubt in doubts:
                named = {"quarantine_id": str(uuid.uuid4()), **fresh, **doubt}
                db.execute(insert(QUARANTINE).values(**named))
            made = version(db, row["version_id"])
            note(db, Action.CREATE, asked, made, None)
            return made

        return self._run(asked, Action.CREATE, step)

    def save(
        self,
        actor: Actor,
        version_id: str,
        content: Content,
        *,
        edit_no: int,
        now: datetime,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> Answer:
        """A draft's new content, seen last at `edit_no`; a conflict where someone was quicker.

        Saving one's own draft is no event: only what is submitted counts. Who changes another's
        draft is noted, and will not publish it.
        """
        asked = Request(actor, utc(now), f"edit:{edit_no + 1}")

        def step(db: Connection) -> Version:
            told = open_ended(content)
            held = version(db, version_id)
            permit(Action.EDIT, actor, held.provider_id, held.author)
            if held.state is not State.DRAFT:
                raise refuse("problem.not_a_draft", "state")
            heading = heading_of(told)
            if (heading["listing_id"], heading["provider_id"]) != (
                held.listing_id,
                held.provider_id,
            ):
                raise refuse("problem.id_changed", "id")
            left = open_doubts(doubt_rows(db, version_id))
            must_be_possible(told, is_doubted=bool(left))
            start, end = days(valid_from or held.valid_from, valid_to or held.valid_to)
            return self._rewrite(db, asked, held, told, edit_no, (start, end))

        return self._run(asked, None, step)

    def settle(
        self,
        actor: Actor,
        quarantine_id: str,
        *,
        reason: str,
        now: datetime,
        request_id: str,
        field: str = "",
        value: object = None,
    ) -> Answer:
        """Settle a doubt about a value of a file, with a reason, by the bank or a steward.

        With `field` (a path of the content, such as `terms.rate`) the draft takes `value` there,
        and who settled it becomes its author; without, the draft stays as it is. The log and the
        doubt keep who and with what.
        """
        asked = Request(actor, utc(now), request_id, reason)

        def step(db: Connection) -> Version:
            query = select(QUARANTINE).where(QUARANTINE.c.quarantine_id == quarantine_id)
            doubt = db.execute(query).mappings().one_or_none()
            if doubt is None:
                raise refuse("problem.unknown_doubt", "quarantine_id")
            held = version(db, doubt["version_id"])
            permit(Action.SETTLE, actor, held.provider_id, held.author)
            must_say_why(reason)
            if doubt["settled_by"]:
                raise refuse("problem.settled_already", doubt["path"])
            if held.state is not State.DRAFT:
                raise refuse("problem.not_a_draft", "state")
            told = reason
            if field:
                told = f"{field} = {json.dumps(value, ensure_ascii=False)}: {reason}"
                content = _put(held.content, field, value)
                must_be_possible(content, is_doubted=True)
                span_ = (held.valid_from, held.valid_to)
                held = self._rewrite(db, asked, held, content, held.edit_no, days(*span_))
            mine = (QUARANTINE.c.quarantine_id == quarantine_id) & (QUARANTINE.c.settled_by == "")
            settled = {"settled_by": actor.id, "settled_with": told[:2000]}
            db.execute(update(QUARANTINE).where(mine).values(**settled))
            lock(db, held.listing_id)
            told = f"{doubt['path']}: {told}"[:2000]
            note(db, Action.SETTLE, replace(asked, reason=told), held, held.state)
            return held

        return self._run(asked, Action.SETTLE, step)

    def submit(self, actor: Actor, version_id: str, *, now: datetime, request_id: str) -> Answer:
        """Hand a draft in for review: whole, without contradictions, every doubt settled."""
        asked = Request(actor, utc(now), request_id)

        def step(db: Connection) -> Version:
            held = version(db, version_id)
            permit(Action.SUBMIT, actor, held.provider_id, held.author)
            must_follow(Action.SUBMIT, held)
            must_be_whole(db, held)
            return move(db, Action.SUBMIT, asked, held)

        return self._run(asked, Action.SUBMIT, step)

    def give_back(
        self, actor: Actor, version_id: str, *, reason: str, now: datetime, request_id: str
    ) -> Answer:
        """Back to draft, with what has to be mended; an author may take their own back too."""
        return self._back(Action.RETURN, Request(actor, utc(now), request_id, reason), version_id)

    def discard(
        self, actor: Actor, version_id: str, *, now: datetime, request_id: str, reason: str = ""
    ) -> Answer:
        """Put a draft away for good; it stays readable."""
        return self._back(Action.DISCARD, Request(actor, utc(now), request_id, reason), version_id)

    def _back(self, action: Action, asked: Request, version_id: str) -> Answer:
        def step(db: Connection) -> Version:
            held = version(db, version_id)
            permit(action, asked.actor, held.provider_id, held.author)
            must_follow(action, held)
            if action is Action.RETURN:
                must_say_why(asked.reason)
            return move(db, action, asked, held)

        return self._run(asked, action, step)

    def _rewrite(
        self,
        db: Connection,
        asked: Request,
        held: Version,
        content: Content,
        edit_no: int,
        span_: tuple[date, date],
    ) -> Version:
        values = {
            **content_cells(content),
            "edit_no": edit_no + 1,
            "author_id": asked.actor.id,
            "author_organisation": asked.actor.organisation,
            "written_at": asked.now,
            "valid_from": span_[0],
            "valid_to": span_[1],
        }
        mine = (VERSION.c.version_id == held.version_id) & (VERSION.c.edit_no == edit_no)
        if not changed(db, update(VERSION).where(mine).values(**values)):
            raise refuse("problem.edited_meanwhile", "edit_no")
        now = version(db, held.version_id)
        if (asked.actor.id, asked.actor.organisation) != (held.author.id, held.author.organisation):
            note(db, Action.EDIT, replace(asked, id=f"edit:{edit_no + 1}"), now, now.state)
        return now


def _put(content: Content, field: str, value: object) -> dict[str, Any]:
    """A copy of a content with one value at a path of names: `amount_min`, `terms.rate`."""
    head, _, rest = field.partition(".")
    inner = content.get(head)
    if not rest:
        return {**content, head: value}
    return {**content, head: _put(inner if isinstance(inner, Mapping) else {}, rest, value)}
