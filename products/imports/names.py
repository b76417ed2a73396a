"""Names of files that people hand in: what is shown of them, and which are not taken.

A name is only ever a label. Nothing is stored under it, opened by it, or searched with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

from products.basis.problems import Problem
from products.imports.limits import LABEL_CHARACTERS

ENDINGS: Mapping[str, str] = {"csv": ".csv", "xlsx": ".xlsx", "cdr": ".json", "obie": ".json"}
"""Format -> how the name of its files ends; nothing else is taken, whatever it holds."""
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")  # controls, bidi marks, halves of pairs, unassigned
_JOINERS = "\u200c\u200d"  # they shape letters in Urdu and Bangla, and join emoji
_UNNAMED = "file"


def label(name: str) -> str:
    r"""A name as it may be shown: one line, no hidden characters, no folders, at most so long.

    >>> label("../../etc/rates\u202e\n.csv")
    '.._.._etc_rates.csv'
    """
    seen = "".join(each for each in name if _is_seen(each))
    flat = re.sub(r"[/\\]", "_", unicodedata.normalize("NFC", seen)).strip()
    if len(flat) <= LABEL_CHARACTERS:
        return flat or _UNNAMED
    stem, dot, ending = flat.rpartition(".")
    tail = f"…{dot}{ending}" if stem and len(ending) <= len("xlsx") else "…"
    return flat[: LABEL_CHARACTERS - len(tail)] + tail


def _is_seen(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _HIDDEN


def fault(name: str, file_format: str) -> Problem | None:
    r"""Why a file of this name is not taken as one of this format; None where it is.

    Only the end of the final name counts, hidden characters aside. A NUL is never forgiven.

    >>> fault("Rates.CSV", "csv"), fault("rates.csv.exe", "csv").params["value"]
    (None, 'rates.csv.exe')
    """
    final = unquote(name, errors="replace")
    ending = ENDINGS[file_format]
    shown = label(name)
    if "\0" in name or "\0" in final:
        return Problem("problem.name_with_nul", shown, params={"value": shown})
    told = "".join(each for each in final if _is_seen(each))
    if told.lower().endswith(ending) and told.lower() != ending:
        return None
    return Problem("problem.wrong_ending", shown, params={"value": shown, "limit": ending})
