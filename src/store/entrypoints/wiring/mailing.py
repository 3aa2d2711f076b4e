"""Letters to whoever bought, put together."""

from store.application.notifications.posting import Posting
from store.application.ordering.ports import AccessTokens
from store.application.processes.mailing_about_orders import MailingAboutOrders
from store.application.processes.mailing_to_pay_again import MailingToPayAgain


def about_mailing(posting: Posting, tokens: AccessTokens) -> tuple[object, ...]:
    """Who writes what became of an order, and that it has to be paid again."""
    return MailingAboutOrders(posting, tokens), MailingToPayAgain(posting, tokens)
