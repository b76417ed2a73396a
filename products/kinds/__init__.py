"""The register of product kinds: one contract per file, none knows another.

`AnyTerms` is the union of all terms, told apart by their field `kind`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from products.kinds.grant import GrantTerms
from products.kinds.housing_loan import HousingLoanTerms
from products.kinds.income_certificate import IncomeCertificateTerms
from products.kinds.loan import LoanTerms
from products.kinds.qard_hasan import QardHasanTerms
from products.kinds.recurring_saving import RecurringSavingTerms
from products.kinds.redemption_certificate import RedemptionCertificateTerms
from products.kinds.term_deposit import TermDepositTerms

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
