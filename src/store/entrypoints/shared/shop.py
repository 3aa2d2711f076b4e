"""What pages and routes may know of the shop itself."""

from msgspec import Struct


class ShopInfo(Struct, frozen=True):
    """The shop's name, the currency it sells in, where it is reached, and by which clock it lives."""

    name: str
    currency: str
    address: str
    demo: bool = True
    time_zone: str = "UTC"
