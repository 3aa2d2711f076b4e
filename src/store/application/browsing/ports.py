"""What lists of products need of a search."""

from typing import Protocol
from uuid import UUID

from msgspec import Struct


class SearchAway(Exception):
    """The search can't be asked at the moment; whoever has another one asks that."""


class Between(Struct, frozen=True):
    """A number that goods are chosen by, by its key, such as ``Weight (kg)``, and its bounds as decimals."""

    key: str
    low: str | None
    high: str | None


class Wanted(Struct, frozen=True, kw_only=True):
    """What is looked for, checked: prices in minor units, *sort* one of ``SORTS``, *categories* slugs.

    Of categories and brands any will do; so will any of those *facets* (``name: value``) that have one name, while of
    each name there must be one, and each of *numbers* has to be within its bounds. *also* holds other ways to say *q*;
    *some* asks for what has any of its words. ``relevance`` needs a *q*. *cursor* is one that the same search gave for
    the same question. *currency* is one that is not the shop's own, *own_prices* are bounds in it, for goods that
    have a price of their own in it; those of all others are what they come to in the shop's own. *head* is the word
    that says what is looked for, in the forms that names have it, and *others* are words for things that it stands
    before in names: with *projector* and *mount*, goods that are called projector mount go behind projectors.
    """

    q: str = ""
    also: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    some: bool = False
    categories: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    numbers: tuple[Between, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool = False
    sort: str = "newest"
    cursor: str | None = None
    limit: int = 20
    currency: str = ""
    own_prices: tuple[int | None, int | None] | None = None


class Found(Struct, frozen=True):
    """Which products those are, in order; *total* counts up to 10,001, *next_cursor* says where the rest begins.

    *corrected* says which words no product has, and which were looked for instead; *some* that none has all of them.
    """

    ids: list[UUID]
    total: int
    next_cursor: str | None
    corrected: dict[str, str] = {}
    some: bool = False


class ProductSearch(Protocol):
    """Finds products for sale.

    Words are found in names, brands, categories, tags, prose, attributes and part numbers; all of them must be there,
    in any order and grammatical form, or as beginnings of words. What is put in quotes stands together, and what has a
    dash before it must not be there. Nothing a person may type is an error,
    and a typing mistake in a word is forgiven; one in a part number never is. Where no product has all words, those
    that have some of them are found, and *some* says so.
    A page of a cursor repeats and misses nothing, whatever has come in meanwhile.
    Bounds of numbers are for the read model alone: where some are chosen, that is asked instead.
    """

    async def find(self, wanted: Wanted) -> Found:
        """One page.

        :raises BadCursor: for a cursor that this search did not give.
        :raises SearchAway: while it can't answer.
        """
