"""Step one: the people of the house, who is abroad, and since when."""

from __future__ import annotations

from enum import StrEnum

import streamlit as st

from planner.household import Household, Member, Relation, Sex
from planner.text import Text
from planner.ui.parts.fields import Fields
from planner.ui.parts.rows import Kindred, accepted, edit

DESTINATIONS = (
    "SAU", "ARE", "OMN", "QAT", "KWT", "BHR", "MYS", "KOR", "JPN", "GBR", "ITA", "DEU", "ESP",
    "GRC", "TUR", "USA", "CAN", "AUS", "ZAF", "IRN", "IRQ",
)  # fmt: skip
"""Countries to choose from; another one can come in with a case file."""
MOST_AGE, MOST_MONTHS = 120, 720


class Stage(StrEnum):
    """Where a person is in the story."""

    HOME = "home"
    ABROAD = "abroad"
    RETURNED = "returned"


def draw(household: Household, text: Text, regions: dict[str, str]) -> Household:
    """The household with its people as edited."""
    f = Fields(text, "people", "people")
    codes = [None, *regions]
    region = f.pick("region", household.region, codes, lambda c: _region(c, regions, text))
    members = edit(_kindred(household), household.members, text)
    if not members:
        st.info(text("people.one_needed"), icon=":material/info:")
        members = household.members
    changes = {"members": members, "region": region, **_without_strangers(household, members)}
    return accepted(Household, household, changes, text)


def _region(code: str | None, regions: dict[str, str], text: Text) -> str:
    return regions.get(code, code) if code else text("people.region.none")


def stage_of(member: Member) -> Stage:
    """Where a member is."""
    if member.abroad:
        return Stage.ABROAD
    return Stage.HOME if member.months_since_return is None else Stage.RETURNED


def name_of(member: Member, text: Text) -> str:
    """What to call a member: the name, else the relation."""
    return member.name or text(f"choice.relation.{member.relation}")


def _kindred(household: Household) -> Kindred[Member]:
    ids = {member.id for member in household.members}
    free = next(f"m{n}" for n in range(1, 99) if f"m{n}" not in ids)
    adult = Member(id=free, relation=Relation.OTHER, age_years=30, sex=Sex.FEMALE)
    child = Member(id=free, relation=Relation.CHILD, age_years=8, sex=Sex.FEMALE)
    abroad = Member(id=free, relation=Relation.SELF, age_years=30, sex=Sex.MALE, abroad=True)
    fresh = (
        ("adult", "person_add", adult),
        ("child", "child_care", child),
        ("abroad", "flight", abroad),
    )
    return Kindred("member", _draw, name_of, _said, fresh, "person")


def _said(member: Member, text: Text) -> str:
    age = text.count("count.year", member.age_years)
    return f"{age} · {text(f'choice.stage.{stage_of(member)}')}"


def _draw(member: Member, f: Fields) -> Member:
    one, two = st.columns(2)
    with one:
        name = f.words("name", member.name)
        relation = f.choice("relation", member.relation, tuple(Relation))
    with two:
        age = f.number("age_years", member.age_years, 0, MOST_AGE)
        sex = f.choice("sex", member.sex, tuple(Sex))
    stage = f.choice("stage", stage_of(member), tuple(Stage))
    changes: dict[str, object] = {
        "name": name,
        "relation": relation,
        "age_years": age,
        "sex": sex,
        "abroad": stage is Stage.ABROAD,
        "months_since_return": None,
    }
    if stage is not Stage.HOME:
        changes |= _journey(member, stage, f)
    return accepted(Member, member, changes, f.text)


def _journey(member: Member, stage: Stage, f: Fields) -> dict[str, object]:
    one, two = st.columns(2)
    with one:
        host = f.pick(
            "host_country",
            member.host_country,
            (None, *DESTINATIONS),
            lambda c: country_name(c, f.text),
        )
    with two:
        months = f.whole("months_abroad", member.months_abroad, 0, MOST_MONTHS)
    since: int | None = None
    if stage is Stage.RETURNED:
        since = f.whole("months_since_return", member.months_since_return or 0, 0, MOST_MONTHS)
    return {"host_country": host, "months_abroad": months, "months_since_return": since}


def country_name(code: str | None, text: Text) -> str:
    """A country by name; its code where no name is known."""
    key = f"country.{code or 'none'}"
    return text(key) if text.say.has(key) else str(code)


def _without_strangers(household: Household, members: tuple[Member, ...]) -> dict[str, object]:
    """Whatever named a person who is no longer there names nobody; their own money goes along."""
    known = {member.id for member in members}
    if all(member.id in known for member in household.members):
        return {}

    def cleared(rows: tuple[object, ...], field: str) -> tuple[object, ...]:
        return tuple(
            row.model_copy(update={field: None})  # type: ignore[attr-defined]
            if getattr(row, field) not in known
            else row
            for row in rows
        )

    wishes = household.preferences
    holders = tuple(h for h in wishes.holders if h in known)
    return {
        "remittances": tuple(r for r in household.remittances if r.sender in known),
        "host_budgets": tuple(b for b in household.host_budgets if b.member in known),
        "incomes": cleared(household.incomes, "earner"),
        "assets": cleared(household.assets, "owner"),
        "dues": cleared(household.dues, "member"),
        "ventures": cleared(household.ventures, "owner"),
        "preferences": wishes.model_copy(update={"holders": holders}),
    }
