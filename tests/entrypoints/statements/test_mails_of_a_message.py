"""What the mails of one message of the queue cost, however many there are."""

import pytest

from store.application.notifications.ports import Outcome
from store.application.shared.bus import Caller
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.mailing_together import mailing_together
from store.entrypoints.wiring.mails import sending
from store.entrypoints.wiring.settings import Settings
from tests.entrypoints.statements.counting import open_cart
from tests.entrypoints.statements.test_statements import place

TOGETHER = 4
"""What became of them before, their orders, the mails, and that they are settled."""


@pytest.mark.requirement("R9.3")
@pytest.mark.story("US-3.4", "receive order confirmation")
def test_the_mails_of_a_message_cost_the_same_few_statements_however_many_they_are(
    shop, statements, module_url, folder
):
    with postgres_shop(Settings(database_url=module_url, data_dir=folder, demo=False, log_level="error")) as back_room:
        found = []
        for orders in (1, 6):
            for _ in range(orders):
                assert place(shop, open_cart(shop, 1)).status_code == 201
            back_room.runner().catch_up()
            now = back_room.clock().now()
            jobs = back_room.duties().take(now, now, 100)
            with statements.counted() as asked, mailing_together(back_room, jobs):
                outcomes = [
                    back_room.bus().do(sending(job), Caller(actor="system:test", correlation=job.correlation)).outcome
                    for job in jobs
                ]
            assert {*outcomes} == {Outcome.SENT}
            assert all(back_room.duties().outcome(job.mail_id) is Outcome.SENT for job in jobs)
            found.append((len(jobs), asked))
    (few, first), (many, second) = found
    assert many > few
    assert (len(first), len(second)) == (TOGETHER, TOGETHER), found
