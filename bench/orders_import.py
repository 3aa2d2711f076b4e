"""A shop into which history is imported: its own commands, at the times of the log."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import UTC, date, datetime
from threading import local
from typing import Final, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from dependency_injector.providers import Object

from bench.orders_log import Plan, Row, Unwanted, Wanted
from bench.orders_world import EVERYWHERE, home, rows_of, sku_of
from store.application.cart.messages import AddToCart, OpenCart
from store.application.pricing.shipping import PlanShipping
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.import_rows import ImportProducts
from store.application.processes.placing_an_order import BuyCart, PlaceOrder
from store.application.shared.bus import Caller, Command
from store.domain.ordering.events import Canceller
from store.domain.shared.ids import CartId, OrderNumber, SubjectId
from store.entrypoints.wiring.containers import Shop

CURRENCY: Final = "GBP"
IMPORTER: Final = "system:history-import"
OPENING: Final = "Opening stock, derived from what the log of orders is going to sell: nobody counted it"
R = TypeVar("R")


class HistoryClock:
    """A :class:`~store.application.shared.ports.Clock` that tells each thread the time of what it replays."""

    def __init__(self, first: datetime) -> None:
        self._first, self._here = first, local()

    def set(self, at: datetime) -> None:
        """It is *at* now, in this thread."""
        self._here.now = at

    def now(self) -> datetime:
        """The time of what is replayed here; before anything is, that of the beginning."""
        found: datetime = getattr(self._here, "now", self._first)
        return found

    def today(self) -> date:
        """The day of it."""
        return self.now().astimezone(UTC).date()


class HistoryShop:
    """What a log asks for, done by *shop*."""

    def __init__(self, shop: Shop, first: datetime) -> None:
        self.shop, self._clock = shop, HistoryClock(first)
        shop.clock.override(Object(self._clock))
        self._numbers: dict[str, OrderNumber] = {}

    def opens(self, plan: Plan) -> None:
        """Has its goods, with enough of each, and sends them for what the log says."""
        self._do(PlanShipping(plan=EVERYWHERE), "Postage is among the goods of the log")
        for rows in rows_of(plan.articles, plan.stock, CURRENCY):
            self._do(ImportProducts(source="log of orders", rows=rows), OPENING)
        self.shop.runner().catch_up()

    def buy(self, order: Wanted) -> None:
        """A cart, its lines, and the order with its payment."""
        self._clock.set(order.at)
        cart = CartId(uuid4())
        self._do(OpenCart(cart_id=cart, currency=CURRENCY))
        for article, pieces in order.pieces.items():
            self._do(AddToCart(cart_id=cart, sku=sku_of(article), quantity=pieces))
        place = PlaceOrder(
            cart_id=cart, subject=SubjectId(_named(order.customer)), email=f"{order.customer}@example.org",
            address=home(order.country), shipping_method="invoiced", payment_method="sandbox",
        )
        bought = self._do(BuyCart(order=place, token="success"), f"Invoice {order.invoice}")  # noqa: S106 - the sandbox's word for a card that is taken
        self._numbers[order.name] = bought.number

    def call_off(self, off: Unwanted, ahead: Sequence[Future[None]]) -> None:
        """Pieces of orders, once these were placed and what came before was cancelled of them."""
        for one in ahead:
            one.result()
        self._clock.set(off.at)
        for name, pieces in off.pieces.items():
            wish = CallOff(
                number=self._numbers[name], by=Canceller.STAFF, reason="Cancelled by the merchant",
                pieces={sku_of(article): many for article, many in pieces.items()},
            )
            self._do(CancelOrder(call_off=wish), f"Invoice {off.invoice}")

    def facts(self) -> int:
        """How many there are."""
        with self.shop.pool().connection() as db:
            [(many,)] = db.execute("SELECT count(*) FROM log.events").fetchall()
        return int(many)

    @staticmethod
    def rows_of(rows: Iterable[Row], deeds: Iterable[Wanted | Unwanted]) -> list[Row]:
        """The rows behind *deeds*, and those that nothing was to be done about up to then."""
        done = {deed.invoice for deed in deeds}
        return [row for row in rows if row.invoice_no in done]

    def _do(self, command: Command[R], reason: str | None = None) -> R:
        by = Caller(actor=IMPORTER, correlation=uuid4(), reason=reason)
        return self.shop.bus().do(command, by).outcome


def _named(customer: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"history-import/{customer}")
