"""Passwords as Argon2id hashes (RFC 9106), with the parameters OWASP gives for logins."""

from collections.abc import Collection
from functools import cached_property
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Final, Protocol
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from store.domain.identity.errors import PasswordKnown
from store.domain.shared.ids import AccountId

OWASP: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB, two passes, one lane: the OWASP password storage cheat sheet's profile for Argon2id."""
QUICK: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""For a shop in memory, whose passwords nobody steals."""


class Credentials(Protocol):
    """Where hashes are kept."""

    def put(self, account: AccountId, hash: str) -> None: ...
    def drop(self, account: AccountId) -> None: ...
    def find(self, account: AccountId) -> str | None: ...
    def swap(self, account: AccountId, old: str, new: str) -> None:
        """Put *new* in the place of *old*, unless something else stands there meanwhile."""


class Argon2Passwords:
    """A :class:`~store.application.identity.ports.Passwords`. *never* holds passwords that open nothing here."""

    def __init__(
        self, credentials: Credentials, hasher: PasswordHasher = OWASP, never: Collection[str] = ()
    ) -> None:
        self._credentials, self._hasher = credentials, hasher
        self._never = [_bytes(password) for password in never]

    @cached_property
    def _dummy(self) -> str:
        """What accounts without a password are compared with, so that they take as long."""
        return self._hasher.hash(token_urlsafe())

    def set(self, account: AccountId, password: str) -> None:
        """From now on it is this one."""
        if self._is_known(password):
            raise PasswordKnown
        self._credentials.put(account, self._hasher.hash(_bytes(password)))

    def forget(self, account: AccountId) -> None:
        """From now on there is none."""
        self._credentials.drop(account)

    def match(self, account: AccountId, password: str) -> bool:
        """Whether it is this one. A hash of older parameters is replaced in passing."""
        hash, dummy = self._credentials.find(account), self._dummy
        try:
            self._hasher.verify(hash or dummy, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        if hash is None or self._is_known(password):
            return False
        if self._hasher.check_needs_rehash(hash):
            self._credentials.swap(account, hash, self._hasher.hash(_bytes(password)))
        return True

    def pretend(self, password: str) -> None:
        """Take as long as setting it would, and set nothing."""
        self._hasher.hash(_bytes(password))

    def _is_known(self, password: str) -> bool:
        asked = _bytes(password)
        return any(compare_digest(asked, known) for known in self._never)


def _bytes(password: str) -> bytes:
    """The same bytes however a keyboard composes its letters (RFC 8265: NFKC here, as for addresses)."""
    return normalize("NFKC", password).encode()
