"""What banks publish in formats of their own, read into drafts: one foreign format a file.

Everything here is pure: bytes go in, an `Imported` comes out. A bad field goes into quarantine with
its raw text, the rest becomes a draft; nothing is repaired silently. `FORMATS` names the readers.
"""

from __future__ import annotations

from collections.abc import Mapping

from products.imports import cdr, csv_file, obie, xlsx_file
from products.imports.documents import Imported, Reader, TableReader

TABLES: Mapping[str, TableReader] = {"csv": csv_file.read, "xlsx": xlsx_file.read}
"""Code of a format that is a table -> `read(raw, provider_id, country, kind)`."""
FORMATS: Mapping[str, Reader] = {"cdr": cdr.read, "obie": obie.read, **TABLES}
"""Code of a format -> `read(raw, provider_id, country)`; an empty country is the format's own."""


def reading(file_format: str, raw: bytes, provider_id: str, country: str, kind: str) -> Imported:
    """A file read by its format; `kind` is for tables that do not tell it."""
    if file_format in TABLES:
        return TABLES[file_format](raw, provider_id, country, kind)
    return FORMATS[file_format](raw, provider_id, country)
