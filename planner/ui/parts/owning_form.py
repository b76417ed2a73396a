"""Step four: what is owed, the debt of the journey first, and what is owned."""

from __future__ import annotations

from enum import StrEnum

import streamlit as st

from planner.household import Asset, AssetKind, Debt, Household, Lender, Pressure
from planner.text import Text
from planner.ui.parts import rhythm
from planner.ui.parts.arriving_form import Frame
from planner.ui.parts.fields import Fields
from planner.ui.parts.rows import Kindred, accepted, edit
from planner.ui.parts.spoken import money_said
from products.basis.rates import Rate, RateBasis

MOST_RATE, MOST_DAYS, MOST_MONTHS = 3.0, 3650, 240
_HOW_LONG = {"cash": 0, "bank": 0, "committee": 60, "gold": 3, "livestock": 15, "land": 180}
"""Days a sale usually takes, to start from; the family's own number stands."""


class Price(StrEnum):
    """How a lender charges, in words people use."""

    NONE = "none"
    MONTHLY = "effective_pm"
    YEARLY = "nominal_pa_monthly"
    FLAT = "flat_pa"


def draw(household: Household, text: Text, frame: Frame) -> Household:
    """The household with its debts and belongings as edited."""
    st.subheader(text("owning.debts"))
    debts = edit(_debts(text, frame), household.debts, text)
    st.subheader(text("owning.assets"))
    assets = edit(_assets(text, frame), household.assets, text)
    return accepted(Household, household, {"debts": debts, "assets": assets}, text)


def _debts(text: Text, frame: Frame) -> Kindred[Debt]:
    def row(debt: Debt, f: Fields) -> Debt:
        currency = debt.currency or frame.currency
        one, two = st.columns(2)
        with one:
            lender = f.choice("lender", debt.lender, tuple(Lender))
            outstanding = f.money("outstanding", debt.outstanding, currency, rhythm="in_all")
        with two:
            every = rhythm.every_months(f, debt.every_months)
            instalment = f.money("instalment", debt.instalment, currency, rhythm=f"per.{every}")
        pressure = f.choice("pressure", debt.pressure, tuple(Pressure))
        with st.expander(f.text("rows.more")):
            label = f.words("label", debt.label)
            journey = f.yes("for_migration", debt.for_migration)
            price = _price(debt, f)
            first = f.whole("first_due_month", debt.first_due_month, 1, MOST_MONTHS)
            arrears = f.money("arrears", debt.arrears, currency, rhythm="in_all")
            pledged = f.words("pledged", debt.pledged)
        changes: dict[str, object] = {
            "label": label, "lender": lender, "for_migration": journey, "outstanding": outstanding,
            "every_months": every, "instalment": instalment, "pressure": pressure, "price": price,
            "first_due_month": first, "arrears": arrears, "pledged": pledged,
        }  # fmt: skip
        return accepted(Debt, debt, changes, f.text)

    def new(name: str, lender: Lender) -> Debt:
        journey = name == "journey"
        return Debt(
            label=text(f"debt.add.{name}"), lender=lender, for_migration=journey, outstanding=0
        )

    fresh = (
        ("journey", "flight_takeoff", new("journey", Lender.FAMILY)),
        ("family", "group", new("family", Lender.FAMILY)),
        ("moneylender", "person_alert", new("moneylender", Lender.MONEYLENDER)),
        ("bank", "account_balance", new("bank", Lender.BANK)),
    )

    def said(debt: Debt, text: Text) -> str:
        return money_said(debt.outstanding, debt.currency or frame.currency, "", text)

    return Kindred("debt", row, debt_title, said, fresh, "credit_score")


def debt_title(debt: Debt, text: Text) -> str:
    """What to call a debt."""
    if debt.label:
        return debt.label
    key = "debt.title.journey" if debt.for_migration else "debt.title"
    return text(key, lender=text(f"choice.lender.{debt.lender}"))


def _price(debt: Debt, f: Fields) -> Rate | None:
    shown = Price.NONE
    if debt.price is not None:
        known = debt.price.basis.value in set(Price)
        if not known:
            st.caption(f.text("debt.price.kept"))
            return debt.price
        shown = Price(debt.price.basis.value)
    chosen = f.choice("price", shown, tuple(Price))
    if chosen is Price.NONE:
        return None
    before = debt.price.value if debt.price else 0.0
    value = f.percent(f"price_value.{chosen}", before, 0, MOST_RATE)
    return Rate(value=value, basis=RateBasis(chosen.value))


def _assets(text: Text, frame: Frame) -> Kindred[Asset]:
    def row(asset: Asset, f: Fields) -> Asset:
        currency = asset.currency or frame.currency
        one, two = st.columns(2)
        with one:
            kind = f.choice("kind", asset.kind, tuple(AssetKind))
        with two:
            keep = f.yes("keep", asset.keep)
        value = f.money("value", asset.value, currency, rhythm="in_all")
        with st.expander(f.text("rows.more")):
            label = f.words("label", asset.label)
            days = f.whole("days_to_sell", asset.days_to_sell, 0, MOST_DAYS)
            loss = f.percent("sale_loss_share", asset.sale_loss_share, 0, 1)
        changes: dict[str, object] = {
            "kind": kind, "keep": keep, "value": value, "label": label,
            "days_to_sell": days, "sale_loss_share": loss,
        }  # fmt: skip
        return accepted(Asset, asset, changes, f.text)

    fresh = tuple(
        (
            name,
            icon,
            Asset(
                label=text(f"choice.asset_kind.{name}"),
                kind=AssetKind(name),
                value=0,
                days_to_sell=_HOW_LONG[name],
            ),
        )
        for name, icon in (
            ("cash", "payments"), ("bank", "account_balance"), ("committee", "groups"),
            ("gold", "diamond"), ("livestock", "pets"), ("land", "landscape"),
        )
    )  # fmt: skip

    def said(asset: Asset, text: Text) -> str:
        return money_said(asset.value, asset.currency or frame.currency, "", text)

    return Kindred("asset", row, asset_title, said, fresh, "savings")


def asset_title(asset: Asset, text: Text) -> str:
    """What to call a belonging."""
    return asset.label or text(f"choice.asset_kind.{asset.kind}")
