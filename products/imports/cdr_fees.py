"""Fees of an Australian bank product: four ways to tell one in version 4, one object in version 7.

Crosswalk: exactly one of `amount`, `balanceRate`, `transactionRate`, `accruedRate` filled becomes a
method; several are FEE_AMBIGUOUS; type VARIABLE becomes the method `variable` with type OTHER.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from products.imports.cdr_lists import FEE_METHODS, FEE_TYPES
from products.imports.documents import Found
from products.imports.trees import members
from products.imports.values import Duration, amount, choice, duration, rate_text

_OF_RATE = {"balanceRate": "BALANCE", "transactionRate": "TRANSACTION", "accruedRate": "INTEREST"}
_OLD = ("amount", *_OF_RATE)
YEAR = 12
"""Months of a year."""
PRICED = frozenset({"UPFRONT", "PERIODIC"})
"""Types of fees everyone pays: without them a price is not whole."""


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee in one way: an amount, or a share of something, or neither where it varies."""

    path: str
    type: str
    amount: Decimal | None = None
    share: Decimal | None = None
    share_of: str = ""
    every: Duration | None = None
    raw: object = ""

    @property
    def is_nothing(self) -> bool:
        """Whether it is told, and is nothing."""
        return self.amount == 0 or self.share == 0


def read_fees(rows: Iterable[tuple[str, Mapping[str, Any]]], found: Found) -> tuple[Fee, ...]:
    """Every fee that is told in one way; the others are in quarantine."""
    read = (_fee(path, row, found) for path, row in rows)
    return tuple(fee for fee in read if fee is not None)


def _fee(path: str, row: Mapping[str, Any], found: Found) -> Fee | None:
    kind = choice(row.get("feeType"), FEE_TYPES, f"{path}.feeType", found)
    old = [name for name in _OLD if row.get(name) not in (None, "")]
    new = row.get("feeMethodUType") not in (None, "")
    every = _every(path, row, kind, old, found)
    for here, discount in members(row, "discounts", path, found):
        found.doubt(here, "FEE_DISCOUNT", discount, blocks=False)
    if new and old:
        found.doubt(path, "UNSUPPORTED_VERSION", row)
        return None
    if new:
        return _of_method(path, row, kind, every, found)
    if len(old) > 1:
        told = {name: row[name] for name in old}
        found.doubt(path, "FEE_AMBIGUOUS", told, blocks=not kind or kind in PRICED)
        return None
    return _of_one(path, row, kind, old, every, found)


def _of_one(
    path: str,
    row: Mapping[str, Any],
    kind: str,
    old: Sequence[str],
    every: Duration | None,
    found: Found,
) -> Fee | None:
    if kind == "VARIABLE":
        found.note(f"{path}.feeType", "FEE_VARIES", "VARIABLE", "OTHER")
        kind = "OTHER"
    elif not old:
        found.doubt(path, "FEE_WITHOUT_AMOUNT", row.get("name"), blocks=kind in PRICED)
        return None
    fee = Fee(path, kind, every=every)
    if not old:
        return fee
    name = old[0]
    if name == "amount":
        value = amount(row[name], f"{path}.amount", found, "AMOUNT_NOT_PLAIN")
        return replace(fee, amount=value, raw=row[name])
    share = rate_text(row[name], f"{path}.{name}", found)
    return replace(fee, share=share, share_of=_OF_RATE[name], raw=row[name])


def _every(
    path: str, row: Mapping[str, Any], kind: str, old: Sequence[str], found: Found
) -> Duration | None:
    nothing = len(old) == 1 and _is_nothing(row[old[0]])
    if kind != "PERIODIC" or nothing:
        return None
    here = f"{path}.additionalValue"
    return duration(row.get("additionalValue"), here, found, "FEE_EVERY_NOT_ISO")


def _is_nothing(raw: object) -> bool:
    return bool(re.fullmatch(r"0+(\.0+)?", str(raw)))


def _of_method(
    path: str, row: Mapping[str, Any], kind: str, every: Duration | None, found: Found
) -> Fee | None:
    method = choice(row["feeMethodUType"], FEE_METHODS, f"{path}.feeMethodUType", found)
    inner = row.get(method) if method else None
    if method == "variable":
        return Fee(path, kind, every=every)
    if not isinstance(inner, Mapping):
        if method:
            found.doubt(path, "FEE_WITHOUT_AMOUNT", row.get("name"), blocks=kind in PRICED)
        return None
    here = f"{path}.{method}"
    if method == "fixedAmount":
        sum_ = amount(inner.get("amount"), f"{here}.amount", found, "AMOUNT_NOT_PLAIN")
        return Fee(path, kind, amount=sum_, every=every, raw=inner.get("amount", ""))
    told = rate_text(inner.get("rate"), f"{here}.rate", found)
    of = str(inner.get("rateType") or "").replace("INTEREST_ACCRUED", "INTEREST")
    return Fee(path, kind, share=told, share_of=of, every=every, raw=inner.get("rate", ""))


def fee_terms(fees: Iterable[Fee], kind: str, found: Found) -> dict[str, Any]:
    """The fee fields of a kind's terms; a fee they do not hold stays as a doubt with its raw text.

    A fee of an event, an exit or a late payment is outside every price here and never blocks.
    """
    terms: dict[str, Any] = {}
    fixed, share = Decimal(0), Decimal(0)
    for fee in fees:
        if fee.amount is None and fee.share is None:
            found.doubt(fee.path, "FEE_OUTSIDE", fee.raw, blocks=False)
        elif fee.is_nothing:
            found.note(fee.path, "FEE_NOTHING", fee.raw)
        elif fee.type == "UPFRONT" and _once(kind) and fee.amount is not None:
            fixed += fee.amount
        elif fee.type == "UPFRONT" and _once(kind) and fee.share_of in ("BALANCE", "TRANSACTION"):
            share += fee.share or Decimal(0)
        elif fee.type == "PERIODIC" and _repeated(fee, kind) and "fee_fixed" not in terms:
            terms["fee_fixed"] = float(fee.amount or 0)
            terms["fee_every_months"] = fee.every.months if fee.every else 0
        elif fee.type == "PERIODIC" and _yearly(fee, kind):
            terms["fee_yearly"] = terms.get("fee_yearly", 0.0) + float(fee.amount or 0)
        else:
            found.doubt(fee.path, "FEE_OUTSIDE", fee.raw, blocks=fee.type in PRICED)
    if fixed:
        terms["fee_fixed"] = float(fixed)
    if 0 < share <= 1:
        terms["fee_share"] = float(share)
    return terms


def fees_outside(fees: Iterable[Fee], found: Found) -> None:
    """Every fee as a doubt: where no kind holds the product, none holds its fees."""
    for fee in fees:
        found.doubt(fee.path, "FEE_OUTSIDE", fee.raw, blocks=False)


def _once(kind: str) -> bool:
    return kind in ("loan", "housing_loan", "credit_line")


def _repeated(fee: Fee, kind: str) -> bool:
    every = fee.every
    fits = every is not None and not every.days and 1 <= every.months <= YEAR
    return kind == "savings_account" and fee.amount is not None and fits


def _yearly(fee: Fee, kind: str) -> bool:
    return kind == "credit_line" and fee.amount is not None and fee.every == Duration(YEAR)
