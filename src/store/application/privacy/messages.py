"""What one may ask for, and ask about, where somebody is to be forgotten."""

from collections.abc import Sequence
from uuid import UUID

from store.application.privacy.proofs import Checked, Proof
from store.application.privacy.views import ErasurePage, ErasureView, HoldView
from store.application.shared.bus import Command, Query
from store.domain.privacy.events import Ground
from store.domain.shared.ids import AccountId, ErasureId, OrderNumber


class EraseAccount(Command[ErasureId], frozen=True):
    """Have whoever has this account forgotten: no door opens from now on, and two weeks later it is done."""

    account_id: AccountId
    ground: Ground
    reason: str


class EraseBuyer(Command[ErasureId], frozen=True):
    """Have whoever bought without an account forgotten: named by an order and the address it was placed under."""

    number: OrderNumber
    email: str
    ground: Ground
    reason: str


class GoOnErasing(Command[str], frozen=True):
    """Do what can be done by now; how it stands then. May be repeated."""

    erasure_id: ErasureId


class HoldAccount(Command[None], frozen=True):
    """Have everything kept that is known of whoever has this account. ``by`` holds no less than they do."""

    account_id: AccountId
    reason: str
    by: AccountId | None = None


class HoldOrder(Command[None], frozen=True):
    """Have everything kept that is known of whoever placed this order."""

    number: OrderNumber
    reason: str


class LiftAccountHold(Command[None], frozen=True):
    """It need not be kept any more."""

    account_id: AccountId
    reason: str
    by: AccountId | None = None


class LiftOrderHold(Command[None], frozen=True):
    """It need not be kept any more."""

    number: OrderNumber
    reason: str


class ListErasures(Query[ErasurePage], frozen=True):
    """Those there are, or those of one ``state``."""

    state: str | None = None
    cursor: str | None = None
    limit: int = 50


class GetErasure(Query[ErasureView], frozen=True):
    """One of them, from its facts."""

    erasure_id: ErasureId
    persons: bool = False


class GetHold(Query[HoldView], frozen=True):
    """Whether there is a hold on an account or an order."""

    about_id: UUID
    persons: bool = False


class GetProofs(Query[Sequence[Proof]], frozen=True):
    """What became unreadable, part by part."""

    erasure_id: ErasureId


class CheckProofs(Query[Checked], frozen=True):
    """Whether all that is still so."""

    erasure_id: ErasureId
