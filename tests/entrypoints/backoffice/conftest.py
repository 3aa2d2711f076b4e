"""A real shop with goods and an order, and a browser of staff in front of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from dependency_injector import providers
from litestar.testing import TestClient

from store.application.identity.messages import EnrolStaff, Secret
from store.application.shared.bus import Caller
from store.domain.ordering.events import Address
from store.entrypoints.shared.build_assets import build
from store.entrypoints.shared.desk import POSITION
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.in_process import InProcess
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.goods import Goods
from tests.harness.world import CountingIds, StillClock

EMAIL, PASSWORD, KEY = "ann@example.org", "correct horse battery", "nobody counts me"
HOME = Address("Ben Hill", "1 Main Street", "Berlin", "10115", "DE")
_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


class Browser:
    """Somebody at a desk: remembers cookies, sends the token that forms carry, follows nothing by itself.

    What it asks for counts towards no limit, unless it is to: others ask from here as well.
    """

    def __init__(self, client):
        self.client = client

    def get(self, path, **more):
        return self.client.get(path, follow_redirects=False, headers=_uncounted(more), **more)

    def post(self, path, form=None, *, token=True, **more):
        """With *token* True, one of a page that was just opened; or the very one; or none."""
        data = dict(form or {})
        if token:
            data["_csrf_token"] = self.fresh_token() if token is True else token
        return self.client.post(path, data=data, follow_redirects=False, headers=_uncounted(more), **more)

    def log_in(self, email=EMAIL, password=PASSWORD, next="", **more):
        return self.post("/backoffice/login", {"email": email, "password": password, "next": next}, **more)

    def fresh_token(self):
        found = _TOKEN.search(self.get("/backoffice/login").text)
        if found is None:  # whoever is in already is sent on
            found = _TOKEN.search(self.get("/backoffice/orders").text)
        return found[1]


def _uncounted(more):
    """The headers of *more*, which are taken out of it, with the key that no limit counts unless it is ``counted``."""
    return ({} if more.pop("counted", False) else {"x-api-key": KEY}) | (more.pop("headers", None) or {})


class Office(Browser):
    """The shop around it."""

    def __init__(self, client, app, shop, back_room):
        super().__init__(client)
        self.app, self.shop, self.back_room = app, shop, back_room
        self._days, self._settled = 0, set()

    def get(self, path, **more):
        """Read models have seen what this browser did, as where a projector runs: else pages wait for one in vain."""
        done = {cookie.value for cookie in self.client.cookies.jar if cookie.name == POSITION}
        if done != self._settled:
            self.settle()
            self._settled = done
        return super().get(path, **more)

    def next_day(self):
        """Another mug, another order of two, and nobody logged in."""
        self._days += 1
        self.mug = Goods(f"Ash mug {self._days}", "9.00")
        self.back_room.offers(self.mug, 50)
        self.number = self.buy()
        self.client.cookies.clear()
        return self

    def buy(self, name=HOME.name):
        cart = self.back_room.open_cart()
        self.back_room.put(cart, self.mug.sku, 2)
        home = Address(name, HOME.line1, HOME.city, HOME.postal_code, HOME.country)
        return self.back_room.buy(
            cart, "ben@example.org", home, method="standard", card="success", quote=None, key=None
        ).number

    def settle(self):
        settle(self.shop)

    def facts(self, number):
        return self.back_room.facts(_order(number))


def _order(number):
    from store.domain.shared.ids import order_of

    return order_of(number)


@pytest.fixture(scope="session")
def built_assets():
    build()


@contextmanager
def opened(url, folder, **more) -> Iterator[Office]:
    """A shop on the migrated database at *url*."""
    settings = Settings(
        database_url=url, data_dir=folder, demo=False, log_level="error", command_threads=2,
        rate_limit_keys=(KEY,), staff_token="the-token", carrier="sandbox", **more,
    )
    clock, ids = StillClock(OPENING), CountingIds()
    with postgres_shop(settings) as shop:
        shop.ids.override(providers.Object(ids))
        back_room = InProcess(
            shop.bus(), clock, ids, shop.sandbox(), shop.log(), ask=lambda query: pytest.fail(str(query)),
            settle=lambda: settle(shop),
        )
        shop.bus().do(
            EnrolStaff(email=EMAIL, name="Ann Field", password=Secret(PASSWORD)),
            Caller(actor="test", correlation=uuid4()),
        )
        app = create_app(settings)
        with TestClient(app, base_url=settings.base_url or "http://shop.test") as client:
            yield Office(client, app, shop, back_room).next_day()


@pytest.fixture(scope="session")
def _standing(built_assets, postgres, migrated_template, tmp_path_factory):
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE office TEMPLATE {migrated_template}")
    with opened(postgres.url("office"), tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture
def office(_standing):
    """A shop that other tests were in as well, with a mug and an order of one's own. Nobody is logged in."""
    return _standing.next_day()


@pytest.fixture
def own_office(built_assets, migrated_url, tmp_path):
    """A shop nobody else was ever in."""
    with opened(migrated_url, tmp_path) as found:
        yield found


@pytest.fixture
def desk(office):
    """Ann is logged in."""
    assert office.log_in().status_code == 303
    return office
