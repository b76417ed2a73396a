"""The register of product kinds: one contract per file, none knows another.

`AnyTerms` is the union of all terms, told apart by their field `kind`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from products.kind import Kind
from products.kinds.grant import GRANT, GrantTerms
from products.kinds.housing_loan import HOUSING_LOAN, HousingLoanTerms
from products.kinds.income_certificate import INCOME_CERTIFICATE, IncomeCertificateTerms
from products.kinds.loan import LOAN, LoanTerms
from products.kinds.qard_hasan import QARD_HASAN, QardHasanTerms
from products.kinds.recurring_saving import RECURRING_SAVING, RecurringSavingTerms
from products.kinds.redemption_certificate import REDEMPTION_CERTIFICATE, RedemptionCertificateTerms
from products.kinds.term_deposit import TERM_DEPOSIT, TermDepositTerms

AnyTerms = Annotated[
    LoanTerms
    | QardHasanTerms
    | HousingLoanTerms
    | TermDepositTerms
    | IncomeCertificateTerms
    | RedemptionCertificateTerms
    | RecurringSavingTerms
    | GrantTerms,
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
    )
}
"""Every kind by its code."""
