"""The register of product kinds: one contract per file, none knows another.

`AnyTerms` is the union of all terms, told apart by their field `kind`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from products.kind import Kind
from products.kinds.annuity_pension import ANNUITY_PENSION, AnnuityPensionTerms
from products.kinds.committee import COMMITTEE, CommitteeTerms
from products.kinds.cover import COVER, CoverTerms
from products.kinds.credit_line import CREDIT_LINE, CreditLineTerms
from products.kinds.declared_dividend import DECLARED_DIVIDEND, DeclaredDividendTerms
from products.kinds.diminishing_musharakah import (
    DIMINISHING_MUSHARAKAH,
    DiminishingMusharakahTerms,
)
from products.kinds.discount_bill import DISCOUNT_BILL, DiscountBillTerms
from products.kinds.entitlement import ENTITLEMENT, EntitlementTerms
from products.kinds.gold import GOLD, GoldTerms
from products.kinds.grant import GRANT, GrantTerms
from products.kinds.housing_loan import HOUSING_LOAN, HousingLoanTerms
from products.kinds.ijara import IJARA, IjaraTerms
from products.kinds.income_certificate import INCOME_CERTIFICATE, IncomeCertificateTerms
from products.kinds.income_for_life import INCOME_FOR_LIFE, IncomeForLifeTerms
from products.kinds.livestock import LIVESTOCK, LivestockTerms
from products.kinds.loan import LOAN, LoanTerms
from products.kinds.murabaha import MURABAHA, MurabahaTerms
from products.kinds.prize_bond import PRIZE_BOND, PrizeBondTerms
from products.kinds.profit_sharing import PROFIT_SHARING, ProfitSharingTerms
from products.kinds.qard_hasan import QARD_HASAN, QardHasanTerms
from products.kinds.recurring_saving import RECURRING_SAVING, RecurringSavingTerms
from products.kinds.redemption_certificate import REDEMPTION_CERTIFICATE, RedemptionCertificateTerms
from products.kinds.remittance_reward import REMITTANCE_REWARD, RemittanceRewardTerms
from products.kinds.salam import SALAM, SalamTerms
from products.kinds.savings_account import SAVINGS_ACCOUNT, SavingsAccountTerms
from products.kinds.savings_group import SAVINGS_GROUP, SavingsGroupTerms
from products.kinds.term_deposit import TERM_DEPOSIT, TermDepositTerms

AnyTerms = Annotated[
    LoanTerms
    | QardHasanTerms
    | HousingLoanTerms
    | TermDepositTerms
    | IncomeCertificateTerms
    | RedemptionCertificateTerms
    | RecurringSavingTerms
    | GrantTerms
    | AnnuityPensionTerms
    | CommitteeTerms
    | CoverTerms
    | DeclaredDividendTerms
    | DiscountBillTerms
    | EntitlementTerms
    | GoldTerms
    | IncomeForLifeTerms
    | LivestockTerms
    | PrizeBondTerms
    | ProfitSharingTerms
    | RemittanceRewardTerms
    | SavingsAccountTerms
    | SavingsGroupTerms
    | CreditLineTerms
    | DiminishingMusharakahTerms
    | IjaraTerms
    | MurabahaTerms
    | SalamTerms,
    Field(discriminator="kind"),
]

KINDS: Mapping[str, Kind[Any]] = {
    kind.code: kind
    for kind in (
        LOAN,
        QARD_HASAN,
        HOUSING_LOAN,
        TERM_DEPOSIT,
        INCOME_CERTIFICATE,
        REDEMPTION_CERTIFICATE,
        RECURRING_SAVING,
        GRANT,
        ANNUITY_PENSION,
        COMMITTEE,
        COVER,
        DECLARED_DIVIDEND,
        DISCOUNT_BILL,
        ENTITLEMENT,
        GOLD,
        INCOME_FOR_LIFE,
        LIVESTOCK,
        PRIZE_BOND,
        PROFIT_SHARING,
        REMITTANCE_REWARD,
        SAVINGS_ACCOUNT,
        SAVINGS_GROUP,
        CREDIT_LINE,
        DIMINISHING_MUSHARAKAH,
        IJARA,
        MURABAHA,
        SALAM,
    )
}
"""Every kind by its code."""
