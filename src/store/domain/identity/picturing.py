"""The part of an account that is a picture of whoever has it."""

from datetime import datetime

from store.domain.identity.linking import Linkable
from store.domain.identity.owner_events import PictureChanged, PictureEvent, PictureRemoved
from store.domain.shared.ids import AccountId
from store.domain.shared.personal import Personal


class Pictured(Linkable):
    """Whether the account is there, it says itself."""

    def __init__(self, id: AccountId) -> None:
        super().__init__(id)
        self.portrait: Personal[str] | None = None

    def change_portrait(self, picture: str, *, at: datetime) -> None:
        """Show this picture. The one that is shown is no fact."""
        self._expect_active()
        wanted = Personal(self._subject(), picture)
        if wanted != self.portrait:
            self._record(PictureChanged(at=at, account_id=self.id, picture=wanted))

    def remove_portrait(self, *, at: datetime) -> None:
        """Show none. Where there is none, that is no fact."""
        self._expect_active()
        if self.portrait is not None:
            self._record(PictureRemoved(at=at, account_id=self.id))

    def _evolve_picture(self, event: PictureEvent) -> None:
        self.portrait = event.picture if isinstance(event, PictureChanged) else None
