"""Cards that somebody adds without buying: what a gateway can do for that, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NewType, Protocol, TypeAlias, runtime_checkable
from uuid import UUID

from msgspec import Struct

from store.application.payments.cards import KeptCard, OwnCard, SavedCards, Wished
from store.application.payments.messages import NextAction
from store.application.payments.ports import Challenged, Undecided, Unheard, WayToBank
from store.application.shared.bus import Command
from store.domain.shared.errors import RuleViolated
from store.domain.shared.ids import AccountId

AddingId = NewType("AddingId", UUID)
"""One try to add one card; the card is kept under it."""
MOST_CARDS: Final = 10


class CardAdded(Struct, frozen=True, tag="added"):
    """The gateway keeps it."""

    card: KeptCard


class CardRefused(Struct, frozen=True, tag="refused"):
    """No, and by this try none ever will be kept."""

    reason: str


CardVerdict: TypeAlias = CardAdded | CardRefused | Challenged | Undecided | Unheard


class CardAdding(Protocol):
    """What keeps cards at a gateway by which nothing is paid yet. Every call is idempotent by *id*; no money moves."""

    def add(self, id: AddingId, token: str, customer: str) -> CardVerdict:
        """Keep the card behind *token* with the others of that *customer*, or of a new one where that is empty."""

    def look(self, id: AddingId) -> CardVerdict:
        """What became of it."""

    def cancel(self, id: AddingId) -> CardVerdict:
        """Make sure that none is ever kept by it, unless one already is: then :class:`CardAdded`."""

    def way(self, id: AddingId) -> WayToBank | None:
        """Where the bank asks; ``None`` when it does not, or nobody can tell."""


@runtime_checkable
class AddsCards(Protocol):
    """A gateway that has such a thing. PayPal has none: what pays there is chosen there, each time."""

    @property
    def adding(self) -> CardAdding | None: ...


@runtime_checkable
class SandboxCardBank(CardAdding, Protocol):
    """The bank of whoever adds a card, where no real one is asked."""

    def answer(self, id: AddingId, *, approved: bool) -> CardVerdict:
        """They say whether it was them."""


class WishedCard(Wished, frozen=True, kw_only=True):
    """A card that somebody is about to add."""

    account: AccountId


class AddedCards(SavedCards, Protocol):
    """The same cards, with those that are about to be added among them."""

    def begin(self, account: AccountId, id: AddingId, method: str, at: datetime, *, most: int) -> None:
        """Somebody is about to add one. Nothing begins where they keep the *most* already, with those that are being
        added, however many begin at once.
        """

    def beginning(self, id: AddingId) -> WishedCard | None:
        """The one of that id, also where it is kept by now."""

    def unfinished(self, before: datetime) -> Sequence[WishedCard]:
        """Those begun before then of which it isn't known yet."""


@dataclass(eq=False)
class NotAddedThere(RuleViolated):
    """Cards for {method} can't be added ahead: what pays is chosen there, each time."""

    method: str


@dataclass(eq=False)
class CardNotAdded(RuleViolated):
    """The card was not added ({reason}). Nothing was charged; your other cards are as they were."""

    reason: str


@dataclass(eq=False)
class CardsFull(RuleViolated):
    """You keep {most} cards, with those that are being added. Remove one, or finish the one you began."""

    most: int = MOST_CARDS


class Adding(Struct, frozen=True):
    """How it stands. ``processing``: nobody knows yet, and it is asked after."""

    id: AddingId
    status: Literal["kept", "requires_action", "processing", "declined"]
    card: OwnCard | None = None
    next_action: NextAction | None = None
    reason: str | None = None


class AddCard(Command[Adding], frozen=True):
    """Keep a card without buying. The same *key* and *token* again is the same try."""

    account_id: AccountId
    method: str
    token: str
    key: str


class SettleAdding(Command[Adding], frozen=True):
    """Ask the gateway what became of it, and keep what it keeps. *method*: where, if the shop knows of it no more.

    *give_up*: whoever began it has stayed away too long.
    """

    id: AddingId
    method: str = ""
    give_up: bool = False


class VisitBank(Command[WayToBank | None], frozen=True):
    """Where the bank asks whoever adds a card; nowhere for anybody else."""

    account_id: AccountId
    id: AddingId
