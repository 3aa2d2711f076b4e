"""What a visitor may ask of the shop window."""

from datetime import datetime

from msgspec import Struct

from store.application.shared.answers import Image, Json, Price
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Query
from store.domain.shared.ids import ProductId

SORTS = ("relevance", "popular", "newest", "price", "-price", "name")


class ProductCard(Struct, frozen=True):
    """A product as lists show it. ``rating`` is null until it is reviewed.

    ``price`` is the lowest of its variants; ``price_varies`` says whether another costs more. For some minutes after an
    upgrade it may be left out: then nobody knows yet, and they may.
    """

    id: str
    slug: str
    name: str
    brand: str
    price: Price
    list_price: Price | None
    image: Image | None
    rating: float | None
    in_stock: bool
    stock_word: str
    variant_count: int
    price_varies: bool = True
    lowest_price: Price | None = None


class CategoryCount(Struct, frozen=True):
    """A category one may choose; *parent* is the slug of the one it stands in."""

    slug: str
    name: str
    count: int
    parent: str | None = None


class BrandCount(Struct, frozen=True):
    name: str
    count: int


class PriceRange(Struct, frozen=True):
    """Bounds of the prices found, as decimal strings."""

    min: str
    max: str


class ValueCount(Struct, frozen=True):
    """A value of an attribute or option; *facet* is what chooses it."""

    facet: str
    value: str
    count: int


class NumberRange(Struct, frozen=True):
    """Bounds of the numbers found, as decimal strings; ``key: from..to`` chooses among them."""

    key: str
    min: str
    max: str

    @property
    def step(self) -> str:
        """The smallest difference that their digits tell, so that from the one bound steps lead to the other."""
        digits = max(len(bound.partition(".")[2]) for bound in (self.min, self.max))
        return f"0.{'0' * (digits - 1)}1" if digits else "1"


class AttributeCounts(Struct, frozen=True, omit_defaults=True):
    """An attribute or option, with the values that most products have.

    Where the category says what it is, ``kind`` is `text`, `number`, `yes-no` or `choice`; a number has a ``range``
    instead of values, in ``unit``.
    """

    name: str
    values: list[ValueCount]
    kind: str = ""
    unit: str = ""
    range: NumberRange | None = None


class Facets(Struct, frozen=True):
    """What one may narrow a list down to, with how many products each choice leaves, its own kind of filter aside.

    Categories are the topmost, and those below what is chosen. Of ``attributes`` those that the chosen categories say
    their goods have come first, in their order. They are empty while there is too much of everything for them to mean
    something.
    """

    categories: list[CategoryCount]
    brands: list[BrandCount]
    price: PriceRange | None
    in_stock: int = 0
    attributes: list[AttributeCounts] = []


class ProductPage(Struct, frozen=True):
    """Some products of a list. ``total`` is exact up to 10,000 and a lower bound beyond.

    ``corrected`` holds words of the search that no product has, each with the one that was looked for instead; ``some``
    says that no product has all words, and these have some of them.
    """

    items: list[ProductCard]
    total: int
    total_is_lower_bound: bool
    next_cursor: str | None
    facets: Facets | None = None
    corrected: dict[str, str] = {}
    some: bool = False


class ListProducts(Query[Json], frozen=True):
    """Which products are there? As JSON of :class:`ProductPage`.

    *category* holds slugs, of which any will do, and means all below them too; so does *brand*; *facet* holds
    ``name: value`` of attributes and options, any of each name; *range* holds ``key: from..to`` of numbers, of which
    either end may be left out; prices are decimal strings; *sort* is one of ``SORTS`` (a dash: dearest first); *facets*
    asks for the choices as well; *currency* is the one that prices are said and bounded in, if not the shop's own.
    """

    q: str = ""
    category: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    facet: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    price_min: str | None = None
    price_max: str | None = None
    in_stock: bool = False
    sort: str | None = None
    cursor: str | None = None
    limit: int = 20
    facets: bool = False
    currency: str = ""


class Crumb(Struct, frozen=True):
    slug: str
    name: str


class Attribute(Struct, frozen=True, omit_defaults=True):
    """Something a product has. ``value`` is for people, a number's unit with it.

    Where its category says what it is, ``kind`` is `text`, `number`, `yes-no` or `choice`; then ``number`` is decimal,
    counted in ``unit``, and ``truth`` says yes or no.
    """

    name: str
    value: str
    kind: str = ""
    number: str | None = None
    unit: str = ""
    truth: bool | None = None


class Option(Struct, frozen=True):
    name: str
    values: list[str]


class VariantView(Struct, frozen=True):
    """One thing that can be bought. ``lowest_price``: of the 30 days before its reduction.

    ``images`` are the pictures of its own, in order, where there are several; ``image`` is the first of them.
    """

    sku: str
    options: dict[str, str]
    price: Price
    list_price: Price | None
    image: Image | None
    in_stock: bool
    stock_word: str
    lowest_price: Price | None = None
    images: list[Image] = []


class ProductDetail(Struct, frozen=True):
    """All a visitor may know of a product. ``description`` is Markdown; ``price_varies`` as in :class:`ProductCard`."""

    id: str
    slug: str
    name: str
    brand: str
    description: str
    price: Price
    list_price: Price | None
    images: list[Image]
    rating: float | None
    in_stock: bool
    stock_word: str
    category: Crumb | None
    breadcrumbs: list[Crumb]
    attributes: list[Attribute]
    options: list[Option]
    variants: list[VariantView]
    related: list[ProductCard] = []
    price_varies: bool = True
    features: list[str] = []
    lowest_price: Price | None = None


class GetProduct(Query[Json], frozen=True):
    """All about one product, by slug, as JSON of :class:`ProductDetail`; in *currency*, if not in the shop's own."""

    slug: str
    currency: str = ""


class VariantStock(Struct, frozen=True):
    """The pieces of one variant, in figures."""

    on_hand: int
    reserved: int
    available: int


class ProductSheet(Struct, frozen=True):
    """A product as staff see it, and its stock in figures. ``stage`` is `draft`, `listed` or `withdrawn`; a draft goes
    on sale when it is ``due``.
    """

    product: ProductDetail
    stock: dict[str, VariantStock]
    for_sale: bool
    stage: str = "listed"
    due: datetime | None = None


class GetProductSheet(Query[Json], frozen=True):
    """All about one product, for whoever looks after it, as JSON of :class:`ProductSheet`."""

    product_id: ProductId
    scope: Scope = EVERYTHING


class CategoryNode(Struct, frozen=True):
    """A category with all below it; ``count`` is of products for sale, those below included."""

    slug: str
    name: str
    count: int
    image: Image | None
    children: list["CategoryNode"]
    id: str = ""


class CategoryPage(Struct, frozen=True):
    """A category as its own page shows it. ``text`` is Markdown; ``children`` have none of their own here."""

    id: str
    slug: str
    name: str
    text: str
    count: int
    image: Image | None
    breadcrumbs: list[Crumb]
    children: list[CategoryNode]


class GetCategory(Query[CategoryPage], frozen=True):
    """The category at an address. Where it has moved, its ``slug`` is another one than was asked for."""

    slug: str


class ListCategories(Query[Json], frozen=True):
    """The tree of categories, as JSON of a list of :class:`CategoryNode`."""
