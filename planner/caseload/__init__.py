"""Many households at once: a documented table, a synthetic one, and what a product would change.

The story in order: `columns` (what a row says of a household), `table` (columns as arrays, read and
written as CSV), `calibration` (cited numbers a country's households are drawn from), `synthetic`
(drawing them), `cases` (a row as the case a plan is made from), `base` (each household's money
without any product), `judged` (one product for all of them), `preview` (before and after, counted
so that nobody can be recognised).
"""
