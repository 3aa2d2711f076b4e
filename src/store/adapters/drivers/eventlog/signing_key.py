"""The key checkpoints are signed with: an Ed25519 key (RFC 8032) in a file of its own, outside of the database.

It is wrapped by a key derived from the shop's secret, so that the file alone signs nothing. The public half lies
beside the checkpoints, for whoever wants to check them elsewhere.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12
_OWNER: Final = b"checkpoint signing key"


def kept_signing_key(file: Path, wrap: bytes, others: Sequence[bytes] = ()) -> Ed25519PrivateKey:
    """The key in *file*, unwrapped by *wrap* or one of *others*; made where there is none.

    :raises cryptography.exceptions.InvalidTag: if the secret it was wrapped under is another.
    """
    if not file.exists():
        _place(file, _wrapped(Ed25519PrivateKey.generate().private_bytes_raw(), wrap), anew=False)
    return Ed25519PrivateKey.from_private_bytes(_opened(file, (wrap, *others))[0])


def rewrap_signing_key(file: Path, wrap: bytes, others: Sequence[bytes]) -> bool:
    """Have *wrap* alone open the key in *file*; whether another did."""
    if not file.exists():
        return False
    key, by = _opened(file, (wrap, *others))
    if by:
        _place(file, _wrapped(key, wrap), anew=True)
    return by > 0


def public_pem(key: Ed25519PublicKey) -> bytes:
    """*key* as files carry it."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _opened(file: Path, wraps: Sequence[bytes]) -> tuple[bytes, int]:
    raw = file.read_bytes()
    for by, wrap in enumerate(wraps):
        try:
            return AESGCM(wrap).decrypt(raw[:_NONCE], raw[_NONCE:], _OWNER), by
        except InvalidTag:
            continue
    raise InvalidTag


def _wrapped(key: bytes, wrap: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(wrap).encrypt(nonce, key, _OWNER)


def _place(file: Path, wrapped: bytes, *, anew: bool) -> None:
    """A whole file under its name; unless *anew*, another process may have been first, and its key is as good."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".signing-")  # mode 0600 from the first moment
    with os.fdopen(handle, "wb") as draft:
        draft.write(wrapped)
        draft.flush()
        os.fsync(draft.fileno())
    if anew:
        Path(name).replace(file)
        return
    try:
        os.link(name, file)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
