"""What banks publish in formats of their own, read into drafts: one foreign format a file.

Everything here is pure: bytes go in, an `Imported` comes out. A bad field goes into quarantine with
its raw text, the rest becomes a draft; nothing is repaired silently. `FORMATS` names the readers.
"""

from __future__ import annotations

from collections.abc import Mapping

from products.imports import cdr, obie
from products.imports.documents import Reader

FORMATS: Mapping[str, Reader] = {"cdr": cdr.read, "obie": obie.read}
"""Code of a format -> `read(raw, provider_id, country)`; an empty country is the format's own."""
