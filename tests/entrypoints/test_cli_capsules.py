"""``store capsule`` and ``store replay``: a wish leaves in a file and is carried out again without a database."""

import json
from uuid import UUID, uuid4

import pytest

from store.application.cart.messages import AddToCart
from store.application.shared.bus import Caller
from store.domain.shared.ids import CartId, Sku
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.test_cli_goods_and_facts import MUG

pytestmark = [pytest.mark.requirement("R9.4"), pytest.mark.story("US-3.4", "nothing happens by halves")]


@pytest.fixture
def wish(run, lines, migrated_url, tmp_path):
    """Somebody put two mugs into a cart."""
    run("import", lines(MUG))
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path / "data")) as shop:
        cart, wish = CartId(uuid4()), uuid4()
        command = AddToCart(cart_id=cart, sku=Sku("MUG-BLUE"), quantity=2, currency="EUR")
        shop.bus().do(command, Caller(actor=f"guest:{cart}", correlation=wish))
    return wish


def test_a_wish_is_packed_and_reproduced(run, wish, tmp_path, monkeypatch):
    file = tmp_path / "cart.capsule.json"
    assert run("capsule", wish, "--out", file).exit_code == 0
    monkeypatch.setenv("STORE_DATABASE_URL", "postgresql://nobody@localhost:1/nothing")
    assert "Reproduced: 1 commands, 2 facts" in run("replay", file).stdout
    file.write_text(file.read_text().replace('\\"quantity\\":2', '\\"quantity\\":3'))
    ran = run("replay", file)
    assert ran.exit_code == 1
    assert "quantity was 3 then, and is 2 now" in ran.stdout
    assert json.loads(run("replay", file, "--json").stdout)["difference"]


def test_a_capsule_may_go_to_the_next_program(run, wish):
    assert json.loads(run("capsule", wish).stdout)["correlation"] == str(wish)


def test_a_wish_that_nobody_recorded_is_an_error(run):
    assert run("capsule", UUID(int=7)).exit_code == 1


def test_a_file_that_is_no_capsule_is_an_error_in_words(run, tmp_path):
    (tmp_path / "notes.txt").write_text("milk, bread")
    ran = run("replay", tmp_path / "notes.txt")
    assert ran.exit_code == 1
    assert type(ran.exception).__name__ == "NotACapsule"
