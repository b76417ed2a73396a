"""Open Banking UK, small business loans, version 2.3.0: one draft per band of a marketing state.

Rates are per cent here, as the format has it, and amounts are text. `RepAPR` is a yearly cost with
the fees in it and no rate of interest: where a band gives nothing else, its rate stays doubtful.
Accounts of the same family of formats (personal and business current accounts) are no loans: they
become drafts that cannot be published. Source: Open Banking UK open data, SME Loan 2.3.0; worked
examples in `tests/documents/bank_products/uk_open_data_examples`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from products.basis.rates import RateBasis
from products.basis.sources import Confidence, Standing
from products.catalogue.listing import Category
from products.imports.documents import (
    Content,
    Draft,
    FeedCode,
    FeedEvent,
    Found,
    Imported,
    fingerprint,
    shown,
)
from products.imports.limits import LEAST_PERCENT, NAME_CHARACTERS, RATE_MOST
from products.imports.mended import NO_RULES, Rules, mended
from products.imports.trees import cleaned, members, parse
from products.imports.values import amount, choice, link, number, text, whole
from products.kind import Mode
from products.mechanics.repayment import Repayment

FORMAT = "obie"
COUNTRY, CURRENCY = "GBR", "GBP"
LOAN = "SMELoan"
_HUNDRED = Decimal(100)
_PRODUCTS = (LOAN, "PCA", "BCA", "CommercialCreditCard")
_MONTHS: Mapping[str, int] = {"Month": 1, "Year": 12}
_PERIODS = frozenset({"Day", "Week", "Month", "Quarter", "HalfYear", "Year"})
_METHODS = frozenset({"Whole", "Tiered", "Banded"})
_RATE_TYPES = frozenset({"Fixed", "Variable"})
_INSTALMENTS: Mapping[str, int] = {"Monthly": 1, "Quarterly": 3, "HalfYearly": 6, "Yearly": 12}
_REPAYMENTS: Mapping[str, Repayment] = {
    "CapitalAndInterest": Repayment.LEVEL,
    "FullyAmortising": Repayment.LEVEL,
    "FixedCapitalFullyAmortising": Repayment.EQUAL_PRINCIPAL,
    "InterestOnly": Repayment.BULLET,
    "Bullet": Repayment.BULLET,
}
_LINKS = ("ProductURL", "TcsAndCsURL")
_RATE_NAME = re.compile(r"(Rate|APR|AER|EAR)$")
_AT_OPENING = frozenset({"OnOpening", "PerOccurrence"})


def read(raw: bytes, provider_id: str, country: str = "", rules: Rules = NO_RULES) -> Imported:
    """The drafts of one document, or the event that stands in its place.

    `rules` say how values are read that a person has mapped before.
    """
    tree, problem = parse(raw)
    empty = Imported(FORMAT, provider_id)
    if problem is not None:
        return replace(empty, problems=(problem,))
    if isinstance(tree, dict) and tree.get("errors") and not tree.get("data"):
        return replace(empty, events=(FeedEvent(FeedCode.FEED_ERROR, "", shown(tree["errors"])),))
    found = Found()
    told = cleaned(tree, "", found)
    own = [fingerprint(product) for _, _, product in _products(told, Found())]
    drafts: list[Draft] = []
    products = _products(mended(told, rules, found), found)
    for same, (path, family, product) in zip(own, products, strict=True):
        header = _header(path, product, provider_id, country or COUNTRY, found)
        for draft in _of_product(path, family, product, header, same):
            doubts = (*found.doubts, *draft.doubts)
            notes = (*found.notes, *draft.notes)
            drafts.append(replace(draft, doubts=doubts, notes=notes))
    if not drafts:
        return replace(empty, events=(FeedEvent(FeedCode.NOT_A_PRODUCT),))
    return replace(empty, drafts=tuple(drafts))


def _products(tree: object, found: Found) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for data_at, data in members(tree, "data", "", found):
        for brand_at, brand in members(data, "Brand", data_at, found):
            for family in _PRODUCTS:
                for path, product in members(brand, family, brand_at, found):
                    yield path, family, product


def _header(
    path: str, product: Mapping[str, Any], provider_id: str, country: str, found: Found
) -> dict[str, Any]:
    told = product.get("Name") or product.get("Identification")
    name = text(told, f"{path}.Name", found, NAME_CHARACTERS)
    if not name:
        found.doubt(f"{path}.Name", "NAME_MISSING", told)
    return {
        "provider_id": provider_id,
        "country": country,
        "currency": CURRENCY,
        "name": name,
        "category": Category.ENTERPRISE.value,
        "modes": [Mode.CONVENTIONAL.value],
        "standing": Standing.CONFIRM_FIRST.value,
        "source_id": f"{provider_id}.{FORMAT}",
        "confidence": Confidence.HIGH.value,
    }


def _of_product(
    path: str, family: str, product: Mapping[str, Any], header: Content, same: str
) -> Iterator[Draft]:
    ref = shown(product.get("Identification"))
    if family != LOAN:
        found = Found()
        found.doubt(path, "KIND_NOT_EXPRESSED", family)
        _every_rate(product, path, found)
        content = {k: v for k, v in header.items() if k != "category"}
        content["id"] = _id(header, ref, family)
        yield _draft(content, ref, path, same, found)
        return
    for state_at, state in members(product, "SMELoanMarketingState", path, Found()):
        yield from _of_state(state_at, state, ref, same, header)


def _of_state(
    path: str, state: Mapping[str, Any], ref: str, same: str, header: Content
) -> Iterator[Draft]:
    common = Found()
    rules = _rules(path, state, f"{header['source_id']}", common)
    links = _links(path, state, common)
    shape = _shape(path, state, common)
    beside = _fees_beside(path, state, common)
    bands = list(_bands(path, state))
    if not bands:
        common.doubt(path, "RATES_MISSING")
        yield _draft({**header, "id": _id(header, ref, path)}, ref, path, same, common)
    for count, (here, method, band) in enumerate(bands):
        found = Found(list(common.doubts), list(common.notes))
        at = f"{here.rpartition('.')[0]}.TierBandMethod"
        told = choice(method, _METHODS, at, found)
        if told in ("Tiered", "Banded"):
            found.doubt(at, "TIER_METHOD", told)
        terms = {"kind": "loan"} | shape | _price(here, band, found) | _tenor(here, band, found)
        terms |= _fees(here, band, beside, found)
        content = {**header, "id": _id(header, ref, f"{state.get('Identification')}#{count}")}
        content |= _amounts(here, band, found)
        content |= {"rules": rules} if rules else {}
        content |= {"band_of": _id(header, ref, path)} if len(bands) > 1 else {}
        content["terms"] = terms
        yield replace(_draft(content, ref, here, same, found), links=links)


def _draft(content: Content, ref: str, part: str, same: str, found: Found) -> Draft:
    doubts, notes = tuple(found.doubts), tuple(found.notes)
    return Draft(content, ref, part, same, doubts=doubts, notes=notes)


def _bands(path: str, state: Mapping[str, Any]) -> Iterator[tuple[str, object, dict[str, Any]]]:
    found = Found()
    for at, interest in members(state, "LoanInterest", path, found):
        for set_at, tier_set in members(interest, "LoanInterestTierBandSet", at, found):
            method = tier_set.get("TierBandMethod")
            for here, band in members(tier_set, "LoanInterestTierBand", set_at, found):
                yield here, method, band


def _percent(raw: Any, path: str, found: Found) -> Decimal | None:  # noqa: ANN401
    """A rate in per cent as a fraction of one; what looks like a fraction already is doubted."""
    told = number(raw, path, found, "RATE_NOT_A_NUMBER")
    if told is None:
        return None
    if told < 0:
        found.doubt(path, "RATE_NEGATIVE", raw)
        return None
    if told / _HUNDRED > RATE_MOST or 0 < told < LEAST_PERCENT:
        limit = LEAST_PERCENT if told < LEAST_PERCENT else RATE_MOST * _HUNDRED
        found.doubt(path, "RATE_UNIT_SUSPECT", raw, limit=limit)
        return None
    found.note(path, "RATE_IN_PERCENT", raw, told / _HUNDRED)
    return told / _HUNDRED


def _price(here: str, band: Mapping[str, Any], found: Found) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    at = f"{here}.LoanProviderInterestRate"
    told = _percent(band.get("LoanProviderInterestRate"), at, found)
    cost_at, cost = f"{here}.RepAPR", band.get("RepAPR")
    if told is not None:
        terms = {"rate": float(told), "rate_basis": RateBasis.NOMINAL_PA_MONTHLY.value}
        if cost is not None:
            found.note(cost_at, "COMPARISON_RATE", cost)
    elif cost is not None:
        found.doubt(cost_at, "COST_IS_NO_RATE", cost)
    else:
        found.doubt(here, "RATE_MISSING")
    changes_at = f"{here}.FixedVariableInterestRateType"
    kind = choice(band.get("FixedVariableInterestRateType"), _RATE_TYPES, changes_at, found)
    if kind == "Variable":
        found.doubt(changes_at, "RATE_MAY_CHANGE", kind, blocks=False)
    return terms


def _tenor(here: str, band: Mapping[str, Any], found: Found) -> dict[str, Any]:
    terms: dict[str, Any] = {}
    for end, field in (("Min", "tenor_min_months"), ("Max", "tenor_max_months")):
        at = f"{here}.TierValue{end}Term"
        count = whole(band.get(f"TierValue{end}Term"), at, found, "TERM_NOT_A_NUMBER")
        unit_at = f"{here}.{end}TermPeriod"
        unit = choice(band.get(f"{end}TermPeriod"), _PERIODS, unit_at, found)
        if count is not None and unit in _MONTHS:
            terms[field] = count * _MONTHS[unit]
        elif count is not None and unit:
            found.doubt(unit_at, "TERM_NOT_EXPRESSED", f"{count} {unit}")
    low, high = terms.get("tenor_min_months"), terms.get("tenor_max_months")
    if high is None:
        found.doubt(here, "TERM_UNTOLD")
    elif low is not None and low > high:
        found.doubt(here, "TIER_REVERSED", f"{low} .. {high}", limit=low)
        return {}
    return terms


def _amounts(here: str, band: Mapping[str, Any], found: Found) -> dict[str, float]:
    told = {}
    for end, field in (("Minimum", "amount_min"), ("Maximum", "amount_max")):
        at = f"{here}.TierValue{end}"
        value = amount(band.get(f"TierValue{end}"), at, found, "TIER_NOT_A_NUMBER")
        if value is not None:
            told[field] = float(value)
    if told.get("amount_min", 0.0) > told.get("amount_max", float("inf")):
        raw = f"{band.get('TierValueMinimum')} .. {band.get('TierValueMaximum')}"
        found.doubt(here, "TIER_REVERSED", raw, limit=shown(band.get("TierValueMinimum")))
        return {}
    if "amount_min" not in told:
        found.doubt(f"{here}.TierValueMinimum", "TIER_WITHOUT_MINIMUM", band.get("Identification"))
    return told


def _shape(path: str, state: Mapping[str, Any], found: Found) -> dict[str, Any]:
    """The repayment of the loan: pattern and interval; several ways to repay are doubted."""
    rows = members(state, "Repayment", path, found)
    if len(rows) != 1:
        code = "REPAYMENT_UNTOLD" if not rows else "REPAYMENT_SEVERAL"
        found.doubt(f"{path}.Repayment", code, len(rows))
        return {}
    at, row = rows[0]
    terms: dict[str, Any] = {}
    pattern, every = shown(row.get("RepaymentType")), shown(row.get("RepaymentFrequency"))
    if pattern in _REPAYMENTS:
        terms["repayment"] = _REPAYMENTS[pattern].value
    else:
        found.doubt(f"{at}.RepaymentType", "REPAYMENT_NOT_EXPRESSED", pattern)
    if every in _INSTALMENTS:
        terms["instalment_every_months"] = _INSTALMENTS[every]
    else:
        found.doubt(f"{at}.RepaymentFrequency", "REPAYMENT_NOT_EXPRESSED", every)
    if row.get("RepaymentHoliday"):
        found.doubt(
            f"{at}.RepaymentHoliday", "HOLIDAY_NOT_EXPRESSED", row["RepaymentHoliday"], blocks=False
        )
    for fees_at, fees in members(row, "RepaymentFeeCharges", at, Found()):
        for fee_at, fee in members(fees, "RepaymentFeeChargeDetail", fees_at, found):
            found.doubt(fee_at, "FEE_OUTSIDE", _fee_raw(fee), blocks=False)
    return terms


Told = tuple[str, Mapping[str, Any]]


def _fees_beside(path: str, state: Mapping[str, Any], found: Found) -> list[Told]:
    beside = []
    for at, fees in members(state, "OtherFeesCharges", path, Found()):
        beside += members(fees, "FeeChargeDetail", at, found)
    return list(beside)


def _fees(here: str, band: Mapping[str, Any], beside: list[Told], found: Found) -> dict[str, Any]:
    """Fees at the beginning; one told in two places may be one fee or two, and is doubted."""
    own: list[Told] = []
    for at, charges in members(band, "LoanInterestFeesCharges", here, Found()):
        own += members(charges, "LoanInterestFeeChargeDetail", at, found)
    types = {str(fee.get("FeeType")) for _, fee in own}
    terms: dict[str, Any] = {}
    for at, fee in (*own, *beside):
        if (at, fee) in beside and str(fee.get("FeeType")) in types:
            found.doubt(at, "FEE_AMBIGUOUS", _fee_raw(fee))
            continue
        name, value = _fee(at, fee, found)
        if name:
            terms[name] = terms.get(name, 0.0) + value
    return terms


def _fee(at: str, fee: Mapping[str, Any], found: Found) -> tuple[str, float]:
    told, share = fee.get("FeeAmount"), fee.get("FeeRate")
    if told not in (None, "") and share not in (None, ""):
        found.doubt(at, "FEE_AMBIGUOUS", _fee_raw(fee))
    elif fee.get("ApplicationFrequency") not in _AT_OPENING or fee.get("NegotiableIndicator"):
        found.doubt(at, "FEE_OUTSIDE", _fee_raw(fee))
    elif told not in (None, ""):
        value = amount(told, f"{at}.FeeAmount", found, "AMOUNT_NOT_PLAIN")
        return ("fee_fixed", float(value)) if value is not None else ("", 0.0)
    elif share not in (None, ""):
        part = _percent(share, f"{at}.FeeRate", found)
        return ("fee_share", float(part)) if part is not None else ("", 0.0)
    else:
        found.doubt(at, "FEE_WITHOUT_AMOUNT", _fee_raw(fee))
    return "", 0.0


def _fee_raw(fee: Mapping[str, Any]) -> dict[str, Any]:
    names = ("FeeType", "FeeAmount", "FeeRate", "ApplicationFrequency", "Notes")
    return {name: fee[name] for name in names if name in fee}


def _rules(
    path: str, state: Mapping[str, Any], source_id: str, found: Found
) -> list[dict[str, Any]]:
    """Ages become rules; the rest stays as a doubt in the bank's words."""
    rules: list[dict[str, Any]] = []
    for at, told in members(state, "Eligibility", path, Found()):
        for age_at, ages in members(told, "AgeEligibility", at, Found()):
            for name, op in (("MinimumAge", "at_least"), ("MaximumAge", "at_most")):
                age = whole(ages.get(name), f"{age_at}.{name}", found, "AGE_NOT_WHOLE")
                if age is not None:
                    rule = {"fact": "age_years", "op": op, "value": age, "source_id": source_id}
                    rules.append(rule)
        for name in told:
            if name != "AgeEligibility" and told[name]:
                found.doubt(f"{at}.{name}", "RULE_NOT_EXPRESSED", told[name], blocks=False)
    return rules


def _links(path: str, state: Mapping[str, Any], found: Found) -> tuple[tuple[str, str], ...]:
    core = members(state, "CoreProduct", path, Found())
    safe = [(n, link(c.get(n), f"{at}.{n}", found)) for at, c in core for n in _LINKS]
    return tuple((name, address) for name, address in safe if address)


def _every_rate(value: object, path: str, found: Found) -> None:
    """Every rate of a product that no kind expresses, raw."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            here = f"{path}.{name}"
            if _RATE_NAME.search(name) and isinstance(inner, str | Decimal):
                found.doubt(here, "RATE_NOT_EXPRESSED", inner)
            else:
                _every_rate(inner, here, found)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _every_rate(inner, f"{path}[{place}]", found)


def _id(header: Content, ref: str, identity: str) -> str:
    digest = hashlib.sha256(f"{ref}\n{identity}".encode("utf-8", "replace")).hexdigest()
    own = re.sub(r"[^A-Z0-9]+", "-", str(header["provider_id"]).upper()).strip("-")[:40]
    return f"{own}-{digest[:12].upper()}"
