"""Money over time: pure functions on arrays whose last axis is periods, months or marks.

Prices per period (`prices`), balances and instalments of borrowed money (`repayment`), growth of
saved money (`accumulation`), payments by table (`tables`), placing a contract on the plan's marks
(`placing`), rate of return (`returns`), and exact contracts in minor units (`exact`).
"""
