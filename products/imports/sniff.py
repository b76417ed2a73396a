"""What a file really is, told by its first bytes and never by its name.

Nothing is ever unpacked or decoded to find out.
"""

from __future__ import annotations

from collections.abc import Mapping

from products.basis.problems import Problem

_MAGIC: Mapping[bytes, str] = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"PK\x07\x08": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
    b"%PDF": "pdf",
    b"PAR1": "parquet",
    b"ARROW1": "arrow",
    b"SQLite format 3\x00": "sqlite",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"#!": "program",
}
_WIDE: Mapping[bytes, str] = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_PICKLES = tuple(b"\x80" + bytes([version]) for version in range(2, 6))
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS: Mapping[bytes, str] = {b"{": "json", b"[": "json", b"<": "markup"}
_BOM = b"\xef\xbb\xbf"


def nature(raw: bytes) -> str:
    r"""What the bytes are: one of the words of `nature.*`; `text` where nothing speaks against it.

    >>> nature(b"id,name"), nature(b"PK\x03\x04..."), nature(b"")
    ('text', 'zip', 'nothing')
    """
    if not raw.removeprefix(_BOM).strip():
        return "nothing"
    for magic, told in _MAGIC.items():
        if raw.startswith(magic):
            return told
    if raw[8:12] == b"DUCK":
        return "duckdb"
    if raw.startswith(_PICKLES):
        return "pickle"
    if raw.startswith(tuple(_WIDE)):
        return "wide"
    return "binary" if b"\0" in raw else "text"


def fault(raw: bytes, file_format: str, where: str = "") -> Problem | None:
    """Why these bytes are no file of this format; None where nothing speaks against it."""
    found = nature(raw)
    if found == "nothing":
        return Problem("problem.no_rows", where)
    if found == "wide":
        return Problem("problem.wrong_encoding", where, params={"value": encoding(raw)})
    if file_format == "xlsx" and found == "ole" and _LOCKED in raw:
        return Problem("problem.workbook_locked", where)
    if found == "text" and file_format == "csv":
        found = _BEGINNINGS.get(raw.removeprefix(_BOM).lstrip()[:1], found)
    if found == ("zip" if file_format == "xlsx" else "text"):
        return None
    return Problem("problem.wrong_content", where, params={"value": found, "limit": file_format})


def encoding(raw: bytes) -> str:
    """The encoding that the first bytes name; empty where they name none."""
    return next((name for mark, name in _WIDE.items() if raw.startswith(mark)), "")
