"""How we know: the accounts that were checked, the sources used, and what the plan was made of."""

from __future__ import annotations

import streamlit as st

from planner.country import Country
from planner.plan import Plan
from planner.text import Text
from planner.ui import style
from products.basis.sources import age_days, first_day

DAYS_A_MONTH = 30


def draw(plan: Plan, country: Country, text: Text) -> None:
    """Draw all of it, folded away."""
    with st.expander(text("plan.proof"), icon=":material/verified:"):
        _accounts(plan, text)
        _sources(plan, country, text)
        p = plan.provenance
        style.small(
            text(
                "plan.proof.made",
                catalogue=p.catalogue_version[:8],
                case=p.case_hash[:8],
                assumptions=p.assumptions_hash[:8],
                code=p.code_version[:8],
                date=text.day(p.as_of),
            )
        )


def _accounts(plan: Plan, text: Text) -> None:
    st.markdown(f"**{text('plan.proof.accounts')}**")
    gaps: dict[str, float] = {}
    for identity in plan.identities:
        gaps[identity.what] = max(gaps.get(identity.what, 0.0), abs(identity.gap))
    rows = [(text(what), text.money(gap, exact=True)) for what, gap in gaps.items()]
    style.table((text("plan.proof.account"), text("plan.proof.gap")), rows)


def _sources(plan: Plan, country: Country, text: Text) -> None:
    st.markdown(f"**{text('plan.proof.sources')}**")
    rows = []
    for source_id in plan.provenance.sources:
        source = country.sources.get(source_id)
        if source is None:
            continue
        day = first_day(source.seen_on)
        age = age_days(source.seen_on, plan.provenance.as_of)
        seen = "–" if day is None else text.month_short(day)
        if age is not None:
            months = max(age, 0) // DAYS_A_MONTH
            told = text.count("count.month", months) if months else text("plan.proof.now")
            seen += f" ({told})"
        rows.append((f"{source.publisher}: {source.title}", seen))
    style.table((text("plan.proof.publisher"), text("plan.proof.seen")), rows)
