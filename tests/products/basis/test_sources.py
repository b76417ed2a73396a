"""Sources, partial dates and their ages."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from products.basis.sources import Provenance, Source, age_days, first_day


@pytest.mark.parametrize(
    ("as_of", "day"),
    [("2026", date(2026, 1, 1)), ("2026-02", date(2026, 2, 1)), ("2026-02-23", date(2026, 2, 23))],
)
def test_a_partial_date_is_read_as_the_earliest_day_it_can_mean(as_of, day):
    assert first_day(as_of) == day


def test_an_undated_fact_has_no_age():
    assert first_day("") is None
    assert age_days("", date(2026, 1, 1)) is None


def test_a_year_alone_ages_from_its_first_day():
    assert age_days("2025", date(2026, 1, 1)) == 365


@pytest.mark.parametrize("as_of", ["26", "2026-13", "2026-02-32", "Feb 2026", "2026/02"])
def test_other_ways_of_writing_a_date_are_refused(as_of):
    with pytest.raises(ValidationError, match="pattern"):
        Provenance(listing_id="X", field="rate", source_id="s", as_of=as_of)


def test_a_source_names_its_publisher():
    with pytest.raises(ValidationError):
        Source(source_id="cdns", publisher="")
