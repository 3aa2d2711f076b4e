"""Pages of the address book, each with what it shows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from msgspec import structs

from store.application.customers.messages import SavedAddress, SavedAddresses
from store.application.customers.ports import Doubt, Judgement, Suggestion
from store.application.ordering.messages import OwnOrder
from store.application.shared.answers import Price
from store.domain.shared.ids import OrderNumber, SavedAddressId
from store.entrypoints.shared.countries import countries, place_fields
from tests.entrypoints.page_frame import FRONT, PAGE, SHOP
from tests.entrypoints.page_goods import NOW

HOME = SavedAddress(
    SavedAddressId(UUID(int=1)), "Ann Field", "Lindenweg 4", None, "Berlin", None, "10115", "DE",
    default_shipping=True, default_billing=False,
)
LONG = SavedAddress(
    SavedAddressId(UUID(int=2)), "Maximiliane Wolkenstein-Trostburg von der Hohenaltheimer Heide", "1 Long Lane",
    "Donaudampfschifffahrtsgesellschaft, Building 7", "Austin", "TX", "78701", "US",
    default_shipping=False, default_billing=True,
)
IN: dict[str, Any] = {**FRONT, "logged_in": True}
ALL: dict[str, Any] = {"filters": {"status": "", "since": "", "until": "", "q": ""}, "errors": {}}
ORDERS = [
    OwnOrder(OrderNumber("XAY8Q-DKB8E"), "shipped", NOW, 3, Price("48.90", "EUR"), "token", 1, Price("32.90", "EUR")),
    OwnOrder(
        OrderNumber("PXYWP-9W5D7"), "awaiting_payment", NOW - timedelta(days=40), 1, Price("1248.90", "EUR"), "t", 0,
        Price("1248.90", "EUR"),
    ),
]
FORM: dict[str, Any] = {**IN, "countries": countries("en"), "errors": {}, "address": None, "doubts": None}
DOUBTS = Judgement(
    known=True, doubts=[Doubt("line1", "We could not find this address on the map.")],
    suggestion=Suggestion("Lindenweg 4, 10115 Berlin", "Lindenweg 4", "Berlin", "10115", "DE"),
)
ADDRESS_PAGES: dict[str, PAGE] = {
    "addresses": ("storefront/addresses.html", {**IN, "book": SavedAddresses([HOME, LONG], 5, 50), "removed": None}),
    "addresses-removed": ("storefront/addresses.html", {
        **IN, "book": SavedAddresses([HOME], 6, 50), "removed": UUID(int=2),
    }),
    "addresses-full": ("storefront/addresses.html", {
        **IN, "book": SavedAddresses([HOME, LONG], 5, 2), "removed": None,
    }),
    "addresses-none": ("storefront/addresses.html", {**IN, "book": SavedAddresses([], 0, 50), "removed": None}),
    "own-orders": ("storefront/own_orders.html", {**IN, "orders": ORDERS, "next_cursor": "c", "late": True, **ALL}),
    "own-orders-no-fit": ("storefront/own_orders.html", {
        **IN, "orders": [], "next_cursor": None, "late": False, "errors": {"since": "Choose a day."},
        "filters": {"status": "shipped", "since": "soon", "until": "2026-11-30", "q": "mug"},
    }),
    "own-orders-none": ("storefront/own_orders.html", {**IN, "orders": [], "next_cursor": None, "late": False, **ALL}),
    "address-new": ("storefront/address_form.html", {**FORM, "form": {"country": "DE"}, "place": place_fields("DE")}),
    "address-doubted": ("storefront/address_form.html", {
        **FORM, "form": {"country": "DE", "name": "Ann Field", "line1": "Lindenweg 4000"}, "place": place_fields("DE"),
        "doubts": DOUBTS, "shop": structs.replace(SHOP, suggests_places=True),
    }),
    "address-wrong": ("storefront/address_form.html", {
        **FORM, "form": {"country": "US", "name": "Ann Field"}, "place": place_fields("US"), "address": LONG,
        "errors": {"line1": "Enter the street and number.", "region": "Choose the state."},
    }),
}
