"""What every page asks for is made when a server starts, and nobody waits for that."""

import asyncio

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient, TestClient

from store.application.catalogue.categories import OpenCategory
from store.application.shared.bus import Caller
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.wiring.warming import ASKED, warm
from tests.entrypoints.test_watching import samples
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R9.1"), pytest.mark.story("US-9.1", "a server is warm when it is asked")]
KEY = {"x-api-key": "tests"}


def of(kind, outcome):
    return "store_cache_total", *sorted((kind, outcome))


class Bus:
    """Answers as it is told to."""

    def __init__(self, answer, until):
        self.asked, self.enough = [], asyncio.Event()
        self._answer, self._until = answer, until

    async def ask(self, query, after=None):
        del after
        self.asked.append(query)
        if len(self.asked) == self._until:
            self.enough.set()
        await self._answer()


def warmed(answer, until):
    """What is asked for until so many were, in a server that opens meanwhile, and closes then."""

    async def go():
        bus = Bus(answer, until)
        async with asyncio.timeout(5), warm(Litestar([]), bus):
            await bus.enough.wait()
        return bus.asked

    return asyncio.run(go())


def test_a_server_is_not_kept_from_opening_or_closing_by_what_never_comes():
    async def never():
        await asyncio.Event().wait()

    assert warmed(never, 1) == [ASKED[0]]


def test_what_fails_is_told_of_and_the_rest_is_made():
    async def fails():
        raise ConnectionError

    assert warmed(fails, len(ASKED)) == list(ASKED)


def test_the_first_visitor_finds_it_made_and_the_counts_say_of_what_kind(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, rate_limit_keys=("tests",))
    with postgres_shop(settings) as shop:
        shop.bus().do(OpenCategory(name="Kitchen"), Caller(actor="system:test", correlation=shop.ids().next()))
        settle(shop)

    async def go():
        async with AsyncTestClient(create_app(settings, warmed=True)) as client:
            async def counted():
                return samples((await client.get("/metrics", headers=KEY)).text)

            async with asyncio.timeout(30):
                while of("words", "miss") not in (before := await counted()):
                    pass
            shown = await client.get("/api/v1/categories", headers=KEY)
            for _ in range(3):
                assert (await client.get("/categories/no-such", headers=KEY)).status_code == 404
            return before, shown.json(), await counted()

    before, shown, after = asyncio.run(go())
    assert [one["name"] for one in shown] == ["Kitchen"]
    assert (before[of("tree", "miss")], after[of("tree", "miss")]) == (1, 1)
    assert after[of("tree", "hit")] > before[of("tree", "hit")]
    missing = after[of("category", "miss")], after[of("category", "hit")]
    assert missing == (1, 2), "that there is none is remembered, for a moment"
    labels = {label for sample in after if sample[0] == "store_cache_total" for label in sample[1:]}
    kinds, outcomes = {"tree", "category", "words", "facets", "heads"}, {"hit", "wait", "miss", "away", "early"}
    assert labels == kinds | outcomes, "whatever is asked for"


def test_who_names_their_change_sees_it_on_every_page_at_once(migrated_url, tmp_path):
    settings = Settings(
        database_url=migrated_url, data_dir=tmp_path, demo=False, rate_limit_keys=("tests",), staff_token="x" * 32
    )
    staff = KEY | {"authorization": f"Bearer {settings.staff_token}"}
    with postgres_shop(settings) as shop, TestClient(create_app(settings)) as client:
        for name in ("Kitchen", "Garden", "Bath"):
            client.get("/", headers=KEY)  # and the frame keeps what it saw
            opened = client.post("/api/v1/categories", headers=staff, json={"name": name})
            assert opened.status_code == 201, opened.text
            settle(shop)
            seen = KEY | {"store-position": opened.headers["store-position"]}
            assert name in client.get("/", headers=seen).text
            assert name in client.get("/api/v1/categories", headers=KEY).text, "nobody is told what has passed"
            assert client.get(f"/categories/{name.lower()}", headers=KEY).status_code == 200
