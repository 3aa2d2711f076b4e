"""Devices from which somebody was let in before: guesses of others don't count against them."""

from base64 import urlsafe_b64encode
from hmac import compare_digest
from secrets import token_urlsafe

from store.adapters.identity.blind_index import BlindIndex, HmacPseudonyms, spelled

_LONGEST = 100


class HmacDevices:
    """A :class:`~store.entrypoints.shared.people.KnownDevices`: the mark of a device is signed for one account."""

    def __init__(self, index: BlindIndex) -> None:
        self._index, self._pseudonyms = index, HmacPseudonyms(index)

    def mark(self, email: str) -> str:
        """What a device keeps after a login: a name of its own, and proof that it was let in."""
        name = token_urlsafe(12)
        return f"{name}.{self._proof(email, name)}"

    def counted(self, email: str, shown: str) -> str:
        """Whom a guess is counted for: the account, or this device of it if *shown* is its mark."""
        account = self._pseudonyms.of(email)
        name, _, proof = shown[:_LONGEST].partition(".")
        known = bool(name) and compare_digest(self._proof(email, name).encode(), proof.encode())
        return f"login {account} {name}" if known else f"login {account}"

    def _proof(self, email: str, name: str) -> str:
        return urlsafe_b64encode(self._index.of("known device", f"{name}\0{spelled(email)}")[:18]).decode()
