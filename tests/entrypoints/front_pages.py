"""The storefront's pages and the mails, each with what it shows."""

from typing import Any
from uuid import UUID

from msgspec import structs

from store.application.browsing.messages import ProductPage
from store.application.notifications.messages import MailView
from store.application.payments.messages import PaymentView
from store.application.payments.ports import WayToBank
from store.application.processes.cart_amounts import RemovedView
from store.application.processes.cart_views import WaitingView
from store.application.processes.tracking_an_order import hidden
from store.domain.notifications.kinds import Channel
from store.domain.shared.ids import AccountId, PaymentId, Sku
from store.entrypoints.shared.checkout_address import Buyer
from store.entrypoints.shared.error_pages import Trouble
from store.entrypoints.storefront.documentation import Field, Operation
from store.entrypoints.storefront.order_account import Offer
from store.entrypoints.storefront.paying import ShownWay
from store.entrypoints.storefront.ranges import bounds_of
from tests.entrypoints.address_pages import HOME, LONG
from tests.entrypoints.page_frame import FRONT, PAGE, SHOP, Notice
from tests.entrypoints.page_goods import (
    BARE,
    CARDS,
    CATEGORIES,
    FACETS,
    KITCHEN,
    MUG,
    NO_FILTERS,
    NOW,
    VARIANTS,
    eur,
)
from tests.entrypoints.page_orders import CHOICES, LINES, REDUCED, SEVERAL, SPRING, STUCK_CODE, cart, order

FORM = {
    "email": "ann@example",
    "name": "Ann Field",
    "line1": "",
    "postal_code": "4050-448",
    "city": "Porto",
    "country": "PT",
}
FORM_ERRORS = {
    "email": "Write the whole address, such as ann@example.com.",
    "line1": "Say where the parcel should go: street and number.",
}
COUNTRIES = [("PT", "Portugal"), ("DE", "Germany"), ("IE", "Ireland")]
CARD_SHOP = structs.replace(SHOP, payment_method="stripe", card_key="pk_test_of_a_preview")
BANK: dict[str, Any] = {
    **FRONT,
    "shop": CARD_SHOP,
    "number": "HF-7Q2M-4KDX",
    "payment": PaymentView(PaymentId(UUID(int=5)), "stripe", "requires_action", eur("102.90")),
}
KNOWN = Buyer(AccountId(UUID(int=9)), "ann@example.org", (HOME, LONG), may_save=True)
CHECKOUT: dict[str, Any] = {
    **FRONT,
    "choices": CHOICES, "credit": CHOICES[0].credit,
    "cart": CHOICES[0].cart,
    "nowhere": "",
    "chosen": "standard",
    "buyer": Buyer(),
    "countries": COUNTRIES,
    "form": {"country": "PT"},
    "errors": {},
    "problem": None,
    "idempotency_key": "key-1",
    "ways": [ShownWay("sandbox", "Test card", "No money moves.", away=False)],
    "way": "sandbox",
    "cards": (),
}
_BY_CARD = {"ways": [ShownWay("stripe", "Card", "It goes straight to Stripe.", away=False)], "way": "stripe"}
OPERATION = Operation(
    id="getCart", group="Carts", method="GET", path="/api/v1/carts/{id}", summary="The cart", words=["Live prices."],
    fields=[Field("id", "path", needed=True, kind="uuid", words="Its id.")], staff=True, body="", curl="curl '<x>'",
    refusals=[("404", "There is none.")],
)
LISTING: dict[str, Any] = {
    **FRONT,
    "path": "/products",
    "filters": NO_FILTERS,
    "category": None,
    "ranges": [],
    "names": {"table": "Table", "kitchen": "Kitchen"},
    "problem": None,
}
FULL = ProductPage(
    [card for _ in range(3) for card in CARDS][:20],
    12_340,
    total_is_lower_bound=True,
    next_cursor="next",
    facets=FACETS,
)
WORDS = "Thank you. It is yours.\n\nWe have your order."
MAIL = MailView(
    UUID(int=1), "ann@example.com", "Your order HF-7Q2M-4KDX", NOW, "<p>…</p>", WORDS, unsubscribe="https://x.example",
)
TEXT = MailView(
    UUID(int=2), "+49301234567", "Hearth & Field: it is on its way", NOW, "", "It is on its way", Channel.SMS,
)
POSTED: dict[str, Any] = {
    "shop": SHOP,
    "locale": "en-IE",
    "href": "https://shop.example/orders/HF-7Q2M-4KDX?token=abc",
    "token": "abc-def",
}
FRONT_PAGES: dict[str, PAGE] = {
    "home": (
        "storefront/home.html",
        {**FRONT, "categories": CATEGORIES, "newest": CARDS, "picks": CARDS[5:8] + CARDS[0:2]},
    ),
    "home-empty": (
        "storefront/home.html",
        {**FRONT, "nav_categories": [], "cart_count": 0, "categories": [], "newest": [], "picks": []},
    ),
    "listing": (
        "storefront/listing.html",
        {**LISTING, "page": FULL, "category": KITCHEN, "path": "/categories/table"},
    ),
    "categories": ("storefront/categories.html", {**FRONT, "tree": CATEGORIES}),
    "categories-empty": ("storefront/categories.html", {**FRONT, "tree": []}),
    "listing-filtered": (
        "storefront/listing.html",
        {
            **LISTING,
            "q": "bowl",
            "page": ProductPage(CARDS[:3], 3, total_is_lower_bound=False, next_cursor=None, facets=FACETS),
            "filters": {
                **NO_FILTERS,
                "q": "bowl",
                "category": ["kitchen"],
                "brand": ["Loam Pottery"],
                "facet": ["Colour: Sage"],
                "range": ["Weight (kg): 1..3"],
                "view": "list",
                "price_max": "60",
                "in_stock": True,
                "sort": "price",
                "cursor": "x",
            },
            "ranges": [bounds_of("Weight (kg): 1..3"), bounds_of("Height: ..12")],
        },
    ),
    "listing-empty": (
        "storefront/listing.html",
        {
            **LISTING,
            "q": "xyzzy",
            "page": ProductPage([], 0, total_is_lower_bound=False, next_cursor=None),
            "filters": {**NO_FILTERS, "q": "xyzzy"},
            "problem": "The price was not a number.",
        },
    ),
    "gone": ("storefront/gone.html", {**FRONT, "name": CARDS[2].name, "place": "table", "near": CARDS[:4]}),
    "gone-alone": ("storefront/gone.html", {**FRONT, "name": "Morning mug", "place": None, "near": []}),
    "product": (
        "storefront/product.html",
        {**FRONT, "product": MUG, "selected": VARIANTS[1], "problem": None, "structured": {"name": "</script>"},
         "open_graph": {"og:title": '"><script>'}},
    ),
    "product-bare": ("storefront/product.html", {
        **FRONT, "product": BARE, "selected": None, "problem": "It was sold out a moment ago.", "structured": {},
        "open_graph": {},
    }),
    "cart": ("storefront/cart.html", {**FRONT, "cart": cart(LINES[:2])}),
    "cart-stuck": ("storefront/cart.html", {**FRONT, "cart": cart(LINES)}),
    "cart-code": ("storefront/cart.html", {**FRONT, "cart": cart(LINES[:2], total="88.20", code=SPRING)}),
    "cart-codes": ("storefront/cart.html", {**FRONT, "cart": SEVERAL}),
    "cart-code-stuck": ("storefront/cart.html", {**FRONT, "cart": cart(LINES[:2], code=STUCK_CODE)}),
    "cart-code-refused": ("storefront/cart.html", {
        **FRONT, "cart": cart(LINES[:2]), "code_typed": "<b>", "code_error": "This code is not valid. Look how it is"
        " spelled; it may also have run out.",
    }),
    "checkout-code": ("storefront/checkout.html", {**CHECKOUT, "choices": REDUCED, "cart": REDUCED[0].cart}),
    "order-code": ("storefront/order.html", {
        **FRONT, "fresh": False, "token": "t", "order": structs.replace(
            order("confirmed"), discounts=REDUCED[0].cart.discounts, discount=eur("9.80"), total=eur("93.10"),
        ),
    }),
    "cart-undo": ("storefront/cart.html", {
        **FRONT, "removed": "X",
        "cart": structs.replace(cart(LINES[:1]), removed=RemovedView(Sku("X"), "Long-named hand-thrown bowl " * 3, 2),
                                aside=[WaitingView(Sku("Y"), "mug", "Morning mug", LINES[0].image, 2,
                                                   LINES[0].unit_price, "Morning mug is sold out.")]),
    }),
    "cart-empty": ("storefront/cart.html", {**FRONT, "cart_count": 0, "cart": None}),
    "suggestions": ("storefront/suggestions.html", {
        **FRONT, "words": "<b>", "page": FULL, "places": CATEGORIES[:2], "others": ["mug", "<b>oat mug", LONG],
    }),
    "documentation": (
        "storefront/documentation.html",
        {
            **FRONT,
            "about": {"title": "API", "version": "1", "description": "Amounts are decimal strings."},
            "groups": [("Carts", [OPERATION])],
        },
    ),
    "cart-drawer": (
        "storefront/cart_drawer.html",
        {**FRONT, "cart": cart(LINES[:2]), "added": "MUG-OAT-L", "problem": None},
    ),
    "checkout": ("storefront/checkout.html", CHECKOUT),
    "checkout-errors": (
        "storefront/checkout.html",
        {
            **CHECKOUT,
            "form": FORM,
            "errors": FORM_ERRORS,
            "chosen": "express",
            "problem": Notice(
                "bad", "The card was declined", "Nothing was taken. Choose another way to pay."
            ),
        },
    ),
    "checkout-known": ("storefront/checkout.html", {
        **CHECKOUT, "buyer": KNOWN, "form": KNOWN.blank(), "logged_in": True,
    }),
    "checkout-card": ("storefront/checkout.html", {**CHECKOUT, **_BY_CARD, "shop": CARD_SHOP}),
    "checkout-card-unset": (
        "storefront/checkout.html", {**CHECKOUT, **_BY_CARD, "shop": structs.replace(CARD_SHOP, card_key="")},
    ),
    "bank": ("storefront/bank.html", {**BANK, "way": WayToBank(url="https://bank.example/?a=1&b=2")}),
    "bank-in-page": ("storefront/bank.html", {**BANK, "way": WayToBank(secret="pi_1_secret_2")}),
    "challenge": (
        "storefront/challenge.html",
        {
            **FRONT,
            "number": "HF-7Q2M-4KDX",
            "payment": PaymentView(PaymentId(UUID(int=5)), "sandbox", "requires_action", eur("102.90")),
        },
    ),
    "order-fresh": (
        "storefront/order.html",
        {**FRONT, "order": order("confirmed"), "fresh": True, "token": "t"},
    ),
    "order-shipped": (
        "storefront/order.html",
        {**FRONT, "order": order("shipped", steps=3), "fresh": False, "token": "t"},
    ),
    "order-waiting": (
        "storefront/order.html",
        {**FRONT, "order": order("awaiting_payment", "processing", 1), "fresh": False, "token": "t"},
    ),
    "order-challenged": (
        "storefront/order.html",
        {
            **FRONT,
            "order": order("awaiting_payment", "requires_action", 1, "/sandbox/challenge/1"),
            "fresh": True,
            "token": None,
        },
    ),
    "order-cancelled": (
        "storefront/order.html",
        {**FRONT, "order": order("cancelled", "declined", 1, known=False), "fresh": False, "token": None},
    ),
    "order-kept": (
        "storefront/order.html",
        {**FRONT, "order": order("confirmed"), "fresh": True, "token": "t", "offer": Offer(
            {"given_name": "Ann", "family_name": "Example"}, {"password": "Choose a longer one."}, {"terms": 1},
        )},
    ),
    "order-tracked": ("storefront/order_tracking.html", {**FRONT, "order": hidden(order("shipped", steps=3))}),
    "order-lookup": (
        "storefront/order_lookup.html",
        {
            **FRONT,
            "form": {"number": "HF-7Q2M"},
            "errors": {},
            "problem": "No order fits this number and code.",
        },
    ),
    "outbox": ("storefront/outbox.html", {**FRONT, "mails": [MAIL, TEXT] * 2, "next_cursor": "abc", "channel": None}),
    "outbox-empty": ("storefront/outbox.html", {**FRONT, "mails": [], "next_cursor": None, "channel": Channel.PUSH}),
    "outbox-text": ("storefront/outbox_mail.html", {**FRONT, "mail": TEXT}),
    "outbox-mail": ("storefront/outbox_mail.html", {**FRONT, "mail": MAIL}),
    "error-again": ("storefront/error.html", {**FRONT, "error": Trouble(403, None, "0197c0de", "/account/profile")}),
    **{
        f"error-{status}": ("storefront/error.html", {**FRONT, "error": Trouble(status, detail, "0197c0de")})
        for status, detail in (
            (404, None),
            (409, "Only 3 pieces of Morning mug are left."),
            (410, None),
            (422, None),
            (429, None),
            (500, None),
            (503, None),
        )
    },
    "mail-confirmation": ("shared/mail/order_confirmation.html", {**POSTED, "order": order("confirmed")}),
    "mail-confirmation-text": ("shared/mail/order_confirmation.txt", {**POSTED, "order": order("confirmed")}),
    "mail-cancelled": ("shared/mail/order_cancelled.html", {**POSTED, "order": order("cancelled")}),
    "mail-cancelled-text": ("shared/mail/order_cancelled.txt", {**POSTED, "order": order("cancelled")}),
    "mail-shipped": ("shared/mail/order_shipped.html", {**POSTED, "order": order("shipped", steps=3)}),
    "mail-shipped-text": ("shared/mail/order_shipped.txt", {**POSTED, "order": order("shipped", steps=3)}),
}
