"""Limits of what is read from outside: one number each, in one place."""

from __future__ import annotations

from decimal import Decimal

UPLOAD_BYTES = 10_000_000
"""Largest file that is read."""
DAY_FILES, DAY_BYTES = 20, 200_000_000
"""So many files, and so much in all, may one account hand in on one day."""
UNPACKED_BYTES = 100_000_000
"""A workbook is no larger once unpacked."""
PACKED_RATIO = 100
"""Nor does any part of it grow more than so many times."""
ARCHIVE_MEMBERS = 200
"""A workbook has no more parts than these."""
TABLE_ROWS, TABLE_COLUMNS = 100_000, 200
"""Rows under the header of a table, and columns of it."""
CELL_CHARACTERS = 10_000
"""Longest text of one cell."""
PARSE_SECONDS = 20
"""A file is read within this time, counted by the clock and by the processor alike."""
PARSE_BYTES = 512_000_000
"""The process that reads a file has so much memory for all it does."""
LABEL_CHARACTERS = 120
"""So much of a file's own name is shown."""
JSON_DEPTH = 50
"""Lists and objects may lie inside each other so deep."""
NAME_CHARACTERS = 160
"""Longest name of a listing."""
SUMMARY_CHARACTERS = 4_000
"""Longest description."""
NOTE_CHARACTERS = 600
"""Longest remark that stands in a listing."""
RAW_CHARACTERS = 10_000
"""So much of a quarantined value is kept."""
EXACT_DIGITS = 15
"""A decimal of so many significant digits is still itself after a trip through a float."""
RATE_MOST = Decimal("0.60")
"""A yearly rate above this was most likely written in per cent."""
DEPOSIT_RATE_MOST = Decimal("0.20")
"""The same for deposits in a currency of low rates."""
LOW_RATE_CURRENCIES = frozenset({"AUD", "GBP"})
"""Currencies in which no deposit has paid more than `DEPOSIT_RATE_MOST` for a generation."""
LEAST_PERCENT = Decimal("0.5")
"""A yearly lending rate in per cent below this was most likely written as a fraction."""
