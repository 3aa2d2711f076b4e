"""All pages of the shop."""

from typing import Final

from litestar.types import ControllerRouterHandler

from store.entrypoints.storefront import browsing, cart, checkout, orders, outbox, sandbox, signposts, suggesting

ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    browsing.home, browsing.listing, browsing.product, suggesting.suggest,
    cart.show, cart.add, cart.change, cart.remove,
    checkout.show, checkout.pay,
    orders.look_up, orders.find, orders.show,
    sandbox.challenge, sandbox.answer,
    outbox.outbox, outbox.mail, outbox.letter,
    signposts.robots, signposts.sitemap, signposts.favicon,
)
