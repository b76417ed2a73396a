"""The small file on a family's own laptop that remembers which draft was open last.

It holds the token of one draft and is readable by its owner only. On a machine that others share it
is not written at all: there the address is the only key. "Delete everything" removes it too.
"""

from __future__ import annotations

import os
from pathlib import Path

MOST_BYTES = 200


def remember(path: Path, token: str) -> None:
    """Write the token down, for the owner's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        os.fchmod(handle, 0o600)
        file.write(token)


def recall(path: Path) -> str | None:
    """The token written down last; None when there is none, or the file is not ours to trust."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return token or None


def forget(path: Path) -> None:
    """Overwrite and remove what was written down."""
    try:
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        pass
    path.unlink(missing_ok=True)
