"""What people choose to be told, put together over either kind of shop."""

from typing import Any

from store.application.cart.ports import Offers
from store.application.notifications.choosing import Choosing, ChoosingAnswers
from store.application.notifications.duties import DutyHandlers
from store.application.notifications.ports import UnsubscribeLinks
from store.application.notifications.posting import Posting
from store.application.notifications.waiting import Waiting, WaitingHandlers
from store.application.processes.previewing_letters import PreviewingLetters
from store.application.processes.telling_by_choice import TellingByChoice
from store.application.processes.telling_of_cancellations import TellingOfCancellations
from store.application.processes.telling_staff import TellingStaff
from store.application.processes.telling_who_waits import TellingWhoWaits
from store.application.shared.ports import AsyncJournal, Clock


def about_telling(
    journal: AsyncJournal, posting: Posting, links: UnsubscribeLinks, clock: Clock, waiting: Waiting, offers: Offers
) -> list[Any]:
    """All handlers."""
    return [
        Choosing(clock), ChoosingAnswers(journal), TellingByChoice(posting, links), DutyHandlers(posting.duties, clock),
        TellingStaff(posting), TellingOfCancellations(posting),
        TellingWhoWaits(posting, waiting, offers, clock), WaitingHandlers(waiting, clock),
        PreviewingLetters(posting.letters, posting.address),
    ]
