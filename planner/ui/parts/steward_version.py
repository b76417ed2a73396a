"""One version from near, for who decides: what changes, its price among others, source, doubts."""

from __future__ import annotations

import streamlit as st

from planner.prices import Shelf
from planner.text import Text, text_of
from planner.ui import style
from planner.ui.parts import (
    bank_diff,
    listing_rows,
    preview_caseload,
    price_words,
    product_page,
    product_terms,
    steward_beside,
    steward_doubts,
    steward_queue,
)
from planner.ui.parts.steward_change import SAME_PA, Changed, Point
from planner.ui.parts.steward_queue import Waiting
from planner.ui.session import Session
from planner.ui.style import Tile, Tone
from products.catalogue.listing import Listing
from products.kind import Side
from products.publishing.content import listing_of
from products.publishing.rows import Version

VIEWS = ("changes", "customer", "caseload")
"""What can be seen of it; the first at once."""


def draw(row: Waiting, s: Session) -> None:
    """Everything one has to see before deciding."""
    listing, problems = listing_of(row.version.content)
    shelf = steward_queue.shelf_of(s.world, row.version.country)
    text = s.text if shelf is None else text_of(s.text.language, shelf.home)
    _head(row, s, text)
    view = st.segmented_control(
        text("steward.view"), VIEWS, default=VIEWS[0], required=True, key="steward.view",
        format_func=lambda name: text(f"steward.view.{name}"),
    )  # fmt: skip
    if view == "changes":
        _changes(row, text)
        if listing is not None and shelf is not None:
            steward_beside.draw(row, listing, shelf, text)
        _source(row, s, text)
        if problems:
            st.warning(text("steward.incomplete", n=len(problems)), icon=":material/warning:")
        steward_doubts.draw(row.version, s, text)
    elif listing is None or shelf is None:
        st.info(text("steward.no_preview"), icon=":material/visibility_off:")
    elif view == "customer":
        _as_a_customer(listing, shelf, text)
    else:
        before = None if row.before is None else listing_of(row.before)[0]
        preview_caseload.draw(listing, before, text)


def _head(row: Waiting, s: Session, text: Text) -> None:
    version = row.version
    st.header(style.plain(str(version.content.get("name", version.listing_id))))
    style.lead(steward_queue.said_by(version, s.world, text))
    style.chips(steward_queue.chips(row, text))
    style.small(
        text(
            "steward.head", n=version.version_no, author=version.author.id,
            organisation=version.author.organisation, hash=version.content_sha256[:12],
            waits=steward_queue.waits(row.since.date(), s.world.today, text),
        )
    )  # fmt: skip
    style.tiles([*_tiles(row.changed, version, text), _holds(version, s, text)])


def _holds(version: Version, s: Session, text: Text) -> Tile:
    end = "" if version.valid_to is None else text("steward.until", date=text.day(version.valid_to))
    key = "steward.holds.past" if version.valid_from < s.world.today else "steward.holds.note"
    tone = Tone.CARE if version.valid_from < s.world.today else Tone.PLAIN
    note = f"{end} {text(key)}".strip()
    return Tile("event", text("steward.holds"), text.day(version.valid_from), note, tone)


def _tiles(changed: Changed, version: Version, text: Text) -> list[Tile]:
    code = str(version.content.get("currency", text.currency))
    found = []
    for point in changed.points:
        amount = text.money(point.amount, code)
        question = text(
            "steward.point", amount=amount, months=text.count("count.month", point.months)
        )
        found.append(
            Tile("percent", question, _rate(point.after, text), _was(point, changed.side, text))
        )
    return found


def _rate(value: float | None, text: Text) -> str:
    return "–" if value is None else price_words.rate(value, text, 2)


def _was(point: Point, side: Side, text: Text) -> str:
    if point.after is None:
        return text("steward.point.unpriced")
    if point.before is None:
        return text("steward.point.new")
    moved = point.moved or 0.0
    if abs(moved) < SAME_PA:
        return text("steward.point.same")
    way, use = "more" if moved > 0 else "less", "save" if side is Side.SAVING else "borrow"
    points = text.number(abs(moved) * 100, 2)
    return text(f"steward.point.{way}.{use}", before=_rate(point.before, text), points=points)


def _changes(row: Waiting, text: Text) -> None:
    """Every value that differs, before and after."""
    with st.container(border=True, key="card-changes"):
        note = text("steward.changes.note" if row.before else "steward.changes.new")
        st.html(style.title(text("steward.changes"), note))
        bank_diff.draw(row.before or {}, row.version.content, text)


def _source(row: Waiting, s: Session, text: Text) -> None:
    """The document the terms were read from, and how old it is."""
    content = row.version.content
    source_id, as_of = str(content.get("source_id", "")), str(content.get("as_of", ""))
    source = s.world.catalogue.sources(row.version.country).get(source_id)
    with st.container(border=True, key="card-source"):
        st.html(style.heading("description", text("steward.source")))
        rows = [
            (text("steward.source.who"), source.publisher if source else source_id or "–"),
            (text("steward.source.title"), (source.title if source else "") or "–"),
            (text("steward.source.document"), str(content.get("as_of_basis", "")) or "–"),
            (text("steward.source.address"), (source.address if source else "") or "–"),
            (text("steward.source.as_of"), product_terms.said_day(as_of, text) or "–"),
            (text("terms.age"), product_terms.age(as_of, s.world.today, text)),
        ]
        confidence = str(content.get("confidence", ""))
        if text.say.has(f"confidence.{confidence}"):
            rows.append((text("offers.confidence"), text(f"confidence.{confidence}")))
        style.table((text("offers.what"), text("offers.said")), rows, words=2)


def _as_a_customer(listing: Listing, shelf: Shelf, text: Text) -> None:
    style.small(text("steward.customer.note"))
    with st.container(border=True, key="card-customer"):
        listing_rows.head(listing, shelf, text)
        product_page.without_plan(listing, shelf, text)
