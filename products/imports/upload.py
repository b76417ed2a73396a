"""The one way in for a file that a person hands over: judged by size, name and content, read apart.

Commands and pages call `read_upload`; nobody else gives bytes of a stranger to a reader.
"""

from __future__ import annotations

from dataclasses import replace

from products.basis.problems import Problem
from products.imports import names, sniff
from products.imports.child import read_apart
from products.imports.documents import Imported, Job
from products.imports.limits import UPLOAD_BYTES
from products.imports.mended import NO_RULES, Rules, rules_told


def read_upload(
    name: str,
    raw: bytes,
    provider_id: str,
    country: str,
    format: str,
    kind: str = "",
    rules: Rules = NO_RULES,
) -> Imported:
    """What a file gave, in any format of `products.imports.FORMATS`; never raises for its content.

    `kind` is that of every row of a table that has no column for it, `rules` are values of a bank's
    own format that were mapped before. A file that is too large, of a
    wrong name or of another content is refused before anything of it is read.
    """
    where = names.label(name)
    problem = _too_large(raw, where) or names.fault(name, format) or sniff.fault(raw, format, where)
    if problem is not None:
        return Imported(format, provider_id, problems=(problem,))
    read = read_apart(Job(format, provider_id, country, kind, rules_told(rules)), raw)
    placed = (replace(each, where=each.where or where) for each in read.problems)
    return replace(read, problems=tuple(placed))


def _too_large(raw: bytes, where: str) -> Problem | None:
    if len(raw) <= UPLOAD_BYTES:
        return None
    size = {"value": len(raw), "limit": UPLOAD_BYTES}
    return Problem("problem.file_too_large", where, params=size)
