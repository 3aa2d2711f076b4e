"""Whether a clock tells who has an account: known against unknown addresses, at every door that takes one.

    python -m bench.same_time [--tries 200] [--doors register "log in"]

Starts an embedded Postgres and the application in this process, without limits. Prints medians and their difference,
which shall stay below 20 ms, writes them to ``bench/results/same_time.json``, and answers 1 if one does not. Nearly
every try waits its 0.3 s as real ones do: 200 at one door take two minutes.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from litestar.testing import TestClient

from bench.written import write_down
from store.adapters.drivers.embedded_postgres import EmbeddedPostgres
from store.application.identity.messages import EnrolStaff, Secret
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.containers import Shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.migrate import migrate
from store.entrypoints.wiring.settings import Settings

ENOUGH = 0.02
ASKER = "somebody@asking.example"
NOT_FOUND, REFUSED = 404, 422
NUMBER: list[str] = []
"""Of the one order that there is."""
KEY, PASSWORD = "the-benchmark", "a kettle sings at nine"
Ask = Callable[[TestClient, str], object]


def _post(path: str, **form: str) -> Ask:
    return lambda client, email: client.post(
        f"/api/v1{path}", json={"email": email} | form, headers={"x-api-key": KEY}
    ).read()


def _another_address(client: TestClient, email: str) -> object:
    """Asked for by somebody who is logged in."""
    answer = client.post("/api/v1/me/email", json={"email": email}, headers={"x-api-key": KEY})
    return answer.raise_for_status().read()


def _log_in(client: TestClient) -> None:
    """As whoever wants another address; that door takes nobody whose login is older than five minutes."""
    login = {"email": ASKER, "password": PASSWORD}
    tokens = client.post("/api/v1/tokens", json=login, headers={"x-api-key": KEY}).raise_for_status().json()
    client.headers["authorization"] = f"Bearer {tokens['access_token']}"


def _guests_order(client: TestClient, email: str) -> object:
    """Where an order is: one that there is, bought under another address, against one that there isn't."""
    number = NUMBER[0] if email.startswith("known") else "NOSUC-HTHNG"
    answer = client.post(
        "/api/v1/order-tracking", json={"number": number, "email": email}, headers={"x-api-key": KEY}
    )
    if answer.status_code != NOT_FOUND:
        raise SystemExit(f"a stranger was told of an order: {answer.text}")
    return answer.read()


def _office(client: TestClient, email: str) -> object:
    """The door of staff, by its form."""
    known = {"x-api-key": KEY}
    page = client.get("/backoffice/login", headers=known).raise_for_status().text
    token = page.partition('name="_csrf_token" value="')[2].partition('"')[0]
    form = {"_csrf_token": token, "email": email, "password": f"not {PASSWORD}"}
    answer = client.post("/backoffice/login", data=form, headers=known)
    if answer.status_code != REFUSED:
        raise SystemExit(f"a stranger stands in the office: {answer.status_code}")
    return answer.read()


def _buy(shop: Shop, client: TestClient) -> str:
    """An order of somebody without an account: its number."""
    rows = (ProductRow(
        key="MUG", name="Mug", brand="Loam", category=("Kitchen",), variants=(VariantRow("MUG", Money(900, "EUR"), 9),)
    ),)
    shop.bus().do(ImportProducts(source="bench", rows=rows), Caller(actor="system:bench", correlation=uuid4()))
    shop.runner().prepare()
    shop.runner().catch_up()
    cart = client.post("/api/v1/carts").raise_for_status().json()["id"]
    client.post(f"/api/v1/carts/{cart}/lines", json={"sku": "MUG", "quantity": 1}).raise_for_status()
    home = {"name": "Ben", "line1": "1 Main Street", "city": "Berlin", "postal_code": "10115", "country": "DE"}
    bought = client.post("/api/v1/orders", json={
        "cart_id": cart, "email": "ben@asking.example", "shipping_address": home, "shipping_method": "standard",
        "payment": {"method": "sandbox", "token": "success"},
    })
    number: str = bought.raise_for_status().json()["number"]
    return number


DOORS: dict[str, Ask] = {
    "register": _post("/accounts", password=PASSWORD, given_name="Ann", family_name="Example"),
    "log in": _post("/tokens", password=f"not {PASSWORD}"),
    "verification mail": _post("/accounts/verification-mails"),
    "forgotten password": _post("/accounts/password-resets"),
    "another address": _another_address, "order of a guest": _guests_order,
    "back office": _office,
}


def _people(shop: Shop, tries: int) -> list[str]:
    """Accounts whose addresses are known: one a try, since mails to one address have a pause between them."""
    emails = [f"known-{number}@example.org" for number in range(tries)]
    for email in (ASKER, *emails):
        shop.bus().do(
            EnrolStaff(email=email, name="Ann Example", password=Secret(PASSWORD)),
            Caller(actor="system:bench", correlation=uuid4()),
        )
    return emails


def _timed(ask: Ask, client: TestClient, email: str) -> float:
    began = time.perf_counter()
    ask(client, email)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--doors", nargs="+", choices=DOORS, default=list(DOORS))
    wanted = parser.parse_args()
    tries: int = wanted.tries
    found = {}
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "postgres") as server:
        settings = Settings(
            database_url=server.url("store"), data_dir=Path(folder), demo=False, log_level="error",
            rate_limit_keys=(KEY,), embedded=True,
        )
        migrate(settings)
        with postgres_shop(settings) as shop:
            known = _people(shop, tries)
            with TestClient(create_app(settings)) as client:
                NUMBER.append(_buy(shop, client))
        with TestClient(create_app(settings)) as client:
            print(f"{'door':<20} {'known':>9} {'unknown':>9} {'apart':>9}")
            for name in wanted.doors:
                ask = DOORS[name]
                _log_in(client)
                took: dict[str, list[float]] = {"known": [], "unknown": []}
                for email in known:  # in turn, so that whatever else the machine does falls on both
                    took["known"].append(_timed(ask, client, email))
                    took["unknown"].append(_timed(ask, client, f"{uuid4().hex}@example.org"))
                found[name] = _told(name, took)
    write_down("same_time", {"tries": tries, "doors": found})
    return int(any(of["apart_ms"] > 1000 * ENOUGH for of in found.values()))


def _told(name: str, took: dict[str, list[float]]) -> dict[str, float]:
    """Prints what was measured at a door, and gives it in milliseconds."""
    known, unknown = (1000 * statistics.median(times) for times in took.values())
    apart = abs(known - unknown)
    print(f"{name:<20} {known:>6.1f} ms {unknown:>6.1f} ms {apart:>6.2f} ms")
    return {"known_ms": known, "unknown_ms": unknown, "apart_ms": apart}


if __name__ == "__main__":
    sys.exit(main())
