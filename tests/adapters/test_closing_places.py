"""A place is closed while something comes in there, over two connections: the log decides, whatever lists know."""

from contextlib import ExitStack
from uuid import uuid4

import pytest

from store.application.inventory.locations import CloseLocation, OpenLocation
from store.application.inventory.messages import ReceiveStock, SyncStock, TransferStock
from store.application.processes.import_rows import ImportProducts
from store.application.shared.bus import Caller
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.location_errors import LocationShut, PiecesLeft
from store.domain.inventory.locations import Locations
from store.domain.inventory.places import MAIN, LocationCode
from store.domain.shared.ids import locations
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.application.processes.examples import MUG, MUGS, NINE, goods

pytestmark = [
    pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "real-time stock tracking"),
]
SHED = LocationCode("SHED")
BY = Caller(actor="test:somebody", correlation=uuid4())
CLOSING = CloseLocation(code=SHED)
COMING = [
    ReceiveStock(sku=MUG, quantity=2, location=SHED),
    SyncStock(sku=MUG, source="till", sequence=1, on_hand=2, location=SHED),
    TransferStock(sku=MUG, quantity=2, origin=MAIN, destination=SHED, reason="room"),
]


class Two:
    """Two shops over one database, as two processes have them; their lists know nothing of what happens."""

    def __init__(self, *shops):
        self.shops = shops
        self.do(0, ImportProducts(source="test", rows=(goods("mug", NINE, 5),)))
        self.do(0, OpenLocation(code=SHED, name="Shed", priority=2))
        shops[0].runner().catch_up()

    def do(self, which, command):
        return self.shops[which].bus().do(command, BY).outcome

    def between(self, which, act):
        """Have *act* happen when this shop has decided, and nothing of it is written yet."""
        journal = self.shops[which].journal()
        hand_in = journal.hand_in

        def first_the_other(*args):
            journal.hand_in = hand_in
            act()
            return hand_in(*args)

        journal.hand_in = first_the_other

    def ends(self):
        """How many lie there, and whether it is open."""
        found = self.shops[0].journal().read([MUGS, locations()])
        there = Inventory.replay(MUGS, found[MUGS].events).on_hand_at(SHED)
        return there, Locations.replay(locations(), found[locations()].events).all[SHED].open


@pytest.fixture
def two(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path)
    with ExitStack() as stack:
        yield Two(*(stack.enter_context(postgres_shop(settings)) for _ in range(2)))


def test_what_no_list_knows_yet_keeps_a_place_open(two):
    two.do(0, COMING[0])
    with pytest.raises(PiecesLeft):
        two.do(1, CLOSING)
    assert two.ends() == (2, True)


@pytest.mark.parametrize("coming", COMING, ids=lambda it: type(it).__name__)
def test_whatever_comes_in_while_somebody_closes_it_leaves_it_open(two, coming):
    two.between(1, lambda: two.do(0, coming))
    with pytest.raises(PiecesLeft):
        two.do(1, CLOSING)
    assert two.ends() == (2, True)


@pytest.mark.parametrize("coming", COMING, ids=lambda it: type(it).__name__)
def test_what_was_decided_before_somebody_closed_it_opens_it_again(two, coming):
    two.between(0, lambda: two.do(1, CLOSING))
    two.do(0, coming)
    assert two.ends() == (2, True)


def test_an_empty_place_is_closed_and_stays_so(two):
    assert not two.do(1, CLOSING).open
    with pytest.raises(LocationShut):
        two.do(0, COMING[0])
    assert two.ends() == (0, False)
