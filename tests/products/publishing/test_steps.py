"""Small judgements every door shares."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from products.basis.people import Actor
from products.publishing.registry import Registry
from products.publishing.steps import Request, days, moment_after, must_say_why, span, utc
from products.publishing.tables import OPEN_END
from products.publishing.writing import RefusedError
from tests.products.publishing.shelf import BANK, DAY, NOW, at, published


def test_days_without_an_end_or_with_a_far_one_are_open() -> None:
    for end in (None, date(2999, 12, 30), OPEN_END):
        assert days(DAY, end) == (DAY, OPEN_END)
    assert days(DAY, at(1).date()) == (DAY, at(1).date())


@pytest.mark.parametrize("end", [DAY, date(2020, 1, 1)])
def test_no_days_at_all_are_refused(end: date) -> None:
    with pytest.raises(RefusedError) as refused:
        days(DAY, end)
    assert refused.value.problem.where == "valid_to"


def test_a_span_is_told_as_the_log_tells_it() -> None:
    assert span(date(2026, 1, 1), OPEN_END) == "2026-01-01/.."
    assert span(date(2026, 1, 1), date(2026, 2, 1)) == "2026-01-01/2026-02-01"


def test_a_moment_is_kept_in_utc_and_one_without_a_zone_is_a_mistake_of_ours() -> None:
    karachi = datetime(2026, 1, 31, 14, tzinfo=timezone(timedelta(hours=5)))
    assert utc(karachi).isoformat() == "2026-01-31T09:00:00+00:00"
    with pytest.raises(AssertionError):
        utc(datetime(2026, 1, 31, 14))  # noqa: DTZ001


def test_two_moments_of_one_listing_are_never_the_same(registry: Registry) -> None:
    with registry.engine.connect() as db:
        assert moment_after(db, ["XY-LOAN-1"], NOW) == NOW
    published(registry)
    with registry.engine.connect() as db:
        assert moment_after(db, ["XY-LOAN-1"], NOW) == NOW + timedelta(microseconds=1)
        assert moment_after(db, ["XY-LOAN-1"], at(0, hours=-5)) > NOW
        assert moment_after(db, ["XY-LOAN-2"], NOW) == NOW
        assert moment_after(db, ["XY-LOAN-1"], at(1)).tzinfo is UTC


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        (Request(Actor("a" * 121, "o", frozenset()), NOW), "actor"),
        (Request(Actor("a", "o" * 121, frozenset()), NOW), "actor"),
        (Request(BANK, NOW, "r" * 65), "request_id"),
        (Request(BANK, NOW, "r", "x" * 2001), "reason"),
        (Request(BANK, NOW, "r", "\0"), "reason"),
    ],
)
def test_what_cannot_be_written_down_is_named(asked: Request, where: str) -> None:
    problem = asked.unfit()
    assert problem is not None
    assert problem.where == where
    assert Request(BANK, NOW, "r" * 64, "x" * 2000).unfit() is None


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_an_empty_reason_is_none(reason: str) -> None:
    with pytest.raises(RefusedError):
        must_say_why(reason)
