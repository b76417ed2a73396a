"""What one product really costs or earns: tiles in words, how sure it is, and other ways to count.

Every figure is that of `products.price`; nothing is worked out here.
"""

from __future__ import annotations

import streamlit as st

from planner.text import Text
from planner.ui import style
from planner.ui.parts import price_words
from planner.ui.style import Tile, Tone
from products.kind import Side
from products.price.price import Price, Result
from products.terms import Outlook


def draw(price: Price, text: Text) -> None:
    """Draw it."""
    titles = {Side.FINANCE: "product.price"}
    st.subheader(text(titles.get(price.side, f"product.price.{price.side}")))
    base, code = price.base, price.listing.currency
    if base is None:
        if price.side is Side.PROTECTION and price.listing.amount_max == 0:
            st.info(text("product.free"), icon=":material/redeem:")
            return
        said = price_words.reason(next(iter(price.problems), None), code, text)
        st.info(f"{text('product.unpriced')} {said}", icon=":material/help:")
        return
    makers = {Side.FINANCE: _finance, Side.SAVING: _saving, Side.GRANT: _grant}
    style.tiles(makers.get(price.side, _protection)(price, base, text))
    _notes(price, base, text)
    if base.rates is not None:
        _outlooks(price, text)
        _by_law(price, base, text)


def _finance(price: Price, base: Result, text: Text) -> list[Tile]:
    money, code = base.money, price.listing.currency
    return [
        _a_year(price, base, text),
        Tile(
            "payments", text("product.paid.finance"), text.money(money.paid, code),
            _against(-money.gain, "product.paid.note", "product.paid.less", price, text),
        ),
        Tile(
            "event_repeat", text("product.largest"), text.money(money.largest_instalment, code),
            text("product.largest.note"),
        ),
        *_real(price, base, text),
    ]  # fmt: skip


def _saving(price: Price, base: Result, text: Text) -> list[Tile]:
    money, code = base.money, price.listing.currency
    paid = text.money(money.paid, code)
    gain = text.money(abs(money.gain), code)
    key = "received.same" if round(money.gain) == 0 else "received.note"
    key = "received.loss" if round(money.gain) < 0 else key
    note = text(f"product.{key}", paid=paid, gain=gain)
    whole = text.money(money.received + money.kept, code)
    return [
        _a_year(price, base, text),
        *_real(price, base, text),
        Tile("savings", text("product.received.saving"), whole, note),
    ]


def _grant(price: Price, base: Result, text: Text) -> list[Tile]:
    money, code = base.money, price.listing.currency
    found = [
        Tile(
            "redeem", text("product.received.grant"), text.money(money.received, code),
            text("product.received.grant.note"), Tone.GOOD,
        )
    ]  # fmt: skip
    if money.paid:
        found.append(Tile("payments", text("product.own.grant"), text.money(money.paid, code)))
    return found


def _protection(price: Price, base: Result, text: Text) -> list[Tile]:
    said = text.money(base.money.paid, price.listing.currency)
    return [Tile("shield", text("product.premiums"), said, text("product.premiums.note"))]


def _a_year(price: Price, base: Result, text: Text) -> Tile:
    """The one effective rate, or why there is none."""
    question = text(f"product.a_year.{price.side}")
    found = base.rates.effective_pa if base.rates else None
    if found is None or found.only is None:
        problem = next(iter(price.problems), None)
        said = price_words.reason(problem, price.listing.currency, text)
        return Tile("percent", question, "–", said, Tone.ASK)
    note = text(f"product.a_year.note.{price.side}")
    if not price.is_certain:
        note = f"{note}. {text('product.not_promised')}"
    return Tile("percent", question, price_words.rate(found.only, text, 2), note)


def _real(price: Price, base: Result, text: Text) -> list[Tile]:
    real = base.real_pa.only if base.real_pa else None
    if real is None:
        return []
    tone = Tone.CARE if price.side is Side.SAVING and real < 0 else Tone.PLAIN
    said, note = price_words.rate(real, text, 2), text(f"product.real.note.{price.side}")
    return [Tile("trending_down", text("product.real"), said, note, tone)]


def _against(more: float, over: str, under: str, price: Price, text: Text) -> str:
    if round(more) == 0:
        return text("product.paid.same")
    said = text.money(abs(more), price.listing.currency)
    return text(over if more > 0 else under, amount=said)


def _notes(price: Price, base: Result, text: Text) -> None:
    code = price.listing.currency
    if base.money.kept and price.side is Side.FINANCE:
        style.small(text("product.kept", amount=text.money(base.money.kept, code)))
    home = base.home_pa.only if base.home_pa else None
    if code != text.currency and home is not None:
        said = price_words.rate(home, text, 2)
        style.small(text("product.foreign", currency=code, rate=said))


def _outlooks(price: Price, text: Text) -> None:
    """The low, the expected and the high end side by side, where nobody promises the result."""
    if price.is_certain or len(price.by_outlook) == 1:
        return
    rows = []
    for outlook in (Outlook.LOW, Outlook.BASE, Outlook.HIGH):
        end = price.by_outlook.get(outlook)
        if end is None or end.rates is None:
            continue
        real = price_words.rates(end.real_pa, text) if end.real_pa else "–"
        said = price_words.rates(end.rates.effective_pa, text)
        rows.append((text(f"product.outlook.{outlook}"), said, real))
    names = ("product.outlook", "product.by_law.rate", "product.real")
    style.table([text(name) for name in names], rows)


def _by_law(price: Price, base: Result, text: Text) -> None:
    """The nominal rate, the rates under named laws, and the price without savings kept back."""
    assert base.rates is not None, "only what has a rate is told by law"
    rows = [(text("product.nominal"), price_words.rates(base.rates.nominal_pa, text))]
    rows += [(text(f"price.apr.{m}"), price_words.rates(r, text)) for m, r in price.apr.items()]
    for name, found in (("without", price.without_savings), ("lost", price.savings_lost)):
        if found is not None:
            said = price_words.rates(found.effective_pa, text)
            rows.append((text(f"price.savings_{name}"), said))
    with st.expander(text("product.by_law"), icon=":material/balance:"):
        style.table((text("product.by_law.way"), text("product.by_law.rate")), rows)
        style.small(text("price.method"))
