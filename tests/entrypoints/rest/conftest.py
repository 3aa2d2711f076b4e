"""A shop with three hundred products, its application in this process, and a client in front of it."""

import contextlib
import uuid
from datetime import UTC, datetime

import psycopg
import pytest
from litestar.testing import TestClient
from psycopg import sql

from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.identity.messages import EnrolStaff, Secret
from store.application.invoicing.messages import IssuePapers
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.domain.shared.ids import order_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.rest.running_out import runs_out
from tests.harness.central_bank import daily
from tests.harness.drivers.http import _server
from tests.harness.drivers.postgres import settle
from tests.servers import free_port

STAFF_TOKEN = "staff-of-the-contract"
KEY = "contract"
PASSWORD = "a gate stands open at noon"
ADDRESS = {"name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE"}
MUG = "HARBOUR-MUG-SAGE"
PLAIN = {"rounding": "half-up-per-line", "shipping": "standard"}
ENOUGH = 1000
PRODUCTS = 300
ELSEWHERE = "192.0.2.1"


class Door:
    """Says from where somebody comes."""

    address = ELSEWHERE

    def __init__(self, inside):
        self.inside = inside

    async def __call__(self, scope, receive, send):
        if "client" in scope:
            scope["client"] = (self.address, 50_000)
        await self.inside(scope, receive, send)


class Api:
    """Speaks to the shop as programs do. ``asks`` answers a response; ``expects`` one of a given status, as JSON."""

    def __init__(self, client, back_room, settings, door):
        self.client, self.back_room, self.settings, self.door = client, back_room, settings, door
        self.staff = {"authorization": f"Bearer {STAFF_TOKEN}"}
        self.chief = self.somebody = None
        self._plan = self.expects(200, "GET", "/shipping-plan", headers=self.staff)

    @property
    def in_person(self):
        """What somebody of the staff shows who never stops proving who they are: a super admin's pass."""
        now = self.back_room.clock().now()
        if self.chief is None:
            enrol = EnrolStaff(
                email="chief@example.org", name="Ida Chief", password=Secret(PASSWORD), role=Role.SUPER_ADMIN,
            )
            by = Caller(actor="system:test", correlation=uuid.uuid4())
            account = self.back_room.bus().do(enrol, by).outcome.account_id
            self.chief, _ = PostgresSessions(self.back_room.pool()).open(account, Role.SUPER_ADMIN, "", now)
            with self.back_room.pool().connection() as db:
                db.execute("UPDATE work.sessions SET proven_at = 'infinity' WHERE id = %s", (self.chief.id,))
        return {"authorization": f"Bearer {self.back_room.passes().sign(self.chief, now)}"}

    def asks(self, verb, path, *, headers=None, counted=False, **more):
        """*counted* as requests of one address are: of that of all tests, or of another, where it is given."""
        at = path if path.startswith(("/health", "/api")) else f"/api/v1{path}"
        known = {} if counted else {"x-api-key": KEY}
        self.door.address = counted if isinstance(counted, str) else ELSEWHERE
        return self.client.request(verb, at, headers=known | (headers or {}), **more)

    def asks_page(self, path, **more):
        """Any address of the shop, as a browser would see it."""
        return self.client.get(path, headers={"x-api-key": KEY}, follow_redirects=False, **more)

    def expects(self, status, verb, path, **more):
        answer = self.asks(verb, path, **more)
        assert answer.status_code == status, (answer.status_code, answer.text)
        if status >= 400:
            is_problem(answer)
        return answer.json()

    def sells(self, *rows):
        """Put these on the shelves, and see them there."""
        self.back_room.bus().do(
            ImportProducts(source="contract", rows=rows), Caller(actor="system:test", correlation=uuid.uuid4())
        )
        settle(self.back_room)

    def restocks(self):
        """See to it that there are mugs to buy."""
        level = self.expects(200, "GET", f"/inventory/{MUG}", headers=self.staff)
        if level["available"] < ENOUGH:
            missing = {"quantity": 2 * ENOUGH - level["available"]}
            self.expects(201, "POST", f"/inventory/{MUG}/receipts", json=missing, headers=self.staff)
            settle(self.back_room)

    def sells_as_at_first(self):
        """Taxes, ways to send and currencies as they were, whatever a test made of them."""
        for what, was in (("/shipping-plan", self._plan), ("/taxes/rules", PLAIN), ("/currencies", {"sold": []})):
            self.expects(200, "PUT", what, json=was, headers=self.staff)

    def cart(self, sku=MUG, quantity=1):
        id = self.expects(201, "POST", "/carts")["id"]
        self.expects(201, "POST", f"/carts/{id}/lines", json={"sku": sku, "quantity": quantity})
        return id

    def buying(self, cart, card="success", **changes):
        return {"cart_id": cart, "email": "ann@example.org", "shipping_address": ADDRESS,
                "shipping_method": "standard", "payment": {"method": "sandbox", "token": card}} | changes

    def order(self, **more):
        return self.expects(201, "POST", "/orders", json=self.buying(self.cart(), **more))

    def order_for(self, path):
        """An order with which the operation at *path* comes to something."""
        if path.endswith("/invoice"):
            order = self.order()
            by = Caller(actor="system:invoicing", correlation=uuid.uuid4())
            self.back_room.bus().do(IssuePapers(order_id=order_of(order["number"])), by)
            return order
        if path.endswith("{number}/payment"):
            order = self.order(payment={"method": "sandbox", "token": "challenge"})
            runs_out(self.back_room, order)
            return order
        if not path.endswith("/refund"):
            return self.order()
        order = self.order(payment={"method": "sandbox", "token": "no_refund"})
        self.expects(201, "POST", f"/orders/{order['number']}/cancellation", json={"reason": "not_wanted"},
                     params={"access_token": order["access_token"]})
        return order

    def ships(self, number):
        self.expects(201, "POST", f"/orders/{number}/shipment", json={"carrier": "DHL"}, headers=self.staff)


def is_problem(answer):
    """The shape of every refusal, for programs."""
    assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["type"].startswith("/problems/")
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem


def row(number, slug=None, sku=None, stock=50, minor=None):
    """One product of many: some share a price, and none a name."""
    return ProductRow(
        key=slug or f"thing-{number}", name=f"Thing number {number}", brand=f"Maker {number % 7}", slug=slug or "",
        category=("Things", f"Shelf {number % 5}"),
        variants=(VariantRow(sku or f"THING-{number}", Money(minor or 500 + number % 40 * 100, "EUR"), stock),),
    )


@pytest.fixture(scope="session")
def api(postgres, migrated_template, tmp_path_factory):
    """The shop that tests share: whoever changes what all of it costs puts that back, or has a shop of their own."""
    with a_shop(postgres, migrated_template, tmp_path_factory.mktemp("contract")) as api:
        yield api


@contextlib.contextmanager
def a_shop(postgres, template, folder):
    """A shop of one's own, with all that it sells."""
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(_database(postgres, template))
        published = folder / "rates.xml"
        published.write_bytes(daily(datetime.now(UTC).date(), {"USD": "1.1172"}))
        settings = Settings(
            database_url=url, data_dir=folder, staff_token=STAFF_TOKEN, rates_url=published.as_uri(),
            rate_limit_keys=(KEY,), port=free_port(), demo=False, carrier="sandbox", log_level="critical",
            embedded=True,
        )
        back_room = stack.enter_context(postgres_shop(settings))
        app = create_app(settings)
        app.asgi_handler = door = Door(app.asgi_handler)
        client = stack.enter_context(TestClient(app, raise_server_exceptions=False))
        api = Api(client, back_room, settings, door)
        api.sells(
            row(0, "harbour-mug", MUG, 100_000, 2200), row(1, "gone-mug", "GONE", 0),
            *(row(number) for number in range(2, PRODUCTS)),
        )
        yield api


@pytest.fixture(autouse=True)
def restocked(request):
    """All share one shop, and examples and fuzzing count its stock as they like: each test finds mugs to buy."""
    if "api" in request.fixturenames:
        request.getfixturevalue("api").restocks()


@pytest.fixture(scope="module")
def served(api):
    """The address of the same shop behind a real server."""
    with _server(api.settings):
        yield api.settings.address


@contextlib.contextmanager
def _database(server, template):
    name = f"contract_{uuid.uuid4().hex}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        yield server.url(name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
