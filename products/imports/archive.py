"""A workbook's ZIP looked at before anything of it is read: its sizes, and what may not be there.

The directory is judged first, then each XML part for declarations that let a text grow or reach
outside. Nothing is ever written to a disk, and no archive inside the archive is opened.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from products.basis.problems import Problem
from products.imports.limits import ARCHIVE_MEMBERS, PACKED_RATIO, UNPACKED_BYTES

_SMALL = 1_000_000
"""A part that is no larger unpacked may be packed as tightly as it likes."""
_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_NESTED = re.compile(r"\.(zip|xls[xmb]|docx|pptx|jar|gz|tgz|7z|rar|bz2|xz)$", re.IGNORECASE)
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_MACROS = re.compile(r"vbaproject|xl/macrosheets/|xl/activex/|xl/ctrlprops/", re.IGNORECASE)
_EMBEDDED = re.compile(r"xl/embeddings/", re.IGNORECASE)
_LINKS = re.compile(r"xl/(externallinks/|connections\.xml|querytables/)", re.IGNORECASE)
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")


def fault(raw: bytes) -> Problem | None:
    """Why these bytes are no workbook that is read; None where nothing speaks against it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return next(_faults(archive), None)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        return _broken(str(error))


def _broken(reason: str) -> Problem:
    return Problem("problem.workbook_broken", "", params={"reason": reason[:120]})


def _faults(archive: zipfile.ZipFile) -> Iterator[Problem]:
    """The cheapest questions first: the directory, then the first bytes, then the XML."""
    members = archive.infolist()
    yield from _sizes(members)
    for member in members:
        yield from _of_name(member)
    names = {member.filename for member in members}
    if len(names) < len(members) or not names.issuperset(_NEEDED):
        yield Problem("problem.wrong_content", "", params={"value": "zip", "limit": "xlsx"})
    yield from _forbidden(archive, members)
    for member in members:
        yield from _of_content(archive, member)


def _sizes(members: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    if len(members) > ARCHIVE_MEMBERS:
        params = {"value": len(members), "limit": ARCHIVE_MEMBERS}
        yield Problem("problem.archive_members", "", params=params)
    unpacked = sum(member.file_size for member in members)
    if unpacked > UNPACKED_BYTES:
        params = {"value": unpacked, "limit": UNPACKED_BYTES}
        yield Problem("problem.archive_too_large", "", params=params)
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > _SMALL and ratio > PACKED_RATIO:
            params = {"value": round(ratio), "limit": PACKED_RATIO}
            yield Problem("problem.archive_ratio", _place(member), params=params)


def _of_name(member: zipfile.ZipInfo) -> Iterator[Problem]:
    name = member.filename
    parts = re.split(r"[/\\]", name)
    mode = member.external_attr >> 16
    climbs = ".." in parts or name.startswith(("/", "\\")) or ":" in name or "\\" in name
    if member.flag_bits & _ENCRYPTED:
        yield Problem("problem.workbook_locked", "")
    if climbs or stat.S_ISLNK(mode) or _NESTED.search(name):
        params = {"value": "zip", "limit": "xlsx"}
        yield Problem("problem.wrong_content", _place(member), params=params)


def _forbidden(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    kinds = archive.read("[Content_Types].xml").lower()
    if b"macroenabled" in kinds or b"vbaproject" in kinds:
        yield Problem("problem.workbook_macros", "")
    for member in members:
        if _MACROS.search(member.filename):
            yield Problem("problem.workbook_macros", _place(member))
        if _EMBEDDED.search(member.filename):
            yield Problem("problem.workbook_embedded", _place(member))
        if _LINKS.match(member.filename):
            dde = b"ddelink" in archive.read(member).lower()
            code = "problem.workbook_dde" if dde else "problem.workbook_links"
            yield Problem(code, _place(member))


def _of_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Problem]:
    with archive.open(member) as part:
        first = part.read(4)
        if first.startswith(b"PK\x03\x04"):
            params = {"value": "zip", "limit": "xlsx"}
            yield Problem("problem.wrong_content", _place(member), params=params)
        if not _XML.search(member.filename):
            return
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(first)
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except _DeclaredError:
            yield Problem("problem.workbook_entities", _place(member))
        except expat.ExpatError as error:
            yield _broken(str(error))


class _DeclaredError(Exception):
    """A part declares a document type: there is never a need for one in a workbook."""


def _refuse(*_: object) -> None:
    raise _DeclaredError


def _place(member: zipfile.ZipInfo) -> str:
    return re.sub(r"[^\w./\[\]-]", "_", member.filename)[:80]
