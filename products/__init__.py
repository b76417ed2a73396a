"""The market: what is offered, on what terms, and what cash flows follow.

This house has never heard of a family. Its rooms, from the ground up:

* `basis`      the shared words: time, money, rates, flows, rules, problems, texts
* `mechanics`  money over time on month marks: repayment, accumulation
* `legal`      prices named by law or market: day counts, APR by statute, effective rates
* `contract`   the dated contract schedule in whole minor units, and what payments do to it
* `kind`       the contract a product kind fulfils
* `kinds`      one product kind per file; none knows another
* `catalogue`  the shelf where listings stand: packs, checks, database
* `verify`     published cases run through the engine's public functions
"""
