"""A shop in this very process: commands go straight to the bus."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from store.application.cart.messages import AddToCart, ChangeLine, OpenCart, RemoveLine
from store.application.catalogue.messages import RepriceVariant, WithdrawProduct
from store.application.inventory.messages import CountStock, GetStockLevel, ReceiveStock, StockLevel
from store.application.ordering.fulfilment import MarkDelivered
from store.application.ordering.messages import GetOrder, OrderView
from store.application.payments.messages import ReconcilePayment
from store.application.processes.cart_views import CartView, GetCart
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.processes.inspecting_returns import Inspection, InspectReturn, RecordInspection
from store.application.processes.placing_an_order import BuyCart, PlaceOrder
from store.application.processes.shipping_an_order import ShipOrder
from store.application.returns.messages import ApproveReturn, AskedReturns, ReceiveReturn, RequestReturn
from store.application.shared.bus import Bus, Caller, Command, Once, Query
from store.application.shared.errors import Refusal
from store.domain.ordering.events import Address
from store.domain.returns.events import InspectedLine
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import CartId, OrderNumber, PaymentId, Sku, SubjectId, follow_up, order_of, part_of
from store.domain.shared.money import Money
from tests.harness.drivers.accounts import InProcessAccounts
from tests.harness.drivers.driver import Bought, Refused
from tests.harness.goods import SOURCE, Goods
from tests.harness.world import CountingIds, StillClock

R = TypeVar("R")


class InProcess(InProcessAccounts):
    """What the drivers in memory and on Postgres share. They say how to ask, and what to do after a command."""

    method = "sandbox"
    """By which way everybody pays."""

    def __init__(
        self, bus: Bus, clock: StillClock, ids: CountingIds, gateway: Any, log: Any, *,
        ask: Callable[[Query[Any]], Any], settle: Callable[[], None] = lambda: None,
        post: Any = None, passes: Any = None, standing: Callable[[UUID], Any] = lambda _: None,
    ) -> None:
        self.bus, self.clock, self.ids, self.log = bus, clock, ids, log
        self._gateway, self._ask, self._settle = gateway, ask, settle
        self.post, self.passes, self.standing = post, passes, standing
        self._keys: dict[str, Once] = {}

    def do(self, command: Command[R], actor: str = "staff:harness", once: Once | None = None) -> R:
        """Carry *command* out and let the read models take it in."""
        try:
            return self.bus.do(command, Caller(actor=actor, correlation=self.ids.next()), once).outcome
        except StoreError as error:
            raise _refused(error) from error
        finally:
            self._settle()

    def ask(self, query: Query[R]) -> R:
        """Answer *query*."""
        try:
            return self._ask(query)
        except StoreError as error:
            raise _refused(error) from error

    def offers(self, goods: Goods, stock: int) -> None:
        row = ProductRow(
            key=goods.name, name=goods.name, brand="Harness", category=goods.category, slug=goods.slug,
            variants=(VariantRow(goods.sku, goods.money, stock),),
        )
        self.do(ImportProducts(source=SOURCE, rows=(row,)), "system:import")

    def open_cart(self) -> UUID:
        id = CartId(self.ids.next())
        self.do(OpenCart(cart_id=id, currency="EUR"), f"guest:{id}")
        return id

    def put(self, cart: UUID, sku: str, quantity: int) -> None:
        self.do(AddToCart(cart_id=CartId(cart), sku=Sku(sku), quantity=quantity), f"guest:{cart}")

    def change(self, cart: UUID, sku: str, quantity: int) -> None:
        self.do(ChangeLine(cart_id=CartId(cart), sku=Sku(sku), quantity=quantity), f"guest:{cart}")

    def take_out(self, cart: UUID, sku: str) -> None:
        self.do(RemoveLine(cart_id=CartId(cart), sku=Sku(sku)), f"guest:{cart}")

    def cart(self, cart: UUID, country: str, method: str | None) -> CartView:
        return self.ask(GetCart(cart_id=CartId(cart), country=country, shipping_method=method))

    def buy(
        self, cart: UUID, email: str, address: Address, *, method: str, card: str, quote: str | None, key: str | None
    ) -> Bought:
        subject = SubjectId(follow_up(cart, "subject"))
        order = PlaceOrder(
            cart_id=CartId(cart), subject=subject, email=email, address=address, shipping_method=method,
            payment_method=self.method, quote=quote,
        )
        once = Once(
            principal=f"guest:{cart}", route="POST /orders", key=key, body=f"{order!r}{card}", subject=subject
        ) if key else None
        done = self.do(BuyCart(order=order, token=card), f"guest:{cart}", once)
        action = done.payment.next_action
        return Bought(
            done.number, "", done.payment.id, done.status, done.total.amount, action.url if action else None
        )

    def order(self, number: str, token: str | None) -> OrderView:
        del token  # whoever is inside has proven already that they may look
        return self.ask(GetOrder(number=OrderNumber(number)))

    def ship(self, number: str, carrier: str, tracking: str) -> None:
        self.do(ShipOrder(number=OrderNumber(number), carrier=carrier, tracking=tracking))

    def deliver(self, number: str) -> None:
        part = part_of(order_of(OrderNumber(number)), None, "MAIN")
        self.do(MarkDelivered(number=OrderNumber(number), part_id=part))

    def want_another(self, number: str, token: str, sku: str) -> str:  # noqa: ARG002 - nobody asks for it in here
        asked: AskedReturns = self.do(RequestReturn(
            number=OrderNumber(number), pieces={Sku(sku): 1}, reason="arrived damaged", instead={Sku(sku): Sku(sku)},
        ))
        return asked.items[0].number

    def take_in(self, back: str, sku: str) -> str | None:
        self.do(ApproveReturn(number=back))
        self.do(ReceiveReturn(number=back))
        found = (InspectedLine(Sku(sku), 1, 1, 0),)
        done: Inspection = self.do(InspectReturn(inspection=RecordInspection(number=back, found=found)))
        return done.replaced_by

    def receive(self, sku: str, pieces: int) -> None:
        self.do(ReceiveStock(sku=Sku(sku), quantity=pieces))

    def count(self, sku: str, on_hand: int, reason: str) -> None:
        self.do(CountStock(sku=Sku(sku), on_hand=on_hand, reason=reason))

    def level(self, sku: str) -> StockLevel:
        return self.ask(GetStockLevel(sku=Sku(sku)))

    def reprice(self, goods: Goods, price: Money) -> None:
        self.do(RepriceVariant(product_id=goods.product, sku=goods.sku, price=price))

    def withdraw(self, goods: Goods, reason: str) -> None:
        self.do(WithdrawProduct(product_id=goods.product, reason=reason))

    def answer_bank(self, payment: UUID, *, approved: bool) -> None:
        self._gateway.answer_challenge(PaymentId(payment), approved=approved)
        self.reconcile(payment, give_up=False)

    def reconcile(self, payment: UUID, *, give_up: bool) -> None:
        self.do(ReconcilePayment(payment_id=PaymentId(payment), give_up=give_up), "system:reconciler")

    def taken(self) -> dict[UUID, Money]:
        return dict(self._gateway.captures())

    def facts(self, stream: UUID) -> list[str]:
        return [row.topic for row in self.log.select_events(stream)]

    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, by: timedelta) -> None:
        self.clock.advance(by)


def _refused(error: StoreError) -> Refused:
    said = Refusal.of(error)
    return Refused(said.name, said.sentence, said.facts)
