"""The shared words of both houses; imports nothing of ours.

Time (`timeline`), money (`money`), rates (`rates`), the outside world (`market`), flows and
contracts (`cashflow`), eligibility (`eligibility`), bad input (`problems`), tables (`tables`),
sources (`sources`), and sentences (`text`).
"""
