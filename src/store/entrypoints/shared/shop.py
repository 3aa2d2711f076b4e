"""What pages and routes may know of the shop itself."""

from msgspec import Struct


class ShopInfo(Struct, frozen=True):
    """The shop's name, the currency it sells in, and where it is reached."""

    name: str
    currency: str
    address: str
    demo: bool = True
