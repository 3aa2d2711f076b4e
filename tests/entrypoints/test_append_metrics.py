"""What an HTTP process counts of its own appends, and of what it remembers."""

import asyncio
from uuid import UUID, uuid4

import pytest
from litestar.testing import AsyncTestClient

from store.application.cart.messages import ChangeLine
from store.domain.shared.ids import CartId
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.background_shop import MUG, background_shop
from tests.entrypoints.test_watching import samples

pytestmark = pytest.mark.requirement("R11.3")


def test_appends_commits_and_what_is_remembered_are_counted(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, rate_limit_keys=("tests",))

    async def go():
        async with AsyncTestClient(create_app(settings)) as client:
            client.headers["x-api-key"] = "tests"
            for _ in range(3):
                assert (await client.post("/api/v1/carts")).status_code == 201
            await client.post(f"/api/v1/carts/{uuid4()}/lines", json={"sku": "NONE"})
            return (await client.get("/metrics")).text

    seen = samples(asyncio.run(go()))
    assert seen["store_log_appends_together_count",] == seen["store_log_commit_seconds_count",] == 3
    assert seen["store_log_appends_together_sum",] == 3
    assert seen["store_log_appends_together_bucket", "1.0"] == 3
    assert seen["store_log_commit_seconds_sum",] > 0
    assert seen["store_log_conflicts_total",] == seen["store_commands_retried_total",] == 0
    assert seen["store_kept_state_total", "miss"] == 1, "a cart that is being opened is not looked for"
    assert seen["store_kept_aggregates",] == 3


def test_two_processes_that_append_the_same_version_are_counted_by_whoever_comes_second(migrated_url, tmp_path):
    """Another process writes to a cart that this one remembers: the log refuses what is decided upon the memory."""
    with background_shop(migrated_url, tmp_path, rate_limit_keys=("tests",)) as other:

        async def go():
            async with AsyncTestClient(create_app(other.settings)) as client:
                client.headers["x-api-key"] = "tests"
                cart = (await client.post("/api/v1/carts")).json()["id"]
                added = await client.post(f"/api/v1/carts/{cart}/lines", json={"sku": MUG, "quantity": 1})
                assert added.status_code == 201, added.text
                other.do(ChangeLine(cart_id=CartId(UUID(cart)), sku=MUG, quantity=5))
                again = await client.post(f"/api/v1/carts/{cart}/lines", json={"sku": MUG, "quantity": 2})
                return again, (await client.get("/metrics")).text

        again, text = asyncio.run(go())
        [line] = again.json()["lines"]
        assert (again.status_code, line["quantity"]) == (201, 7), "decided again upon what the other wrote"
        assert other.shop.appender().tally.conflicts == 0, "it came first"
    seen = samples(text)
    assert seen["store_log_conflicts_total",] == seen["store_commands_retried_total",] == 1
