"""Sending to partners that live in this process: the twin of HTTP."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from store.adapters.partners.guard import Network, target_of
from store.application.partners.errors import AddressRefused
from store.application.partners.ports import Answered

Receiver: TypeAlias = Callable[[Mapping[str, str], bytes], int]
"""Takes headers and a body, and gives a status."""


class MemoryCourier:
    """:class:`~store.application.partners.ports.Courier`. Where nobody receives, nobody answers."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self._allowed = allowed
        self._receivers: dict[str, Receiver] = {}

    def receives(self, address: str, receiver: Receiver) -> None:
        """From now on *receiver* stands at *address*."""
        self._receivers[address] = receiver

    def expect_allowed(self, address: str) -> None:
        """Refuse what can be seen to be no address for partners."""
        target_of(address, self._allowed)

    async def post(self, address: str, headers: Mapping[str, str], body: bytes) -> Answered:
        """Hand *body* over, and say what came of it."""
        try:
            target_of(address, self._allowed)
        except AddressRefused as refused:
            return Answered(None, f"not sent: {refused.problem}", 0.0)
        receiver = self._receivers.get(address)
        if receiver is None:
            return Answered(None, "nobody listens there", 0.0)
        return Answered(receiver({name.lower(): value for name, value in headers.items()}, body), "", 0.0)
