"""What pricing needs to look up."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol, TypeAlias

from msgspec import Struct

from store.domain.pricing.board import Board
from store.domain.pricing.rate_book import RateBook
from store.domain.pricing.rate_sheets import Rates
from store.domain.pricing.shipping_plan import ShippingPlan
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import CartId, CouponId, SubjectId


class TaxTable(Protocol):
    @property
    def known(self) -> RateBook:
        """The rates that hold where this shop said nothing else; elsewhere it collects none."""


class ShippingTable(Protocol):
    @property
    def plan(self) -> ShippingPlan:
        """How parcels are sent while this shop said nothing else."""


Boards: TypeAlias = Callable[[], Awaitable[Board]]
"""Where queries look up in which currencies the shop sells, and at which rates."""


@dataclass(eq=False)
class RatesAway(RuleViolated):
    """No rates could be fetched: {why}."""

    in_words: ClassVar[tuple[str, ...]] = ("why",)

    why: str


class RateSource(Protocol):
    def fetch(self) -> Rates:
        """The newest rates there are.

        :raises RatesAway: where there are none to be had now.
        """


class CountryByAddress(Protocol):
    def country(self, address: str) -> str | None:
        """In which country an address of the internet most likely is, by two letters; nothing if nobody knows."""


class VatNumbers(Protocol):
    def country(self, number: str) -> str | None:
        """Whose VAT number that is, as far as it can be told without asking anybody; nothing if it can't be one."""


class Use(Struct, frozen=True):
    """One time that somebody uses a coupon: with which cart, by whom (a keyed digest), and since when."""

    cart: CartId
    who: bytes
    at: datetime


class CouponUses(Protocol):
    """How often one person used a coupon. Persons are known by a keyed digest of their address, kept nowhere else."""

    def claim(
        self, coupon: CouponId, email: str, cart: CartId, subject: SubjectId, most: int, at: datetime
    ) -> Sequence[Use]:
        """Use *coupon* with *cart*, once at most; what stands against it: *most* uses by the same person, or nothing.

        *subject* is whose key the order is sealed with: the use is forgotten with that person.
        """

    def who(self, email: str) -> bytes:
        """By what a person with that address is known here."""

    def drop(self, coupon: CouponId, *uses: Use) -> None:
        """Forget these, unless they were claimed again meanwhile."""

    def release(self, cart: CartId, until: datetime) -> None:
        """What *cart* was claimed with until then uses nothing."""


class CodeMarks(Protocol):
    """Codes for single use: made of a number, and told from made-up ones without keeping any."""

    def make(self, coupon: str, number: int) -> str:
        """The code with that number."""

    def read(self, code: str) -> tuple[str, int] | None:
        """Whose code that is, and its number; nothing if nobody made it."""


class ShownClaims(Protocol):
    """How often a coupon was claimed, as queries see it."""

    async def of(self, coupon: CouponId) -> int:
        """By so many orders that hold it."""
