"""How far a fact can be relied on: what kind of source it has, how old it is, one grade of both.

A grade falls by itself as days go by. Kinds of source and days follow the rules for values of this
catalogue: a provider's own statement with its document is strongest, a guess weakest, and nothing
older than a year is better than a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from products.basis.sources import Confidence, age_days

FRESH_DAYS, OLD_AFTER_DAYS, STALE_AFTER_DAYS = 90, 180, 365
"""Until when a statement is as good as on its first day; after how many days a plan that uses it
must say so; after how many it is stale, as an undated one always is."""


class Method(StrEnum):
    """How a value was learnt."""

    BANK_API = "bank_api"
    """a feed of the provider"""
    BANK_DOCUMENT = "bank_document"
    """a document of the provider: tariff, term sheet, its page"""
    BANK_UPLOAD = "bank_upload"
    """the provider typed or uploaded it, without a document"""
    BRANCH_CALL = "branch_call"
    """someone asked at a branch or on the telephone"""
    FIELD_REPORT = "field_report"
    """someone saw it in the field"""
    ESTIMATE = "estimate"
    DERIVED = "derived"


class FactGrade(StrEnum):
    """How far a value can be relied on today, best first."""

    A = "A"
    """the provider's statement with a document or feed, up to 90 days old"""
    B = "B"
    """the provider's word without a document, or an A up to 180 days old"""
    C = "C"
    """a call, a report from the field, or a B up to a year old"""
    D = "D"
    """an estimate, undated, or older than a year"""


_AT_FIRST = {
    Method.BANK_API: FactGrade.A,
    Method.BANK_DOCUMENT: FactGrade.A,
    Method.BANK_UPLOAD: FactGrade.B,
    Method.BRANCH_CALL: FactGrade.C,
    Method.FIELD_REPORT: FactGrade.C,
    Method.ESTIMATE: FactGrade.D,
    Method.DERIVED: FactGrade.D,
}
_BY_EVIDENCE = {
    Confidence.HIGH: Method.BANK_DOCUMENT,
    Confidence.MEDIUM: Method.BANK_UPLOAD,
    Confidence.LOW: Method.FIELD_REPORT,
}
"""What a value's evidence is worth where nobody says how it was learnt."""
_BEST_AFTER = (
    (FRESH_DAYS, FactGrade.A),
    (OLD_AFTER_DAYS, FactGrade.B),
    (STALE_AFTER_DAYS, FactGrade.C),
)
"""The best grade there is at an age."""


@dataclass(frozen=True, slots=True)
class Age:
    """How old and how good a fact is today. `days` is None where its source shows no date."""

    as_of: str
    days: int | None
    grade: FactGrade

    @property
    def is_stale(self) -> bool:
        """Whether it is undated or older than a year: it may well have changed."""
        return self.days is None or self.days > STALE_AFTER_DAYS

    @property
    def needs_word(self) -> bool:
        """Whether a plan that uses it must say so: grade D, undated or older than 180 days."""
        return self.grade is FactGrade.D or self.days is None or self.days > OLD_AFTER_DAYS


def method_of(said: str, confidence: Confidence) -> Method:
    """The kind of source a row names; where it names none, what its evidence is worth.

    >>> method_of("branch_call", Confidence.HIGH).value, method_of("fits 9 years", "high").value
    ('branch_call', 'bank_document')
    """
    told = said.strip().lower()
    return Method(told) if told in set(Method) else _BY_EVIDENCE[Confidence(confidence)]


def grade_of(method: Method, days: int | None) -> FactGrade:
    """The grade of a value learnt so, this many days ago; a day to come counts as today.

    >>> [grade_of(Method.BANK_DOCUMENT, days).value for days in (90, 91, 180, 181, 365, 366)]
    ['A', 'B', 'B', 'C', 'C', 'D']
    """
    if days is None:
        return FactGrade.D
    best = next((grade for most, grade in _BEST_AFTER if days <= most), FactGrade.D)
    return max(best, _AT_FIRST[method])


def age_of(as_of: str, method: Method, today: date) -> Age:
    """Age and grade of a value that held on a day, as far as that is known.

    >>> age_of("2026-01", Method.BANK_DOCUMENT, date(2026, 3, 1)).grade.value
    'A'
    """
    days = age_days(as_of, today)
    days = None if days is None else max(days, 0)
    return Age(as_of, days, grade_of(method, days))
