"""The banks' documents we carry, and small documents of our own to spoil one field at a time."""

from __future__ import annotations

import csv
import json
from copy import deepcopy
from typing import Any

from products.imports import cdr
from products.imports.documents import Doubt, Imported
from tests.conftest import ROOT

DOCUMENTS = ROOT / "tests" / "documents" / "bank_products"
INDEX = list(csv.DictReader((DOCUMENTS / "INDEX.csv").read_text("utf-8").splitlines()))
PRODUCTS = [
    row
    for row in INDEX
    if row["group"].startswith(("product_detail", "version_chain")) and row["file"].endswith("json")
]

DEPOSIT: dict[str, Any] = {
    "productId": "TD1",
    "lastUpdated": "2026-01-01T00:00:00Z",
    "productCategory": "TERM_DEPOSITS",
    "name": "One year deposit",
    "description": "A deposit of one year",
    "brand": "Bank",
    "isTailored": False,
    "constraints": [{"constraintType": "MIN_BALANCE", "additionalValue": "1000.00"}],
    "depositRates": [
        {
            "depositRateType": "FIXED",
            "rate": "0.0535",
            "additionalValue": "P12M",
            "applicationFrequency": "P12M",
            "tiers": [
                {
                    "name": "Amount",
                    "unitOfMeasure": "DOLLAR",
                    "minimumValue": 5000,
                    "maximumValue": 100000,
                    "rateApplicationMethod": "WHOLE_BALANCE",
                }
            ],
        }
    ],
}
MORTGAGE: dict[str, Any] = {
    "productId": "HL1",
    "lastUpdated": "2026-01-01T00:00:00Z",
    "productCategory": "RESIDENTIAL_MORTGAGES",
    "name": "Home loan",
    "fees": [{"name": "Opening", "feeType": "UPFRONT", "amount": "250.00"}],
    "lendingRates": [
        {
            "lendingRateType": "VARIABLE",
            "rate": "0.0619",
            "comparisonRate": "0.0634",
            "applicationFrequency": "P1M",
            "repaymentType": "PRINCIPAL_AND_INTEREST",
            "loanPurpose": "OWNER_OCCUPIED",
            "tiers": [
                {
                    "name": "LVR",
                    "unitOfMeasure": "PERCENT",
                    "minimumValue": 0,
                    "maximumValue": 80,
                    "rateApplicationMethod": "WHOLE_BALANCE",
                }
            ],
        }
    ],
}


def read(data: dict[str, Any]) -> Imported:
    """A product as the reader sees it."""
    return cdr.read(json.dumps({"data": data, "meta": {}}).encode(), "bank")


def deposit(**spoilt: Any) -> dict[str, Any]:
    """The deposit with fields of its only rate replaced."""
    told = deepcopy(DEPOSIT)
    told["depositRates"][0].update(spoilt)
    return told


def mortgage(**spoilt: Any) -> dict[str, Any]:
    """The home loan with fields of its only rate replaced."""
    told = deepcopy(MORTGAGE)
    told["lendingRates"][0].update(spoilt)
    return told


def tier(**spoilt: Any) -> list[dict[str, Any]]:
    """The deposit's tier with fields replaced."""
    return [DEPOSIT["depositRates"][0]["tiers"][0] | spoilt]


def doubt(imported: Imported, code: str) -> Doubt:
    """The only doubt of a code."""
    (found,) = [each for each in imported.doubts if each.code == code]
    return found


def codes(imported: Imported) -> set[str]:
    """Codes of all doubts."""
    return {each.code for each in imported.doubts}
