"""What one may tell the shop about one's picture, and what it needs of the world to show it."""

from dataclasses import dataclass
from typing import Final, Protocol

from msgspec import Struct

from store.application.identity.handlers import known
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import AccountId

LARGEST: Final = 5_000_000
"""Bytes of a picture as it comes from a camera."""
SMALL, LARGE = 96, 384
"""The sides of the two squares that are made of it, in pixels."""
WEBP, JPEG = ".webp", ".jpg"


class PicturesAway(StoreError):
    """Pictures can't be kept at the moment. Please try again later."""


class Portraits(Protocol):
    """Makes squares of what people send, and keeps them among the shop's pictures."""

    def make(self, account: AccountId, data: bytes) -> str:
        """Make them and keep them; what they are called by.

        :raises NotAPicture: for what is none, PictureTooLarge, PictureOutOfSize, PicturesAway.
        """

    def remove(self, picture: str) -> None:
        """Keep them no longer."""


class Portrait(Struct, frozen=True):
    """Where a picture is shown: two squares, each in two forms."""

    small: str
    small_jpeg: str
    large: str
    large_jpeg: str


def names_of(picture: str) -> list[str]:
    """What the files are called, in the order of :class:`Portrait`."""
    return [f"{picture}.{size}{ending}" for size in (SMALL, LARGE) for ending in (WEBP, JPEG)]


class SetPortrait(Command[None], frozen=True):
    """Show this picture of me: the bytes of a file."""

    account_id: AccountId
    data: bytes


class RemovePortrait(Command[None], frozen=True):
    """Show none."""

    account_id: AccountId


class Replaced(Struct, frozen=True):
    """What was shown before, if anything."""

    picture: str | None


class RecordPortrait(Command[Replaced], frozen=True):
    """The part that becomes fact; ``None``: there is none any more."""

    account_id: AccountId
    picture: str | None


@dataclass(frozen=True)
class Sitting:
    portraits: Portraits
    clock: Clock

    @conducts(SetPortrait)
    def set(self, command: SetPortrait, conductor: Conductor) -> None:
        """The files first: a page that shows a picture must find it."""
        picture = self.portraits.make(command.account_id, command.data)
        before = conductor.first(RecordPortrait(account_id=command.account_id, picture=picture)).picture
        if before is not None and before != picture:
            self.portraits.remove(before)

    @conducts(RemovePortrait)
    def remove(self, command: RemovePortrait, conductor: Conductor) -> None:
        before = conductor.first(RecordPortrait(account_id=command.account_id, picture=None)).picture
        if before is not None:
            self.portraits.remove(before)

    @handles(RecordPortrait)
    def record(self, command: RecordPortrait, work: UnitOfWork) -> Replaced:
        account, now = work.get(Account, command.account_id), self.clock.now()
        before = known(account.portrait)
        if command.picture is None:
            account.remove_portrait(at=now)
        else:
            account.change_portrait(command.picture, at=now)
        work.save(account)
        return Replaced(before)
