"""What the papers of a round cost, however many there are."""

from functools import partial

import pytest

from projections.invoicing.owed import owed_papers
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.invoicing import Scrivener
from tests.entrypoints.statements.counting import open_cart
from tests.entrypoints.statements.test_statements import place

ROUND = 3
"""What is owed, the orders and their papers, and all facts in one transaction."""


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-4.1", "download the invoice")
def test_the_papers_of_a_round_cost_the_same_few_statements_however_many_they_are(shop, statements, module_url, folder):
    with postgres_shop(Settings(database_url=module_url, data_dir=folder, demo=False, log_level="error")) as back_room:
        scrivener = Scrivener(
            partial(owed_papers, pool=back_room.pool()), back_room.bus(), ahead=back_room.journal().ahead
        )
        found = []
        for orders in (1, 2, 7):
            for _ in range(orders):
                assert place(shop, open_cart(shop, 1)).status_code == 201
            back_room.runner().catch_up()
            with statements.counted() as round:
                scrivener()
            back_room.runner().catch_up()
            assert owed_papers(99, back_room.pool()) == []
            found.append(round)
        assert [len(round) for round in found[1:]] == [ROUND, ROUND], found
        assert len(found[0]) == ROUND + 2, "the series and which life of the log it is, once in the life of a process"
