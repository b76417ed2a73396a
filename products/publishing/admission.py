"""Whether a file is taken in at all, before anything of it is read: its size, the day's allowance.

A refusal is kept and stands in the log. Files that an operator hands in by command are no uploads:
their size counts, a day's allowance does not.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from products.basis.problems import Problem, Scalar
from products.imports.limits import DAY_BYTES, DAY_FILES, UPLOAD_BYTES
from products.publishing.arriving import Bringer, Handed, Taken, import_row
from products.publishing.intake_tables import IMPORT
from products.publishing.noting import Entry, note_all, put

APP, COMMAND = "app", "command"
"""How files come in."""
UPLOAD_REFUSED = "upload_refused"
REFUSED = "refused"


def refusal(db: Connection, bringer: Bringer, size: int) -> Problem | None:
    """Why a file of this size is not taken from this person now; None where it is."""
    if size > UPLOAD_BYTES:
        return Problem("problem.file_too_large", "", params={"value": size, "limit": UPLOAD_BYTES})
    if bringer.channel != APP:
        return None
    midnight = datetime.combine(bringer.now.astimezone(UTC).date(), time(), UTC)
    query = select(func.count(), func.sum(IMPORT.c.size_bytes)).where(
        IMPORT.c.actor_id == bringer.actor.id,
        IMPORT.c.channel == APP,
        IMPORT.c.outcome != REFUSED,
        IMPORT.c.taken_at >= midnight,
        IMPORT.c.taken_at < midnight + timedelta(days=1),
    )
    counted = db.execute(query).one()
    files, total = int(counted[0] or 0), int(counted[1] or 0)
    again = (midnight + timedelta(days=1)).strftime("%Y-%m-%d %H:%M UTC")
    if files >= DAY_FILES:
        params: dict[str, Scalar] = {"value": files, "limit": DAY_FILES, "reset": again}
        return Problem("problem.too_many_uploads", "", params=params)
    if total + size > DAY_BYTES:
        params = {"value": total + size, "limit": DAY_BYTES, "reset": again}
        return Problem("problem.too_much_uploaded", "", params=params)
    return None


def keep_refusal(db: Connection, bringer: Bringer, handed: Handed, problem: Problem) -> None:
    """The refusal as a row of imports and one event of the log; nothing else is kept."""
    refused = Taken(
        str(uuid.uuid4()),
        handed.provider_id,
        handed.file_format,
        problem.where,
        "",
        REFUSED,
        problems=(problem,),
    )
    put(db, IMPORT, [import_row(refused, bringer, len(handed.raw))])
    entry = Entry(
        action=UPLOAD_REFUSED,
        actor=bringer.actor,
        now=bringer.now,
        request_id=bringer.request_id,
        version_id=refused.import_id,
        after=REFUSED,
        reason=f"{problem.code.removeprefix('problem.').upper()}: {problem.where}"[:2000],
    )
    note_all(db, (entry,))
