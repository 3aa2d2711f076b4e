"""Time-based one-time passwords (RFC 6238) and recovery codes: what both keepers of them share."""

from datetime import datetime
from secrets import choice
from typing import Final

from store.adapters.drivers.vault import Vault
from store.adapters.identity.blind_index import BlindIndex
from store.application.identity.second_factor import CODES
from store.domain.shared.ids import AccountId, SubjectId, follow_up

STEP: Final = 30
"""Seconds that a code is of."""
_AROUND: Final = (0, -1, 1)
"""Clocks differ, and people type slowly."""
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that looks like another."""
_GROUPS, _GROUP = 3, 4


class FactorSecrets:
    """Seals secrets with the key of whose they are, so that they are gone when that person is forgotten."""

    def __init__(self, vault: Vault, index: BlindIndex) -> None:
        self._vault, self._index = vault, index

    def seal(self, account: AccountId, secret: str) -> str:
        """What is kept."""
        return self._vault.seal(_subject(account), secret.encode(), _place(account))

    def open(self, account: AccountId, sealed: str | None) -> str | None:
        """What it was, as long as there is somebody whose it is."""
        found = self._vault.open(_subject(account), sealed, _place(account)) if sealed else None
        return None if found is None else found.decode()

    def digest(self, account: AccountId, code: str) -> bytes:
        """What is kept of a recovery code: worth nothing without the shop's key."""
        return self._index.of("recovery code", f"{account}\0{code.replace('-', '')}")


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Of which half minute *code* is; ``None`` if of none around *now*. The library is imported where it is needed."""
    from pyotp import TOTP
    from pyotp.utils import strings_equal

    totp, current = TOTP(secret), int(now.timestamp()) // STEP
    found = [current + n for n in _AROUND if strings_equal(totp.generate_otp(current + n), code)]
    return found[0] if found else None


def new_secret() -> str:
    """160 random bits, as apps take them."""
    from pyotp import random_base32

    return random_base32()


def new_codes() -> tuple[str, ...]:
    """Ten, of 59 random bits each, in groups that can be copied by hand."""
    return tuple("-".join("".join(choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS)) for _ in range(CODES))


def _subject(account: AccountId) -> SubjectId:
    return SubjectId(follow_up(account, "subject"))


def _place(account: AccountId) -> str:
    return f"second factor/{account}"
