"""A shop of their own for tests that send whatever the description allows; taxes and shipping in their examples."""

import pytest

from tests.entrypoints.rest.conftest import a_shop

PLAIN = {"rounding": "half-up-per-line", "shipping": "standard"}
TO_COME = {"country": "NZ", "since": "2099-01-01", "percent": "15"}


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
    if path.endswith("/withdrawal") and "/taxes/" in path:
        api.expects(201, "POST", "/taxes/rates", json=TO_COME, headers=api.staff)
    return TO_COME if body and "/taxes/rates" in path else body
