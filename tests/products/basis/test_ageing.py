"""How far a fact can be relied on: the grades of the catalogue's rules for values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.ageing import Age, FactGrade, Method, age_of, grade_of, method_of
from products.basis.sources import Confidence

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("method", "days", "grade"),
    [
        (Method.BANK_API, 0, "A"),
        (Method.BANK_DOCUMENT, 90, "A"),
        (Method.BANK_DOCUMENT, 91, "B"),
        (Method.BANK_DOCUMENT, 180, "B"),
        (Method.BANK_DOCUMENT, 181, "C"),
        (Method.BANK_UPLOAD, 0, "B"),
        (Method.BANK_UPLOAD, 180, "B"),
        (Method.BANK_UPLOAD, 365, "C"),
        (Method.BRANCH_CALL, 0, "C"),
        (Method.FIELD_REPORT, 365, "C"),
        (Method.FIELD_REPORT, 366, "D"),
        (Method.BANK_API, 366, "D"),
        (Method.ESTIMATE, 0, "D"),
        (Method.DERIVED, 1, "D"),
        (Method.BANK_API, None, "D"),
    ],
)
def test_a_grade_is_that_of_its_source_and_falls_with_age(method, days, grade):
    """STANDARDS section 5: A within 90 days with document, B without or to 180, C heard, D else."""
    assert grade_of(method, days).value == grade


@given(st.sampled_from(list(Method)), st.integers(0, 2000), st.integers(0, 2000))
def test_no_grade_rises_with_age(method, days, more):
    assert grade_of(method, days) <= grade_of(method, days + more)


def test_a_year_without_a_month_counts_from_its_first_day():
    age = age_of("2026", Method.BANK_DOCUMENT, TODAY)
    assert (age.days, age.grade, age.is_stale) == (327, FactGrade.C, False)


def test_an_undated_fact_is_stale_and_of_the_last_grade():
    age = age_of("", Method.BANK_DOCUMENT, TODAY)
    assert age == Age("", None, FactGrade.D)
    assert age.is_stale
    assert age.needs_word


def test_a_day_to_come_counts_as_today():
    assert age_of("2027-01-01", Method.BANK_DOCUMENT, TODAY).days == 0


@pytest.mark.parametrize(("days", "needs"), [(180, False), (181, True)])
def test_a_fact_older_than_180_days_needs_a_word_before_a_plan_is_ready(days, needs):
    told = (TODAY - timedelta(days=days)).isoformat()
    assert age_of(told, Method.BANK_DOCUMENT, TODAY).needs_word is needs


def test_a_young_estimate_needs_a_word_too():
    assert age_of("2026-11-24", Method.ESTIMATE, TODAY).needs_word


@pytest.mark.parametrize(
    ("said", "confidence", "method"),
    [
        ("BANK_API", Confidence.LOW, Method.BANK_API),
        (" branch_call ", Confidence.HIGH, Method.BRANCH_CALL),
        ("the cap of 14,000 fits 9 years", Confidence.MEDIUM, Method.BANK_UPLOAD),
        ("", Confidence.HIGH, Method.BANK_DOCUMENT),
        ("", Confidence.LOW, Method.FIELD_REPORT),
    ],
)
def test_a_source_is_what_it_says_it_is_else_what_its_evidence_is_worth(said, confidence, method):
    assert method_of(said, confidence) is method
