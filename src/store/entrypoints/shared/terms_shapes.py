"""What a promotion gives, as programs send it and pages show it: percentages and amounts as people write them."""

from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from msgspec import Meta, Struct

from store.domain.pricing.audience import Channel

Percent = Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$", examples=["10"])]
"""Written as people do: `10`, or `7.5`."""
Pieces = Annotated[int, Meta(ge=1, le=1_000_000, examples=[3])]
Kind = Literal["percent", "amount", "free-shipping", "buy-get", "tiers", "bundle"]
Word = Annotated[str, Meta(min_length=1, max_length=200)]
Words = Annotated[list[Word], Meta(max_length=500)]


ONLY_FOR: Final[dict[str, tuple[Kind, ...]]] = {
    "percent": ("percent", "buy-get", "bundle"), "amounts": ("amount",), "buy": ("buy-get",), "get": ("buy-get",),
    "steps": ("tiers",), "skus": ("bundle",),
}
"""Which kinds have a use for what."""


class AmountForm(Struct, frozen=True, forbid_unknown_fields=True):
    """An amount, as a decimal string, and its currency."""

    amount: Annotated[str, Meta(max_length=20, pattern=r"^[0-9]{1,13}(\.[0-9]{1,3})?$", examples=["5.00"])]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", examples=["EUR"])]


class StepForm(Struct, frozen=True, forbid_unknown_fields=True):
    """From so many pieces on, so much less."""

    pieces: Pieces
    percent: Percent


class TermsForm(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a promotion gives, and when.

    `percent` says how much for `percent`, `buy-get` and `bundle`; `amounts` for `amount`, one for each currency; `buy`
    and `get` are for `buy-get`, `steps` for `tiers`, `skus` for `bundle`. `products` (SKUs or slugs), `categories`
    (ids) and `brands` choose goods: none of them means all. `minimum` is what all goods must cost together,
    for each currency. Days are those of the shop's time zone, both included. `floor` keeps so many per cent of the
    price of each line. Lower `priority` goes first; what is `alone` goes with no other promotion.

    `first_order` is for whoever hasn't ordered yet, under their account or their address; `segments` (ids) for whoever
    is logged in and in one of them; `channels` for orders that are placed there: none of them means everywhere.
    """

    kind: Annotated[Kind, Meta(examples=["percent"])]
    percent: Percent | None = None
    amounts: Annotated[list[AmountForm], Meta(max_length=50)] = []
    buy: Annotated[int, Meta(ge=1, le=999)] | None = None
    get: Annotated[int, Meta(ge=1, le=999)] | None = None
    steps: Annotated[list[StepForm], Meta(max_length=10)] = []
    skus: Words = []
    products: Words = []
    categories: Annotated[list[UUID], Meta(max_length=500)] = []
    brands: Words = []
    minimum: Annotated[list[AmountForm], Meta(max_length=50)] = []
    first_day: date | None = None
    last_day: date | None = None
    floor: Percent | None = None
    priority: Annotated[int, Meta(ge=0, le=1000)] = 100
    alone: bool = False
    first_order: bool = False
    segments: Annotated[list[UUID], Meta(max_length=20)] = []
    channels: Annotated[list[Channel], Meta(max_length=2)] = []


class LimitsForm(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often it may be used: in all, and by one person. Nothing means as often as they like."""

    in_all: Annotated[int, Meta(ge=1, le=10_000_000, examples=[500])] | None = None
    per_customer: Annotated[int, Meta(ge=1, le=10_000_000, examples=[1])] | None = None
