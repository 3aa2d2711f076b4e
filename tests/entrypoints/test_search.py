"""Lists with words, with OpenSearch beside the shop: there, and gone."""

from uuid import uuid4

import pytest
from litestar.testing import TestClient
from structlog.testing import capture_logs

from store.adapters.drivers.opensearch import OpenSearch
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.servers import free_port

pytestmark = [pytest.mark.requirement("R2.5")]


def settings(migrated_url, tmp_path, **more):
    return Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="warning",
                    rate_limit_keys=("tests",), **more)


def fill(set_up):
    rows = tuple(
        ProductRow(key=f"{n}", name=f"Lantern {n}", brand="Acme", category=("Lights",),
                   variants=(VariantRow(f"LANTERN-{n}", Money(1000 + n, "EUR"), 5, {}),))
        for n in range(5)
    )
    with postgres_shop(set_up) as shop:
        shop.runner().prepare()
        shop.bus().do(ImportProducts(source="test", rows=rows), Caller(actor="system:test", correlation=uuid4()))
        shop.runner().catch_up()
        feed = shop.search_feed()
        if feed is not None and "hunter2" not in set_up.opensearch_url:
            feed.catch_up()


def ask(client, query):
    answer = client.get(f"/api/v1/products?{query}", headers={"x-api-key": "tests"})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.story("US-2.2", "search by several criteria")
def test_while_it_is_away_postgres_answers_and_the_log_says_so_once(migrated_url, tmp_path):
    away = settings(migrated_url, tmp_path, opensearch_url=f"http://shop:hunter2@127.0.0.1:{free_port()}")
    fill(away)
    with TestClient(create_app(away)) as client, capture_logs() as logs:
        for _ in range(3):
            assert ask(client, "q=lantern")["total"] == 5
        assert ask(client, "")["total"] == 5
    told = [line for line in logs if line["event"] == "search is away"]
    assert len(told) == 1
    assert "hunter2" not in str(told)


@pytest.fixture
def found_by_opensearch(opensearch_url, migrated_url, tmp_path):
    index = f"test-{uuid4().hex}"
    there = settings(migrated_url, tmp_path, opensearch_url=f"{opensearch_url}?index={index}")
    fill(there)
    cluster = OpenSearch(there.opensearch_url, timeout=20)
    with TestClient(create_app(there)) as client:
        yield client, cluster
    for found in cluster.ask("GET", f"/{index}-*/_alias"):
        cluster.ask("DELETE", f"/{found}")
    cluster.close()


@pytest.mark.story("US-2.2", "search by several criteria")
def test_it_finds_and_postgres_shows(found_by_opensearch):
    client, cluster = found_by_opensearch
    page = ask(client, "q=lanterm&sort=price&limit=2")
    assert [item["name"] for item in page["items"]] == ["Lantern 0", "Lantern 1"], "forgiven by OpenSearch alone"
    assert page["items"][0]["price"] == {"amount": "10.00", "currency": "EUR"}
    assert page["total"] == 5
    rest = ask(client, f"q=lanterm&sort=price&cursor={page['next_cursor']}")
    assert [item["name"] for item in rest["items"]] == ["Lantern 2", "Lantern 3", "Lantern 4"]
    [index] = cluster.ask("GET", f"/_alias/{cluster.index}")
    cluster.ask("POST", f"/{index}/_update_by_query?refresh=true", {"script": {"source": "ctx._source.price = 1"}})
    shown = ask(client, "q=lanterm&sort=price")["items"]
    assert shown[0]["price"]["amount"] != "0.01", "an index that is late shows nothing stale"


def test_an_index_that_is_not_there_yet_is_no_fault(found_by_opensearch):
    client, cluster = found_by_opensearch
    for index in cluster.ask("GET", f"/{cluster.index}-*/_alias"):
        cluster.ask("DELETE", f"/{index}")
    assert ask(client, "q=lantern")["total"] == 5


def test_the_client_is_imported_by_nobody_who_does_not_need_it(migrated_url, tmp_path):
    import subprocess
    import sys

    code = (
        "import sys; from store.entrypoints.wiring.http import create_app;"
        " from store.entrypoints.wiring.settings import Settings;"
        f" create_app(Settings(database_url={migrated_url!r}, data_dir=__import__('pathlib').Path({str(tmp_path)!r})));"
        " print([name for name in ('opensearchpy', 'obstore', 'grpc') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.splitlines()[-1:] == ["[]"], ran.stdout + ran.stderr
