"""Which products, ventures, goals and pay-offs to take, when, and how much: the best plan there is.

The story in order: `items` (all that could be done, as columns with their flows), `rules` (one
function a rule, each row tagged), `aims` (what the family wants most, as values), `model` (the
programme itself), `search` (exact, up to three products; `kernel` is its inner loop), `solve`
(HiGHS, for the rest), `explain` (which rows bind; why not this one), `allocate` (the story).
"""
