"""Australia's product reference data (Consumer Data Right): documents of version 4, and of 5 to 7.

A document is `{"data": {...}}` with one product, `{"data": {"products": [...]}}` with a list of
names, or `{"errors": [...]}`. Rates are fractions of one as text, amounts have two decimals. The
version stands in a header that is not kept: a document is read by what it holds, and one that
mixes two versions is quarantined where it does. Source: Consumer Data Standards, Banking, Get
Products and Get Product Detail; base rates of defects: cases in `tests/documents/bank_products`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from products.basis.sources import Confidence, Standing
from products.imports.cdr_fees import Fee, fee_terms, fees_outside, read_fees
from products.imports.cdr_lists import (
    CATEGORIES,
    CONSTRAINT_TYPES,
    DEPOSITS,
    ELIGIBILITY_TYPES,
    FEATURE_TYPES,
    KINDS_OF,
    PRODUCT_CATEGORIES,
)
from products.imports.cdr_rates import Bounds, Part, read_rates
from products.imports.cdr_terms import compared, suspect, terms_of
from products.imports.documents import (
    Draft,
    FeedCode,
    FeedEvent,
    Found,
    Imported,
    fingerprint,
    shown,
)
from products.imports.limits import NAME_CHARACTERS, NOTE_CHARACTERS, SUMMARY_CHARACTERS
from products.imports.mended import NO_RULES, Rules, mended
from products.imports.trees import cleaned, members, parse, plain
from products.imports.values import amount, choice, link, text, whole
from products.kind import Mode

FORMAT = "cdr"
COUNTRY, CURRENCY = "AUS", "AUD"
_LINKS = ("overviewUri", "termsUri", "eligibilityUri", "feesAndPricingUri", "bundleUri")
_MIN, _MAX = ("MIN_BALANCE", "OPENING_BALANCE", "MIN_LIMIT"), ("MAX_BALANCE", "MAX_LIMIT")
_AGES: Mapping[str, str] = {"MIN_AGE": "at_least", "MAX_AGE": "at_most"}


def read(raw: bytes, provider_id: str, country: str = "", rules: Rules = NO_RULES) -> Imported:
    """The drafts of one document, or the event that stands in its place.

    `rules` say how values are read that a person has mapped before.
    """
    tree, problem = parse(raw)
    empty = Imported(FORMAT, provider_id)
    if problem is not None:
        return replace(empty, problems=(problem,))
    data = tree.get("data") if isinstance(tree, dict) else None
    if not isinstance(data, dict):
        return replace(empty, events=_events(tree))
    if "products" in data:
        return replace(empty, events=_listed(data))
    if not data.get("productId") and not data.get("productCategory"):
        return replace(empty, events=(FeedEvent(FeedCode.NOT_A_PRODUCT),))
    found = Found()
    if "meta" not in tree:
        found.note("meta", "META_MISSING")
    told = mended(data, rules, found)
    product = _product(told, provider_id, country or COUNTRY, found)
    return replace(empty, drafts=_drafts(replace(product, fingerprint=fingerprint(data)), told))


def _events(tree: object) -> tuple[FeedEvent, ...]:
    errors = tree.get("errors") if isinstance(tree, dict) else None
    if not isinstance(errors, list) or not errors:
        return (FeedEvent(FeedCode.NOT_A_PRODUCT),)
    return tuple(FeedEvent(FeedCode.FEED_ERROR, "", _told(error)) for error in errors)


def _told(error: object) -> str:
    if not isinstance(error, Mapping):
        return plain(shown(error), "", Found())
    parts = (error.get(name) for name in ("code", "title", "detail"))
    return plain(": ".join(shown(part) for part in parts if part), "", Found())


def _listed(data: Mapping[str, Any]) -> tuple[FeedEvent, ...]:
    rows = members(data, "products", "data", Found())
    return tuple(
        FeedEvent(FeedCode.LISTED, shown(row.get("productId")), shown(row.get("lastUpdated")))
        for _, row in rows
    )


@dataclass(frozen=True, slots=True)
class _Product:
    """What holds for every rate of a product."""

    ref: str
    category: str
    header: Mapping[str, Any]
    fingerprint: str
    told_at: str
    fees: tuple[Fee, ...]
    limits: Bounds
    links: tuple[tuple[str, str], ...]
    provider_id: str
    found: Found


def _product(data: dict[str, Any], provider_id: str, country: str, found: Found) -> _Product:
    told = cleaned(data, "", found)
    ref = shown(told.get("productId"))
    category = choice(told.get("productCategory"), PRODUCT_CATEGORIES, "productCategory", found)
    name = text(told.get("name"), "name", found, NAME_CHARACTERS)
    if not name:
        found.doubt("name", "NAME_MISSING", told.get("name"))
    text(told.get("description"), "description", found, SUMMARY_CHARACTERS)
    header: dict[str, Any] = {
        "provider_id": provider_id,
        "country": country,
        "currency": CURRENCY,
        "name": name,
        "modes": [Mode.CONVENTIONAL.value],
        "standing": Standing.CONFIRM_FIRST.value,
        "source_id": f"{provider_id}.{FORMAT}",
        "confidence": Confidence.HIGH.value,
        "last_updated": shown(told.get("lastUpdated")),
        "valid_from": _day(told.get("effectiveFrom"), "effectiveFrom", found),
        "valid_to": _day(told.get("effectiveTo"), "effectiveTo", found),
        "rules": _rules(told, f"{provider_id}.{FORMAT}", found),
    }
    if category in CATEGORIES:
        header["category"] = CATEGORIES[category].value
    elif category in KINDS_OF:
        found.doubt("productCategory", "PURPOSE_UNTOLD", category)
    _features(told, found)
    return _Product(
        ref,
        category,
        header,
        "",
        header["last_updated"],
        read_fees(members(told, "fees", "", found), found),
        _limits(told, category, found),
        _links(told, found),
        provider_id,
        found,
    )


def _day(raw: object, path: str, found: Found) -> str | None:
    if raw is None or raw == "":
        return None
    match = re.match(r"(\d{4}-\d{2}-\d{2})(T|$)", raw) if isinstance(raw, str) else None
    if match is None:
        found.doubt(path, "NOT_A_DAY", raw)
        return None
    return match[1]


def _features(told: Mapping[str, Any], found: Found) -> None:
    for path, row in members(told, "features", "", found):
        at = f"{path}.featureType"
        kind = choice(row.get("featureType"), FEATURE_TYPES, at, found, blocks=False)
        if kind == "OTHER" and not row.get("additionalInfo"):
            found.doubt(path, "OTHER_UNEXPLAINED", kind, blocks=False)


def _rules(told: Mapping[str, Any], source_id: str, found: Found) -> list[dict[str, Any]]:
    """Ages become rules; what else decides who may have it stays as a doubt in the bank's words."""
    rules: list[dict[str, Any]] = []
    for path, row in members(told, "eligibility", "", found):
        at = f"{path}.eligibilityType"
        kind = choice(row.get("eligibilityType"), ELIGIBILITY_TYPES, at, found)
        value, remark = row.get("additionalValue"), row.get("additionalInfo")
        if kind in _AGES:
            age = whole(value, f"{path}.additionalValue", found, "AGE_NOT_WHOLE")
            if value in (None, ""):
                found.doubt(f"{path}.additionalValue", "AGE_NOT_WHOLE", remark, blocks=False)
            if age is not None:
                op = _AGES[kind]
                rule = {"fact": "age_years", "op": op, "value": age, "source_id": source_id}
                rules.append(rule)
        elif kind == "OTHER" and not remark:
            found.doubt(path, "OTHER_UNEXPLAINED", value, blocks=False)
        elif kind not in ("", "NATURAL_PERSON"):
            found.doubt(path, "RULE_NOT_EXPRESSED", value or remark or kind, blocks=False)
    return rules


def _limits(told: Mapping[str, Any], category: str, found: Found) -> Bounds:
    """The smallest and the largest amount of the product itself."""
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    for path, row in members(told, "constraints", "", found):
        kind = choice(row.get("constraintType"), CONSTRAINT_TYPES, f"{path}.constraintType", found)
        here, value = f"{path}.additionalValue", row.get("additionalValue")
        if kind in _MIN or kind in _MAX:
            told_amount = amount(value, here, found, "CONSTRAINT_NOT_AMOUNT")
            if told_amount is not None:
                (lows if kind in _MIN else highs).append(told_amount)
        elif kind:
            found.doubt(path, "CONSTRAINT_NOT_EXPRESSED", value, blocks=kind != "OTHER")
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and high < low:
        found.doubt("constraints", "LIMITS_REVERSED", f"{low} .. {high}", limit=low)
        return Bounds()
    if high == 0:
        found.doubt("constraints", "LIMIT_OF_NOTHING", high, blocks=category in KINDS_OF)
        return Bounds(low)
    return Bounds(low, high)


def _links(told: Mapping[str, Any], found: Found) -> tuple[tuple[str, str], ...]:
    """The product's own addresses that may be shown; every other link is judged as well."""
    safe = dict(_judged(told, "", found))
    more = ((name, safe.get(f"additionalInformation.{name}", "")) for name in _LINKS)
    pairs = (("applicationUri", safe.get("applicationUri", "")), *more)
    return tuple((name, address) for name, address in pairs if address)


def _judged(value: object, path: str, found: Found) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else name
            if name.endswith("Uri"):
                yield here, link(inner, here, found)
            elif isinstance(inner, Mapping | list):
                yield from _judged(inner, here, found)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _judged(inner, f"{path}[{place}]", found)


def _drafts(product: _Product, data: dict[str, Any]) -> tuple[Draft, ...]:
    told = cleaned(data, "", Found())
    parts = list(read_rates(told))
    in_percent = any(suspect(part, CURRENCY) for part, _ in parts)
    deposit, known = product.category in DEPOSITS, product.category in KINDS_OF
    drafts = _of_parts(product, parts, in_percent=in_percent)
    if any(part.deposit == deposit for part, _ in parts) or (parts and not known):
        return drafts
    found = Found()
    if known:
        found.doubt("depositRates" if deposit else "lendingRates", "RATES_MISSING")
    else:
        found.doubt("productCategory", "KIND_NOT_EXPRESSED", product.category)
    fees_outside(product.fees, found)
    empty = Part("", deposit, "", None, None)
    return (*drafts, _draft(product, empty, found, {}, 0, ""))


def _of_parts(
    product: _Product, parts: list[tuple[Part, Found]], *, in_percent: bool
) -> tuple[Draft, ...]:
    groups = Counter(_group(part) for part, _ in parts)
    seen: Counter[str] = Counter()
    drafts = []
    for part, found in parts:
        here = Found(list(found.doubts), list(found.notes))
        compared(part, product.category, here)
        terms = terms_of(part, product.category, here, in_percent=in_percent)
        if terms:
            terms |= fee_terms(product.fees, terms["kind"], here)
        else:
            fees_outside(product.fees, here)
        seen[part.identity] += 1
        group = _group(part)
        band = _id(product, group) if groups[group] > 1 and part.bounds("DOLLAR").low else ""
        drafts.append(_draft(product, part, here, terms, seen[part.identity], band))
    return tuple(drafts)


def _group(part: Part) -> str:
    """What the bands of one product by amount have in common."""
    beside = tuple(each for each in part.within if each[0] != "DOLLAR")
    return replace(part, within=beside, remark="").identity


def _draft(
    product: _Product, part: Part, found: Found, terms: Mapping[str, Any], count: int, band: str
) -> Draft:
    content: dict[str, Any] = {k: v for k, v in product.header.items() if v not in (None, [])}
    content["id"] = _id(product, f"{part.identity}#{count}")
    if terms:
        content["terms"] = dict(terms)
    if band:
        content["band_of"] = band
    if part.remark and len(part.remark) <= NOTE_CHARACTERS:
        content["note"] = part.remark
    content |= _amounts(part, product.limits, found)
    return Draft(
        content,
        product.ref,
        part.path,
        product.fingerprint,
        product.told_at,
        (*product.found.doubts, *found.doubts),
        (*product.found.notes, *found.notes),
        product.links,
    )


def _amounts(part: Part, limits: Bounds, found: Found) -> dict[str, float]:
    """The bounds of the amount: those of the tier within those of the product."""
    tier = part.bounds("DOLLAR")
    lows = [each for each in (tier.low, limits.low) if each is not None]
    highs = [each for each in (tier.high, limits.high) if each is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and high < low:
        found.doubt(part.path, "TIER_OUTSIDE_LIMITS", f"{low} .. {high}", limit=low)
        low, high = tier.low, tier.high
    told: dict[str, Decimal | None] = {"amount_min": low, "amount_max": high}
    return {name: float(each) for name, each in told.items() if each is not None}


def _id(product: _Product, identity: str) -> str:
    """An id that stays the same as long as the bank's id and the band do."""
    digest = hashlib.sha256(f"{product.ref}\n{identity}".encode("utf-8", "replace")).hexdigest()
    own = re.sub(r"[^A-Z0-9]+", "-", product.provider_id.upper()).strip("-")[:40]
    return f"{own}-{digest[:12].upper()}"
