"""Where it is demanded, whoever works here sets up a second factor at the door, and comes in by it from then on."""

import re
from uuid import uuid4

import psycopg
import pytest
from litestar.testing import TestClient
from pyotp import TOTP

from store.application.identity.messages import EnrolStaff, Secret
from store.application.shared.bus import Caller
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.accounts.conftest import GOOD, KEY, Street
from tests.entrypoints.accounts.test_account_api import is_problem, logs_in
from tests.entrypoints.accounts.test_second_factor_pages import codes_in, now

pytestmark = [
    pytest.mark.story("US-1.2", "a second factor guards the login"), pytest.mark.requirement("R10.4"),
    pytest.mark.story("US-1.4", "staff log in with e-mail and password"),
]
DOOR = "/backoffice/login"


@pytest.fixture(scope="module")
def strict(postgres, migrated_template, tmp_path_factory):
    """A shop whose staff need one."""
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE strict TEMPLATE {migrated_template}")
    settings = Settings(
        database_url=postgres.url("strict"), data_dir=tmp_path_factory.mktemp("strict"), demo=False, log_level="error",
        command_threads=2, rate_limit_keys=(KEY,), staff_second_factor="required",
    )
    with (
        postgres_shop(settings) as shop, TestClient(create_app(settings), base_url="http://shop.test") as client,
    ):
        yield Street(client, shop)


@pytest.fixture
def ines(strict):
    visitor = strict.visitor("Ines")
    strict.shop.bus().do(
        EnrolStaff(email=visitor.email, name="Ines Field", password=Secret(GOOD)),
        Caller(actor="system:test", correlation=uuid4()),
    )
    return visitor


def signs_in(who):
    return who.post(DOOR, {"email": who.email, "password": GOOD, "next": ""})


def sets_up(strict, who):
    asked = signs_in(who)
    assert asked.headers["location"].startswith(f"{DOOR}/second-factor?")
    page = who.get(asked.headers["location"])
    who.app = TOTP(re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)[1].replace(" ", ""))
    wrong = who.post(f"{DOOR}/second-factor", {"code": "no code"})
    assert (wrong.status_code, who.app.secret in wrong.text.replace(" ", "")) == (422, True)
    return who.post(f"{DOOR}/second-factor", {"code": now(strict, who.app, -1)})


def test_the_door_leads_through_setting_it_up(strict, ines):
    done = sets_up(strict, ines)
    assert (done.status_code, len(codes_in(done))) == (200, 10)
    assert ines.get("/backoffice/orders").status_code == 200
    phone = ines.again()
    half = signs_in(phone)
    assert half.headers["location"].startswith(f"{DOOR}/code?")
    assert phone.get("/backoffice/orders").status_code == 303
    assert phone.get(half.headers["location"]).status_code == 200
    assert phone.post(f"{DOOR}/code", {"code": "no code"}).status_code == 422
    assert phone.post(f"{DOOR}/code", {"code": now(strict, ines.app)}).headers["location"] == "/backoffice/orders"
    assert phone.get("/backoffice/orders").status_code == 200
    assert ines.again().get(f"{DOOR}/code").headers["location"] == DOOR


def test_no_other_door_lets_staff_in_without_it(strict, ines):
    problem = is_problem(logs_in(ines))
    assert (problem["status"], problem["type"]) == (403, "/problems/SecondFactorDemanded")
    page = ines.logs_in()
    assert (page.status_code, "Set it up at the door of the back office" in page.text) == (422, True)
    half = ines.again()
    signs_in(half)
    assert half.post(f"{DOOR}/code", {"code": "1"}).headers["location"] == DOOR


def test_staff_cannot_switch_off_what_is_demanded(strict, ines):
    sets_up(strict, ines)
    shopping = ines.again()
    assert shopping.logs_in().headers["location"].startswith("/login/code")
    assert shopping.post("/login/code", {"code": now(strict, ines.app)}).status_code == 303
    assert shopping.post("/account/second-factor/off").status_code == 403


def test_customers_are_free_to_have_none(strict):
    strict.visitor("Ann").joins()
