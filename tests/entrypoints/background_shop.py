"""A shop on Postgres whose background work runs in processes of its own, to be killed at will."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from uuid import uuid4

import psycopg

from store.application.cart.messages import AddToCart, OpenCart
from store.application.processes.entering_codes import EnterCode
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.processes.placing_an_order import BuyCart, PlaceOrder, Purchase
from store.application.processes.shipping_an_order import ShipOrder
from store.application.shared.bus import Caller, Command, Once
from store.domain.ordering.events import Address
from store.domain.shared.ids import CartId, OrderNumber, Sku, SubjectId
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.reading_settings import to_environment
from store.entrypoints.wiring.settings import Settings
from tests.servers import tied

MUG = Sku("MUG-1")
NAME, EMAIL, STREET = "Zacharias Quillfeather", "zq.unmistakable@example.org", "99 Xylophone Crescent"
HOME = Address(NAME, STREET, "Berlin", "10115", "DE")
PATIENCE = 40.0


class BackgroundShop:
    """Sells mugs; whoever buys them is always the same person, so that one can search for that person."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open = postgres_shop(settings)
        self.shop = self._open.__enter__()
        self.db = psycopg.connect(settings.database_url, autocommit=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        rows = (ProductRow(key="mug", name="Mug", brand="Kiln", category=("Kitchen",),
                           variants=(VariantRow(MUG, Money(900, "EUR"), 500),)),)
        self.do(ImportProducts(source="test", rows=rows))
        self.shop.runner().catch_up()

    def do(self, command: Command, once: Once | None = None) -> object:
        return self.shop.bus().do(command, Caller(actor="test:somebody", correlation=uuid4()), once).outcome

    def buy(
        self, card: str = "success", command: type = BuyCart, key: str | None = None, code: str = ""
    ) -> Purchase:
        cart = CartId(uuid4())
        self.do(OpenCart(cart_id=cart, currency="EUR"))
        self.do(AddToCart(cart_id=cart, sku=MUG, quantity=1))
        if code:
            self.do(EnterCode(cart_id=cart, code=code))
        order = PlaceOrder(
            cart_id=cart, subject=SubjectId(uuid4()), email=EMAIL, address=HOME, shipping_method="standard",
            payment_method="sandbox",
        )
        once = Once(
            principal=f"guest:{cart}", route="POST /orders", key=key, body="", subject=order.subject
        ) if key else None
        return self.do(BuyCart(order=order, token=card) if command is BuyCart else order, once)

    def ship(self, number: OrderNumber) -> None:
        self.do(ShipOrder(number=number, carrier="Post", tracking="1Z"))

    def start(self, *parts: str) -> subprocess.Popen[bytes]:
        """A process that does the background work, or these *parts* of it."""
        chosen = f"frozenset({set(parts)!r})" if parts else "PARTS"
        code = ("import sys\nfrom store.entrypoints.wiring.background_process import PARTS, main\n"
                f"sys.exit(main(parts={chosen}))")
        log = (self.settings.data_dir / f"background-{len(self._processes)}.log").open("wb")
        with log:
            process = tied("-c", code, output=log, **to_environment(self.settings))
        self._processes.append(process)
        return process

    def logs(self) -> str:
        return "".join(file.read_text() for file in sorted(self.settings.data_dir.glob("background-*.log")))

    def count(self, query: str) -> int:
        row = self.db.execute(query).fetchone()  # type: ignore[arg-type]  # tests write their queries themselves
        return row[0] if row else 0

    def until(self, query: str, number: int, seconds: float = PATIENCE) -> None:
        """Wait for *query* to say *number*."""
        deadline, pause = time.monotonic() + seconds, Event()
        while (now := self.count(query)) != number:
            assert time.monotonic() < deadline, f"{query} says {now}, not {number}\n{self.logs()}"
            pause.wait(0.05)

    def close(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        self.db.close()
        self._open.__exit__(None, None, None)


@contextmanager
def background_shop(url: str, folder: Path, **more: str) -> Iterator[BackgroundShop]:
    """A shop on the migrated database at *url*."""
    shop = BackgroundShop(Settings(database_url=url, data_dir=folder, log_format="json", **more))
    try:
        yield shop
    finally:
        shop.close()


def stop(process: subprocess.Popen[bytes]) -> float:
    """Ask it to end; how many seconds that took."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    return time.monotonic() - began
