"""Labels for parcels that come back, where the shop pays for them, and where they can be handed in.

As with parcels that leave, the carrier is asked before anything is written down: a return has one parcel with an id of
its own, so that asking again after a crash, or twice at once, finds the booking there is.
"""

from dataclasses import dataclass
from typing import assert_never

from store.application.ordering.carrier_ports import (
    Away,
    Booked,
    CalledOff,
    Carrier,
    GoingBack,
    LabelPage,
    LabelPress,
    Refused,
    TheirLabel,
)
from store.application.processes.following_parts import address_view
from store.application.processes.label_pages import label_of
from store.application.processes.quoting_returns import placed
from store.application.processes.returning_goods import asked, of_number
from store.application.returns.labels import (
    BookReturn,
    CarrierSilent,
    DropOffView,
    FindDropOffs,
    LabelRefused,
    NoLabels,
    NoReturnLabel,
    OnItsWay,
    PrintReturnLabel,
)
from store.application.returns.messages import AskedReturn, ids_of
from store.application.shared.bus import answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.ordering.events import Address
from store.domain.ordering.order import Order
from store.domain.returns.errors import NoSuchReturn
from store.domain.returns.labelled import ReturnBooking
from store.domain.returns.returning import Return
from store.domain.shared.errors import AlreadyErased
from store.domain.shared.ids import OrderNumber, ReturnId
from store.domain.shared.personal import Erased


@dataclass(frozen=True)
class LabellingReturns:
    carrier: Carrier | None
    press: LabelPress
    journal: AsyncJournal
    clock: Clock
    reads = ()

    @handles(BookReturn)
    def book(self, command: BookReturn, work: UnitOfWork) -> AskedReturn:
        """Asked for again it is the same.

        :raises NoLabels: where there is no carrier to be asked.
        """
        it, order = of_number(command.number, work)
        parcel = it.bookable()
        if it.booking is None:
            if self.carrier is None:
                raise NoLabels
            verdict = self.carrier.book_back(GoingBack(parcel, it.number, address_view(_home(order)), it.send_to))
            match verdict:
                case Booked(booking=booking, tracking=tracking):
                    it.book(self.carrier.name, tracking, booking, at=self.clock.now())
                case Refused(reason=reason):
                    raise LabelRefused(self.carrier.name, reason)
                case Away():
                    raise CarrierSilent(self.carrier.name)
                case _:
                    assert_never(verdict)
            work.save(it)
        return asked(it)

    @answers(PrintReturnLabel)
    async def label(self, query: PrintReturnLabel) -> bytes:
        """:raises NoReturnLabel: as long as none was asked for."""
        it, order = await self._return(query.number, query.order)
        if it.booking is None:
            raise NoReturnLabel
        return await self.press.pdf([await self._page(it, it.booking, order)])

    @answers(FindDropOffs)
    async def drop_offs(self, query: FindDropOffs) -> list[DropOffView]:
        """:raises NoLabels: where there is no carrier to be asked."""
        _, order = await self._return(query.number, query.order)
        home = _home(order)
        if self.carrier is None:
            raise NoLabels
        found = await self.carrier.drop_offs(home.country, query.postal_code.strip() or home.postal_code)
        if isinstance(found, Away):
            raise CarrierSilent(self.carrier.name)
        return [DropOffView(it.name, it.address, it.postal_code, it.city, it.open) for it in found]

    async def _page(self, it: Return, booking: ReturnBooking, order: Order) -> LabelPage | TheirLabel:
        home = _home(order)
        ours = LabelPage(
            booking.carrier, booking.tracking, it.number, home.name, home.city, "return", lines=it.send_to
        )
        return await label_of(self.carrier, booking.id, ours, LabelRefused, CarrierSilent)

    async def _return(self, number: str, order: OrderNumber) -> tuple[Return, Order]:
        _, id = ids_of(number)
        it = Return.replay(ReturnId(id), (await self.journal.read([id])).get(id, History()).events)
        if not it.version or it.order != order:
            raise NoSuchReturn
        return it, await placed(self.journal, order)


def call_off(it: Return, carrier: Carrier | None) -> None:
    """Have nobody expect its parcel any more, if there is one.

    :raises OnItsWay: if it was handed in.
    """
    if it.booking is None or carrier is None or carrier.name != it.booking.carrier:
        return
    verdict = carrier.call_off(it.booking.id)
    match verdict:
        case CalledOff():
            return
        case Refused():
            raise OnItsWay
        case Away():
            raise CarrierSilent(carrier.name)
        case _:
            assert_never(verdict)


def _home(order: Order) -> Address:
    """Where the goods were sent to, and come from now."""
    address = order.address.value if order.address else None
    if address is None or isinstance(address, Erased):
        raise AlreadyErased
    return address
