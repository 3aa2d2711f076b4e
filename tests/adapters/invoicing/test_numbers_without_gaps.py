"""Several write papers at once, and one of them is killed: no number is left out, and none is given twice."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from projections.invoicing.owed import owed_papers
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.import_rows import ImportProducts
from store.application.shared.bus import Caller
from store.domain.invoicing.papers import Papers
from store.domain.ordering.events import Canceller
from store.domain.shared.ids import order_of, papers_of, series_of
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.invoicing import Scrivener
from tests.adapters.test_cancelling_races import buy
from tests.application.processes.examples import NINE, goods

pytestmark = [pytest.mark.requirement("R4.4"), pytest.mark.story("US-4.1", "download the invoice")]
SOMEBODY = Caller(actor="test:somebody", correlation=uuid4())
ORDERS = 12


@pytest.fixture
def shops(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error")
    with ExitStack() as held:
        both = [held.enter_context(postgres_shop(settings)) for _ in range(2)]
        both[0].runner().prepare()
        both[0].bus().do(ImportProducts(source="test", rows=(goods("mug", NINE, 100),)), SOMEBODY)
        both[0].runner().catch_up()
        yield both


def test_many_at_once_and_one_killed_leave_neither_gaps_nor_doubles(shops, migrated_url, tmp_path):
    numbers = [buy(shops[0], 2) for _ in range(ORDERS)]
    for number in numbers[::3]:
        wish = CallOff(number=number, by=Canceller.STAFF, reason="x")
        shops[0].bus().do(CancelOrder(call_off=wish), SOMEBODY)
    shops[0].runner().catch_up()
    _written_by_many(shops, migrated_url, tmp_path)
    shops[0].runner().catch_up()
    assert owed_papers(99, shops[0].pool()) == []

    journal = shops[1].journal()
    papers = {id: Papers.replay(id, history.events) for id, history in journal.read(
        [papers_of(order_of(number)) for number in numbers]
    ).items()}
    invoices = [papers[papers_of(order_of(number))].invoice for number in numbers]
    assert [int(invoice.number[-6:]) for invoice in invoices] == list(range(1, ORDERS + 1)), "in order of confirmation"
    year = invoices[0].on.year
    for name, count in ((f"HF-{year}", ORDERS), (f"HF-C-{year}", ORDERS // 3)):
        given = journal.read([series_of(name)])[series_of(name)].events
        assert [fact.counter for fact in given] == list(range(1, count + 1))
    notes = sorted(note.number for it in papers.values() for note in it.credit_notes)
    assert notes == [f"HF-C-{year}-{counter:06}" for counter in range(1, ORDERS // 3 + 1)]
    assert all(not it.left.minor for it in papers.values() if it.credit_notes)


def _written_by_many(shops, url, folder):
    """Two threads with memories of their own, and a process that is killed when it has written its first few."""
    here = Path(__file__).with_name("scrivener.py")
    command = [sys.executable, str(here), url, str(folder)]
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    doomed = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=paths)
    with doomed:
        assert doomed.stdout.readline()
        together = Barrier(3)

        def write(shop):
            together.wait()
            for _ in range(2):
                Scrivener(partial(owed_papers, pool=shop.pool()), shop.bus(), ahead=shop.journal().ahead)()

        with ThreadPoolExecutor(2) as crowd:
            done = [crowd.submit(write, shop) for shop in shops]
            together.wait()
            doomed.kill()
            for each in done:
                each.result()
