"""What was shown on a day, as it was known at a moment; and how that differs from today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

import streamlit as st

from planner.ui import session, style
from planner.ui.parts.people_form import country_name
from planner.ui.session import Session
from planner.ui.world import moment
from products.publishing.registry import Registry
from products.publishing.rows import Version

ON_A_PAGE = 25


class Against(StrEnum):
    """How a listing of then stands against today."""

    SAME = "same"
    OTHER_VERSION = "other_version"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Line:
    """One listing then and now; None where it was not shown."""

    then: Version | None
    now: Version | None

    @property
    def against(self) -> Against:
        """How it differs."""
        if self.then is None:
            return Against.NEW
        if self.now is None:
            return Against.GONE
        same = self.then.version_id == self.now.version_id
        return Against.SAME if same else Against.OTHER_VERSION

    @property
    def shown(self) -> Version:
        """The version that stands for the line."""
        found = self.then or self.now
        assert found is not None, "a line has at least one of the two"
        return found


def lines(then: Sequence[Version], now: Sequence[Version]) -> tuple[Line, ...]:
    """Both lists side by side, by name."""
    was: Mapping[str, Version] = {each.listing_id: each for each in then}
    is_: Mapping[str, Version] = {each.listing_id: each for each in now}
    found = [Line(was.get(one), is_.get(one)) for one in was.keys() | is_.keys()]
    return tuple(sorted(found, key=lambda line: (name_of(line.shown), line.shown.listing_id)))


def name_of(version: Version) -> str:
    """The name a version gives its listing."""
    return str(version.content.get("name", version.listing_id))


def end_of(day: date) -> datetime:
    """The last moment of a day: what was known when it was over."""
    return datetime.combine(day, time.max, UTC)


def country(s: Session) -> str:
    """The country whose catalogue is asked about."""
    known = sorted(s.world.catalogue.countries(), key=lambda code: country_name(code, s.text))
    now = session.home(s.world)
    return st.selectbox(
        s.text("log.country"), known, index=known.index(now), key="log.country",
        format_func=lambda code: country_name(code, s.text),
    )  # fmt: skip


def draw(registry: Registry, s: Session) -> None:
    """Two dates, the list, and what differs today."""
    text, today = s.text, s.world.today
    home = country(s)
    one, two = st.columns(2)
    first = date(today.year - 10, 1, 1)
    day = one.date_input(
        text("asof.day"), today, min_value=first, max_value=date(today.year + 5, 12, 31),
        key="asof.day", format="YYYY-MM-DD",
    )  # fmt: skip
    known = two.date_input(
        text("asof.known"), today, min_value=first, max_value=today, key="asof.known",
        format="YYYY-MM-DD", help=text("asof.known.help"),
    )  # fmt: skip
    at = moment() if known >= today else end_of(known)
    then = registry.as_of(day, at, country=home)
    every = lines(then, registry.as_of(today, moment(), country=home))
    differ = [line for line in every if line.against is not Against.SAME]
    asked = text("asof.sentence", day=text.day(day), known=text.day(known))
    against = text.count("asof.differ", len(differ)) if differ else text("asof.differ.none")
    style.hero(style.Tone.PLAIN, "", text.count("asof.count", len(then)), f"{asked} {against}")
    _list(every, differ, s)


def _list(every: Sequence[Line], differ: Sequence[Line], s: Session) -> None:
    text = s.text
    only = st.toggle(text("asof.only"), key="asof.only")
    words = st.text_input(text("asof.search"), key="asof.search", max_chars=60).casefold()
    kept = [line for line in (differ if only else every) if words in name_of(line.shown).casefold()]
    if not kept:
        st.info(text("asof.none"), icon=":material/search_off:")
        return
    pages = -(-len(kept) // ON_A_PAGE)
    number = 1
    if pages > 1:
        number = int(st.number_input(text("log.page", of=pages), 1, pages, 1, key="asof.page"))
    names = ("listing", "provider", "version", "from", "today")
    providers = s.world.catalogue.providers()
    style.table(
        [text(f"asof.{name}") for name in names],
        [
            (
                name_of(line.shown),
                p.name if (p := providers.get(line.shown.provider_id)) else line.shown.provider_id,
                "–" if line.then is None else str(line.then.version_no),
                "–" if line.then is None else text.day(line.then.valid_from),
                text(f"asof.against.{line.against}", n=line.now.version_no if line.now else 0),
            )
            for line in kept[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        ],
        words=len(names),
    )
