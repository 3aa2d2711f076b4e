"""A shop of their own for tests that send whatever the description allows; charges and currencies in their examples."""

from datetime import UTC, datetime

import pytest

from tests.entrypoints.rest.conftest import PLAIN, a_shop

IN_DOLLARS = {"sold": [{"code": "USD"}], "regions": {}, "hours": 24}
TO_COME = {"country": "IS", "since": "2099-01-01", "percent": "15"}


@pytest.fixture(scope="module")
def api(postgres, migrated_template, tmp_path_factory):
    """It sells at whatever promotions, taxes and stock they make up: nobody else could tell what something costs."""
    with a_shop(postgres, migrated_template, tmp_path_factory.mktemp("anything")) as api:
        yield api


def charged(api, path, body):
    """The body of an example about taxes or shipping after which the other examples still work."""
    if path.endswith("/shipping-plan") and body:
        return api.expects(200, "GET", "/shipping-plan", headers=api.staff) | {"reason": None}
    if path.endswith("/taxes/rules") and body:
        return PLAIN
    if path.endswith("/currencies") and body:
        return IN_DOLLARS
    if path.endswith("/currencies/rates"):
        return rates_of_today()
    if path.endswith("/currency") and body:
        api.expects(200, "PUT", "/currencies", json=IN_DOLLARS, headers=api.staff)
        api.expects(201, "POST", "/currencies/rates", json=rates_of_today(), headers=api.staff)
    if path.endswith("/withdrawal") and "/taxes/" in path:
        api.expects(201, "POST", "/taxes/rates", json=TO_COME, headers=api.staff)
    return TO_COME if body and "/taxes/rates" in path else body


def rates_of_today():
    """What a dollar is worth."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    return {"day": day, "base": "EUR", "source": "by hand", "rates": {"USD": "1.1172"}}
