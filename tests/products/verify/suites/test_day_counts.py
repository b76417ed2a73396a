"""Day counts by convention, or all of them by name."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.day_counts import INPUTS, answer


def asked(start, end, **more):
    return answer(Case(INPUTS.validate_python({"start": start, "end": end} | more)))


def test_a_convention_gives_years_and_days():
    """deltaquants.com, example 4: 479 of 360 days."""
    said = asked("2008-02-01", "2009-05-31", day_count="30E/360 German")
    assert said == {"years": 479 / 360, "days": 479}


def test_without_a_convention_all_are_given_by_name():
    """DAYS360 documentation of XLeratorDB: 2008-02-29 to 2009-02-28."""
    said = asked("2008-02-29", "2009-02-28")
    names = ("30/360 US", "30E/360", "30E/360 ISDA", "actual")
    assert [said[name] for name in names] == [360, 359, 360, 365]


@pytest.mark.parametrize(
    "inputs", [{"start": "2026-01-01"}, {"start": "x", "end": "2026-01-01"}, {"day_count": "moon"}]
)
def test_impossible_inputs_are_refused(inputs):
    with pytest.raises(ValidationError):
        INPUTS.validate_python(inputs)
    with pytest.raises(ValidationError, match="not_in_list"):
        asked("2026-01-01", "2026-02-01", day_count="moon")
