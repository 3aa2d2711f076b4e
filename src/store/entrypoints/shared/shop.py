"""What pages and routes may know of the shop itself."""

from msgspec import Struct

from store.domain.identity.login_events import Provider


class ShopInfo(Struct, frozen=True):
    """The shop's name, the currency it sells in, where it is reached, and by which clock it lives.

    ``outbox_is_open``: anybody may read the sandbox's mails, as in a demo that only one's own machine reaches.
    ``suggests_places``: whether somebody knows streets, so that it is worth asking while one types.
    ``providers``: with accounts at whom people can log in.
    ``checkout_in_steps``: a checkout begins with its first step, and not with one page that has them all.
    ``purposes``: what the shop does with data of those who agreed to it, if anything.
    ``carrier``: with whom parcels can be booked, if with anybody.
    ``card_key``: what Stripe's card form calls the shop by; it is no secret.
    """

    name: str
    currency: str
    address: str
    demo: bool = True
    time_zone: str = "UTC"
    outbox_is_open: bool = False
    payment_method: str = "sandbox"
    card_key: str = ""
    suggests_places: bool = False
    providers: tuple[Provider, ...] = ()
    purposes: tuple[str, ...] = ()
    checkout_in_steps: bool = False
    carrier: str = ""
