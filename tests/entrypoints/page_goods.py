"""Goods to show on pages: the ordinary, the very long, the one without a picture."""

from datetime import UTC, datetime
from typing import Any

from store.application.browsing.messages import (
    Attribute,
    AttributeCounts,
    BrandCount,
    CategoryCount,
    CategoryNode,
    CategoryPage,
    Crumb,
    Facets,
    NumberRange,
    Option,
    PriceRange,
    ProductCard,
    ProductDetail,
    ValueCount,
    VariantView,
)
from store.application.shared.answers import Image, Price

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
LONG = (
    "Extraordinarily long-named hand-thrown stoneware serving bowl with two handles, speckled,"
    " for eight to ten guests"
)
PROSE = """Thrown in two pieces and joined wet, so the foot never rocks. The glaze is *ash and feldspar*,
mixed from the potter's own stove.

- Goes in the oven up to 220 °C
- **Not** for the microwave

A small unevenness is how you know a hand was here. <script>alert(1)</script>
"""


def eur(amount: str) -> Price:
    return Price(amount, "EUR")


def picture(family: str, colour: str, alt: str) -> Image:
    return Image(f"/media/{family}.{colour}.svg", alt)


def card(slug: str, name: str, brand: str, amount: str, image: Image | None, **more: Any) -> ProductCard:
    known: dict[str, Any] = {
        "list_price": None,
        "rating": None,
        "in_stock": True,
        "stock_word": "",
        "variant_count": 1,
        **more,
    }
    return ProductCard(id=slug, slug=slug, name=name, brand=brand, price=eur(amount), image=image, **known)


CARDS = [
    card(
        "morning-mug", "Morning mug", "Loam Pottery", "18.00", picture("mug", "Oat", "A mug"), variant_count=4
    ),
    card(
        "basso-skillet",
        "Basso iron skillet",
        "Ferro Basso",
        "54.00",
        picture("pan", "Iron", "A pan"),
        list_price=eur("64.00"),
        lowest_price=eur("58.00"),
    ),
    card(
        "wide-bowl",
        LONG,
        "Loam Pottery and Daughters, established on the hill",
        "1248.00",
        picture("bowl", "Sage", "A bowl"),
        stock_word="Only 3 left",
    ),
    card("no-picture", "Seed tin, six drawers", "Field Office", "36.50", None),
    card(
        "casserole",
        "Marga casserole",
        "Ferro Basso",
        "119.00",
        picture("pot", "Rust", "A pot"),
        in_stock=False,
        stock_word="Sold out",
    ),
    card("vase", "Reed vase", "Loam Pottery", "42.00", picture("vase", "Forest", "A vase")),
    card(
        "lamp", "Dusk table lamp", "Halm", "148.00", picture("table_lamp", "Brass", "A lamp"), variant_count=3
    ),
    card(
        "blanket",
        "Furrow wool blanket",
        "Northmill",
        "129.00",
        picture("folded", "Rust", "A blanket"),
        list_price=eur("149.00"),
    ),
]


def node(slug: str, name: str, count: int, image: Image | None, *children: CategoryNode) -> CategoryNode:
    return CategoryNode(slug, name, count, image, list(children))


CATEGORIES = [
    node(
        "kitchen",
        "Kitchen",
        84,
        picture("pot", "Forest", ""),
        node("cookware", "Cookware", 21, None),
        node("knives", "Knives", 9, None),
    ),
    node("table", "Table", 62, picture("bowl", "Oat", "")),
    node("bedroom", "Bedroom", 31, picture("folded", "Sage", "")),
    node("light", "Light", 24, picture("table_lamp", "Iron", "")),
    node("garden", "Garden", 47, picture("vase", "Rust", "")),
    node("desk", "Desk", 1, None),
]
FACETS = Facets(
    [CategoryCount("cookware", "Cookware", 21), CategoryCount("knives", "Knives", 9)],
    [BrandCount("Loam Pottery", 12), BrandCount("Ferro Basso", 9), BrandCount("Northmill", 1240)],
    PriceRange("4.50", "1248.00"),
    27,
    [AttributeCounts("Weight", [], "number", "kg", NumberRange("Weight (kg)", "0.25", "12")),
     AttributeCounts("Dishwasher safe", [ValueCount("Dishwasher safe: Yes", "Yes", 7)], "yes-no"),
     AttributeCounts("Colour", [ValueCount("Colour: Sage", "Sage", 9), ValueCount("Colour: Oat", "Oat", 4)])],
)
KITCHEN = CategoryPage(
    "0197c0de-0000-7000-8000-0000000000aa", "table", "Table", "Things to eat *from* and drink from.", 86,
    picture("mug", "Oat", ""), [Crumb("home", "Home"), Crumb("table", "Table")],
    [node("mugs", "Mugs & cups", 30, None), node("bowls", "Bowls", 12, None)],
)
NO_FILTERS: dict[str, Any] = {
    "q": "",
    "category": [],
    "brand": [],
    "facet": [],
    "range": [],
    "price_min": None,
    "price_max": None,
    "in_stock": False,
    "sort": None,
    "view": None,
    "cursor": None,
}
COLOURS = ["Oat", "Sage", "Rust", "Forest"]
VARIANTS = [
    VariantView(
        f"MUG-{colour[:3].upper()}-{size[0].upper()}",
        {"Colour": colour, "Size": size},
        eur(amount),
        None,
        picture("mug", colour, f"The mug in {colour}"),
        colour != "Forest",
        "Sold out" if colour == "Forest" else "",
    )
    for colour in COLOURS
    for size, amount in (("Small", "18.00"), ("Large", "22.00"))
]
MUG = ProductDetail(
    id="0197c0de-0000-7000-8000-000000000001",
    slug="morning-mug",
    name="Morning mug",
    brand="Loam Pottery",
    description=PROSE,
    price=eur("18.00"),
    list_price=None,
    images=[
        picture("mug", "Oat", "The mug from the side"),
        picture("bowl", "Oat", "With its bowl"),
        picture("vase", "Oat", "On a shelf"),
    ],
    rating=None,
    in_stock=True,
    stock_word="",
    category=Crumb("table", "Table"),
    breadcrumbs=[Crumb("table", "Table")],
    attributes=[
        Attribute("Material", "Stoneware, ash glaze"),
        Attribute("Capacity", "0.25 l or 0.35 l"),
        Attribute("Care", "Dishwasher up to 60 °C"),
        Attribute("Made in", "Portugal"),
    ],
    options=[Option("Colour", COLOURS), Option("Size", ["Small", "Large"])],
    variants=VARIANTS,
    related=CARDS[1:5],
    features=["Goes in the dishwasher", "The foot never rocks"],
)
BARE = ProductDetail(
    id="x1",
    slug="bare",
    name=LONG,
    brand="Field Office",
    description="",
    price=eur("1248.00"),
    list_price=eur("1480.00"),
    images=[],
    rating=None,
    in_stock=False,
    stock_word="Sold out",
    category=None,
    breadcrumbs=[],
    attributes=[],
    options=[],
    variants=[
        VariantView(
            "BARE-1", {}, eur("1248.00"), eur("1480.00"), None, in_stock=False, stock_word="Sold out",
            lowest_price=eur("1199.00"),
        )
    ],
    related=[],
)
