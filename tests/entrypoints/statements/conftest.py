"""A shop whose Postgres writes down each statement."""

from uuid import uuid4

import psycopg
import pytest
from litestar.testing import TestClient
from psycopg import sql

from store.application.catalogue.attributes import DefineMissing
from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.catalogue.attributes import AttributeDefinition, AttributeKind
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.http import create_app
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.statements.counting import LINES, Statements, open_cart


@pytest.fixture(scope="module")
def statements(postgres, module_url):
    name = psycopg.conninfo.conninfo_to_dict(module_url)["dbname"]
    with psycopg.connect(module_url, autocommit=True) as db:
        db.execute(sql.SQL("ALTER DATABASE {} SET log_statement = 'all'").format(sql.Identifier(name)))
    return Statements(postgres._log)


@pytest.fixture(scope="module")
def counts_searches():
    """Whether what people look for is counted: that is written apart from any request, too."""
    return False


@pytest.fixture(scope="module")
def looks():
    """By which rules purchases are looked at: by none."""
    return {}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the shop keeps its keys."""
    return tmp_path_factory.mktemp("counted")


@pytest.fixture(autouse=True)
def nobody(request):
    """Tests share a shop, and no cookies."""
    if "shop" in request.fixturenames:
        request.getfixturevalue("shop").cookies.clear()


@pytest.fixture(scope="module")
def shop(statements, module_url, folder, counts_searches, looks):
    settings = Settings(
        database_url=module_url, data_dir=folder, demo=False, log_level="error", rate_limit_keys=("tests",),
        staff_token="the-token-of-the-staff",
        recording=False,  # written apart from any request, many at once
        count_searches=counts_searches, **looks,
    )
    rows = tuple(
        ProductRow(key=f"thing {n}", name=f"Thing {n}", brand=f"Brand {n % 7}", category=("Things", f"Kind {n % 5}"),
                   slug=f"thing-{n}", text="A thing.", attributes={"Weight": f"{n % 3}.50 kg"}, variants=(
                       VariantRow(f"THING-{n}-S", Money(1000 + n, "EUR"), 50, {"Size": "S"}),
                       VariantRow(f"THING-{n}-L", Money(1100 + n, "EUR"), 50, {"Size": "L"}),
                   ), options=("Size",))
        for n in range(max(LINES))
    )
    with postgres_shop(settings) as back_room:
        back_room.runner().prepare()
        caller = Caller(actor="system:test", correlation=uuid4())
        back_room.bus().do(ImportProducts(source="test", rows=rows), caller)
        weight = AttributeDefinition("Weight", AttributeKind.NUMBER, unit="kg", filterable=True)
        back_room.bus().do(DefineMissing(attributes={"things": (weight,)}), caller)
        back_room.runner().catch_up()
    with TestClient(create_app(settings)) as client:
        client.headers["x-api-key"] = "tests"
        client.get("/api/v1/products?q=thing")  # what is read once in the life of a process
        open_cart(client, 1)
        client.post("/api/v1/carts", headers={"idempotency-key": "the first of its process"})
        yield client

