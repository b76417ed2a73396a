"""How old and how good a fact is, in one way wherever terms are shown."""

from __future__ import annotations

from datetime import date

from planner.country import Country
from planner.text import Text
from planner.ui import style, voices
from planner.ui.style import Tone
from products.basis.ageing import STALE_AFTER_DAYS, Age, FactGrade
from products.basis.sources import age_days, first_day
from products.catalogue.known import age_of_listing
from products.catalogue.listing import Listing

DAYS_A_MONTH, MONTHS_SAID = 30.4375, 24
_TONES = {
    FactGrade.A: Tone.GOOD,
    FactGrade.B: Tone.PLAIN,
    FactGrade.C: Tone.CARE,
    FactGrade.D: Tone.CARE,
}


def age_today(listing: Listing, today: date) -> Age:
    """Age and grade of a listing's terms, later words on them counted."""
    return age_of_listing(listing, today, voices.words().get(listing.id, ()))


def chip(listing: Listing, today: date, text: Text) -> str:
    """The mark of a listing's age and grade, as HTML."""
    age = age_today(listing, today)
    words = text("offers.stale") if age.is_stale else text("marks.age", age=how_old(age, text))
    return style.chip(
        _TONES[age.grade], f"{words} · {text('marks.grade', grade=age.grade.value)}", "schedule"
    )


def how_old(age: Age, text: Text) -> str:
    """The age of a fact in months or years."""
    if age.days is None:
        return text("terms.age.none")
    months = int(age.days / DAYS_A_MONTH)
    if months == 0:
        return text("terms.age.new")
    if months < MONTHS_SAID:
        return text.count("count.month", months)
    return text.count("count.year", months // 12)


def graded(age: Age, text: Text) -> str:
    """The age of a fact, whether that is too old to rely on, and its grade."""
    told = how_old(age, text)
    if age.days is not None and age.is_stale:
        told = text("terms.age.old", age=told)
    return f"{told} · {text('marks.grade', grade=age.grade.value)}"


def said_day(as_of: str, text: Text) -> str:
    """A day as precisely as it is known: a year, a month or a date; empty when undated."""
    day = first_day(as_of)
    if day is None:
        return ""
    return {4: str(day.year), 7: text.month(day), 10: text.day(day)}[len(as_of)]


def read_at(source_id: str, as_of: str, country: Country, text: Text) -> str:
    """Who published a fact, and the day it held as far as it is known."""
    source = country.sources.get(source_id)
    return told_by(source.publisher if source else source_id or "–", as_of, text)


def told_by(by: str, as_of: str, text: Text) -> str:
    """Who says so, and the day it held."""
    day = said_day(as_of, text)
    if not day:
        return text("terms.undated", publisher=by)
    return text("terms.dated", publisher=by, date=day)


def age(as_of: str, today: date, text: Text) -> str:
    """How old a day is, and whether that is too old to rely on."""
    days = age_days(as_of, today)
    held = Age(as_of, None if days is None else max(days, 0), FactGrade.D)
    told = how_old(held, text)
    stale = days is not None and days > STALE_AFTER_DAYS
    return text("terms.age.old", age=told) if stale else told
