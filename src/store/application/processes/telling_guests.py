"""Telling guests that they are forgotten, while it can be read where they are. Who has an account was told before."""

from dataclasses import dataclass
from typing import Final

from store.application.notifications.ports import Mail, NotTaken, Occasion
from store.application.notifications.posting import Posting
from store.application.privacy.steps import Receipt
from store.application.shared.ports import Clock
from store.domain.shared.ids import ErasureId, follow_up

_WORDS: Final = "/privacy"


@dataclass(frozen=True)
class TellingGuests:
    """The letter goes before any key is given up: it is in no list of duties, since nobody could do it afterwards."""

    posting: Posting
    clock: Clock

    def tell(self, erasure: ErasureId, receipt: Receipt) -> None:
        """Send the receipt, once however often this is asked. What the sandbox keeps of it is swept with the rest.

        :raises NotTaken: while a mail server that can't take it is waited for. Later nobody stays for a letter's sake.
        """
        letter = self.posting.letters.write(Occasion.FORGOTTEN, {
            "kept": receipt.kept, "href": f"{self.posting.address}{_WORDS}",
        })
        mail = Mail(
            follow_up(erasure, "receipt"), receipt.number, Occasion.FORGOTTEN, receipt.subject, receipt.to, letter,
        )
        try:
            self.posting.send(mail)
        except NotTaken:
            if self.clock.now() < receipt.till:
                raise
