"""What belongs around mails that are written one after the other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from store.application.notifications.ports import MailJob
from store.application.processes.mailing_about_orders import SendOrderMail
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.mails import sending


@contextmanager
def mailing_together(shop: Shop, jobs: Sequence[MailJob]) -> Iterator[None]:
    """Around *jobs* that are done one after the other: their orders and what became of the mails before are asked for
    at once, and what is kept of them is written at once, first the mails, then that they are settled.
    """
    orders = [job.about for job in jobs if isinstance(sending(job), SendOrderMail)]
    with (
        shop.duties().together([job.mail_id for job in jobs]), shop.mailer().together(), shop.journal().ahead(orders)
    ):
        yield
