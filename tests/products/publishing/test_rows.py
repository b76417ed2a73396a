"""Rows read and written: headings, the listing's lock, room made among what is held."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from products.publishing.registry import Registry
from products.publishing.rows import (
    believe,
    heading_of,
    listing_row,
    lock,
    make_room,
    newest_number,
    version,
)
from products.publishing.tables import BELIEF, OPEN_END, OPEN_TIME
from products.publishing.writing import RefusedError
from tests.products.publishing.shelf import NOW, at, draft, loan


@pytest.mark.parametrize("name", ["id", "provider_id", "country"])
def test_a_content_without_a_heading_is_refused_by_name(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        heading_of({**loan(), name: ""})
    assert refused.value.problem.where == name


def test_a_kind_is_needed_too() -> None:
    with pytest.raises(RefusedError):
        heading_of({**loan(), "terms": None})
    assert heading_of(loan())["external_ref"] == "XY-LOAN-1"


def test_a_version_comes_back_as_it_was_written(registry: Registry) -> None:
    held = draft(registry, loan(note="قرض حسنہ 🏦"), valid_to=date(2027, 1, 1))
    with registry.engine.connect() as db:
        again = version(db, held.version_id)
        assert newest_number(db, "XY-LOAN-1") == 1
        assert newest_number(db, "XY-LOAN-2") == 0
        assert listing_row(db, "XY-LOAN-2") is None
    assert again == held
    assert again.content["note"] == "قرض حسنہ 🏦"
    assert again.written_at == NOW
    assert (again.valid_to, again.content["terms"]["rate"]) == (date(2027, 1, 1), 0.18)


def test_the_lock_moves_with_every_change(registry: Registry) -> None:
    draft(registry)
    with registry.engine.begin() as db:
        lock(db, "XY-LOAN-1")
        lock(db, "XY-LOAN-1")
        row = listing_row(db, "XY-LOAN-1")
    assert row is not None
    assert row["lock_no"] == 2


@pytest.mark.parametrize(
    ("days", "left"),
    [
        ((10, 20), []),
        ((5, 25), []),
        ((15, None), [(10, 15)]),
        ((15, 18), [(10, 15)]),
        ((5, 15), [(15, 20)]),
        ((10, 15), [(15, 20)]),
        ((20, 30), [(10, 20)]),
        ((1, 10), [(10, 20)]),
    ],
)
def test_room_is_made_among_the_days_ten_to_twenty(
    registry: Registry, days: tuple[int, int | None], left: list[tuple[int, int]]
) -> None:
    held = (at(10).date(), at(20).date())
    asked = (at(days[0]).date(), None if days[1] is None else at(days[1]).date())
    with registry.engine.connect() as db:  # nothing of it stays: it is not committed
        believe(db, "L", "V", held, NOW)
        make_room(db, "L", asked, at(1))
        query = select(BELIEF.c.valid_from, BELIEF.c.valid_to)
        now = db.execute(query.where(BELIEF.c.known_to == OPEN_TIME)).all()
    assert [tuple(row) for row in now] == [(at(a).date(), at(b).date()) for a, b in left]
    assert OPEN_END.year == 9999
