"""Where a version stands, in a mark with its word, and who must act next."""

from __future__ import annotations

from datetime import date

from planner.text import Text
from planner.ui import style
from planner.ui.style import Tone
from planner.ui.world import World
from products.basis.people import Actor, Role
from products.publishing.rows import Version
from products.publishing.states import State

_MARKS = {
    State.DRAFT: (Tone.ASK, "edit_note"),
    State.IN_REVIEW: (Tone.CARE, "hourglass_top"),
    State.PUBLISHED: (Tone.GOOD, "public"),
    State.SUPERSEDED: (Tone.PLAIN, "history"),
    State.WITHDRAWN: (Tone.BAD, "block"),
    State.DISCARDED: (Tone.PLAIN, "delete"),
}


def chip(version: Version, today: date, text: Text) -> str:
    """The mark of a version's state, with its day where it is published."""
    tone, icon = _MARKS[version.state]
    key = f"bank.state.{version.state}"
    if version.state is State.PUBLISHED:
        later = version.valid_from > today
        key = "bank.state.published_later" if later else "bank.state.published_from"
    return style.chip(tone, text(key, date=text.day(version.valid_from)), icon)


def works_for_a_bank(actor: Actor, world: World) -> bool:
    """Whether the actor may list products of a provider the catalogue knows."""
    return actor.has(Role.BANK) and actor.organisation in world.catalogue.providers()
