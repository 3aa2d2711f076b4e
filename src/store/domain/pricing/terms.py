"""Terms of a promotion: what it gives, for which goods, and when."""

from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from msgspec import Struct

from store.domain.pricing.audience import EVERYBODY, Audience
from store.domain.shared.ids import Sku

ALL: Final = 1_000_000
"""The whole of it, in millionths."""


class Lane(StrEnum):
    """Where a promotion runs. Lanes are run through in this order, each on what the one before it left."""

    LINE = "line"
    ORDER = "order"
    SHIPPING = "shipping"


class Stacking(StrEnum):
    """How promotions of one lane go together: what one reduced no other reduces further, or each what is left."""

    ONCE = "once"
    STACKED = "stacked"


class PercentOff(Struct, frozen=True, tag="percent", tag_field="kind"):
    """So many millionths less."""

    ppm: int


class AmountOff(Struct, frozen=True, tag="amount", tag_field="kind"):
    """A fixed amount less, said for each currency in minor units; in others it gives nothing."""

    amounts: dict[str, int]


class FreeShipping(Struct, frozen=True, tag="free-shipping", tag_field="kind"):
    """Sending it costs nothing."""


class BuyGet(Struct, frozen=True, tag="buy-get", tag_field="kind"):
    """Of every *buy* + *get* pieces the *get* cheapest cost so many millionths less: all of it, if nothing is said."""

    buy: int
    get: int
    ppm: int = ALL


class Tier(Struct, frozen=True):
    """From so many pieces on, so many millionths less."""

    pieces: int
    ppm: int


class Tiers(Struct, frozen=True, tag="tiers", tag_field="kind"):
    """The more pieces, the less each costs: the highest step that is reached counts for all of them."""

    steps: tuple[Tier, ...]


class Bundle(Struct, frozen=True, tag="bundle", tag_field="kind"):
    """These together cost so many millionths less, as often as the set is complete."""

    skus: tuple[Sku, ...]
    ppm: int


Effect: TypeAlias = PercentOff | AmountOff | FreeShipping | BuyGet | Tiers | Bundle


class Chosen(Struct, frozen=True, omit_defaults=True):
    """Which goods it is about: of these products (SKU or slug), categories, or brands. Nothing said means all."""

    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether nothing is said."""
        return not (self.products or self.categories or self.brands)


class Terms(Struct, frozen=True, omit_defaults=True):
    """What a promotion gives, and when. ``first_day`` and ``last_day`` are days in the shop's time zone, both included.

    ``minimum`` is what all goods together must cost before any discount, for each currency in minor units; where it
    says nothing of a currency, there it doesn't apply. ``floor`` keeps so many millionths of the price of each line
    from this promotion, whatever others took. Lower ``priority`` goes first. What is ``alone`` goes with no other.
    ``audience`` says for whom it is.
    """

    effect: Effect
    chosen: Chosen = Chosen()
    minimum: dict[str, int] = {}
    first_day: date | None = None
    last_day: date | None = None
    floor: int = 0
    priority: int = 100
    alone: bool = False
    audience: Audience = EVERYBODY

    @property
    def lane(self) -> Lane:
        """Where it runs: what is about some of the goods only is about lines."""
        match self.effect:
            case FreeShipping():
                return Lane.SHIPPING
            case BuyGet() | Tiers() | Bundle():
                return Lane.LINE
            case _:
                return Lane.ORDER if self.chosen.everything else Lane.LINE


class Traits(Struct, frozen=True, omit_defaults=True):
    """What is known of goods where promotions choose among them; ``categories`` are all they stand in or below."""

    slug: str = ""
    brand: str = ""
    categories: tuple[str, ...] = ()


class Why(StrEnum):
    """Why a promotion gave nothing."""

    NOT_YET = "not yet"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    USED_UP = "used up"
    TOO_LITTLE = "too little"
    OTHER_GOODS = "other goods"
    OTHER_CURRENCY = "other currency"
    OTHER_CHANNEL = "other channel"
    OTHER_CUSTOMERS = "other customers"
    NOT_FIRST = "not the first order"
    NO_SHIPPING = "no shipping"
    TAKEN = "taken"
    ALONE = "alone"
    NOTHING_LEFT = "nothing left"


class Deal(Struct, frozen=True, omit_defaults=True):
    """A promotion as it is weighed for one cart. ``barred`` is what is known against it from outside the cart."""

    id: str
    name: str
    terms: Terms
    code: str | None = None
    barred: Why | None = None
