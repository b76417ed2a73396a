"""What may be asked: by id, by hash, by state, on any day as known at any moment."""

from __future__ import annotations

from datetime import date, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from products.publishing.registry import Registry
from products.publishing.states import State
from tests.products.publishing.shelf import BANK, DAY, at, done, draft, loan, published, request


def test_an_empty_registry_answers_with_nothing(registry: Registry) -> None:
    assert registry.newest() == 0
    assert registry.latest() is None
    assert registry.events() == registry.history("X") == registry.as_of(DAY, at()) == ()
    assert registry.listing_ids() == frozenset()
    assert registry.version("X") is registry.by_hash("X", "0" * 64) is None


def test_history_is_newest_first_and_waiting_is_of_one_provider(registry: Registry) -> None:
    published(registry)
    draft(registry, loan(0.3), now=at(1))
    assert [each.version_no for each in registry.history("XY-LOAN-1")] == [2, 1]
    assert [each.version_no for each in registry.waiting(State.DRAFT, "first_bank")] == [2]
    assert registry.waiting(State.DRAFT, "rival_bank") == ()


def test_by_hash_gives_what_was_once_public_and_no_draft(registry: Registry) -> None:
    shown = published(registry)
    drafted = draft(registry, loan(0.3), now=at(1))
    published(registry, loan(0.2), now=at(2))
    old = registry.by_hash("XY-LOAN-1", shown.content_sha256)
    assert old is not None
    assert (old.version_id, old.state) == (shown.version_id, State.SUPERSEDED)
    assert registry.by_hash("XY-LOAN-1", drafted.content_sha256) is None
    assert registry.by_hash("XY-LOAN-2", shown.content_sha256) is None


def test_a_country_is_asked_for_alone(registry: Registry) -> None:
    published(registry)
    published(registry, loan(id="XY-LOAN-2", country="NPL"))
    assert [each.country for each in registry.as_of(DAY, at(), country="NPL")] == ["NPL"]
    assert len(registry.as_of(DAY, at())) == 2


def test_a_list_of_headings_is_the_same_without_the_contents(registry: Registry) -> None:
    published(registry)
    published(registry, loan(0.2), now=at(5), valid_from=at(9).date())
    published(registry, loan(id="XY-LOAN-2", country="NPL", name="قرض"), now=at(1))
    for day in (0, 8, 9):
        for known in (0, 3, 6):
            asked = (at(day).date(), at(known))
            for country in (None, "NPL"):
                whole = registry.as_of(*asked, country=country)
                told = [
                    (e.listing_id, e.content["name"], e.version_id, e.version_no, e.content_sha256)
                    for e in whole
                ]
                lines = registry.listed(*asked, country=country)
                assert told == [
                    (e.listing_id, e.name, e.version_id, e.version_no, e.content_sha256)
                    for e in lines
                ]
                assert {e.kind for e in lines} <= {"loan"}


def test_a_moment_in_any_zone_is_the_same_moment(registry: Registry) -> None:
    published(registry)
    karachi = timezone(timedelta(hours=5))
    assert registry.as_of(DAY, at().astimezone(karachi)) == registry.as_of(DAY, at())
    assert registry.as_of(DAY, at() - timedelta(microseconds=1)) == ()
    assert registry.latest() == at()


def test_both_axes_against_the_same_story_told_in_plain_python(registry: Registry) -> None:
    """Every day and every moment of a story of six steps gives what a table of them gives."""
    spans = [(0, 0, None), (3, 5, None), (6, 2, None), (8, 10, 14), (9, 20, None), (12, 1, None)]
    held: list[tuple[int, float, int, int | None]] = []
    for number, (known, start, end) in enumerate(spans):
        rate = round(0.1 + number / 100, 2)
        last = None if end is None else at(end).date()
        published(registry, loan(rate), now=at(known), valid_from=at(start).date(), valid_to=last)
        held.append((known, rate, start, end))
    done(registry.withdraw(BANK, "XY-LOAN-1", reason="x", now=at(16), request_id=request()))

    @settings(max_examples=200)
    @given(day=st.integers(0, 30), known=st.integers(-1, 20))
    def check(day: int, known: int) -> None:
        found = registry.as_of(at(day).date(), at(known))
        shown = found[0].content["terms"]["rate"] if found else None
        assert shown == told(held, day, known)

    check()


def told(held: list[tuple[int, float, int, int | None]], day: int, known: int) -> float | None:
    """Day by day: each step writes its days and, of what began earlier, all after its begin."""
    shelf: dict[int, tuple[float, int]] = {}
    for when, rate, start, end in held:
        if when > known:
            break
        for each in range(start, 40):
            if end is None or each < end:
                shelf[each] = (rate, start)
            elif each in shelf and shelf[each][1] < start:
                del shelf[each]  # an older tariff does not come back
    if known >= 16 and day >= 16:
        return None
    return shelf[day][0] if day in shelf else None


def test_days_before_the_calendar_of_most_are_answered(registry: Registry) -> None:
    published(registry, valid_from=date(1950, 1, 1))
    assert len(registry.as_of(date(1950, 1, 1), at())) == 1
    assert registry.as_of(date(1949, 12, 31), at()) == ()
