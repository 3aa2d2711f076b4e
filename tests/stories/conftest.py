"""Every journey runs three times: in memory, on Postgres, and over HTTP."""

import pytest

from tests.harness.drivers.http import http
from tests.harness.drivers.memory import Memory
from tests.harness.drivers.postgres import postgres
from tests.harness.goods import Goods
from tests.harness.shop import Shop


@pytest.fixture(params=["memory", "postgres", "http"])
def driver(request, tmp_path):
    if request.param == "memory":
        yield Memory()
        return
    url = request.getfixturevalue("migrated_url")
    drive = postgres if request.param == "postgres" else http
    with drive(url, tmp_path) as driver:
        yield driver


@pytest.fixture
def shop(driver):
    return Shop(driver)


@pytest.fixture
def ann(shop):
    return shop.shopper("Ann")


@pytest.fixture
def ben(shop):
    return shop.shopper("Ben")


@pytest.fixture
def mug():
    return Goods("mug", "9.00")


@pytest.fixture
def hat():
    return Goods("hat", "25.00")
