"""A secret made once and kept in a file of its own, and the keys that derive from it."""

import os
import secrets
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from hmac import digest
from pathlib import Path


def kept_secret(file: Path) -> bytes:
    """What *file* holds; made where there is none.

    Two processes may ask first at the same moment: both write a whole file, one of the two gets the name, and
    both answer what stands under it.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".secret-")  # mode 0600 from the first moment
        with os.fdopen(handle, "w") as draft:
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            os.fsync(draft.fileno())
        try:
            os.link(name, file)
        except FileExistsError:
            pass  # the other process was first, and its secret is as good
        finally:
            Path(name).unlink()
    return file.read_text().strip().encode()


def derived(secret: bytes, purpose: str) -> bytes:
    """A key of its own for each *purpose*, 32 bytes."""
    return digest(secret, f"store/{purpose}".encode(), sha256)


def derived_of_each(secrets: Sequence[bytes], purpose: str) -> tuple[bytes, ...]:
    """The same of several secrets."""
    return tuple(derived(secret, purpose) for secret in secrets)
