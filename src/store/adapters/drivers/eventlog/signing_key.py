"""The key checkpoints are signed with: an Ed25519 key (RFC 8032) in a file of its own, outside of the database.

It is wrapped by a key derived from the shop's secret, so that the file alone signs nothing. The public half lies
beside the checkpoints, for whoever wants to check them elsewhere.
"""

import os
import tempfile
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12
_PLACE: Final = b"checkpoint signing key"


def kept_signing_key(file: Path, wrap: bytes) -> Ed25519PrivateKey:
    """The key in *file*, unwrapped by *wrap*; made where there is none.

    :raises cryptography.exceptions.InvalidTag: if the secret it was wrapped under is another.
    """
    if not file.exists():
        _make(file, wrap)
    raw = file.read_bytes()
    return Ed25519PrivateKey.from_private_bytes(AESGCM(wrap).decrypt(raw[:_NONCE], raw[_NONCE:], _PLACE))


def public_pem(key: Ed25519PublicKey) -> bytes:
    """*key* as files carry it."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _make(file: Path, wrap: bytes) -> None:
    """A whole file under its name, or another process was first and its key is as good."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    nonce = os.urandom(_NONCE)
    wrapped = nonce + AESGCM(wrap).encrypt(nonce, Ed25519PrivateKey.generate().private_bytes_raw(), _PLACE)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".signing-")  # mode 0600 from the first moment
    with os.fdopen(handle, "wb") as draft:
        draft.write(wrapped)
        draft.flush()
        os.fsync(draft.fileno())
    try:
        os.link(name, file)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
