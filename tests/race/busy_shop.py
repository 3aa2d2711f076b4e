"""A shop under load: `store serve` on a folder of its own, a second HTTP server beside it, clients in front."""

import asyncio
import contextlib
import shutil
import tempfile
import time
import urllib.request
from pathlib import Path
from uuid import uuid4

import httpx

from store.adapters.drivers.embedded_postgres import running_url
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.checker.checker import check, expect_sound
from tests.servers import free_port, redis_server, store
from tests.serving import Serving

KEY = "races"
GOOD_CARD = "success"
STAFF = {"authorization": "Bearer staff-of-the-race"}
_SETTINGS = {"STORE_STAFF_TOKEN": "staff-of-the-race", "STORE_RATE_LIMIT_KEYS": KEY, "STORE_LOG_LEVEL": "error"}
ADDRESS = {"name": "Ann Example", "line1": "1 Long Lane", "city": "Berlin", "postal_code": "10115", "country": "DE"}


class BusyShop:
    """Two HTTP servers on one database; both take any request."""

    def __init__(self, **settings):
        self._place = Path(tempfile.mkdtemp(prefix="store-busy-"))
        self.folder = self._place / "data"
        self.ports = [free_port(), free_port()]
        self.serving = None
        self._redis = contextlib.ExitStack()
        self._settings = _SETTINGS | settings
        self._second = None

    def open(self, *, two=False):
        """Start it, or start it again. Where there are to be *two* servers, a Redis counts for both."""
        if two:
            self._settings["STORE_REDIS_URL"] = self._redis.enter_context(redis_server())
        self.serving = Serving(self.folder, self.ports[0], **self._settings)
        self.serving.opened()
        return self

    def open_second(self):
        """A second server process; it lives as long as the database it found."""
        self._second = store(
            "http", STORE_DATA_DIR=str(self.folder), STORE_PORT=str(self.ports[1]), STORE_DEMO="0", **self._settings
        )
        self.serving.until(lambda: self._answers(self.ports[1]), "a second server")
        return self

    def close(self):
        if self._second:
            self._second.terminate()
            self._second.wait(15)
        self.serving.close()
        self._redis.close()
        shutil.rmtree(self._place)

    @property
    def addresses(self):
        return [f"http://127.0.0.1:{port}/api/v1" for port in self.ports]

    @property
    def books(self):
        return self.folder / "sandbox" / "gateway.sqlite3"

    @property
    def database(self):
        return self.serving.until(lambda: running_url(self.folder / "postgres"), "a database")

    def sells(self, *, small=False, **stock):
        """Put goods up for sale at 10 euros each, and wait until shoppers see them; *small* ones cost less."""
        def variants(sku, pieces):
            full = VariantRow(sku, Money(1000, "EUR"), pieces, {"size": "full"} if small else {})
            return (full, VariantRow(f"{sku}-S", Money(633, "EUR"), pieces, {"size": "small"})) if small else (full,)

        rows = tuple(
            ProductRow(key=sku, name=sku, brand="Race", category=("Race",), slug=sku.lower(),
                       variants=variants(sku, pieces), options=("size",) if small else ())
            for sku, pieces in stock.items()
        )
        with postgres_shop(Settings(database_url=self.database, data_dir=self.folder)) as shop:
            shop.bus().do(ImportProducts(source="race", rows=rows), Caller(actor="system:race", correlation=uuid4()))
            shop.runner().catch_up()

    def sound(self, seconds=0, patience=None):
        """The checker's verdict, as soon as it is favourable or after *seconds*."""
        deadline = time.monotonic() + seconds
        more = {} if patience is None else {"patience": patience}
        while time.monotonic() < deadline and check(self.database, self.books, **more):
            time.sleep(1)
        expect_sound(self.database, self.books, **more)

    def _answers(self, port):
        with contextlib.suppress(OSError), urllib.request.urlopen(
            f"http://127.0.0.1:{port}/health/ready", timeout=5
        ) as answer:
            return answer.status == 200
        return False


@contextlib.contextmanager
def busy_shop(*, two=True, **settings):
    """*settings* are more of its environment."""
    shop = BusyShop(**settings)
    try:
        shop.open(two=two)
        if two:
            shop.open_second()
        yield shop
    finally:
        shop.close()


@contextlib.asynccontextmanager
async def shoppers(shop, together=256):
    """Clients of both servers, the doors kept open."""
    limits = httpx.Limits(max_connections=together, max_keepalive_connections=together)
    async with contextlib.AsyncExitStack() as held:
        yield [
            await held.enter_async_context(
                httpx.AsyncClient(base_url=at, headers={"x-api-key": KEY}, timeout=90, limits=limits)
            ) for at in shop.addresses
        ]


async def filled_cart(client, *skus, quantity=1):
    cart = (await expect(client.post("/carts"), 201)).json()["id"]
    for sku in skus:
        await expect(client.post(f"/carts/{cart}/lines", json={"sku": sku, "quantity": quantity}), 201)
    return cart


async def filled_carts(clients, number, *skus, at_once=16):
    """*number* carts, a few at a time: filling them is not the race."""
    turn = asyncio.Semaphore(at_once)

    async def one(index):
        async with turn:
            return await filled_cart(clients[index % len(clients)], *skus)

    return await asyncio.gather(*(one(index) for index in range(number)))


def buying(client, cart, *, token=GOOD_CARD, key=None, who=None, **more):
    """A request that buys, ready to be sent; *who* is a pass, *more* stands in it as well."""
    form = {"cart_id": cart, "email": f"{cart}@example.com", "shipping_address": ADDRESS,
            "shipping_method": "standard", "payment": {"method": "sandbox", "token": token}} | more
    return client.post("/orders", json=form, headers=(who or {}) | ({"idempotency-key": key} if key else {}))


async def expect(answering, status):
    answer = await answering
    assert answer.status_code == status, (answer.status_code, answer.text)
    return answer


def is_problem(answer, status):
    """Whether it is a clean refusal, in the form that programs read."""
    return (
        answer.status_code == answer.json()["status"] == status
        and answer.headers["content-type"].startswith("application/problem+json")
    )


async def level(client, sku):
    return (await expect(client.get(f"/inventory/{sku}", headers=STAFF), 200)).json()


async def past(client, sku):
    """All that happened to the pieces of *sku*."""
    return (await expect(client.get(f"/history/inventory/{sku}", headers=STAFF), 200)).json()["facts"]
