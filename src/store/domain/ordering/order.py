"""Order: goods bought by somebody, from the placing to the parcel."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from store.domain.ordering.business_events import Business, BusinessDeclared, NumberChecked, VatNumberChecked
from store.domain.ordering.cancelling import Leave
from store.domain.ordering.carrying_events import BookingCalledOff, ParcelBooked, ParcelScanned
from store.domain.ordering.errors import (
    NoSuchOrder,
    NothingToCancel,
    NotThatManyLeft,
    NumberTaken,
    OutOfTurn,
)
from store.domain.ordering.events import (
    Address,
    Canceller,
    DeliveryTakenBack,
    Expected,
    OrderCancelled,
    OrderClaimed,
    OrderConfirmed,
    OrderEvent,
    OrderLine,
    OrderPlaced,
    OrderShipped,
    ParcelDelivered,
    ParcelSent,
    PartProcessing,
    PartPutBack,
    PiecesCancelled,
    PiecesReturned,
    Replaces,
    ReturnClaimed,
    ReturnLetGo,
    Share,
    Totals,
)
from store.domain.ordering.life import LIFE, Stage, Step, before
from store.domain.ordering.parts import after, taken_from
from store.domain.ordering.reviewing import Reviewed
from store.domain.ordering.screening_events import OrderJudged, ReviewBegun, ReviewDue, ReviewPassed
from store.domain.ordering.shares import share_of
from store.domain.shared.ids import AccountId, CartId, OrderId, OrderNumber, PaymentId, Sku
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal


class Order(Reviewed):
    kind = "order"

    def __init__(self, id: OrderId) -> None:
        super().__init__(id)
        self.number = OrderNumber("")
        self.account_id: AccountId | None = None
        self.cart_id: CartId | None = None
        self.placed_at: datetime | None = None
        self.email: Personal[str] | None = None
        self.address: Personal[Address] | None = None
        self.shipping_method = ""
        self.payment_method = ""
        self.coupons: tuple[str, ...] = ()
        self.reckoned: dict[str, Any] | None = None
        self.expected: Expected | None = None
        self.vat_number: Personal[str] | None = None
        self.vat_check: NumberChecked | None = None
        self.carrier = ""
        self.tracking = ""
        self.cancelled_because = ""
        self.cancelled_by: Canceller | None = None

    def picture(self) -> Mapping[str, object]:
        """As ever where nothing was cancelled nor promised, and the shop sends it from its first place at once."""
        hidden = {
            "parts": len(self.parts) == 1 and self.parts[0].plain,
            "pieces_cancelled": not self.pieces_cancelled, "shares": not self.shares,
            "cancelled_by": self.cancelled_by in {None, Canceller.SHOP}, "claims": not self.claims,
            "returns": not self.returns, "pieces_returned": not self.pieces_returned,
            "pieces_replaced": not self.pieces_replaced,
            "judged": self.judged is None, "in_review": self.judged is None, "review_due": self.review_due is None,
            "expected": self.expected is None, "vat_number": self.vat_number is None,
            "vat_check": self.vat_check is None, "credit": self.credit is None, "replaces": self.replaces is None,
        }
        return {name: value for name, value in super().picture().items() if not hidden.get(name)}

    def why_not(self, line: OrderLine, leave: Leave, at: datetime) -> str | None:
        """Which rule keeps its shopper from cancelling what is left of *line*; nothing where none does."""
        return leave.why_not(line, self.parts, self.placed_at, at) if self.placed_at else None

    def open_till(self, leave: Leave, at: datetime) -> datetime | None:
        """Until when its shopper may cancel something of it, where that is known beforehand."""
        allowed = [
            leave.last(line, self.placed_at) for line in self.lines
            if self.placed_at and self.left.get(line.sku) and self.why_not(line, leave, at) is None
        ]
        known = [last for last in allowed if last]
        return max(known) if known and len(known) == len(allowed) else None

    def place(
        self, number: OrderNumber, *, cart_id: CartId, payment_id: PaymentId, email: Personal[str],
        address: Personal[Address], shipping_method: str, payment_method: str, lines: tuple[OrderLine, ...],
        totals: Totals, at: datetime, account_id: AccountId | None = None, terms: int | None = None,
        coupons: tuple[str, ...] = (), reckoned: dict[str, Any] | None = None, expected: Expected | None = None,
        vat_number: Personal[str] | None = None, vat_check: NumberChecked | None = None,
        credit: Money | None = None, replaces: Replaces | None = None,
    ) -> None:
        """Somebody buys, as a guest or under an account."""
        if not self.can(Step.PLACE):
            raise NumberTaken
        self._record(OrderPlaced(
            at=at, order_id=self.id, number=number, cart_id=cart_id, payment_id=payment_id, email=email,
            address=address, shipping_method=shipping_method, payment_method=payment_method, lines=lines,
            totals=totals, account_id=account_id, terms=terms, reckoned=reckoned,
            coupon=coupons[0] if coupons else None, further_coupons=coupons[1:], expected=expected, credit=credit,
            replaces=replaces,
        ))
        if vat_number:
            self._record(BusinessDeclared(at=at, order_id=self.id, vat_number=vat_number))
        if vat_number and vat_check:
            self._record(VatNumberChecked(
                at=at, order_id=self.id, register=vat_check.register, valid=vat_check.valid, asked_at=vat_check.at,
                consultation=vat_check.consultation,
            ))

    def confirm(self, *, at: datetime) -> None:
        """The money is there; what was held is looked at before it is sent."""
        self._expect(Step.CONFIRM)
        self._record(OrderConfirmed(at=at, order_id=self.id))
        self._begin_review(at)

    def cancel(self, reason: str, *, at: datetime, by: Canceller = Canceller.SHOP) -> None:
        """Nothing comes of it, before any money did."""
        self._expect(Step.GIVE_UP)
        self._record(OrderCancelled(at=at, order_id=self.id, reason=reason, by=by))

    def call_off(self, by: Canceller, reason: str, *, at: datetime, leave: Leave) -> Share:
        """All that is left of it is not to be sent, although it was paid for; what has to be given back.

        Shoppers may do so as far as *leave* allows, staff at any time before the parcel leaves. What is in a parcel
        already stays in it, and the order stands.
        """
        totals = self._expect_paid(Step.CANCEL)
        self._expect_leave(by, self.left, leave, at)
        if self.parcels:
            return self._forgo_pieces(self.left, by, reason, totals, at)
        share = self.by_means(share_of(self.left, self.pieces_cancelled, self.lines, totals))
        self._record(OrderCancelled(at=at, order_id=self.id, reason=reason, by=by, share=share))
        return share

    def call_off_pieces(
        self, pieces: Mapping[Sku, int], by: Canceller, reason: str, *, at: datetime, leave: Leave
    ) -> Share:
        """Some *pieces* are not to be sent; what has to be given back. Where none would be left, all is called off."""
        totals = self._expect_paid(Step.CANCEL_PART)
        wanted = {sku: count for sku, count in pieces.items() if count}
        if not wanted:
            raise NothingToCancel
        for sku, count in wanted.items():
            if not 0 < count <= self.left.get(sku, 0):
                raise NotThatManyLeft(sku, self.left.get(sku, 0))
        if wanted == self.left:
            return self.call_off(by, reason, at=at, leave=leave)
        self._expect_leave(by, wanted, leave, at)
        return self._forgo_pieces(wanted, by, reason, totals, at)

    def _forgo_pieces(
        self, pieces: Mapping[Sku, int], by: Canceller, reason: str, totals: Totals, at: datetime
    ) -> Share:
        share = self.by_means(share_of(pieces, self.pieces_cancelled, self.lines, totals))
        self._tell(PiecesCancelled(
            at=at, order_id=self.id, pieces=dict(pieces), reason=reason, by=by, share=share,
            parts=taken_from(self.parts, pieces) if len(self.parts) > 1 else {},
        ))
        return share

    def ship(self, carrier: str, tracking: str, *, at: datetime) -> None:
        """All that is left leaves, in one parcel."""
        self._expect(Step.SHIP)
        self._record(OrderShipped(at=at, order_id=self.id, carrier=carrier, tracking=tracking))

    def claim(self, account: AccountId, *, at: datetime) -> None:
        """Be an account's from now on: of a guest's order, whatever became of it."""
        if self.account_id or self.stage is Stage.BLANK:
            raise NoSuchOrder(self.number)
        self._record(OrderClaimed(at=at, order_id=self.id, account_id=account))

    def _expect(self, step: Step) -> None:
        if not self.can(step):
            raise self._out_of_turn(step)

    def _expect_paid(self, step: Step) -> Totals:
        if not self.can(step) or self.totals is None:
            raise self._out_of_turn(step)
        return self.totals

    def _out_of_turn(self, step: Step) -> OutOfTurn:
        return OutOfTurn(self.stage, " or ".join(before(step)), step, tuple(LIFE[self.stage]))

    def _expect_leave(self, by: Canceller, pieces: Mapping[Sku, int], leave: Leave, at: datetime) -> None:
        if by is Canceller.SHOPPER and self.placed_at:
            leave.expect(self.lines, pieces, self.parts, self.placed_at, at)

    def _evolve(self, event: OrderEvent) -> None:
        self._take(event)
        self._give_back(event)
        self._review(event)
        self.parts = after(self.parts, event)
        if self.stage not in {Stage.BLANK, Stage.AWAITING_PAYMENT, Stage.CANCELLED}:
            self.stage = self._standing([part.stage for part in self.parts])

    def _take(self, event: OrderEvent) -> None:
        match event:
            case OrderPlaced():
                self.stage = Stage.AWAITING_PAYMENT
                self.number, self.cart_id, self.payment_id = event.number, event.cart_id, event.payment_id
                self.placed_at, self.email, self.address = event.at, event.email, event.address
                self.shipping_method, self.payment_method = event.shipping_method, event.payment_method
                self.lines, self.totals, self.account_id = event.lines, event.totals, event.account_id
                self.coupons = (event.coupon, *event.further_coupons) if event.coupon else ()
                self.reckoned = event.reckoned
                self.expected, self.credit, self.replaces = event.expected, event.credit, event.replaces
            case OrderConfirmed():
                self.stage = Stage.CONFIRMED
            case OrderCancelled(reason=reason, by=by, share=share):
                self.stage, self.cancelled_because, self.cancelled_by = Stage.CANCELLED, reason, by
                self.shares += (share,) if share else ()
            case PiecesCancelled(pieces=pieces, share=share):
                known = self.pieces_cancelled
                self.pieces_cancelled = {**known, **{sku: known.get(sku, 0) + n for sku, n in pieces.items()}}
                self.shares += (share,)
            case OrderShipped(carrier=carrier, tracking=tracking) | ParcelSent(carrier=carrier, tracking=tracking):
                self.carrier, self.tracking = carrier, tracking
            case (
                PartProcessing() | PartPutBack() | ParcelDelivered() | DeliveryTakenBack()
                | ParcelBooked() | BookingCalledOff() | ParcelScanned()
                | ReturnClaimed() | ReturnLetGo() | PiecesReturned()
                | OrderJudged() | ReviewBegun() | ReviewDue() | ReviewPassed()
            ):
                pass  # of its parts, of what comes back and of looking at it, which take every fact
            case BusinessDeclared() | VatNumberChecked() | OrderClaimed():
                self._know(event)
            case _:
                assert_never(event)

    def _know(self, event: Business | OrderClaimed) -> None:
        """Who bought it."""
        match event:
            case BusinessDeclared(vat_number=number):
                self.vat_number = number
            case VatNumberChecked(register=register, valid=valid, asked_at=asked_at, consultation=consultation):
                self.vat_check = NumberChecked(register, valid, asked_at, consultation)
            case OrderClaimed(account_id=account):
                self.account_id = account
            case _:
                assert_never(event)
