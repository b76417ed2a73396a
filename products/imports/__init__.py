"""What banks publish in formats of their own, read into drafts: one foreign format a file.

Everything here is pure: bytes go in, an `Imported` comes out. A bad field goes into quarantine with
its raw text, the rest becomes a draft; nothing is repaired silently. `FORMATS` names the readers.
"""

from __future__ import annotations

from collections.abc import Mapping

from products.imports import cdr, csv_file, obie, xlsx_file
from products.imports.documents import Imported, Job, Reader, TableReader
from products.imports.mended import rules_from

TABLES: Mapping[str, TableReader] = {"csv": csv_file.read, "xlsx": xlsx_file.read}
"""Code of a format that is a table -> `read(raw, provider_id, country, kind)`."""
FORMATS: Mapping[str, Reader] = {"cdr": cdr.read, "obie": obie.read, **TABLES}
"""Code of a format -> `read(raw, provider_id, country)`; an empty country is the format's own."""


MENDED = {"cdr": cdr.read, "obie": obie.read}
"""Formats whose values may have been mapped once for all: their readers take the rules, too."""


def reading(job: Job, raw: bytes) -> Imported:
    """A file read as the job says."""
    if job.format in TABLES:
        return TABLES[job.format](raw, job.provider_id, job.country, job.kind)
    return MENDED[job.format](raw, job.provider_id, job.country, rules_from(job.rules))
