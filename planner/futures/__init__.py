"""A family's plan in many futures: what may happen, how often, and what it does to its money.

The story in order: `world` (what the assumptions say about chance), `draws` (the only maker of
randomness), `exposure` (which of the family's money hangs on what), `twin` (one step after the
other over arrays: the meaning), `kernel` (the same, compiled), `simulate` (blocks, threads, seed),
`paths` (what comes out).
"""
