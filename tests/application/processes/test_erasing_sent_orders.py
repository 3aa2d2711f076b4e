"""An order of which something is still to be sent is carried out before whoever bought is forgotten."""

import pytest

from store.application.ordering.fulfilment import MarkDelivered, MarkProcessing, SendParcel
from store.application.privacy.messages import EraseBuyer
from store.domain.privacy.events import Because
from store.domain.shared.ids import part_of
from tests.application.processes.examples import MUG, NUMBER, ORDER
from tests.application.processes.test_erasing_persons import ASKED, EMAIL, SHIP, shop

__all__ = ["shop"]

pytestmark = [pytest.mark.requirement("R6.2"), pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")]


def test_an_order_of_which_something_is_still_to_be_sent_is_carried_out_first(shop):
    shop.buys()
    shop.do(EraseBuyer(number=NUMBER, email=EMAIL, **ASKED))
    about = {"number": NUMBER, "part_id": part_of(ORDER, None, "MAIN")}
    some = SendParcel(**about, carrier="Post", tracking="", pieces={MUG: 1})
    for step, because in (
        (MarkProcessing(**about), Because.OPEN_ORDER), (some, Because.OPEN_ORDER), (SHIP, Because.RETENTION),
        (MarkDelivered(**about), Because.RETENTION),
    ):
        shop.do(step)
        assert shop.goes_on(ORDER) == "deferred"
        assert [waits.because for waits in shop.erasure(ORDER).waiting] == [because], step
