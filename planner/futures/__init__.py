"""A family's plan in many futures: what may happen, how often, and what it does to its money.

The story in order: `world` (what the assumptions say about chance), `processes` (how one uncertain
thing moves), `draws` (the only maker of randomness), `outlooks` and `exposure` (which of the
family's money hangs on what), `fates` (what befalls a path once or once a year), `twin` (one step
after the other over arrays: the meaning), `tables`, `kernel` and `compiled` (the same, compiled),
`simulate` (blocks, threads, seed), `paths` (what comes out), `order` (quantiles), `returns` (every
month of return at once).
"""
