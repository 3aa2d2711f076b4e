"""Cards that somebody keeps for next time: what stands for them at the gateway, and never a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command
from store.domain.shared.errors import NotFound, RuleViolated
from store.domain.shared.ids import AccountId, PaymentId


class CardWish(Struct, frozen=True):
    """What the gateway is to do with the card: *remember* it for the *customer* it knows, if it knows one."""

    remember: bool = False
    customer: str = ""


class KeptCard(Struct, frozen=True):
    """A card as its gateway keeps it: what stands for it there, and what its owner knows it by."""

    token: str
    customer: str
    brand: str
    last4: str
    month: int
    year: int


@runtime_checkable
class CardKeeping(Protocol):
    """A gateway that keeps cards for next time."""

    def kept_card(self, payment_id: PaymentId) -> KeptCard | None:
        """The card that it kept when this was paid; none where nothing was, or it does not answer."""

    def forget_card(self, card: KeptCard) -> bool:
        """Keep it no longer. Also true where it is gone already; false where nobody answers."""


class OwnCard(Struct, frozen=True):
    """A card as its owner sees it."""

    id: UUID
    method: str
    brand: str
    last4: str
    month: int
    year: int


class Wished(Struct, frozen=True):
    """A payment whose card is to be kept, once it is paid; or, where it is for *adding* one, no payment at all."""

    payment_id: PaymentId
    method: str
    at: datetime
    adding: bool = False


class SavedCards(Protocol):
    """Which cards somebody keeps, sealed with the key of whose they are."""

    def wish(self, account: AccountId, payment_id: PaymentId, method: str, at: datetime) -> None:
        """Somebody wants the card kept by which they are about to pay."""

    def wished(self, account: AccountId) -> Sequence[Wished]:
        """Those of which it isn't known yet."""

    def keep(self, account: AccountId, payment_id: PaymentId, card: KeptCard) -> None:
        """It is kept, under the id of that payment."""

    def of(self, account: AccountId) -> Sequence[tuple[UUID, str, KeptCard]]:
        """Id, method and card, the newest first."""

    def drop(self, account: AccountId, id: UUID) -> None:
        """It is kept no longer, or not wished any more."""


@dataclass(eq=False)
class NoSuchCard(NotFound):
    """This card is not kept any more. Choose another one."""


@dataclass(eq=False)
class CardForAnotherWay(RuleViolated):
    """This card is kept for paying by {kept}, and not by {method}. Choose that way to pay, or leave the card out."""

    kept: str
    method: str


class ListOwnCards(Command[tuple[OwnCard, ...]], frozen=True):
    """The cards that somebody keeps. Those that were paid by meanwhile are asked of their gateway first."""

    account_id: AccountId


class ForgetOwnCard(Command[bool], frozen=True):
    """Keep a card no longer, here and at its gateway; false where nobody answers there."""

    account_id: AccountId
    card_id: UUID
