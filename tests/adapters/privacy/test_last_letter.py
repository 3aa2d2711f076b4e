"""A guest's last letter, by a real mail server and over real tables: before the key goes, once, and nothing is left."""

import pytest

from store.application.privacy.messages import EraseBuyer, GetErasure
from store.domain.privacy.events import Ground
from tests.adapters.notifications.test_mailer_contract import Postbox, smtp_server
from tests.adapters.privacy.somebody import open_shop
from tests.adapters.privacy.test_forgotten import declined, readable
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "right to deletion")]
GUEST = "zq.lastletter@example.org"


def test_it_is_sent_while_the_address_can_be_read_and_leaves_nothing(migrated_url, tmp_path):
    postbox = Postbox()
    with smtp_server(postbox) as server, open_shop(
        migrated_url, tmp_path, smtp_url=f"smtp://127.0.0.1:{server.port}?security=none&from=shop@store.example",
    ) as shop:
        order = declined(shop, GUEST)
        settle(shop.it)
        id = shop.do(EraseBuyer(number=order.number, email=GUEST, ground=Ground.ASKED, reason="By letter"))
        postbox.answers = ["451 not now"]
        shop.undertakes()
        assert shop.ask(GetErasure(erasure_id=id, persons=True)).state == "requested"
        assert shop.it.keys().find(order.email.subject) is not None
        for _ in range(2):
            shop.undertakes()
        assert shop.ask(GetErasure(erasure_id=id, persons=True)).state == "completed"
        assert shop.it.keys().find(order.email.subject) is None
    [mail] = postbox.mails
    assert (postbox.recipients, mail["Subject"]) == ([[GUEST]], "We are deleting what we know of you")
    assert readable(migrated_url, tmp_path, (GUEST,)) == []
