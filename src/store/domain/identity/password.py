"""What a password must be like: long (NIST SP 800-63B), or short and of many kinds of signs."""

from typing import Final

from store.domain.identity.errors import PasswordTooLong, PasswordTooPlain, PasswordTooShort

SHORTEST: Final = 10
LONGEST: Final = 1000
SHORTEST_OF_MANY_KINDS: Final = 8
SENTENCE: Final = 16
"""From here on it may be a plain sentence."""


def expect_good(password: str) -> None:
    """Refuse what can be guessed by length alone, and what only keeps the hasher busy."""
    if len(password.strip()) < SHORTEST:
        raise PasswordTooShort(SHORTEST)
    _expect_bearable(password)


def expect_strong(password: str) -> None:
    """What customers' passwords are: a sentence, or eight signs with small and capital letters, digits and others.

    Whether it is one that everybody tries first is for a list to say.
    """
    _expect_bearable(password)
    if len(password.strip()) >= SENTENCE:
        return
    if len(password.strip()) < SHORTEST_OF_MANY_KINDS:
        raise PasswordTooShort(SHORTEST_OF_MANY_KINDS)
    kinds = {
        "a capital letter": any(sign.isupper() for sign in password),
        "a small letter": any(sign.islower() for sign in password),
        "a digit": any(sign.isdigit() for sign in password),
        "a sign such as ! or ?": any(not sign.isalnum() for sign in password),
    }
    missing = [kind for kind, there in kinds.items() if not there]
    if missing:
        raise PasswordTooPlain(_listed(missing), SENTENCE)


def _expect_bearable(password: str) -> None:
    if len(password) > LONGEST:
        raise PasswordTooLong(LONGEST)


def _listed(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
