"""The family: what they have, want, may take, and what becomes of them.

The story in reading order: `household` (who they are and what they have), `assumptions` and
`country` (the world around them), `case` (all of it in one file), `facts` and `matching` (which
listings they may take), `baseline` (their own money with no product), `candidates` (what a choice
means in flows), `projection` (month by month), `cliff` (the last month money arrives, every month
at once), `offers` (why, why not, and what would fix it), `ladder` (what to do first), `plan` (the
whole on one screen), `frames` (tables of it).
"""
