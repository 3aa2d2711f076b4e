"""Something to show on every page: the ordinary, the very long, the missing and the empty.

``PAGES`` maps a name to a template and its context; the contexts are the answers that routes hand to templates.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from store.application.audit.messages import Activity, FactView, HistoryView
from store.application.browsing.messages import (
    Attribute,
    BrandCount,
    CategoryCount,
    CategoryNode,
    Crumb,
    Facets,
    Option,
    PriceRange,
    ProductCard,
    ProductDetail,
    ProductPage,
    VariantView,
)
from store.application.catalogue.messages import ProductRow, ProductRows
from store.application.inventory.messages import StockLevel, StockPage, StockRow
from store.application.ordering.messages import (
    AddressView,
    Moment,
    OrderLineView,
    OrderRow,
    OrderRows,
    OrderView,
    PaymentLine,
    Shipment,
)
from store.application.payments.messages import PaymentView
from store.application.processes.cart_review import CartLineView, CartView, ShippingMethodView
from store.application.shared.answers import Image, Price
from store.domain.shared.ids import CartId, OrderNumber, PaymentId, ProductId, Sku

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
LONG = "Extraordinarily long-named hand-thrown stoneware serving bowl with two handles, speckled, for eight to ten guests"
PROSE = """Thrown in two pieces and joined wet, so the foot never rocks. The glaze is *ash and feldspar*, mixed from the
potter's own stove.

- Goes in the oven up to 220 °C
- **Not** for the microwave

A small unevenness is how you know a hand was here. <script>alert(1)</script>
"""


class Shop(Struct, frozen=True):
    name: str


class Choice(Struct, frozen=True):
    method: ShippingMethodView
    cart: CartView


class Mail(Struct, frozen=True):
    id: str
    to: str
    subject: str
    at: datetime
    text: str


class Projection(Struct, frozen=True):
    name: str
    position: str
    lag: int
    state: str
    error: str | None
    updated_at: datetime | None


class Notice(Struct, frozen=True):
    kind: str
    title: str
    text: str


class Trouble(Struct, frozen=True):
    status: int
    detail: str | None
    request_id: str | None


class Staff(Struct, frozen=True):
    name: str


class Link(Struct, frozen=True):
    href: str
    words: str


def eur(amount: str) -> Price:
    return Price(amount, "EUR")


def picture(family: str, colour: str, alt: str) -> Image:
    return Image(f"/media/{family}.{colour}.svg", alt)


def card(slug: str, name: str, brand: str, amount: str, image: Image | None, **more: Any) -> ProductCard:
    known: dict[str, Any] = {
        "list_price": None, "rating": None, "in_stock": True, "stock_word": "", "variant_count": 1, **more,
    }
    return ProductCard(id=slug, slug=slug, name=name, brand=brand, price=eur(amount), image=image, **known)


CARDS = [
    card("morning-mug", "Morning mug", "Loam Pottery", "18.00", picture("mug", "Oat", "A mug"), variant_count=4),
    card("basso-skillet", "Basso iron skillet", "Ferro Basso", "54.00", picture("pan", "Iron", "A pan"), list_price=eur("64.00")),
    card("wide-bowl", LONG, "Loam Pottery and Daughters, established on the hill", "1248.00", picture("bowl", "Sage", "A bowl"), stock_word="Only 3 left"),
    card("no-picture", "Seed tin, six drawers", "Field Office", "36.50", None),
    card("casserole", "Marga casserole", "Ferro Basso", "119.00", picture("pot", "Rust", "A pot"), in_stock=False, stock_word="Sold out"),
    card("vase", "Reed vase", "Loam Pottery", "42.00", picture("vase", "Forest", "A vase")),
    card("lamp", "Dusk table lamp", "Halm", "148.00", picture("table_lamp", "Brass", "A lamp"), variant_count=3),
    card("blanket", "Furrow wool blanket", "Northmill", "129.00", picture("folded", "Rust", "A blanket"), list_price=eur("149.00")),
]


def node(slug: str, name: str, count: int, image: Image | None, *children: CategoryNode) -> CategoryNode:
    return CategoryNode(slug, name, count, image, list(children))


CATEGORIES = [
    node("kitchen", "Kitchen", 84, picture("pot", "Forest", ""), node("cookware", "Cookware", 21, None), node("knives", "Knives", 9, None)),
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
)
NO_FILTERS: dict[str, Any] = {
    "q": "", "category": None, "brand": [], "price_min": None, "price_max": None, "in_stock": False, "sort": None, "cursor": None,
}
COLOURS = ["Oat", "Sage", "Rust", "Forest"]
VARIANTS = [
    VariantView(
        f"MUG-{colour[:3].upper()}-{size[0].upper()}", {"Colour": colour, "Size": size}, eur(amount), None,
        picture("mug", colour, f"The mug in {colour}"), colour != "Forest", "Sold out" if colour == "Forest" else "",
    )
    for colour in COLOURS for size, amount in (("Small", "18.00"), ("Large", "22.00"))
]
MUG = ProductDetail(
    id="0197c0de-0000-7000-8000-000000000001", slug="morning-mug", name="Morning mug", brand="Loam Pottery", description=PROSE,
    price=eur("18.00"), list_price=None, images=[picture("mug", "Oat", "The mug from the side"), picture("bowl", "Oat", "With its bowl"), picture("vase", "Oat", "On a shelf")],
    rating=None, in_stock=True, stock_word="", category=Crumb("table", "Table"), breadcrumbs=[Crumb("table", "Table")],
    attributes=[Attribute("Material", "Stoneware, ash glaze"), Attribute("Capacity", "0.25 l or 0.35 l"), Attribute("Care", "Dishwasher up to 60 °C"), Attribute("Made in", "Portugal")],
    options=[Option("Colour", COLOURS), Option("Size", ["Small", "Large"])], variants=VARIANTS, related=CARDS[1:5],
)
BARE = ProductDetail(
    id="x1", slug="bare", name=LONG, brand="Field Office", description="", price=eur("1248.00"), list_price=eur("1480.00"), images=[],
    rating=None, in_stock=False, stock_word="Sold out", category=None, breadcrumbs=[], attributes=[], options=[],
    variants=[VariantView("BARE-1", {}, eur("1248.00"), eur("1480.00"), None, False, "Sold out")], related=[],
)

LINES = [
    CartLineView(Sku("MUG-OAT-L"), "morning-mug", "Morning mug", "Oat, Large", CARDS[0].image, 2, eur("22.00"), eur("44.00"), None, None),
    CartLineView(Sku("BASSO-24"), "basso-skillet", "Basso iron skillet", "24 cm", CARDS[1].image, 1, eur("54.00"), eur("54.00"), eur("49.00"), None),
    CartLineView(Sku("BOWL-8"), "wide-bowl", LONG, "", None, 4, eur("1248.00"), eur("4992.00"), None, "Only 3 of this are left."),
]


def cart(lines: list[CartLineView], shipping: str | None = None, total: str = "98.00", method: str | None = None) -> CartView:
    return CartView(
        id=CartId(UUID(int=7)), version=4, status="open", order_number=None, currency="EUR", lines=lines,
        item_count=sum(line.quantity for line in lines), subtotal=eur("98.00"), shipping=eur(shipping) if shipping else None,
        shipping_method=method, tax_included=eur("15.65"), total=eur(total), quote=f"seal-{method}",
    )


STANDARD = ShippingMethodView("standard", "Standard", "With you in 2 to 4 working days", eur("4.90"), eur("120.00"))
EXPRESS = ShippingMethodView("express", "Express", "With you tomorrow if ordered before 14:00", eur("12.90"), None)
CHOICES = [
    Choice(STANDARD, cart(LINES[:2], "4.90", "102.90", "standard")),
    Choice(EXPRESS, cart(LINES[:2], "12.90", "110.90", "express")),
]
ADDRESS = AddressView("Ann Field", "Rua das Oliveiras 14", "3º esq.", "Porto", None, "4050-448", "PT")
BOUGHT = [
    OrderLineView(line.sku, line.name, line.slug, line.options_text, line.image, line.quantity, line.unit_price, line.line_total)
    for line in LINES[:2]
]
STEPS = [
    Moment(NOW - timedelta(days=2), "Order placed", "3 pieces, EUR 102.90"),
    Moment(NOW - timedelta(days=2, minutes=-1), "Payment received", "Sandbox card"),
    Moment(NOW - timedelta(hours=3), "Parcel handed over", "DHL, 00340434161094042557"),
]


def order(status: str, payment: str = "captured", steps: int = 2, next_url: str | None = None, known: bool = True) -> OrderView:
    return OrderView(
        number=OrderNumber("HF-7Q2M-4KDX"), version=3, status=status, placed_at=STEPS[0].at, email="ann@example.com" if known else None,
        shipping_address=ADDRESS if known else None, shipping_method="standard", lines=BOUGHT, subtotal=eur("98.00"), shipping=eur("4.90"),
        tax_included=eur("16.43"), total=eur("102.90"), payment=PaymentLine("0197c0de-1111-7000-8000-000000000001", "sandbox", payment, next_url),
        timeline=STEPS[:steps], shipment=Shipment("DHL", "00340434161094042557") if status == "shipped" else None,
    )


def fact(version: int, title: str, tag: str, actor: str, reason: str | None, body: dict[str, Any], kind: str = "order") -> FactView:
    at = NOW - timedelta(days=3 - version, minutes=version)
    return FactView(
        position=str(41_000 + version), stream=UUID(int=99), kind=kind, version=version, tag=tag, title=title, at=at, recorded_at=at,
        actor=actor, reason=reason, correlation=UUID(int=version), causation=None, request_id=f"req-{version}",
        hash="9f2c4e1ab07d55c3e8f1a2b4c6d8e0f29f2c4e1ab07d55c3e8f1a2b4c6d8e0f2", body=body,
    )


FACTS = [
    fact(1, "Order placed", "ordering/order-placed-1", "guest", None, {
        "number": "HF-7Q2M-4KDX", "email": "ann@example.com", "shipping_method": "standard",
        "lines": [{"sku": "MUG-OAT-L", "quantity": 2, "unit_price": {"minor": 2200, "currency": "EUR"}}],
        "totals": {"total": {"minor": 10290, "currency": "EUR"}, "tax_included": {"minor": 1643, "currency": "EUR"}},
    }),
    fact(2, "Order confirmed", "ordering/order-confirmed-1", "payment gateway", "The payment was captured", {"order_id": str(UUID(int=99))}),
    fact(3, "Order shipped", "ordering/order-shipped-1", "ines@hearth-and-field.example", "Left with the morning van", {
        "carrier": "DHL", "tracking": "00340434161094042557", "gift": False, "note": None, "tags": []}),
]


def history(version: int = 3, kind: str = "order") -> HistoryView:
    state = {
        "stage": "shipped" if version == 3 else "confirmed", "number": "HF-7Q2M-4KDX", "lines": FACTS[0].body["lines"],
        "totals": FACTS[0].body["totals"], "carrier": "DHL" if version == 3 else "", "cancelled_because": "",
    }
    return HistoryView(kind, "HF-7Q2M-4KDX", UUID(int=99), version, 3, state, FACTS)


SHOP = Shop("Hearth & Field")
EVERYWHERE: dict[str, Any] = {
    "shop": SHOP, "locale": "en-IE", "csrf_input": '<input type="hidden" name="_csrf_token" value="token">', "notice": None,
}
FRONT: dict[str, Any] = {**EVERYWHERE, "nav_categories": CATEGORIES, "cart_count": 3}
BACK: dict[str, Any] = {**EVERYWHERE, "staff": Staff("Ines"), "now": NOW}
FORM = {"email": "ann@example", "name": "Ann Field", "line1": "", "postal_code": "4050-448", "city": "Porto", "country": "PT"}
FORM_ERRORS = {"email": "Write the whole address, such as ann@example.com.", "line1": "Say where the parcel should go: street and number."}
COUNTRIES = [("PT", "Portugal"), ("DE", "Germany"), ("IE", "Ireland")]
CHECKOUT: dict[str, Any] = {**FRONT, "choices": CHOICES, "chosen": "standard", "countries": COUNTRIES, "form": {"country": "PT"}, "errors": {}, "problem": None, "idempotency_key": "key-1"}
LISTING: dict[str, Any] = {**FRONT, "path": "/products", "filters": NO_FILTERS, "category": None, "breadcrumbs": [], "problem": None}
FULL = ProductPage([card for _ in range(3) for card in CARDS][:20], 12_340, True, "next", FACETS)
ROWS = [
    OrderRow(OrderNumber(f"HF-7Q2M-{number}KDX"), status, NOW - timedelta(hours=number), name, number, eur(f"{number * 137}.90"))
    for number, (status, name) in enumerate([
        ("confirmed", "Ann Field"), ("awaiting_payment", "Dr. Maximiliane Wolfeschlegelsteinhausenbergerdorff-Hernández de la Cruz"),
        ("shipped", None), ("cancelled", "李小龙"), *[("shipped", "Jo Park")] * 12,
    ], 1)
]
STOCK = [
    StockRow(Sku(variant.sku), MUG.name, MUG.slug, variant.options, 12 - at, at, 12 - 2 * at) for at, variant in enumerate(VARIANTS[:7])
] + [StockRow(Sku("BOWL-8"), LONG, "wide-bowl", {}, 14_200, 3, 14_197)]
MAIL = Mail("m1", "ann@example.com", "Your order HF-7Q2M-4KDX", NOW, "Thank you. It is yours.\n\nWe have your order.")
POSTED: dict[str, Any] = {"shop": SHOP, "locale": "en-IE", "order_href": "https://shop.example/orders/HF-7Q2M-4KDX?token=abc", "token": "abc-def"}
WAITING = [
    Projection("browsing.products", "41003", 0, "running", None, NOW), Projection("ordering.rows", "40870", 133, "running", None, NOW),
    Projection("inventory.stock", "39001", 2002, "failed", "KeyError: 'sku'\n  in inventory/stock.py, at fact 39002 inventory/counted-1", NOW),
]

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "home": ("storefront/home.html", {**FRONT, "categories": CATEGORIES, "newest": CARDS, "picks": CARDS[5:8] + CARDS[0:2]}),
    "home-empty": ("storefront/home.html", {**FRONT, "nav_categories": [], "cart_count": 0, "categories": [], "newest": [], "picks": []}),
    "listing": ("storefront/listing.html", {**LISTING, "page": FULL, "category": CATEGORIES[0], "breadcrumbs": [Crumb("home", "Home")]}),
    "listing-filtered": ("storefront/listing.html", {**LISTING, "q": "bowl", "page": ProductPage(CARDS[:3], 3, False, None, FACETS), "filters": {
        **NO_FILTERS, "q": "bowl", "brand": ["Loam Pottery"], "price_max": "60", "in_stock": True, "sort": "price", "cursor": "x"}}),
    "listing-empty": ("storefront/listing.html", {**LISTING, "q": "xyzzy", "page": ProductPage([], 0, False, None, None), "filters": {**NO_FILTERS, "q": "xyzzy"}, "problem": "The price was not a number."}),
    "product": ("storefront/product.html", {**FRONT, "product": MUG, "selected": VARIANTS[1], "problem": None}),
    "product-bare": ("storefront/product.html", {**FRONT, "product": BARE, "selected": None, "problem": "It was sold out a moment ago."}),
    "cart": ("storefront/cart.html", {**FRONT, "cart": cart(LINES[:2])}),
    "cart-stuck": ("storefront/cart.html", {**FRONT, "cart": cart(LINES)}),
    "cart-empty": ("storefront/cart.html", {**FRONT, "cart_count": 0, "cart": None}),
    "cart-drawer": ("storefront/cart_drawer.html", {**FRONT, "cart": cart(LINES[:2]), "added": "MUG-OAT-L", "problem": None}),
    "checkout": ("storefront/checkout.html", CHECKOUT),
    "checkout-errors": ("storefront/checkout.html", {**CHECKOUT, "form": FORM, "errors": FORM_ERRORS, "chosen": "express", "problem": Notice("bad", "The card was declined", "Nothing was taken. Choose another way to pay.")}),
    "challenge": ("storefront/challenge.html", {**FRONT, "number": "HF-7Q2M-4KDX", "payment": PaymentView(PaymentId(UUID(int=5)), "sandbox", "requires_action", eur("102.90"))}),
    "order-fresh": ("storefront/order.html", {**FRONT, "order": order("confirmed"), "fresh": True, "token": "t"}),
    "order-shipped": ("storefront/order.html", {**FRONT, "order": order("shipped", steps=3), "fresh": False, "token": "t"}),
    "order-waiting": ("storefront/order.html", {**FRONT, "order": order("awaiting_payment", "processing", 1), "fresh": False, "token": "t"}),
    "order-challenged": ("storefront/order.html", {**FRONT, "order": order("awaiting_payment", "requires_action", 1, "/sandbox/challenge/1"), "fresh": True, "token": None}),
    "order-cancelled": ("storefront/order.html", {**FRONT, "order": order("cancelled", "declined", 1, known=False), "fresh": False, "token": None}),
    "order-lookup": ("storefront/order_lookup.html", {**FRONT, "form": {"number": "HF-7Q2M"}, "errors": {}, "problem": "No order fits this number and code."}),
    "outbox": ("storefront/outbox.html", {**FRONT, "mails": [MAIL] * 4}),
    "outbox-empty": ("storefront/outbox.html", {**FRONT, "mails": []}),
    "outbox-mail": ("storefront/outbox_mail.html", {**FRONT, "mail": MAIL}),
    **{f"error-{status}": ("storefront/error.html", {**FRONT, "error": Trouble(status, detail, "0197c0de")}) for status, detail in (
        (404, None), (409, "Only 3 pieces of Morning mug are left."), (410, None), (422, None), (429, None), (500, None), (503, None))},
    "mail-confirmation": ("shared/mail/order_confirmation.html", {**POSTED, "order": order("confirmed")}),
    "mail-confirmation-text": ("shared/mail/order_confirmation.txt", {**POSTED, "order": order("confirmed")}),
    "mail-shipped": ("shared/mail/order_shipped.html", {**POSTED, "order": order("shipped", steps=3)}),
    "mail-shipped-text": ("shared/mail/order_shipped.txt", {**POSTED, "order": order("shipped", steps=3)}),
    "office-login": ("backoffice/login.html", {**EVERYWHERE, "form": {"email": "ines@example.com"}, "problem": "That e-mail and password do not go together.", "next": "/backoffice/orders"}),
    "office-orders": ("backoffice/orders.html", {**BACK, "page": OrderRows(ROWS, "next", {"awaiting_payment": 3, "confirmed": 41, "shipped": 1204}), "filters": {"status": "confirmed", "q": "", "cursor": None}}),
    "office-orders-empty": ("backoffice/orders.html", {**BACK, "page": OrderRows([], None, {}), "filters": {"status": None, "q": "", "cursor": None}}),
    "office-order": ("backoffice/order.html", {**BACK, "order": order("confirmed"), "history": history(2), "form": {}, "errors": {"tracking": "Say the number that the carrier gave the parcel."}}),
    "office-order-shipped": ("backoffice/order.html", {**BACK, "order": order("shipped", steps=3, known=False), "history": history(), "form": {}, "errors": {}, "notice": Notice("good", "Marked as shipped", "The customer was told.")}),
    "office-products": ("backoffice/products.html", {**BACK, "filters": {"q": "", "cursor": "x"}, "page": ProductRows([
        ProductRow(ProductId(UUID(int=at)), item.slug, item.name, item.brand, item.price.amount, "EUR", item.variant_count, at, at != 3) for at, item in enumerate(CARDS)], "next")}),
    "office-products-empty": ("backoffice/products.html", {**BACK, "filters": {"q": "x", "cursor": None}, "page": ProductRows([], None)}),
    "office-product": ("backoffice/product.html", {**BACK, "product": MUG, "for_sale": True, "history": history(kind="product"), "stock": {v.sku: StockLevel(Sku(v.sku), 12, 2, 10) for v in VARIANTS[:6]}}),
    "office-stock": ("backoffice/stock.html", {**BACK, "page": StockPage(STOCK, "next"), "filters": {"q": "", "low": False, "cursor": None}, "open": "MUG-SAG-S", "form": {"on_hand": "-1", "reason": ""}, "errors": {"on_hand": "A count cannot be below zero."}}),
    "office-stock-empty": ("backoffice/stock.html", {**BACK, "page": StockPage([], None), "filters": {"q": "x", "low": True, "cursor": None}, "open": None, "form": {}, "errors": {}}),
    "office-history": ("backoffice/history.html", {**BACK, "history": history(), "back": Link("/backoffice/orders/HF-7Q2M-4KDX", "Order HF-7Q2M-4KDX")}),
    "office-history-then": ("backoffice/history.html", {**BACK, "history": history(2), "back": None}),
    "office-activity": ("backoffice/activity.html", {**BACK, "activity": Activity(FACTS[::-1] * 6, "next"), "filters": {"correlation": "0197c0de", "cursor": None}}),
    "office-activity-empty": ("backoffice/activity.html", {**BACK, "activity": Activity([], None), "filters": {"correlation": None, "cursor": None}}),
    "office-projections": ("backoffice/projections.html", {**BACK, "projections": WAITING, "head": "41003"}),
    "office-projections-empty": ("backoffice/projections.html", {**BACK, "projections": [], "head": "0"}),
    "office-error": ("backoffice/error.html", {**BACK, "error": Trouble(409, "Somebody else changed this order first.", "0197c0de")}),
}
