"""Under HTTPS nobody but the shop itself can say who a browser belongs to."""


import re

import pytest

from store.adapters.identity.errand_secrets import state_of
from store.adapters.identity.sessions_postgres import PostgresSessions
from store.application.identity.messages import Secret
from store.application.identity.own_account import Register
from store.domain.identity.events import Role
from tests.entrypoints.backoffice.conftest import EMAIL, KEY, PASSWORD, opened
from tests.entrypoints.rest.owners import BY

pytestmark = [pytest.mark.requirement("R10.3"), pytest.mark.story("US-10.3", "origins are checked")]
NAME = "__Host-store_account"


@pytest.fixture
def secure(built_assets, migrated_url, tmp_path):
    more = {"base_url": "https://shop.test", "google_client_id": "shop", "google_client_secret": "secret"}
    with opened(migrated_url, tmp_path, **more) as office:
        yield office


def session_of(office, email):
    wish = Register(email=email, password=Secret("Kettle&Hearth-9"), given_name="Ann", family_name="Field")
    office.shop.bus().do(wish, BY)
    account = office.shop.account_emails().find(email)
    return PostgresSessions(office.shop.pool()).open(account, Role.CUSTOMER, "", office.shop.clock().now())[1]


def test_a_session_that_a_sub_domain_planted_is_nobodys(secure):
    token = session_of(secure, "eve@example.org")
    assert secure.get("/account", headers={"cookie": f"{NAME}={token}"}).status_code == 200
    planted = secure.get("/account", headers={"cookie": f"store_account={token}"})
    assert (planted.status_code, planted.headers["location"].partition("?")[0]) == (303, "/login")


def test_logging_out_takes_the_session_away_by_its_name(secure):
    secure.client.cookies.set(NAME, session_of(secure, "ann@example.org"), domain="shop.test", path="/")
    token = re.search(r'name="_csrf_token" value="([^"]+)"', secure.get("/account").text)[1]
    done = secure.post("/logout", {}, headers={"origin": "https://shop.test"}, token=token)
    assert done.status_code == 303
    gone = [it for it in done.headers.get_list("set-cookie") if it.startswith(f"{NAME}=")]
    assert len(gone) == 1
    said = {part.strip().lower() for part in gone[0].split(";")[1:]}
    assert {"secure", "httponly", "path=/", "max-age=0"} <= said
    assert not any(part.startswith("domain") for part in said)
    assert secure.client.cookies.get(NAME) is None


def test_a_login_is_kept_under_the_name_that_is_safe(secure):
    form = {"email": EMAIL, "password": PASSWORD}
    done = secure.post("/login", form, headers={"origin": "https://shop.test", "x-api-key": KEY})
    given = [it.partition("=")[0] for it in done.headers.get_list("set-cookie")]
    assert NAME in given
    assert "store_account" not in given
    assert secure.get("/account").status_code == 200


@pytest.mark.story("US-1.3", "conflicts of addresses are settled")
def test_a_browser_that_somebody_else_sent_to_a_provider_comes_back_for_nothing(secure):
    away = secure.post("/login/with/google", {}, headers={"origin": "https://shop.test"})
    [given] = [it for it in away.headers.get_list("set-cookie") if "store_errand" in it]
    assert given.startswith("__Host-store_errand=")
    assert {"secure", "path=/"} <= {part.strip().lower() for part in given.split(";")[1:]}
    secret = re.match(r"[^=]+=([^;]+)", given)[1]
    secure.client.cookies.clear()
    planted = {"cookie": f"store_errand={secret}; store_introduced={secret}"}
    back = f"/login/with/google/return?code=a&state={state_of(secret)}"
    for path in ("/login/with/google/away", back, "/login/address"):
        answer = secure.get(path, headers=planted)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login"), path
