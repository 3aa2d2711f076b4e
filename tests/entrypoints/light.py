"""A shop at whose doors nobody waits: for walks that knock so often that little else would happen."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from store.adapters.identity.passwords_argon2 import OWASP, QUICK
from store.entrypoints.shared import even_time


@contextmanager
def quick_doors() -> Iterator[None]:
    """Passwords are hashed with the parameters of a shop in memory, and no answer takes a while for the sake of others:
    what is written, asked and answered stays the same.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(even_time, "FLOOR", 0.0)
        for name in OWASP.__slots__:
            patch.setattr(OWASP, name, getattr(QUICK, name))
        yield
