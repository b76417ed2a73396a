"""The closed lists of Australia's product reference data that are read here.

Source: Consumer Data Standards, Banking, Get Product Detail, versions 4 to 7 (public standard).
"""

from __future__ import annotations

from collections.abc import Mapping

from products.catalogue.listing import Category

KINDS_OF: Mapping[str, str] = {
    "TRANS_AND_SAVINGS_ACCOUNTS": "savings_account",
    "TERM_DEPOSITS": "term_deposit",
    "RESIDENTIAL_MORTGAGES": "housing_loan",
    "BUSINESS_LOANS": "loan",
    "PERS_LOANS": "loan",
    "OVERDRAFTS": "credit_line",
}
"""Category of a product -> the kind that expresses it; no kind expresses the others."""
CATEGORIES: Mapping[str, Category] = {
    "TRANS_AND_SAVINGS_ACCOUNTS": Category.SAVINGS,
    "TERM_DEPOSITS": Category.SAVINGS,
    "RESIDENTIAL_MORTGAGES": Category.HOUSING,
    "BUSINESS_LOANS": Category.ENTERPRISE,
    "OVERDRAFTS": Category.ENTERPRISE,
}
"""What a product of a category is for, where the category tells it."""
PRODUCT_CATEGORIES = frozenset(KINDS_OF) | {
    "LEASES", "TRADE_FINANCE", "REGULATED_TRUST_ACCOUNTS", "CRED_AND_CHRG_CARDS", "MARGIN_LOANS",
    "TRAVEL_CARDS", "BUY_NOW_PAY_LATER",
}  # fmt: skip
DEPOSITS = frozenset({"TRANS_AND_SAVINGS_ACCOUNTS", "TERM_DEPOSITS"})
BASE_RATES = frozenset({"FIXED", "VARIABLE", "FLOATING", "MARKET_LINKED"})
INDEXED_RATES = frozenset({"FLOATING", "MARKET_LINKED"})
CARD_RATES = frozenset({"PURCHASE", "CASH_ADVANCE", "BALANCE_TRANSFER"})
DEPOSIT_RATE_TYPES = BASE_RATES | {"BONUS", "BUNDLE_BONUS", "INTRODUCTORY"}
LENDING_RATE_TYPES = BASE_RATES | CARD_RATES | {
    "DISCOUNT", "INTRODUCTORY", "BUNDLE_DISCOUNT_FIXED", "BUNDLE_DISCOUNT_VARIABLE", "PENALTY",
}  # fmt: skip
REPAYMENT_TYPES = frozenset({"PRINCIPAL_AND_INTEREST", "INTEREST_ONLY", "OTHER", "UNCONSTRAINED"})
LOAN_PURPOSES = frozenset({"OWNER_OCCUPIED", "INVESTMENT", "OTHER", "UNCONSTRAINED"})
APPLICATION_TYPES = frozenset({"PERIODIC", "MATURITY", "UPFRONT"})
TIER_UNITS = frozenset({"DOLLAR", "PERCENT", "MONTH", "DAY"})
TIER_METHODS = frozenset({"WHOLE_BALANCE", "PER_TIER"})
CONSTRAINT_TYPES = frozenset(
    {"MIN_BALANCE", "MAX_BALANCE", "OPENING_BALANCE", "MIN_LIMIT", "MAX_LIMIT", "MIN_LVR",
     "MAX_LVR", "OTHER"}
)  # fmt: skip
ELIGIBILITY_TYPES = frozenset(
    {"BUSINESS", "NATURAL_PERSON", "MIN_AGE", "MAX_AGE", "MIN_INCOME", "MIN_TURNOVER",
     "EMPLOYMENT_STATUS", "RESIDENCY_STATUS", "PENSION_RECIPIENT", "STUDENT", "STAFF", "OTHER"}
)  # fmt: skip
FEE_TYPES = frozenset(
    {"PERIODIC", "UPFRONT", "UPFRONT_PER_PLAN", "EVENT", "EXIT", "LATE_PAYMENT", "DISHONOUR",
     "VARIATION", "ENQUIRY", "REPLACEMENT", "TRANSACTION", "WITHDRAWAL", "DEPOSIT", "PAYMENT",
     "PURCHASE", "CASH_ADVANCE", "OTHER", "VARIABLE"}
)  # fmt: skip
FEE_METHODS = frozenset({"fixedAmount", "rateBased", "variable"})
FEATURE_TYPES = frozenset(
    {"CARD_ACCESS", "ADDITIONAL_CARDS", "UNLIMITED_TXNS", "FREE_TXNS", "FREE_TXNS_ALLOWANCE",
     "LOYALTY_PROGRAM", "OFFSET", "OVERDRAFT", "REDRAW", "INSURANCE", "BALANCE_TRANSFERS",
     "INTEREST_FREE", "INTEREST_FREE_TRANSFERS", "DIGITAL_WALLET", "DIGITAL_BANKING", "NPP_PAYID",
     "NPP_ENABLED", "DONATE_INTEREST", "BILL_PAYMENT", "COMPLEMENTARY_PRODUCT_DISCOUNTS",
     "BONUS_REWARDS", "NOTIFICATIONS", "CASHBACK_OFFER", "EXTRA_REPAYMENTS", "GUARANTOR",
     "INSTALMENT_PLAN", "FRAUD_PROTECTION", "RELATIONSHIP_MANAGEMENT", "FUNDS_AVAILABLE_AFTER",
     "OTHER"}
)  # fmt: skip
