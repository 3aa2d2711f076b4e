"""Which commands are recorded, where they name persons, and the ports that are overheard."""

from typing import Any, Final

from store.adapters.audit.recordings_postgres import Persons
from store.application.cart.merging import MergeCart
from store.application.cart.messages import (
    AddToCart,
    AddToOwnCart,
    BringBack,
    ChangeLine,
    DropAside,
    OpenCart,
    OpenOwnCart,
    RemoveLine,
    RestoreLine,
    SetAside,
)
from store.application.catalogue.messages import RepriceVariant, WithdrawProduct
from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    ReceiveStock,
    SetThreshold,
    SyncStock,
    TakeBackStock,
    TellCost,
    TransferStock,
)
from store.application.ordering.fulfilment import (
    MarkDelivered,
    MarkProcessing,
    SendParcel,
    TakeBackDelivery,
    TakeBackProcessing,
)
from store.application.ordering.reviewing import AcceptOrder
from store.application.payments.messages import ReconcilePayment
from store.application.pricing.messages import ChangeCoupon, CreateCoupon, WithdrawCoupon
from store.application.processes.cancelling_an_order import CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.inspecting_returns import InspectReturn
from store.application.processes.placing_an_order import BuyCart
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RefuseReturn, RequestReturn
from store.application.shared.bus import Command
from store.entrypoints.wiring.settings import Settings

_ADDRESS: Final = tuple(
    ("order", "address", line) for line in ("name", "line1", "line2", "city", "postal_code", "region")
)
"""All but the country, by which tax and shipping are reckoned."""

RECORDED: Final[dict[type[Command[Any]], Persons]] = {
    **{kind: Persons() for kind in (
        OpenCart, AddToCart, ChangeLine, RemoveLine, RestoreLine, OpenOwnCart, AddToOwnCart, MergeCart,
        SetAside, BringBack, DropAside,
        ReceiveStock, CountStock, AdjustStock, TakeBackStock, TransferStock, SetThreshold, TellCost, SyncStock,
        RepriceVariant, WithdrawProduct, ReconcilePayment, ShipOrder,
        MarkProcessing, TakeBackProcessing, SendParcel, MarkDelivered, TakeBackDelivery,
        AcceptOrder, CancelOrder, GiveBackAgain, CreateCoupon, ChangeCoupon, WithdrawCoupon,
        ApproveReturn, RefuseReturn, ReceiveReturn, InspectReturn,
    )},
    RequestReturn: Persons(left_out=(("words",),), dropped={"photos": ()}),
    BuyCart: Persons(
        subject=("order", "subject"), theirs=(
            ("order", "email"), ("order", "vat_number"), ("order", "told", "network"), *_ADDRESS,
        ),
        left_out=(("token",), ("card_id",)),
    ),
}
"""Named one by one: a command that isn't here is not recorded, so that none with a person or a secret slips in. A code
that is entered may be one for single use, which is as good as money.
"""

BY_NAME: Final = {kind.__name__: kind for kind in RECORDED}


def recorded(settings: Settings) -> frozenset[type[Command[Any]]]:
    """Those that this shop records."""
    return frozenset(RECORDED) if settings.recording else frozenset()
