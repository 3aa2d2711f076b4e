"""What invoicing needs from outside."""

from typing import Protocol, runtime_checkable

from msgspec import Struct

from store.application.invoicing.messages import Paper
from store.domain.invoicing.events import Seller


class Issuer(Struct, frozen=True):
    """The legal entity that writes invoices, and how its numbers begin."""

    seller: Seller
    prefix: str


@runtime_checkable
class Press(Protocol):
    """Makes pages of papers."""

    @property
    def languages(self) -> frozenset[str]:
        """Those it has words of, by their codes (``de``)."""

    def printed(self, paper: Paper, language: str) -> bytes:
        """*paper* as a PDF, in *language* (``de``, ``de-AT``) as far as it is known: the same bytes at each time."""
