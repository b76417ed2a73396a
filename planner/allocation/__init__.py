"""Which products, ventures, goals and pay-offs to take, when, and how much: the best plan there is.

The story in order: `ground` (the family with nothing decided, its floor and limits), `items` (what
a column is), `own` (ventures, pay-offs, goals as columns), `doors` (who may take what, at which
month), `shelf` and `takes` (products as columns), `rules` (one function a rule, each row tagged),
`aims` (what the family wants most, as values), `shortlist` (the few worth a programme), `model`
(the programme itself), `search` (exact; `kernel` is its inner loop, `standard` and `desk` what it
reads), `solve` (HiGHS, for the rest), `allocate` (the story itself: start reading there), `mends`
(what would mend a plan that runs out), `explain` (why this, why not that), `stack` (the efficient
few).
"""
