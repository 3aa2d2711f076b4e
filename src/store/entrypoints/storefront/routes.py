"""All pages of the shop."""

from typing import Final

from litestar.types import ControllerRouterHandler

from store.entrypoints.storefront import (
    address_book,
    again,
    back_in_stock,
    bank,
    browsing,
    cancelling,
    cart,
    cart_aside,
    cart_code,
    checkout,
    choices,
    documents,
    doors,
    elsewhere,
    email_change,
    joining,
    keeping_second_factors,
    leaving,
    listing,
    notifying,
    order_account,
    orders,
    outbox,
    own_account,
    own_address,
    own_data,
    own_logins,
    own_orders,
    papers,
    passwords,
    pictures,
    place_suggesting,
    proof,
    returning,
    sandbox,
    second_factor,
    second_step,
    signposts,
    suggesting,
    unsubscribing,
    visiting,
)

ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (
    browsing.home, browsing.product, listing.listing, listing.category, listing.categories, suggesting.suggest,
    back_in_stock.ask, cart.show, cart.add, cart.change, cart.remove, cart.restore, cart_code.enter, cart_code.remove,
    cart_aside.put, cart_aside.bring_back, cart_aside.let_go,
    checkout.show, checkout.pay,
    orders.look_up, orders.find, orders.show, orders.why, order_account.make, cancelling.ask, cancelling.cancel,
    papers.invoice, again.ask, again.put,
    returning.ask, returning.request_return, returning.show, returning.slip, returning.photograph, returning.withdraw,
    joining.show, joining.register, joining.sent, joining.send_again, joining.ask, joining.verify,
    doors.show, doors.log_in, doors.log_out,
    passwords.forgotten, passwords.send, passwords.ask, passwords.reset,
    own_account.show, own_account.history, own_account.rename, own_account.change_password, own_account.end_one,
    own_account.end_all,
    proof.show, proof.prove,
    email_change.show, email_change.request_change, email_change.ask, email_change.confirm, email_change.ask_undo,
    email_change.undo,
    pictures.upload, pictures.remove,
    leaving.show, leaving.leave, leaving.ask, leaving.stay,
    elsewhere.begin, elsewhere.leave, elsewhere.come_back, own_address.show, own_address.join,
    own_logins.show, own_logins.link, own_logins.unlink, own_logins.fill, own_logins.prove,
    second_step.show, second_step.finish,
    second_factor.show, second_factor.begin, second_factor.set_up, second_factor.confirm, second_factor.switch_off,
    second_factor.renew,
    keeping_second_factors.ask, keeping_second_factors.keep,
    visiting.leave,
    address_book.show, address_book.blank, address_book.fields, address_book.add, address_book.look,
    address_book.change, address_book.remove, address_book.restore, address_book.choose,
    notifying.show, notifying.save, notifying.give_phone,
    own_orders.show, own_data.show, own_data.ask, own_data.take, place_suggesting.suggest,
    documents.privacy, documents.terms, documents.privacy_version, documents.terms_version, documents.privacy_changes,
    documents.terms_changes, documents.ask_again, documents.accept, choices.show, choices.choose,
    outbox.outbox, outbox.mail, outbox.letter, outbox.moved,
    signposts.robots, signposts.sitemap, signposts.favicon,
)
FROM_ELSEWHERE: Final[tuple[ControllerRouterHandler, ...]] = (
    unsubscribing.ask, unsubscribing.end, back_in_stock.ask_to_stop, back_in_stock.stop,
)
"""What mail programs ask for and post: they have no page of ours before them, and no token in a form."""
SANDBOX: Final[tuple[ControllerRouterHandler, ...]] = (sandbox.challenge, sandbox.answer)
"""Where payments go to the sandbox."""
STRIPE: Final[tuple[ControllerRouterHandler, ...]] = (bank.leave, bank.come_back)
"""Where they go to Stripe."""
