"""Sign a text with Ed25519, and check a signature: needs the package `cryptography`.

Signing is optional. A key is a PEM file of PKCS 8 without password, as
`openssl genpkey -algorithm ed25519 -out key.pem` makes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celca.errors import FileFault, MissingExtra

__all__ = ["public_key", "sign", "valid"]

_PURPOSE = "Signing a bundle"


def sign(content: bytes, key: Path) -> dict[str, str]:
    """Return the signature of a content, and the public key to check it with.

    Raises FileFault for a key that cannot be read, MissingExtra without cryptography.
    """
    found = _private(key)
    return {
        "algorithm": "Ed25519",
        "public_key": found.public_key().public_bytes_raw().hex(),
        "signature": found.sign(content).hex(),
    }


def valid(content: bytes, signature: dict[str, str]) -> bool:
    """Say whether a signature is that of a content. Raises MissingExtra without cryptography."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as fault:
        raise MissingExtra("cryptography", "exchange", _PURPOSE) from fault
    try:
        known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["public_key"]))
        known.verify(bytes.fromhex(signature["signature"]), content)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def public_key(key: Path) -> str:
    """Return the public key of a private or public PEM file, in hexadecimal. Raises FileFault."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as fault:
        raise MissingExtra("cryptography", "exchange", _PURPOSE) from fault
    try:
        found = load_pem_public_key(key.read_bytes())
    except (OSError, ValueError):
        found = _private(key).public_key()
    if not isinstance(found, Ed25519PublicKey):
        raise FileFault(str(key), "is no Ed25519 key.")
    return found.public_bytes_raw().hex()


def _private(key: Path) -> Any:  # noqa: ANN401  the class exists only with the package
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as fault:
        raise MissingExtra("cryptography", "exchange", _PURPOSE) from fault
    try:
        found = load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as fault:
        raise FileFault(str(key), "is no PEM file of a private key without password.") from fault
    if not isinstance(found, Ed25519PrivateKey):
        raise FileFault(str(key), "is no Ed25519 key.")
    return found
