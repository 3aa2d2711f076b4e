"""What every page is given."""

from typing import Any

from msgspec import Struct

from store.entrypoints.shared.shop import ShopInfo
from tests.entrypoints.page_goods import CATEGORIES


class Notice(Struct, frozen=True):
    kind: str
    title: str
    text: str


class Staff(Struct, frozen=True):
    name: str


SHOP = ShopInfo("Hearth & Field", "EUR", "https://shop.example")
EVERYWHERE: dict[str, Any] = {
    "shop": SHOP,
    "locale": "en-IE",
    "csrf_input": '<input type="hidden" name="_csrf_token" value="token">',
    "notice": None,
}
FRONT: dict[str, Any] = {
    **EVERYWHERE, "nav_categories": CATEGORIES, "cart_count": 3, "versions": {"privacy": 1, "terms": 2},
}
BACK: dict[str, Any] = {**EVERYWHERE, "staff": Staff("Ines"), "people": {"guest": "Guest"}}
PAGE = tuple[str, dict[str, Any]]
