"""A real shop, and browsers of people who have accounts there."""

import re
from uuid import uuid4

import httpx
import psycopg
import pytest
from litestar.testing import TestClient

from store.adapters.identity.known_devices import HmacDevices
from store.entrypoints.shared.build_assets import build
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.harness.drivers.post import postgres_post
from tests.harness.drivers.postgres import settle
from tests.harness.whereabouts import written

KEY, GOOD, OTHER = "nobody counts me", "Kettle&Hearth-9", "a garden behind the mill"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"
TOKYO = "2001:db8:0:70c0::/64"
"""Where nobody is who doesn't say so."""
_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


def from_many_places(app):
    """As if people sat at different machines: a server would say so of their connections."""

    async def placed(scope, receive, send):
        places = [value.decode() for name, value in scope.get("headers", ()) if name == b"x-place-of-the-test"]
        await app(scope | {"client": (places[0], 1)} if places else scope, receive, send)

    return placed


class Visitor:
    """A browser: remembers cookies, sends the token that forms carry, follows nothing by itself."""

    def __init__(self, street, name, agent=FIREFOX):
        self.street, self.name, self.agent, self.place = street, name, agent, f"2001:db8:{uuid4().hex[:4]}::1"
        self.email = f"{name.lower()}-{uuid4().hex[:12]}@example.org"
        self.client = httpx.Client(base_url="http://shop.test", transport=street.client._transport)

    def get(self, path, **more):
        return self.client.get(path, follow_redirects=False, headers=self._known(more), **more)

    def post(self, path, form=None, **more):
        return self.client.post(
            path, data={**(form or {}), "_csrf_token": self.token(path)}, follow_redirects=False,
            headers=self._known(more), **more,
        )

    def token(self, path):
        """What the forms of a page carry: of the back office, of one's own page, or of a guest's."""
        pages = ("/backoffice/login",) if path.startswith("/backoffice") else ("/account", "/register")
        return next(found[1] for page in pages if (found := _TOKEN.search(self.get(page).text)))

    def registers(self, **changes):
        form = {"email": self.email, "given_name": self.name, "family_name": "Example", "password": GOOD}
        return self.post("/register", form | changes)

    def logs_in(self, password=GOOD, **more):
        return self.post("/login", {"email": self.email, "password": password, "next": ""}, **more)

    def joins(self):
        self.registers()
        assert self.post("/verify", {"token": self.link("account_verification")}).status_code == 303
        assert self.logs_in().status_code == 303
        return self

    @property
    def mails(self):
        settle(self.street.shop)
        return self.street.post.to(self.email)

    def link(self, kind):
        newest = [mail for mail in self.mails if mail.kind == kind][-1]
        return re.findall(r"token=([\w-]+)", newest.text)[-1]

    def again(self, agent=SAFARI):
        """The same person at another device."""
        other = Visitor(self.street, self.name, agent)
        other.email = self.email
        return other

    def _known(self, more):
        counted = more.pop("counted", False)
        known = {"user-agent": self.agent, "x-place-of-the-test": self.place} | more.pop("headers", {})
        return known if counted else known | {"x-api-key": KEY}


class Street:
    """The shop, and people in front of it."""

    def __init__(self, client, shop):
        self.client, self.shop, self.post = client, shop, postgres_post(shop)
        self.devices = HmacDevices(shop.blind_index())

    def visitor(self, name="Ann", agent=FIREFOX):
        return Visitor(self, name, agent)


@pytest.fixture(scope="session")
def street(postgres, migrated_template, tmp_path_factory):
    build()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE street TEMPLATE {migrated_template}")
    folder = tmp_path_factory.mktemp("street")
    settings = Settings(
        database_url=postgres.url("street"), data_dir=folder, demo=False, log_level="error", command_threads=2,
        rate_limit_keys=(KEY,), staff_token="the-token", geoip_file=written(folder / "places.mmdb", JP=TOKYO),
        vat_register="sandbox",
    )
    app = create_app(settings)
    app.asgi_handler = from_many_places(app.asgi_handler)
    with postgres_shop(settings) as shop, TestClient(app, base_url="http://shop.test") as client:
        yield Street(client, shop)


@pytest.fixture
def ann(street):
    return street.visitor("Ann")


@pytest.fixture
def ben(street):
    return street.visitor("Ben")
