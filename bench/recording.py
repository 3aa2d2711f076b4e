"""What recording costs: the same commands with and without it, in turns, in this process's own CPU time.

``python -m bench.recording [ROUNDS]``: prints medians, and writes them to ``bench/results/recording.json``.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import process_time, thread_time
from uuid import uuid4

from bench.written import write_down
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.application.cart.messages import AddToCart, OpenCart
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.processes.placing_an_order import BuyCart, PlaceOrder
from store.application.shared.bus import Bus, Caller
from store.domain.ordering.events import Address
from store.domain.shared.ids import CartId, Sku, SubjectId
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

HOME = Address("A", "1 Street", "Berlin", "10115", "DE")
SKU = Sku("MUG")
EACH = 100


def buy(bus: Bus) -> None:
    """A cart with one thing in it, bought: three commands."""
    cart = CartId(uuid4())
    by = Caller(actor=f"guest:{cart}", correlation=uuid4())
    bus.do(OpenCart(cart_id=cart, currency="EUR"), by)
    bus.do(AddToCart(cart_id=cart, sku=SKU, quantity=1), by)
    order = PlaceOrder(
        cart_id=cart, subject=SubjectId(uuid4()), email="a@example.org", address=HOME, shipping_method="standard",
        payment_method="sandbox",
    )
    bus.do(BuyCart(order=order, token="success"), by)  # noqa: S106 - the sandbox's word for a card that is taken


def main(rounds: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="store-bench-"))
    with EmbeddedPostgres(folder / "postgres") as server:
        settings = [Settings(database_url=server.url(), data_dir=folder / "data", recording=on) for on in (False, True)]
        migrate(settings[0])
        with postgres_shop(settings[0]) as off, postgres_shop(settings[1]) as on:
            row = ProductRow(key="mug", name="Mug", brand="", category=("Mugs",), slug="mug",
                             variants=(VariantRow(SKU, Money(900, "EUR"), 1_000_000),))
            off.bus().do(ImportProducts(source="bench", rows=(row,)), Caller(actor="system:bench", correlation=uuid4()))
            off.runner().catch_up()
            took: dict[str, list[tuple[float, float]]] = {"off": [], "on": []}
            for _ in range(rounds):
                for name, shop in (("off", off), ("on", on)):
                    began, mine = process_time(), thread_time()
                    for _ in range(EACH):
                        buy(shop.bus())
                    shop.recordings().flush()
                    took[name].append(((process_time() - began) / EACH * 1000, (thread_time() - mine) / EACH * 1000))
    write_down("recording", {"rounds": rounds, "orders_a_round": EACH, "cpu_ms_an_order": told(took)})


def told(took: dict[str, list[tuple[float, float]]]) -> dict[str, dict[str, float]]:
    """Prints the medians, and gives them: milliseconds of CPU for an order."""
    found = {}
    sys.stdout.write(f"{'recording':<10} {'CPU an order':>14} {'in its thread':>14}\n")
    for name, its in took.items():
        process, thread = (median(column) for column in zip(*its, strict=True))
        sys.stdout.write(f"{name:<10} {process:>11.2f} ms {thread:>11.2f} ms\n")
        found[name] = {"process": process, "its_thread": thread}
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
