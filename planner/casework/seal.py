"""Sealing a draft under an unguessable token: who holds the token can read it, and nobody else.

From the token two values are derived that do not tell of each other: the name under which the draft
is filed, and the key it is encrypted with. The token itself is stored nowhere beside the draft.
Decision 0009.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TOKEN_BYTES = 24
NONCE_BYTES = 12
_FILED_AS, _SEALED_WITH = b"wapsi draft name 1", b"wapsi draft key 1"


def new_token() -> str:
    """An address no one can guess: 192 random bits, safe in a web address.

    >>> len(new_token())
    32
    """
    return secrets.token_urlsafe(TOKEN_BYTES)


def _derive(token: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(token.encode())


def filed_as(token: str) -> str:
    """What a draft is filed under: 64 hexadecimal digits that do not lead back to the token."""
    return _derive(token, _FILED_AS).hex()


@dataclass(frozen=True, slots=True)
class Sealed:
    """An encrypted text with the number that was used once for it."""

    nonce: bytes
    content: bytes


def seal(token: str, text: str) -> Sealed:
    """Encrypt and sign a text under a token (AES-256-GCM, bound to the draft's name)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    name = filed_as(token).encode()
    content = AESGCM(_derive(token, _SEALED_WITH)).encrypt(nonce, text.encode(), name)
    return Sealed(nonce, content)


def unseal(token: str, sealed: Sealed) -> str | None:
    """The text again; None when it was sealed under another token or has been altered.

    >>> token = new_token()
    >>> unseal(token, seal(token, "Amna")), unseal(new_token(), seal(token, "Amna"))
    ('Amna', None)
    """
    name = filed_as(token).encode()
    try:
        plain = AESGCM(_derive(token, _SEALED_WITH)).decrypt(sealed.nonce, sealed.content, name)
    except InvalidTag:
        return None
    return plain.decode()
