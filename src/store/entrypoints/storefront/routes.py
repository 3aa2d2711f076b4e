"""All pages of the shop."""

from typing import Final

from litestar.types import ControllerRouterHandler

from store.entrypoints.storefront import bank, browsing, cart, checkout, orders, outbox, sandbox, signposts, suggesting

ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    browsing.home, browsing.listing, browsing.product, suggesting.suggest,
    cart.show, cart.add, cart.change, cart.remove,
    checkout.show, checkout.pay,
    orders.look_up, orders.find, orders.show,
    outbox.outbox, outbox.mail, outbox.letter,
    signposts.robots, signposts.sitemap, signposts.favicon,
)
SANDBOX: Final[tuple[ControllerRouterHandler, ...]] = (sandbox.challenge, sandbox.answer)
"""Where payments go to the sandbox."""
STRIPE: Final[tuple[ControllerRouterHandler, ...]] = (bank.leave, bank.come_back)
"""Where they go to Stripe."""
