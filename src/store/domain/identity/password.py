"""What a password must be like (NIST SP 800-63B: long, not crooked)."""

from typing import Final

from store.domain.identity.errors import PasswordTooLong, PasswordTooShort

SHORTEST: Final = 10
LONGEST: Final = 1000


def expect_good(password: str) -> None:
    """Refuse what can be guessed by length alone, and what only keeps the hasher busy."""
    if len(password.strip()) < SHORTEST:
        raise PasswordTooShort(SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(LONGEST)
