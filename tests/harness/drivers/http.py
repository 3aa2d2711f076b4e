"""A whole shop reached over HTTP: a server on a port, a projector beside it, a client in front.

Goods, the bank and the reconciler have no place in the API; the shop's back room, a second shop on the same
database, does their part.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar
from uuid import UUID

import httpx
import pytest
from dependency_injector import providers
from msgspec import convert, structs

from store.application.inventory.messages import StockLevel
from store.application.ordering.messages import OrderView
from store.application.processes.cart_views import CartView
from store.application.returns.messages import AskedReturns
from store.domain.ordering.events import Address
from store.domain.shared.ids import OrderNumber, last_parcel_of, order_of, part_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.background import run
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.accounts import HttpAccounts
from tests.harness.drivers.driver import Bought, Refused
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.post import Post, postgres_post
from tests.harness.drivers.postgres import settle
from tests.harness.goods import Goods
from tests.harness.world import CountingIds, StillClock
from tests.servers import free_port

T = TypeVar("T")

STAFF = "Bearer the-staff-of-the-harness"
KEY = "the-harness"
POSITION = "store-position"


@contextmanager
def http(url: str, folder: Path) -> Iterator["Http"]:
    """A shop that serves the migrated, empty database at *url*."""
    settings = Settings(
        database_url=url, data_dir=folder, port=free_port(), staff_token=STAFF.removeprefix("Bearer "),
        rate_limit_keys=(KEY,), demo=False, log_level="error",
    )
    with (
        postgres_shop(settings) as back_room, _projector(settings), _server(settings),
        httpx.Client(base_url=f"{settings.address}/api/v1", headers={"x-api-key": KEY}, timeout=20) as client,
    ):
        clock, ids = StillClock(OPENING), CountingIds()
        back_room.ids.override(providers.Object(ids))
        helper = InProcess(
            back_room.bus(), clock, ids, back_room.sandbox(), back_room.log(),
            ask=lambda query: pytest.fail(f"{query} is asked over HTTP"), settle=lambda: settle(back_room),
        )
        yield Http(client, helper, lambda: settle(back_room), postgres_post(back_room))


class Http(HttpAccounts):
    """Speaks the API as any client would: it sends on the position it was given, and reads problem details."""

    def __init__(
        self, client: httpx.Client, back_room: InProcess, settle: Callable[[], None], post: Post
    ) -> None:
        self._client, self._back, self._settle, self.post = client, back_room, settle, post
        self._position = ""

    def offers(self, goods: Goods, stock: int) -> None:
        self._back.offers(goods, stock)

    def open_cart(self) -> UUID:
        return self._ask("POST", "/carts", CartView).id

    def put(self, cart: UUID, sku: str, quantity: int) -> None:
        self._ask("POST", f"/carts/{cart}/lines", CartView, json={"sku": sku, "quantity": quantity})

    def change(self, cart: UUID, sku: str, quantity: int) -> None:
        self._ask("PATCH", f"/carts/{cart}/lines/{sku}", CartView, json={"quantity": quantity})

    def take_out(self, cart: UUID, sku: str) -> None:
        self._ask("DELETE", f"/carts/{cart}/lines/{sku}", CartView)

    def cart(self, cart: UUID, country: str, method: str | None) -> CartView:
        asked = {"country": country} | ({"shipping_method": method} if method else {})
        return self._ask("GET", f"/carts/{cart}", CartView, params=asked)

    def buy(
        self, cart: UUID, email: str, address: Address, *, method: str, card: str, quote: str | None, key: str | None
    ) -> Bought:
        form = {
            "cart_id": str(cart), "email": email, "shipping_method": method, "quote": quote,
            "shipping_address": {name: value for name, value in structs.asdict(address).items() if value},
            "payment": {"method": "sandbox", "token": card},
        }
        done = self._ask(
            "POST", "/orders", dict[str, Any], json=form, headers={"idempotency-key": key} if key else {}
        )
        action = done["payment"].get("next_action")
        return Bought(
            done["number"], done["access_token"], UUID(done["payment"]["id"]), done["status"],
            done["total"]["amount"], action["url"] if action else None,
        )

    def order(self, number: str, token: str | None) -> OrderView:
        bearer = f"Bearer {token}" if token else STAFF
        return self._ask("GET", f"/orders/{number}", OrderView, headers={"authorization": bearer})

    def ship(self, number: str, carrier: str, tracking: str) -> None:
        self._staff("POST", f"/orders/{number}/shipment", json={"carrier": carrier, "tracking": tracking})

    def deliver(self, number: str) -> None:
        part = part_of(order_of(OrderNumber(number)), None, "MAIN")
        self._staff("PUT", f"/fulfilment/{number}/{part}/parcels/{last_parcel_of(part)}/delivery")

    def want_another(self, number: str, token: str, sku: str) -> str:
        asked = self._ask("POST", f"/orders/{number}/returns", AskedReturns, headers={
            "authorization": f"Bearer {token}",
        }, json={"lines": [{"sku": sku, "quantity": 1, "instead": sku}], "reason": "damaged"})
        return asked.items[0].number

    def take_in(self, back: str, sku: str) -> str | None:
        for step in ("approval", "receipt"):
            self._staff("POST", f"/returns/{back}/{step}")
        found = {"lines": [{"sku": sku, "restocked": 1}]}
        return self._staff("POST", f"/returns/{back}/inspection", json=found).get("replaced_by")

    def receive(self, sku: str, pieces: int) -> None:
        self._staff("POST", f"/inventory/{sku}/receipts", json={"quantity": pieces})

    def count(self, sku: str, on_hand: int, reason: str) -> None:
        self._staff("POST", f"/inventory/{sku}/counts", json={"on_hand": on_hand, "reason": reason})

    def level(self, sku: str) -> StockLevel:
        return convert(self._staff("GET", f"/inventory/{sku}"), StockLevel)

    def reprice(self, goods: Goods, price: Money) -> None:
        self._back.reprice(goods, price)

    def withdraw(self, goods: Goods, reason: str) -> None:
        self._back.withdraw(goods, reason)

    def answer_bank(self, payment: UUID, *, approved: bool) -> None:
        self._back.answer_bank(payment, approved=approved)

    def reconcile(self, payment: UUID, *, give_up: bool) -> None:
        self._back.reconcile(payment, give_up=give_up)

    def taken(self) -> dict[UUID, Money]:
        return self._back.taken()

    def facts(self, stream: UUID) -> list[str]:
        return self._back.facts(stream)

    def now(self) -> datetime:
        return pytest.skip("a server goes by the clock of the machine")

    def wait(self, by: timedelta) -> None:
        pytest.skip(f"a server goes by the clock of the machine: {by} is too long to wait")

    def _staff(self, verb: str, path: str, **more: Any) -> Any:
        return self._ask(verb, path, dict[str, Any], headers={"authorization": STAFF}, **more)

    def _ask(self, verb: str, path: str, kind: type[T], *, headers: dict[str, str] | None = None, **more: Any) -> T:
        seen = {POSITION: self._position} if self._position else {}
        response = self._client.request(verb, path, headers=seen | (headers or {}), **more)
        self._position = response.headers.get(POSITION, self._position)
        if verb != "GET":
            self._settle()  # what others see next follows from what was just done, not from who is faster
        if response.is_error:
            problem = response.json()
            assert response.headers["content-type"].startswith("application/problem+json"), problem
            assert problem["status"] == response.status_code < 500, problem
            raise Refused(problem["type"].rpartition("/")[2], problem["detail"], problem.get("facts", {}))
        return convert(response.json() if kind else None, kind)


@contextmanager
def _projector(settings: Settings) -> Iterator[None]:
    enough = Event()
    thread = Thread(target=run, args=(settings, {"projector"}, enough), name="projector")
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


@contextmanager
def _server(settings: Settings) -> Iterator[None]:
    """The real server in a thread of its own: the application is imported already, so it is there at once."""
    from granian.constants import HTTPModes, Interfaces
    from granian.server.embed import Server

    from store.entrypoints.wiring.http import create_app

    server = Server(
        create_app(settings), address=settings.host, port=settings.port, interface=Interfaces.ASGI,
        http=HTTPModes.http1, websockets=False, log_enabled=False,
    )
    loop = asyncio.new_event_loop()
    thread = Thread(target=lambda: loop.run_until_complete(server.serve()), name="server")
    thread.start()
    try:
        _await_life(settings.address)
        yield
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join()
        loop.close()


def _await_life(address: str) -> None:
    with httpx.Client(base_url=address, transport=httpx.HTTPTransport(retries=8)) as client:
        assert client.get("/health/live", timeout=20).status_code == 200
