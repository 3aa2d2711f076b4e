"""A shop that knows Google, Facebook and GitHub, each a server process, and browsers that go there and come back."""

import html
import re
import time
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest
from litestar.testing import TestClient

from store.domain.identity.login_events import Provider
from store.entrypoints.shared.build_assets import build
from store.entrypoints.shared.notices import NOTICE_COOKIE
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.accounts.conftest import KEY, SAFARI, Street, Visitor, from_many_places
from tests.providers import elsewhere

GOOGLE, FACEBOOK, GITHUB = Provider
FIRST_TIME = "/account/terms?next=%2Faccount"
"""Whoever came by a provider is shown the terms before anything else."""
_WAY = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')


class Traveller(Visitor):
    """Somebody with an account elsewhere."""

    person = ""

    def again(self, agent=SAFARI):
        """The same person at another device."""
        other = Traveller(self.street, self.name, agent)
        other.email, other.person = self.email, self.person
        return other

    def has_account_at(self, provider, *, email=None, proven=True, given="Ann", family="Field", **more):
        """At that provider from now on, under the address they use here unless another is named.

        Google says of them that it asked who they are just now, unless *more* has another ``auth_time``.
        """
        email = self.email if email is None else email
        self.person = self.person or str(uuid4().int)[:16]
        about = {
            GOOGLE: {
                "email": email, "email_verified": proven, "given_name": given, "family_name": family,
                "auth_time": int(time.time()),
            },
            FACEBOOK: {"name": f"{given} {family}", "first_name": given, "last_name": family, "email": email},
            GITHUB: {
                "login": "ann", "name": f"{given} {family}", "expires": True,
                "emails": [{"email": email, "primary": True, "verified": proven}],
            },
        }[provider]
        self.street.elsewhere.knows(provider, self.person, **about | more)
        return self

    def leaves_for(self, provider, start="/login/with/{}", **form):
        """Press the button, and look at the page that leads on: the address there."""
        sent = self.post(start.format(provider.value), form)
        assert sent.headers["location"].partition("?")[0] == f"/login/with/{provider.value}/away", sent.headers
        return html.unescape(_WAY.search(self.get(sent.headers["location"]).text)[1])

    def comes_back(self, provider, brought):
        return self.get(f"/login/with/{provider.value}/return?{urlencode(brought)}")

    def goes(self, provider, start="/login/with/{}", **form):
        """There and back."""
        way = self.leaves_for(provider, start, **form)
        return self.comes_back(provider, self.street.elsewhere.presses(way, self.person))

    def connects(self, provider):
        return self.goes(provider, "/account/logins/{}")

    def told(self, answer):
        """What the next page says about what was done."""
        if NOTICE_COOKIE not in answer.headers.get("set-cookie", ""):
            return ""
        page = self.get(answer.headers["location"]).text
        notice = re.search(r'class="notice [^>]*>(.*?)</div>', page, re.DOTALL)[1]
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", notice)).split())

    def is_in(self):
        return self.get("/account").status_code == 200


class Square(Street):
    def __init__(self, client, shop, there):
        super().__init__(client, shop)
        self.elsewhere = there

    def visitor(self, name="Ann", **more):
        return Traveller(self, name, **more)


@pytest.fixture(scope="session")
def there():
    with elsewhere() as servers:
        yield servers


@pytest.fixture(scope="session")
def square(postgres, migrated_template, tmp_path_factory, there):
    build()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE square TEMPLATE {migrated_template}")
    settings = Settings(
        database_url=postgres.url("square"), data_dir=tmp_path_factory.mktemp("square"), demo=False, log_level="error",
        command_threads=2, rate_limit_keys=(KEY,), staff_token="the-token", base_url="http://shop.test",
        **there.settings,
    )
    app = create_app(settings)
    app.asgi_handler = from_many_places(app.asgi_handler)
    with postgres_shop(settings) as shop, TestClient(app, base_url="http://shop.test") as client:
        yield Square(client, shop, there)


@pytest.fixture
def ann(square):
    return square.visitor("Ann")


@pytest.fixture
def eve(square):
    return square.visitor("Eve")
